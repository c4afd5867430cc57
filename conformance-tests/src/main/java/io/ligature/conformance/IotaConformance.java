package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.op.TensorType;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Counting along an axis.
public abstract class IotaConformance {
  /// For subclasses.
  protected IotaConformance() {}

  @ParameterizedTest(name = "iota of {0}")
  @MethodSource("types")
  void countsInDoubleOrLong(DType dtype) {
    var bench = Bench.current();
    if (bench.isCreationGap(iota(dtype, Shape.of(4), 0, 0, 1), dtype)) {
      return;
    }
    var starts = dtype.isFloating() ? List.<Number>of(0.0, -0.75, 1e7, 1e15) : wholes(dtype);
    var steps =
        dtype.isFloating()
            ? List.<Number>of(1.0, 0.1, -3.0, 0.0)
            : List.<Number>of(1L, -1L, 7L, 1L << 30);
    for (var start : starts) {
      for (var step : steps) {
        for (int size : Layouts.SIZES) {
          bench.check(iota(dtype, Shape.of(size), 0, start, step));
        }
      }
    }
    for (var shape : Layouts.SHAPES) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        bench.check(iota(dtype, shape, axis, starts.get(1), steps.get(1)));
      }
    }
  }

  /// Beyond 2²⁴ a float skips numbers, and beyond 2⁵³ a double.
  private static List<Number> wholes(DType dtype) {
    return dtype == DType.INT32
        ? List.of(0L, (1L << 24) + 1, (long) Integer.MIN_VALUE, 0x7FFFFF00L)
        : List.of(0L, (1L << 53) + 1, Long.MIN_VALUE, Long.MAX_VALUE - 2000);
  }

  private static Op.Iota iota(DType dtype, Shape shape, int axis, Number start, Number step) {
    return new Op.Iota(new TensorType(dtype, shape), axis, start, step);
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    var types = types().filter(bench.device::computes).toList();
    bench.random(
        draw -> {
          var dtype = draw.of(types);
          var shape = draw.shape(draw.between(1, 8));
          Number start = dtype.isFloating() ? (Number) draw.real(-9, 9) : (Number) draw.bits();
          Number step =
              dtype.isFloating() ? (Number) draw.real(-2, 2) : (Number) (long) draw.between(-5, 5);
          bench.check(iota(dtype, shape, draw.between(0, shape.rank() - 1), start, step));
        });
  }

  static Stream<DType> types() {
    return Bench.COMPUTING.stream().filter(dtype -> dtype != DType.BOOL);
  }
}
