package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Functions of two real numbers, every pair of a grid against [Math] and closed forms in double.
class BinaryFunctionsTest {
  record Function(
      String name, BinaryOperator<Tensor> tensor, DoubleBinaryOperator exact, double ulps) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Function of(
      String name, BinaryOperator<Tensor> tensor, DoubleBinaryOperator exact, double ulps) {
    return new Function(name, tensor, exact, ulps);
  }

  static Stream<Function> all() {
    return Stream.of(
        of("plus", Tensor::plus, Double::sum, 0),
        of("minus", Tensor::minus, (a, b) -> a - b, 0),
        of("times", Tensor::times, (a, b) -> a * b, 0),
        of("div", Tensor::div, (a, b) -> a / b, 0),
        of("floorDiv", Tensor::floorDiv, BinaryFunctionsTest::floorDiv, 0),
        of("rem", Tensor::rem, BinaryFunctionsTest::rem, 1),
        of("fmod", Tensor::fmod, (a, b) -> a % b, 0),
        of("pow", Tensor::pow, Math::pow, 1),
        of("maximum", Tensor::maximum, Math::max, 0),
        of("minimum", Tensor::minimum, Math::min, 0),
        of(
            "fmax",
            Tensor::fmax,
            (a, b) -> Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.max(a, b),
            0),
        of(
            "fmin",
            Tensor::fmin,
            (a, b) -> Double.isNaN(a) ? b : Double.isNaN(b) ? a : Math.min(a, b),
            0),
        of("copysign", Tensor::copysign, (a, b) -> Math.copySign(a, Double.isNaN(b) ? 1 : b), 0),
        of("atan2", Tensor::atan2, Math::atan2, 1),
        of("hypot", Tensor::hypot, Math::hypot, 3),
        of("logAddExp", Tensor::logAddExp, BinaryFunctionsTest::logAddExp, 2),
        of("xlogy", Tensor::xlogy, BinaryFunctionsTest::xlogy, 1),
        of("xlog1py", Tensor::xlog1py, BinaryFunctionsTest::xlog1py, 1));
  }

  /// ⌊a / b⌋ of the exact quotient, where there is one.
  private static double floorDiv(double a, double b) {
    double q = a / b;
    if (a == 0 || b == 0 || !Double.isFinite(q) || !Double.isFinite(a)) {
      return q;
    }
    if (Double.isInfinite(b)) {
      return a < 0 != b < 0 ? -1 : q;
    }
    var whole = new BigDecimal(a).divide(new BigDecimal(b), 0, RoundingMode.FLOOR);
    return whole.signum() == 0 ? Math.copySign(0, q) : whole.doubleValue();
  }

  /// a - b ⌊a / b⌋, exactly and then rounded; its zeros have the sign of b.
  private static double rem(double a, double b) {
    double r = a % b;
    if (Double.isNaN(r) || Double.isInfinite(b)) {
      return r < 0 != b < 0 && r != 0 ? r + b : r == 0 ? Math.copySign(0, b) : r;
    }
    if (r == 0) {
      return Math.copySign(0, b);
    }
    return r < 0 == b < 0 ? r : new BigDecimal(r).add(new BigDecimal(b)).doubleValue();
  }

  private static double logAddExp(double a, double b) {
    if (a == b) {
      return a + Math.log(2);
    }
    return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
  }

  private static double xlogy(double x, double y) {
    return x * Math.log(x == 0 && (y <= 0 || Double.isInfinite(y)) ? 1 : y);
  }

