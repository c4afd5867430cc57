package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Functions of one real number, against [Math] and closed forms in double.
class UnaryFunctionsTest {
  /// A function, what it should be, and how many units in the last place, or how much, it may be
  /// off.
  record Function(
      String name,
      UnaryOperator<Tensor> tensor,
      DoubleUnaryOperator exact,
      double ulps,
      double absolute) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Function of(
      String name, UnaryOperator<Tensor> tensor, DoubleUnaryOperator exact, double ulps) {
    return new Function(name, tensor, exact, ulps, 0);
  }

  /// Those that give whole numbers for whole numbers.
  static Stream<Function> ofNumbers() {
    return Stream.of(
        of("negate", Tensor::negate, x -> -x, 0),
        of("unaryMinus", Tensor::unaryMinus, x -> -x, 0),
        of("abs", Tensor::abs, Math::abs, 0),
        of("sign", Tensor::sign, Math::signum, 0),
        of("square", Tensor::square, x -> x * x, 0),
        of("frac", Tensor::frac, x -> Double.isInfinite(x) ? Double.NaN : x % 1 + 0.0, 0),
        of("relu", Tensor::relu, x -> Math.max(x, 0), 0));
  }

  static Stream<Function> roundings() {
    return Stream.of(
        of("floor", Tensor::floor, Math::floor, 0),
        of("ceil", Tensor::ceil, Math::ceil, 0),
        of("round", Tensor::round, Math::rint, 0),
        of("trunc", Tensor::trunc, x -> Math.copySign(Math.floor(Math.abs(x)), x), 0));
  }

  static Stream<Function> ofReals() {
    return Stream.of(
        of("reciprocal", Tensor::reciprocal, x -> 1 / x, 0),
        of("sqrt", Tensor::sqrt, Math::sqrt, 0),
        of("rsqrt", Tensor::rsqrt, x -> 1 / Math.sqrt(x), 1),
        of("exp", Tensor::exp, Math::exp, 1),
        of("exp2", Tensor::exp2, x -> Math.pow(2, x), 1),
        of("expm1", Tensor::expm1, Math::expm1, 1),
        of("log", Tensor::log, Math::log, 1),
        of("log1p", Tensor::log1p, Math::log1p, 1),
        of("log2", Tensor::log2, x -> Math.log(x) / Math.log(2), 2),
        of("log10", Tensor::log10, Math::log10, 1),
        of("logit", Tensor::logit, x -> Math.log(x) - Math.log1p(-x), 3),
        of("sin", Tensor::sin, Math::sin, 1),
        of("cos", Tensor::cos, Math::cos, 1),
        of("tan", Tensor::tan, Math::tan, 1),
        of("asin", Tensor::asin, Math::asin, 1),
        of("acos", Tensor::acos, Math::acos, 1),
        of("atan", Tensor::atan, Math::atan, 1),
        of("sinh", Tensor::sinh, Math::sinh, 1),
        of("cosh", Tensor::cosh, Math::cosh, 1),
        of("tanh", Tensor::tanh, Math::tanh, 1),
        of("asinh", Tensor::asinh, UnaryFunctionsTest::asinh, 4),
        of("acosh", Tensor::acosh, UnaryFunctionsTest::acosh, 4),
        of("atanh", Tensor::atanh, UnaryFunctionsTest::atanh, 4),
        of("toDegrees", Tensor::toDegrees, x -> x * (180 / Math.PI), 1),
        of("toRadians", Tensor::toRadians, x -> x * (Math.PI / 180), 1));
  }

  /// Near 0 by way of the inverse hyperbolic tangent; where |x| is large, log 2|x|.
  private static double asinh(double x) {
    double a = Math.abs(x);
    double y = a < 1 ? atanh(a / Math.sqrt(1 + a * a)) : Math.log(a + Math.sqrt(a * a + 1));
    return Math.copySign(a > 1e9 ? Math.log(2) + Math.log(a) : y, x);
  }

