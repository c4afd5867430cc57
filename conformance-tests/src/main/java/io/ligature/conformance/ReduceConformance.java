package io.ligature.conformance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Family;
import io.ligature.op.Op;
import io.ligature.op.Op.Reduction;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Reductions of axes.
public abstract class ReduceConformance {
  /// For subclasses.
  protected ReduceConformance() {}

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("cases")
  void reducesEverySetOfAxes(Reduction kind, DType dtype) {
    var bench = Bench.current();
    if (bench.isGap(new Op.Reduce(kind, List.of(0)), dtype)) {
      return;
    }
    var draw = bench.draw();
    for (int size : Layouts.SIZES) {
      check(bench, kind, dtype, Shape.of(size), List.of(0), draw);
      check(bench, kind, dtype, Shape.of(size, 3), List.of(0), draw);
      check(bench, kind, dtype, Shape.of(3, size), List.of(1), draw);
    }
    for (var shape : Layouts.SHAPES) {
      for (int set = 0; set < 1 << shape.rank(); set++) {
        if (shape.rank() < 4 || set % 37 == 5 || set == 255) { // some of the 256 sets of rank 8
          check(bench, kind, dtype, shape, axes(set), draw);
        }
      }
    }
  }

  private static List<Integer> axes(int set) {
    return IntStream.range(0, 31).filter(axis -> (set >> axis & 1) != 0).boxed().toList();
  }

  private static void check(
      Bench bench, Reduction kind, DType dtype, Shape shape, List<Integer> axes, Draw draw) {
    var ways = bench.ways(Family.REDUCE, shape);
    for (var way : shape.size() > 1000 ? ways.subList(0, 2) : ways) {
      for (var values : values(kind)) {
        bench.check(new Op.Reduce(kind, axes), bench.operand(dtype, way, values, draw));
      }
    }
  }

  private static List<Values> values(Reduction kind) {
    return switch (kind) {
      case SUM -> List.of(Values.ORDINARY, Values.SPRINKLED);
      case PROD -> List.of(Values.NEAR_ONE);
      case MAX, MIN -> List.of(Values.ORDINARY, Values.SPRINKLED, Values.REPEATING);
    };
  }

  /// Only an accumulator in a wider type, or sums of sums, stay near.
  @ParameterizedTest(name = "sum of {0}")
  @MethodSource("numbers")
  void aLongSumDoesNotDrift(DType dtype) {
    var bench = Bench.current();
    var op = new Op.Reduce(Reduction.SUM, List.of(0));
    if (!bench.isGap(op, dtype)) {
      for (int size : List.of(1000, 4097, 100_000)) {
        var way = Layouts.contiguous(Shape.of(size)).get(0);
        bench.check(op, bench.operand(dtype, way, Values.TENTH, bench.draw()));
      }
    }
  }

  @ParameterizedTest(name = "max of {0}")
  @MethodSource("reals")
  void aNaNAnywhereIsTheExtreme(DType dtype) {
    var bench = Bench.current();
    for (var kind : List.of(Reduction.MAX, Reduction.MIN)) {
      var op = new Op.Reduce(kind, List.of(0));
      if (bench.isGap(op, dtype)) {
        return;
      }
      for (int at = 0; at < 40; at++) {
        var way = Layouts.contiguous(Shape.of(40)).get(0);
        var x = bench.operand(dtype, way, Values.ORDINARY, bench.draw());
        x.cells().bits()[at] = Cells.bits(dtype, Double.NaN);
        bench.check(op, x);
      }
    }
  }

  /// An empty sum is 0 and an empty product 1; no BOOL of none is true, and all of none are.
  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("cases")
  void reducesNothingToItsIdentity(Reduction kind, DType dtype) {
    var bench = Bench.current();
    boolean defined = dtype == DType.BOOL || kind == Reduction.SUM || kind == Reduction.PROD;
    if (!defined || bench.isGap(new Op.Reduce(kind, List.of(0)), dtype)) {
      return;
    }
    for (var shape : List.of(Shape.of(0), Shape.of(3, 0), Shape.of(2, 0, 3))) {
      int axis = shape.rank() == 1 ? 0 : 1;
      var way = Layouts.contiguous(shape).get(0);
      bench.check(
          new Op.Reduce(kind, List.of(axis)),
          bench.operand(dtype, way, Values.ORDINARY, bench.draw()));
    }
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    bench.random(
        draw -> {
          var kind = draw.of(Reduction.values());
          var types = types(kind).filter(bench.device::computes).toList();
          var shape = draw.shape(draw.between(0, 8));
          var axes = axes(draw.between(0, (1 << shape.rank()) - 1));
          var way = bench.way(Family.REDUCE, shape, draw);
          bench.check(
              new Op.Reduce(kind, axes),
              bench.operand(draw.of(types), way, draw.of(values(kind)), draw));
        });
  }

  static Stream<Arguments> cases() {
    return Stream.of(Reduction.values())
        .flatMap(kind -> types(kind).map(dtype -> arguments(kind, dtype)));
  }

  private static Stream<DType> types(Reduction kind) {
    boolean sum = kind == Reduction.SUM || kind == Reduction.PROD;
    return Bench.COMPUTING.stream().filter(dtype -> !sum || dtype != DType.BOOL);
  }

  static Stream<DType> numbers() {
    return types(Reduction.SUM);
  }

  static Stream<DType> reals() {
    return Bench.COMPUTING.stream().filter(DType::isFloating);
  }
}
