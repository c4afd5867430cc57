package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.cpu.CpuKernels;
import io.ligature.op.Op;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How far functions in vectors are from those in double arithmetic, in units in the last place.
class FloatMathTest {
  private static final int BLOCK = 1 << 16;

  /// All floats, by hand (minutes): prints the largest errors.
  ///
  /// ```text
  /// java --add-modules jdk.incubator.vector ... io.ligature.vector.FloatMathTest [EXP LOG ...]
  /// ```
  ///
  /// What it printed is in `benchmarks/results/float-functions.md`.
  public static void main(String[] args) {
    for (var op : Op.Unary.values()) {
      if (FloatUnary.has(op) && (args.length == 0 || List.of(args).contains(op.name()))) {
        var worst = worst(op, 1);
        System.out.printf(Locale.ROOT, "%-8s %.3f ulp at %s%n", op.label(), worst.ulps, worst.at);
      }
    }
  }

  private record Worst(double ulps, float at) {}

  @ParameterizedTest
  @CsvSource({
    "NEGATE, 0",
    "ABS, 0",
    "RELU, 0",
    "SQRT, 0.5",
    "RSQRT, 1.5",
    "EXP, 1.1",
    "LOG, 1.1",
    "TANH, 2.6",
    "ERF, 2",
    "SIGMOID, 3"
  })
  void staysWithinItsBound(Op.Unary op, double bound) {
    var worst = worst(op, 4099); // a prime, so that all exponents and many fractions come
    assertTrue(worst.ulps <= bound, op + ": " + worst);
  }

  /// Every float that is a multiple of `step` as an int.
  private static Worst worst(Op.Unary op, int step) {
    var x = new float[BLOCK];
    var worst = new Worst(0, 0);
    long bits = Integer.MIN_VALUE;
    while (bits <= Integer.MAX_VALUE) {
      int n = 0;
      for (; n < BLOCK && bits <= Integer.MAX_VALUE; n++, bits += step) {
        x[n] = Float.intBitsToFloat((int) bits);
      }
      var exact = new double[n];
      for (int i = 0; i < n; i++) {
        exact[i] = x[i];
      }
      var view = view(DType.FLOAT64, n, exact);
      new CpuKernels().unary(op, view, view);
      var found = new float[n];
      FloatUnary.run(op, x, 0, found, 0, n);
      for (int i = 0; i < n; i++) {
        double ulps = ulps(exact[i], found[i]);
        if (!(ulps <= worst.ulps)) {
          worst = new Worst(ulps, x[i]);
        }
      }
    }
    return worst;
  }

  private static View view(DType dtype, int n, Object array) {
    return new View(new HeapStorage(Device.DRY, dtype, n, array), Layout.rowMajor(Shape.of(n)));
  }

  private static double ulps(double exact, float found) {
    if (Double.isNaN(exact) || Double.isNaN(found)) {
      return Double.isNaN(exact) && Double.isNaN(found) ? 0 : Double.POSITIVE_INFINITY;
    }
    if ((float) exact == found) {
      return Math.abs(found) > 0 && !Float.isInfinite(found)
          ? Math.abs(exact - found) / Math.ulp(found)
          : 0;
    }
    return Math.abs(exact - found) / Math.ulp((float) exact);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @CsvSource({
    "EXP, -Infinity, 0",
    "EXP, Infinity, Infinity",
    "EXP, 88.8, Infinity",
    "EXP, -0.0, 1",
    "EXP, -103.5, 1.4E-45",
    "LOG, 0, -Infinity",
    "LOG, -0.0, -Infinity",
    "LOG, Infinity, Infinity",
    "LOG, -1, NaN",
    "LOG, -Infinity, NaN",
    "LOG, 1, 0",
    "LOG, 1.4E-45, -103.27893",
    "TANH, Infinity, 1",
    "TANH, -Infinity, -1",
    "TANH, -0.0, -0.0",
    "ERF, Infinity, 1",
    "ERF, -Infinity, -1",
    "ERF, -0.0, -0.0",
    "SIGMOID, -Infinity, 0",
    "SIGMOID, Infinity, 1",
    "SIGMOID, -100, 3.783506E-44",
    "RELU, -Infinity, 0",
    "SQRT, -0.0, -0.0",
    "SQRT, -1, NaN",
    "RSQRT, 0, Infinity",
    "EXP, NaN, NaN",
    "LOG, NaN, NaN",
    "TANH, NaN, NaN",
    "ERF, NaN, NaN",
    "SIGMOID, NaN, NaN",
    "RELU, NaN, NaN"
  })
  void atTheEdges(Op.Unary op, float x, float y) {
    var out = new float[1];
    FloatUnary.run(op, new float[] {x}, 0, out, 0, 1);
    assertEquals(y, out[0]);
  }
}