  private static double atanh(double x) {
    return (Math.log1p(x) - Math.log1p(-x)) / 2;
  }

  private static double acosh(double x) {
    if (x < 1) {
      return Double.NaN;
    }
    return x > 1e9 ? Math.log(x) + Math.log(2) : Math.log(x + Math.sqrt((x - 1) * (x + 1)));
  }

  static Stream<Function> all() {
    return Stream.of(ofNumbers(), roundings(), ofReals()).flatMap(f -> f);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void agreesWithItsFormulaInDoubles(Function f) {
    var found = f.tensor.apply(Tensor.of(Numbers.REALS));
    Numbers.assertType(DType.FLOAT64, found, f.name);
    check(f, found, Numbers.REALS);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void agreesWithItsFormulaInFloats(Function f) {
    var x = Tensor.of(Numbers.REALS).to(DType.FLOAT32);
    var found = f.tensor.apply(x);
    Numbers.assertType(DType.FLOAT32, found, f.name);
    check(f, found, x.toDoubleArray());
  }

  private static void check(Function f, Tensor found, double... x) {
    double[] y = found.toDoubleArray();
    assertEquals(x.length, y.length);
    for (int i = 0; i < x.length; i++) {
      double exact = f.exact.applyAsDouble(x[i]);
      Numbers.assertWithin(f.ulps, f.absolute, found.dtype(), exact, y[i], f.name + " " + x[i]);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void halvesAreWidenedToFloats(Function f) {
    for (var half : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      var x = Tensor.of(Numbers.REALS).to(half);
      var found = f.tensor.apply(x);
      Numbers.assertType(DType.FLOAT32, found, f.name);
      assertArrayEquals(
          f.tensor.apply(x.to(DType.FLOAT32)).toFloatArray(), found.toFloatArray(), f.name);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofReals")
  void wholeNumbersAndTruthValuesBecomeFloats(Function f) {
    for (var whole : List.of("INT32", "INT64", "INT8", "UINT8", "BOOL")) {
      var dtype = DType.of(whole);
      var x = Numbers.tensor(dtype, Numbers.wholes(dtype));
      var found = f.tensor.apply(x);
      Numbers.assertType(DType.FLOAT32, found, f.name + " of " + whole);
      assertArrayEquals(
          f.tensor.apply(x.to(DType.FLOAT32)).toFloatArray(), found.toFloatArray(), f.name);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofNumbers")
  void wholeNumbersStayWholeAndTruthValuesCount(Function f) {
    for (var whole : List.of("INT32", "INT64", "INT8", "UINT8", "BOOL")) {
      var dtype = DType.of(whole);
      long[] x = Numbers.wholes(dtype);
      var found = f.tensor.apply(Numbers.tensor(dtype, x));
      var wide = dtype == DType.BOOL ? DType.INT64 : dtype.widened();
      Numbers.assertType(wide, found, f.name + " of " + whole);
      var expected = Arrays.stream(x).map(v -> wrapping(f.name, wide, v)).toArray();
      assertArrayEquals(expected, found.toLongArray(), f.name + " of " + whole);
    }
  }

  private static long wrapping(String name, DType dtype, long x) {
    long y =
        switch (name) {
          case "negate", "unaryMinus" -> -x;
          case "abs" -> Math.abs(x);
          case "sign" -> Long.signum(x);
          case "square" -> x * x;
          case "frac" -> 0;
          case "relu" -> Math.max(x, 0);
          default -> throw new AssertionError(name);
        };
    return dtype == DType.INT32 ? (int) y : y;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("roundings")
  void wholeNumbersAreRoundAlready(Function f) {
    for (var dtype : List.of(DType.INT32, DType.INT64, DType.INT8, DType.UINT8, DType.BOOL)) {
      var x = Tensor.ones(dtype, 2);
      assertSame(x, f.tensor.apply(x), f.name);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void shapesStayAsTheyAre(Function f) {
    for (var shape :
        List.of(Shape.of(), Shape.of(0), Shape.of(2, 0, 3), Shape.of(1, 2, 1, 1, 3, 1, 1, 2))) {
      assertEquals(shape, f.tensor.apply(Tensor.ones(shape)).shape(), f.name);
    }
    var x = Tensor.of(new double[][] {{0.1, 0.2, 0.3}, {0.4, 0.5, 0.6}});
    assertArrayEquals(
        f.tensor.apply(x).t().toDoubleArray(), f.tensor.apply(x.t()).toDoubleArray(), f.name);
  }

  @Test
  void sincIsOneInTheMiddle() {
    double[] x = {0, -0.0, 1e-300, 1e-9, 0.5, -0.5, 1, -2, 2.75, 1e6 + 0.25, Double.NaN};
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      double[] found = Tensor.of(x).to(dtype).sinc().toDoubleArray();
      for (int i = 0; i < x.length; i++) {
        double exact = x[i] == 0 ? 1 : Math.sin(Math.PI * x[i]) / (Math.PI * x[i]);
        // πx is off by a rounding, and so is its sine
        Numbers.assertWithin(
            4, dtype == DType.FLOAT32 ? 1e-7 : 2e-16, dtype, exact, found[i], "sinc " + x[i]);
      }
    }
    assertArrayEquals(new float[] {1, 0}, Tensor.of(0, 1).sinc().toFloatArray(), 1e-7f);
  }

  // ---- the error function and its relatives, of which Math has none

  @ParameterizedTest(name = "erf of {0} is {1}") // computed with 40 digits
  @CsvSource({
    "1e-300, 1.1283791670955126e-300",
    "-0.0, -0.0",
    "0.3, 0.3286267594591274",
    "-0.7, -0.6778011938374184",
    "2.5, 0.999593047982555",
    "5.8, 0.9999999999999998",
    "-Infinity, -1",
    "NaN, NaN"
  })
  void erfHasAllDigits(double x, double expected) {
    Numbers.assertWithin(4, 0, DType.FLOAT64, expected, Tensor.of(x).erf().item(), "erf");
    var single = Tensor.of((float) x).erf();
    Numbers.assertWithin(1, 1e-7, DType.FLOAT32, expected, single.item(), "erf");
  }

  @ParameterizedTest(name = "erfc of {0} is {1}") // computed with 40 digits
  @CsvSource({
    "-Infinity, 2",
    "-30.0, 2.0",
    "-2.0, 1.9953222650189527",
    "-0.3, 1.3286267594591274",
    "-0.0, 1",
    "1e-20, 1.0",
    "0.25, 0.72367360983176307",
    "0.4999, 0.47958800483861341",
    "0.5, 0.47950012218695346",
    "0.75, 0.28884436634648487",
    "1.0, 0.15729920705028513",
    "2.0, 0.0046777349810472658",
    "3.5, 7.4309837234141275e-7",
    "5.0, 1.5374597944280349e-12",
    "6.25, 9.672204131876254e-19",
    "6.3, 5.1242216873957155e-19",
    "8.0, 1.1224297172982927e-29",
    "10.0, 2.0884875837625448e-45",
    "15.5, 1.6632016400488723e-106",
    "20.0, 5.3958656116079009e-176",
    "26.0, 5.6631924088561428e-296",
    "26.5, 2.2109076642637343e-307",
    "27.2, 1.0189049142703155e-323",
    "28, 0",
    "1e300, 0",
    "Infinity, 0",
    "NaN, NaN"
  })
  void erfcHasAllDigitsFarOut(double x, double expected) {
    Numbers.assertWithin(10, 0, DType.FLOAT64, expected, Tensor.of(x).erfc().item(), "erfc");
  }

  @ParameterizedTest(name = "erfc of {0} is {1}") // computed with 40 digits
  @CsvSource({
    "-Infinity, 2",
    "-1.0, 1.8427007929497149",
    "0, 1",
    "0.25, 0.72367360983176307",
    "0.5, 0.47950012218695346",
    "1.0, 0.15729920705028513",
    "2.0, 0.0046777349810472658",
    "3.299999952316284, 3.0577107995706838e-6",
    "4.0, 1.5417257900280019e-8",
    "4.800000190734863, 1.1352122365190622e-11",
    "4.900000095367432, 4.2189325019838668e-12",
    "6.0, 2.1519736712498913e-17",
    "9.0, 4.1370317465138102e-37",
    "9.1899995803833, 1.2786762247193742e-38",
    "9.699999809265137, 7.9361370833360571e-43",
    "10.0, 2.0884875837625448e-45",
    "11.0, 0",
    "3e38, 0",
    "Infinity, 0",
    "NaN, NaN"
  })
  void erfcHasAllDigitsFarOutInFloats(float x, double expected) {
    Numbers.assertWithin(10, 0, DType.FLOAT32, expected, Tensor.of(x).erfc().item(), "erfc");
  }

  @ParameterizedTest(name = "erfinv of {0} is {1}") // computed with 40 digits
  @CsvSource({
    "0, 0",
    "1e-300, 8.8622692545275804e-301",
    "1e-08, 8.8622692545275806e-9",
    "0.1, 0.088855990494257692",
    "-0.5, -0.47693627620446987",
    "0.84, 0.99353562834730419",
    "0.86, 1.0435418436397588",
    "0.9, 1.1630871536766742",
    "-0.999, -2.3267537655135245",
    "0.99999999, 4.0522372432687634",
    "0.999999999999, 5.0420318985726961",
    "0.9999999999999999, 5.8635847487551679",
    "1, Infinity",
    "-1, -Infinity",
    "1.5, NaN",
    "-Infinity, NaN",
    "NaN, NaN"
  })
  void erfinvHasAllDigits(double y, double expected) {
    Numbers.assertWithin(10, 0, DType.FLOAT64, expected, Tensor.of(y).erfinv().item(), "erfinv");
  }

  @ParameterizedTest(name = "erfinv of {0} is {1}") // computed with 40 digits
  @CsvSource({
    "1.0000000031710769e-30, 8.862269282630517e-31",
    "0.30000001192092896, 0.27246272610552377",
    "-0.8500000238418579, -1.0179025243802249",
    "0.8999999761581421, 1.1630870719457722",
    "0.9999998807907104, 3.7439211627767996",
    "1, Infinity",
    "-2, NaN"
  })
  void erfinvHasAllDigitsInFloats(float y, double expected) {
    Numbers.assertWithin(10, 0, DType.FLOAT32, expected, Tensor.of(y).erfinv().item(), "erfinv");
  }

  @Test
  void erfinvUndoesErf() {
    var x = Tensor.linspace(DType.FLOAT64, -2, 2, 81);
    assertEquals(java.util.Optional.empty(), x.erf().erfinv().difference(x, 1e-13, 1e-15));
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"INT32", "INT64", "INT8", "UINT8", "BOOL", "FLOAT16", "BFLOAT16"})
  void theErrorFunctionsGiveFloatsForEveryOtherType(DType dtype) {
    var x = Tensor.of(new long[] {0, 1}).to(dtype);
    for (var y : List.of(x.erf(), x.erfc(), x.erfinv())) {
      Numbers.assertType(DType.FLOAT32, y, dtype.label());
    }
    assertArrayEquals(new float[] {1, 0.157299207f}, x.erfc().toFloatArray());
  }

  @Test
  void everyShapeHasAnErrorFunction() {
    for (var shape : List.of(Shape.of(), Shape.of(2, 0), Shape.of(1, 1, 2, 1, 1, 1, 1, 3))) {
      assertEquals(shape, Tensor.ones(shape).erfc().shape());
      assertEquals(shape, Tensor.ones(shape).erfinv().shape());
    }
  }
}
