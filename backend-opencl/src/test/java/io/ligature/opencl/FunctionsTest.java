package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/// The functions that have a form of their own on a GPU, at their borders and on the way.
class FunctionsTest {
  private static final OpenClDevice DEVICE =
      RealDevice.open(new ProgramCache(null), traits -> traits.asGpu(true));
  private static final float[] BORDERS = {
    -0f,
    0f,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL,
    1e-20f,
    -1e-4f,
    0.3f,
    -0.59999996f,
    0.6f,
    -0.6f,
    0.60000002f,
    1,
    -2.5f,
    9,
    9.9999f,
    -10,
    10.5f,
    88,
    -89,
    104,
    1e30f,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };
  private static final int ON_THE_WAY = 4000;
  private static final double ULPS = 4; // OpenCL grants tanh 5

  private static View of(float[] values) {
    return RealDevice.floats(DEVICE, Layout.rowMajor(Shape.of(values.length)), values);
  }

  private static void check(Op.Unary op, DoubleUnaryOperator function) {
    var x = new float[BORDERS.length + ON_THE_WAY];
    System.arraycopy(BORDERS, 0, x, 0, BORDERS.length);
    for (int i = 0; i < ON_THE_WAY; i++) {
      x[BORDERS.length + i] = (i - ON_THE_WAY / 2) * 0.00517f;
    }
    var y = of(new float[x.length]);
    Elementwise.unary(DEVICE, op, of(x), y);
    var found = RealDevice.floats(y);
    for (int i = 0; i < x.length; i++) {
      float expected = (float) function.applyAsDouble(x[i]);
      if (expected == 0 || Float.isNaN(expected)) {
        assertEquals(expected, found[i], op + " of " + x[i]); // the sign of zero too
      } else {
        assertEquals(expected, found[i], ULPS * Math.ulp(expected), op + " of " + x[i]);
      }
    }
  }

  @Test
  void hyperbolicTangent() {
    check(Op.Unary.TANH, Math::tanh);
  }

  @Test
  void sigmoid() {
    check(Op.Unary.SIGMOID, x -> 1 / (1 + Math.exp(-x)));
  }
}
