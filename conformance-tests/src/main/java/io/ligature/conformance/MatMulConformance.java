package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Family;
import io.ligature.op.Op;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Products of matrices.
public abstract class MatMulConformance {
  /// Rows, inner extent and columns: empty, one, around the widths of tiles, long and thin.
  private static final List<long[]> SIZES =
      List.of(
          new long[] {1, 1, 1},
          new long[] {17, 17, 17}, // nothing but the order of strides tells a transpose
          new long[] {3, 8, 8},
          new long[] {2, 0, 3},
          new long[] {3, 7, 8},
          new long[] {15, 16, 17},
          new long[] {31, 33, 1},
          new long[] {1, 64, 65},
          new long[] {16, 100, 63},
          new long[] {65, 64, 63},
          new long[] {5, 1000, 7},
          new long[] {1, 4097, 1},
          new long[] {100, 3, 33},
          new long[] {12, 8, 64});

  /// For subclasses.
  protected MatMulConformance() {}

  @ParameterizedTest(name = "matmul of {0}")
  @MethodSource("types")
  void isTheSumOverTheInnerAxis(DType dtype) {
    var bench = Bench.current();
    if (bench.isGap(Op.MatMul.OP, dtype)) {
      return;
    }
    var draw = bench.draw();
    for (var size : SIZES) {
      check(bench, dtype, Shape.of(size[0], size[1]), Shape.of(size[1], size[2]), draw);
    }
    check(bench, dtype, Shape.of(3, 4, 5), Shape.of(3, 5, 7), draw);
    check(bench, dtype, Shape.of(2, 3, 9, 17), Shape.of(2, 3, 17, 4), draw);
    check(bench, dtype, Shape.of(2, 1, 2, 1, 1, 3, 2, 5), Shape.of(2, 1, 2, 1, 1, 3, 5, 3), draw);
  }

  /// Every layout of each operand with every one of the other.
  private static void check(Bench bench, DType dtype, Shape a, Shape b, Draw draw) {
    boolean large = a.size() * b.get(-1) > 5000;
    var left = ways(bench, a, a.get(-1));
    var right = ways(bench, b, a.get(-1));
    for (int i = 0; i < left.size(); i++) {
      for (int j = 0; j < right.size(); j++) {
        if (!large || i == j || (i + j) % 5 == 0) {
          bench.check(
              Op.MatMul.OP,
              bench.operand(dtype, left.get(i), Values.ORDINARY, draw),
              bench.operand(dtype, right.get(j), Values.ORDINARY, draw));
        }
      }
    }
  }

  /// Long sums of one number again and again round the same way each time, which the tolerance does
  /// not allow for.
  private static List<Layouts.Way> ways(Bench bench, Shape shape, long inner) {
    var ways = bench.ways(Family.MATMUL, shape);
    return inner <= 100 ? ways : ways.stream().filter(way -> !way.layout().isExpanded()).toList();
  }

  @ParameterizedTest(name = "matmul of {0}")
  @MethodSource("reals")
  void notANumberAndInfinitiesReachTheirRowsAndColumns(DType dtype) {
    var bench = Bench.current();
    if (bench.isGap(Op.MatMul.OP, dtype)) {
      return;
    }
    var draw = bench.draw();
    for (int round = 0; round < 20; round++) {
      bench.check(
          Op.MatMul.OP,
          bench.operand(dtype, Layouts.contiguous(Shape.of(9, 17)).get(0), Values.SPRINKLED, draw),
          bench.operand(
              dtype, Layouts.contiguous(Shape.of(17, 18)).get(1), Values.SPRINKLED, draw));
    }
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    var types = types().filter(bench.device::computes).toList();
    bench.random(
        draw -> {
          var dtype = draw.of(types);
          int k = draw.between(1, 40);
          var batch =
              draw.chance(0.5)
                  ? Shape.of()
                  : draw.shape(draw.between(1, 6)).map(e -> Math.min(e, 3));
          int rank = batch.rank();
          var a = batch.insert(rank, draw.between(1, 20)).insert(rank + 1, k);
          var b = batch.insert(rank, k).insert(rank + 1, draw.between(1, 40));
          bench.check(
              Op.MatMul.OP,
              bench.operand(dtype, bench.way(Family.MATMUL, a, draw), Values.ORDINARY, draw),
              bench.operand(dtype, bench.way(Family.MATMUL, b, draw), Values.SPRINKLED, draw));
        });
  }

  static Stream<DType> types() {
    return Bench.COMPUTING.stream().filter(dtype -> dtype != DType.BOOL);
  }

  static Stream<DType> reals() {
    return types().filter(DType::isFloating);
  }
}