  private static double xlog1py(double x, double y) {
    return x * Math.log1p(x == 0 && (y <= -1 || Double.isInfinite(y)) ? 0 : y);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void agreesWithItsFormulaInDoubles(Function f) {
    check(f, Tensor.of(Numbers.REALS));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void agreesWithItsFormulaInFloats(Function f) {
    check(f, Tensor.of(Numbers.REALS).to(DType.FLOAT32));
  }

  /// Every number with every other.
  private static void check(Function f, Tensor x) {
    var found = f.tensor.apply(x.unsqueeze(1), x);
    Numbers.assertType(x.dtype(), found, f.name);
    assertEquals(Shape.of(x.size(), x.size()), found.shape());
    double[] values = x.toDoubleArray();
    double[] y = found.toDoubleArray();
    for (int i = 0; i < y.length; i++) {
      double a = values[i / values.length];
      double b = values[i % values.length];
      double exact = f.exact.applyAsDouble(a, b);
      Numbers.assertWithin(
          f.ulps, slack(f, x.dtype(), a), x.dtype(), exact, y[i], f.name + " " + a + ", " + b);
    }
  }

  /// How far off the formulas may be where digits vanish.
  private static double slack(Function f, DType dtype, double a) {
    double unit = dtype == DType.FLOAT32 ? 0x1p-23 : 0x1p-52;
    double slack =
        switch (f.name) {
          case "logAddExp" -> 2 * unit; // m + log(...) may be near 0
          case "xlogy", "xlog1py" -> unit * Math.abs(a);
          default -> 0;
        };
    return Double.isFinite(slack) ? slack : 0;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void halvesAreWidenedToFloats(Function f) {
    double[] some = {0, -1, 0.5, 3, -2.5, Double.NaN, Double.POSITIVE_INFINITY};
    for (var half : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      var x = Numbers.tensor(half, some);
      var wide = x.to(DType.FLOAT32);
      var found = f.tensor.apply(x.unsqueeze(1), x);
      Numbers.assertType(DType.FLOAT32, found, f.name);
      assertArrayEquals(
          f.tensor.apply(wide.unsqueeze(1), wide).toFloatArray(), found.toFloatArray(), f.name);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void aDoubleBesideAFloatGivesADouble(Function f) {
    double[] few = {0.1f, 2.5f, 16777216};
    var single = Numbers.tensor(DType.FLOAT32, few);
    var wide = Tensor.of(0.1, -3.7, 1e-9);
    var expected = f.tensor.apply(single.to(DType.FLOAT64), wide).toDoubleArray();
    var found = f.tensor.apply(single, wide);
    Numbers.assertType(DType.FLOAT64, found, f.name);
    assertArrayEquals(expected, found.toDoubleArray(), f.name);
    var swapped = f.tensor.apply(wide, single);
    Numbers.assertType(DType.FLOAT64, swapped, f.name);
    assertArrayEquals(
        f.tensor.apply(wide, single.to(DType.FLOAT64)).toDoubleArray(),
        swapped.toDoubleArray(),
        f.name);
  }

  // ---- a number on the right, and on the left

  record WithNumber(
      String name, BinaryOperator<Tensor> tensor, BiFunction<Tensor, Number, Tensor> number) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<WithNumber> withNumbers() {
    return Stream.of(
        new WithNumber("plus", Tensor::plus, Tensor::plus),
        new WithNumber("minus", Tensor::minus, Tensor::minus),
        new WithNumber("rminus", (a, b) -> b.minus(a), Tensor::rminus),
        new WithNumber("times", Tensor::times, Tensor::times),
        new WithNumber("div", Tensor::div, Tensor::div),
        new WithNumber("rdiv", (a, b) -> b.div(a), Tensor::rdiv),
        new WithNumber("floorDiv", Tensor::floorDiv, Tensor::floorDiv),
        new WithNumber("rfloorDiv", (a, b) -> b.floorDiv(a), Tensor::rfloorDiv),
        new WithNumber("rem", Tensor::rem, Tensor::rem),
        new WithNumber("rrem", (a, b) -> b.rem(a), Tensor::rrem),
        new WithNumber("fmod", Tensor::fmod, Tensor::fmod),
        new WithNumber("pow", Tensor::pow, Tensor::pow),
        new WithNumber("rpow", (a, b) -> b.pow(a), Tensor::rpow),
        new WithNumber("maximum", Tensor::maximum, Tensor::maximum),
        new WithNumber("minimum", Tensor::minimum, Tensor::minimum),
        new WithNumber("copysign", Tensor::copysign, Tensor::copysign),
        new WithNumber("eq", Tensor::eq, Tensor::eq),
        new WithNumber("ne", Tensor::ne, Tensor::ne),
        new WithNumber("lt", Tensor::lt, Tensor::lt),
        new WithNumber("le", Tensor::le, Tensor::le),
        new WithNumber("gt", Tensor::gt, Tensor::gt),
        new WithNumber("ge", Tensor::ge, Tensor::ge),
        new WithNumber("clampMin", Tensor::clampMin, Tensor::clampMin),
        new WithNumber("clampMax", Tensor::clampMax, Tensor::clampMax));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withNumbers")
  void aNumberIsAScalarOfTheTensorsType(WithNumber f) {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      var x = Tensor.of(Numbers.REALS).to(dtype);
      for (double number : new double[] {-0.0, 0.3, -2.5, 1e30, Double.NaN}) {
        var scalar = Tensor.of(number).to(dtype);
        assertSame(f.tensor.apply(x, scalar), f.number.apply(x, number), f.name + " " + number);
      }
    }
    for (var dtype : List.of(DType.INT32, DType.INT64)) {
      var x = Numbers.tensor(dtype, Numbers.wholes(dtype));
      for (int number : new int[] {0, -3, 7}) {
        var scalar = Tensor.of(number).to(dtype);
        assertSame(f.tensor.apply(x, scalar), f.number.apply(x, number), f.name + " " + number);
      }
    }
  }

  private static void assertSame(Tensor expected, Tensor found, String what) {
    assertEquals(expected.type(), found.type(), what);
    assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray(), what);
  }

  @Test
  void lerpGoesFromHereToThere() {
    var from = Tensor.of(1f, -2f);
    var to = Tensor.of(3f, 6f);
    assertArrayEquals(new float[] {1, -2}, from.lerp(to, 0).toFloatArray());
    assertArrayEquals(new float[] {1.5f, 0}, from.lerp(to, 0.25).toFloatArray());
    assertArrayEquals(new float[] {3, 6}, from.lerp(to, 1).toFloatArray());
    assertArrayEquals(new float[] {5, 14}, from.lerp(to, Tensor.of(2)).toFloatArray());
  }

  @Test
  void lerpOfWholeNumbersByAFractionDoesNotWrap() {
    var from = Tensor.of(Integer.MIN_VALUE, 0);
    var to = Tensor.of(Integer.MAX_VALUE, 3);
    assertArrayEquals(new float[] {0, 1.5f}, from.lerp(to, 0.5).toFloatArray());
    assertArrayEquals(new float[] {0, 1.5f}, from.lerp(to, Tensor.of(0.5f)).toFloatArray());
    assertEquals(DType.INT32, from.lerp(to, 2).dtype());
    assertArrayEquals(new int[] {Integer.MIN_VALUE - 2, 6}, from.lerp(to, 2).toIntArray());
  }

  @Test
  void fmodOfTheLeastWholeNumberKeepsItsSign() {
    float[] found = Tensor.of(Integer.MIN_VALUE).fmod(1000.5).reshape(1).toFloatArray();
    assertArrayEquals(new float[] {(float) (-0x1p31 % 1000.5)}, found);
  }

  @Test
  void hypotOverflowsAndVanishesOnlyWithItsResult() {
    float[] found =
        Tensor.of(3e38f, 1e-45f, 3e-30f).hypot(Tensor.of(1e38f, 1e-45f, 4e-30f)).toFloatArray();
    assertEquals(3.1622776e38f, found[0], 1e32f);
    assertEquals(1e-45f, found[1]);
    assertEquals(5e-30f, found[2], 1e-36f);
    assertEquals(5, Tensor.of(3).hypot(Tensor.of(4L)).item());
    assertEquals(DType.FLOAT32, Tensor.of(3).hypot(Tensor.of(4L)).dtype());
  }

  @Test
  void sumsOfExponentialsTakeWholeNumbers() {
    var sum = Tensor.of(1000).logAddExp(Tensor.of(1000L, -1000L));
    assertArrayEquals(new float[] {1000.6932f, 1000}, sum.toFloatArray());
    assertArrayEquals(
        new float[] {0, 0, 3 * (float) Math.log(2)},
        Tensor.of(0, 0, 3).xlogy(Tensor.of(0, -1, 2)).toFloatArray(),
        1e-6f);
    assertArrayEquals(
        new float[] {0, 0, 3 * (float) Math.log(3)},
        Tensor.of(0, 0, 3).xlog1py(Tensor.of(-1, -2, 2)).toFloatArray(),
        1e-6f);
  }
}
