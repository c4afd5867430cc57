package io.ligature.conformance;

import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Elements moved and converted: between all types, stored ones too, from any layout to any other.
public abstract class CopyConformance {
  /// For subclasses.
  protected CopyConformance() {}

  @ParameterizedTest(name = "copy of {0} to {1}")
  @MethodSource("conversions")
  void convertsEveryNumber(DType from, DType to) {
    var bench = Bench.current();
    var draw = bench.draw();
    for (int size : Layouts.SIZES) {
      check(bench, from, to, Layouts.contiguous(Shape.of(size)).get(1), Values.SPECIAL, draw);
    }
    for (var way : Layouts.of(Shape.of(Values.specials(from)))) {
      check(bench, from, to, way, Values.SPECIAL, draw);
    }
    check(bench, from, to, Layouts.contiguous(Shape.of(2000)).get(0), Values.ORDINARY, draw);
    for (var shape : Layouts.SHAPES) {
      for (var way : Layouts.of(shape)) {
        check(bench, from, to, way, Values.ORDINARY, draw);
      }
    }
  }

  /// Halfway between two numbers of a narrower type the even one is nearest; a bit more or less
  /// decides.
  @ParameterizedTest(name = "copy of {0} to {1}")
  @MethodSource("narrowings")
  void roundsHalfToEven(DType from, DType to) {
    var bench = Bench.current();
    int digits = to == DType.FLOAT32 ? 23 : to == DType.FLOAT16 ? 10 : 7;
    var cells = Cells.of(from, 6 * 40);
    for (int i = 0; i < cells.length(); i++) {
      int step = i / 6;
      double half = 1 + (step + 0.5) * Math.scalb(1.0, -digits);
      double more = (i % 3 - 1) * Math.scalb(1.0, from == DType.FLOAT64 ? -50 : -23);
      cells.bits()[i] =
          Cells.bits(from, Math.scalb(half + more, i % 5 - 2) * (i % 2 == 0 ? 1 : -1));
    }
    var way = Layouts.contiguous(Shape.of(cells.length())).get(0);
    new Trial(bench, new Op.Copy(to), new Operand(cells, way.layout(), "halfway")).run();
  }

  @ParameterizedTest(name = "copy of {0}")
  @MethodSource("types")
  void goesFromAnyLayoutToAnyOther(DType dtype) {
    var bench = Bench.current();
    var draw = bench.draw();
    for (var shape : Layouts.SHAPES) {
      for (var way : Layouts.of(shape)) {
        for (var to : Layouts.distinct(shape)) {
          var x = bench.operand(dtype, way, Values.SPRINKLED, draw);
          new Trial(bench, new Op.Copy(dtype), to.layout(), x).run();
        }
      }
    }
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    bench.random(
        draw -> {
          var shape = draw.shape(draw.between(0, 8));
          var values = draw.of(Values.SPECIAL, Values.ORDINARY);
          var x = bench.operand(draw.of(DType.values()), Layouts.random(shape, draw), values, draw);
          var to = draw.of(Layouts.distinct(shape));
          new Trial(bench, new Op.Copy(draw.of(DType.values())), to.layout(), x).run();
        });
  }

  private static void check(
      Bench bench, DType from, DType to, Layouts.Way way, Values values, Draw draw) {
    bench.check(new Op.Copy(to), bench.operand(from, way, values, draw));
  }

  static Stream<Arguments> conversions() {
    return types().flatMap(from -> types().map(to -> arguments(from, to)));
  }

  static Stream<Arguments> narrowings() {
    return Stream.of(
        arguments(DType.FLOAT64, DType.FLOAT32),
        arguments(DType.FLOAT64, DType.FLOAT16),
        arguments(DType.FLOAT64, DType.BFLOAT16),
        arguments(DType.FLOAT32, DType.FLOAT16),
        arguments(DType.FLOAT32, DType.BFLOAT16));
  }

  static Stream<DType> types() {
    return Stream.of(DType.values());
  }
}
