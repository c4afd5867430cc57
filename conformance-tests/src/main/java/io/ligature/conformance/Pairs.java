package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Family;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import java.util.List;

/// The operands that kernels of two elementwise operands meet.
final class Pairs {
  private Pairs() {}

  static void check(
      Bench bench, Op.Primitive op, Family family, DType dtype, Values left, Values right) {
    var draw = bench.draw();
    for (int size : Layouts.SIZES) {
      var ways = Layouts.contiguous(Shape.of(size));
      bench.check(
          op,
          bench.operand(dtype, ways.get(0), left, draw),
          bench.operand(dtype, ways.get(1), right, draw));
    }
    for (var shape : Layouts.SHAPES) {
      var ways = bench.ways(family, shape);
      for (int i = 0; i < ways.size(); i++) {
        var other = ways.get((i + 1) % ways.size());
        for (var way : List.of(ways.get(i), other)) { // the same layout, and another one
          bench.check(
              op,
              bench.operand(dtype, ways.get(i), left, draw),
              bench.operand(dtype, way, right, draw));
        }
      }
    }
    special(bench, op, family, dtype, draw);
  }

  /// Every special number with every other.
  private static void special(Bench bench, Op.Primitive op, Family family, DType dtype, Draw draw) {
    int n = Values.specials(dtype);
    var square = Shape.of(n, n);
    var rows = Layout.of(square, new long[] {1, 0}, 0);
    var columns = Layout.of(square, new long[] {0, 1}, 0);
    var a = bench.operand(dtype, new Layouts.Way("a row each", rows), Values.SPECIAL, draw);
    var b = bench.operand(dtype, new Layouts.Way("a column each", columns), Values.SPECIAL, draw);
    bench.check(op, bench.inOrder(a), bench.inOrder(b));
    if (bench.ways(family, square).size() > 2) {
      bench.check(op, a, b);
    }
  }
}
