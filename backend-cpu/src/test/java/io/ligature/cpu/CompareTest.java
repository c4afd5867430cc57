package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ligature.DType;
import io.ligature.op.Op;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CompareTest {
  private static final CpuKernels KERNELS = new CpuKernels();

  @TestFactory
  List<DynamicTest> everyComparisonInEveryLayout() {
    var tests = new ArrayList<DynamicTest>();
    for (var op : Op.Compare.values()) {
      for (var dtype : Grid.COMPUTING) {
        tests.add(dynamicTest(op + " of " + dtype, () -> compare(op, dtype)));
      }
    }
    return tests;
  }

  private static void compare(Op.Compare op, DType dtype) {
    for (var shape : Grid.SHAPES) {
      for (var left : Grid.layouts(shape)) {
        for (var right : Grid.layouts(shape)) {
          var a = Grid.filled(dtype, left, 3);
          var b = Grid.filled(dtype, right, 5);
          var out = Grid.filled(DType.BOOL, shape, 2);
          KERNELS.compare(op, a, b, out);
          Grid.checkWhole(
              op + " of " + left + " and " + right,
              out,
              Grid.filled(DType.BOOL, shape, 2),
              i -> holds(op, a, b, i) ? 1 : 0);
        }
      }
    }
  }

  private static boolean holds(Op.Compare op, View a, View b, long i) {
    if (a.dtype().isFloating()
        && (Double.isNaN(Grid.real(a, i)) || Double.isNaN(Grid.real(b, i)))) {
      return op == Op.Compare.NE;
    }
    int order =
        a.dtype().isFloating()
            ? Double.compare(Grid.real(a, i) + 0.0, Grid.real(b, i) + 0.0) // -0 equals 0
            : Long.compare(Grid.whole(a, i), Grid.whole(b, i));
    return switch (op) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
    };
  }

  @ParameterizedTest
  @EnumSource(Op.Compare.class)
  void withNaNOnlyNotEqualHolds(Op.Compare op) {
    var out = Grid.of(DType.BOOL, 0);
    var nan = Grid.of(DType.FLOAT32, Double.NaN);
    KERNELS.compare(op, nan, nan, out);
    assertEquals(op == Op.Compare.NE ? 1 : 0, Grid.whole(out, 0));
  }
}
