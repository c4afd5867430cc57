package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.cpu.CpuKernels;
import io.ligature.op.Op;
import io.ligature.spi.Kernels;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Elementwise kernels beside the plain ones, on tails, odd layouts and more elements than one
/// thread takes.
class ElementwiseTest {
  private static final Team THREE = new Team(3);
  private static final Kernels KERNELS = new VectorKernels(THREE);
  private static final Kernels PLAIN = new CpuKernels();
  private static final double[] ODD = {
    0,
    -0.0,
    1,
    -1,
    0.5,
    -2.5,
    3.75,
    100.25,
    -7,
    1e-30,
    3e38,
    -2e-42,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private static final List<Shape> SHAPES =
      List.of(
          Shape.of(), Shape.of(0), Shape.of(1), Shape.of(16), Shape.of(3, 17), Shape.of(2, 3, 33));
  private static final List<Shape> LARGE =
      List.of(Shape.of(70_001), Shape.of(2, 41_111), Shape.of(300, 129));

  @AfterAll
  static void end() {
    THREE.close();
  }

  @ParameterizedTest
  @EnumSource(Op.Unary.class)
  void ofOneOperand(Op.Unary op) {
    if (op == Op.Unary.NOT) {
      return;
    }
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      for (var shape : SHAPES) {
        for (var layout :
            shape.rank() == 0 ? List.of(Layout.rowMajor(shape)) : Samples.layouts(shape)) {
          check(op, Samples.repeating(dtype, layout, ODD));
          check(op, Samples.normal(dtype, layout, 1));
        }
      }
      for (var shape : LARGE) {
        check(op, Samples.normal(dtype, Samples.contiguous(shape), 2));
        check(op, Samples.normal(dtype, Samples.lastTwoSwapped(shape), 3));
      }
    }
  }

  private static void check(Op.Unary op, View x) {
    var found = Samples.result(x.dtype(), x.shape());
    var expected = Samples.result(x.dtype(), x.shape());
    KERNELS.unary(op, x, found);
    PLAIN.unary(op, x, expected);
    for (long i = 0; i < x.shape().size(); i++) {
      double y = Samples.get(expected, i);
      double z = Samples.get(found, i);
      double near = x.dtype() == DType.FLOAT32 ? 4 * Math.ulp((float) y) : 0;
      if (Double.compare(y, z) != 0 && !(Math.abs(y - z) <= near)) {
        assertEquals(y, z, op + " of " + Samples.get(x, i) + " in " + x.layout());
      }
    }
    assertEquals(-1, Samples.firstChangedOutside(found));
  }

  @ParameterizedTest
  @EnumSource(
      value = Op.Binary.class,
      names = {"ADD", "SUBTRACT", "MULTIPLY", "DIVIDE", "MAXIMUM", "MINIMUM", "POW"})
  void ofTwoOperandsTheSameBits(Op.Binary op) {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32)) {
      if (!op.domain().has(dtype)) {
        continue;
      }
      for (var shape : LARGE) {
        for (var layout : Samples.layouts(shape)) {
          var a = Samples.normal(dtype, layout, 1);
          var b = Samples.normal(dtype, Samples.contiguous(shape), 2);
          var found = Samples.result(dtype, shape);
          var expected = Samples.result(dtype, shape);
          KERNELS.binary(op, a, b, found);
          PLAIN.binary(op, a, b, expected);
          assertArrayEquals(Samples.values(expected), Samples.values(found));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Op.Compare.class)
  void comparisonsAndChoiceAndCopies(Op.Compare op) {
    var shape = Shape.of(257, 150);
    var layouts = new ArrayList<>(Samples.layouts(shape));
    layouts.add(Layout.of(shape, new long[] {0, 0}, 2)); // one element for all
    for (var layout : layouts) {
      for (var other :
          List.of(
              Samples.lastTwoSwapped(shape),
              Samples.contiguous(shape),
              Layout.of(shape, new long[] {0, 0}, 5))) {
        check(
            op,
            Samples.repeating(DType.FLOAT32, layout, ODD),
            Samples.repeating(DType.FLOAT32, other, ODD));
      }
    }
    for (int n : new int[] {0, 1, 15, 17, 33, 513}) {
      var one = Samples.contiguous(Shape.of(n));
      check(op, Samples.normal(DType.FLOAT32, one, 4), Samples.repeating(DType.FLOAT32, one, ODD));
    }
  }

  private static void check(Op.Compare op, View a, View b) {
    var found = Samples.result(DType.BOOL, a.shape());
    var expected = Samples.result(DType.BOOL, a.shape());
    KERNELS.compare(op, a, b, found);
    PLAIN.compare(op, a, b, expected);
    assertArrayEquals(Samples.values(expected), Samples.values(found));
    var chosen = Samples.result(DType.FLOAT32, a.shape());
    var meant = Samples.result(DType.FLOAT32, a.shape());
    KERNELS.where(found, a, b, chosen);
    PLAIN.where(found, a, b, meant);
    assertArrayEquals(Samples.values(meant), Samples.values(chosen));
    assertEquals(-1, Samples.firstChangedOutside(chosen));
    KERNELS.copy(a, chosen);
    PLAIN.copy(a, meant);
    assertArrayEquals(Samples.values(meant), Samples.values(chosen));
  }
}
