package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Activations against their formulas in double, which are written so that nothing overflows or
/// cancels.
class ActivationsTest {
  /// @param relative how many units in the last place it may be off
  /// @param absolute how many roundings of 1 it may be off beside
  record Activation(
      String name,
      UnaryOperator<Tensor> tensor,
      DoubleUnaryOperator exact,
      double relative,
      double absolute) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static Activation of(
      String name, UnaryOperator<Tensor> tensor, DoubleUnaryOperator exact, double ulps) {
    return new Activation(name, tensor, exact, ulps, 0);
  }

  static Stream<Activation> withCorners() {
    return Stream.of(
        of("relu", Tensor::relu, x -> Math.max(x, 0), 0),
        of("relu6", Tensor::relu6, x -> x < 0 ? 0 : x > 6 ? 6 : x, 0),
        of("leakyRelu", x -> x.leakyRelu(0.25), x -> x > 0 ? x : x * 0.25, 0),
        of("prelu", x -> x.leakyRelu(Tensor.of(0.25f)), x -> x > 0 ? x : x * 0.25, 0),
        of("hardtanh", Tensor::hardtanh, x -> x < -1 ? -1 : x > 1 ? 1 : x, 0),
        of("hardtanh", x -> x.hardtanh(-2, 0.5), x -> x < -2 ? -2 : x > 0.5 ? 0.5 : x, 0),
        of("threshold", x -> x.threshold(0.5, 20), x -> x <= 0.5 ? 20 : x, 0),
        of("hardshrink", x -> x.hardshrink(0.5), x -> Math.abs(x) <= 0.5 ? 0 : x, 0),
        new Activation("hardsigmoid", Tensor::hardsigmoid, ActivationsTest::hardsigmoid, 2, 1),
        new Activation("hardswish", Tensor::hardswish, x -> x * hardsigmoid(x), 3, 4),
        new Activation("softshrink", x -> x.softshrink(0.5), ActivationsTest::softshrink, 1, 0));
  }

  private static double hardsigmoid(double x) {
    return x <= -3 ? 0 : x >= 3 ? 1 : x / 6 + 0.5;
  }

  private static double softshrink(double x) {
    return Math.abs(x) <= 0.5 ? 0 : x - Math.copySign(0.5, x);
  }

  static Stream<Activation> smooth() {
    return Stream.of(
        of("sigmoid", Tensor::sigmoid, ActivationsTest::sigmoid, 2),
        of("tanh", Tensor::tanh, Math::tanh, 1),
        of("softplus", Tensor::softplus, ActivationsTest::softplus, 3),
        of("logSigmoid", Tensor::logSigmoid, x -> -softplus(-x), 3),
        of("softsign", Tensor::softsign, x -> x / (1 + Math.abs(x)), 2),
        of("elu", Tensor::elu, x -> x > 0 ? x : Math.expm1(x), 2),
        of("elu 0.5", x -> x.elu(0.5), x -> x > 0 ? x : 0.5 * Math.expm1(x), 2),
        of("celu", x -> x.celu(2), x -> x > 0 ? x : 2 * Math.expm1(x / 2), 2),
        of("selu", Tensor::selu, ActivationsTest::selu, 4),
        of("silu", Tensor::silu, x -> x * sigmoid(x), 3),
        of("mish", Tensor::mish, x -> x * Math.tanh(softplus(x)), 5),
        new Activation("tanhshrink", Tensor::tanhshrink, x -> x - Math.tanh(x), 1, 2),
        new Activation("geluTanh", Tensor::geluTanh, ActivationsTest::geluTanh, 6, 8));
  }

  private static double sigmoid(double x) {
    return x < 0 ? Math.exp(x) / (1 + Math.exp(x)) : 1 / (1 + Math.exp(-x));
  }

  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  private static double selu(double x) {
    return 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x));
  }

  private static double geluTanh(double x) {
    return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  static Stream<Activation> all() {
    return Stream.concat(withCorners(), smooth());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void agreesWithItsFormula(Activation f) {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      var x = Tensor.of(Numbers.REALS).to(dtype);
      var found = f.tensor.apply(x);
      Numbers.assertType(dtype, found, f.name);
      double[] in = x.toDoubleArray();
      double[] out = found.toDoubleArray();
      double unit = dtype == DType.FLOAT32 ? 0x1p-23 : 0x1p-52;
      for (int i = 0; i < in.length; i++) {
        double exact = f.exact.applyAsDouble(in[i]);
        double rounded = (dtype == DType.FLOAT32 ? (float) exact : exact) + 0.0; // one zero
        Numbers.assertWithin(
            f.relative, slack(f, unit, in[i]), dtype, rounded, out[i] + 0.0, f.name + " " + in[i]);
      }
    }
  }

  /// A gate that is subnormal has few digits, and x multiplies what it lacks.
  private static double slack(Activation f, double unit, double x) {
    double least = unit == 0x1p-23 ? Float.MIN_VALUE : Double.MIN_VALUE;
    boolean gated = f.name.equals("silu") || f.name.equals("mish");
    return f.absolute * unit + (gated ? Math.abs(x) * least : 0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("all")
  void halvesAreWidenedToFloats(Activation f) {
    for (var half : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      var x = Tensor.of(Numbers.REALS).to(half);
      var found = f.tensor.apply(x);
      Numbers.assertType(DType.FLOAT32, found, f.name);
      assertArrayEquals(f.tensor.apply(x.to(DType.FLOAT32)).toFloatArray(), found.toFloatArray());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smooth")
  void wholeNumbersBecomeFloatsFirst(Activation f) {
    for (var dtype : List.of(DType.INT32, DType.INT64, DType.INT8, DType.UINT8, DType.BOOL)) {
      var x = Numbers.tensor(dtype, Numbers.wholes(dtype));
      var found = f.tensor.apply(x);
      Numbers.assertType(DType.FLOAT32, found, f.name + " of " + dtype);
      assertArrayEquals(
          f.tensor.apply(x.to(DType.FLOAT32)).toFloatArray(), found.toFloatArray(), f.name);
    }
  }

  @Test
  void cornersLeaveWholeNumbersWhole() {
    var x = Tensor.of(Integer.MIN_VALUE, -2, 3, Integer.MAX_VALUE);
    assertArrayEquals(new int[] {0, 0, 3, Integer.MAX_VALUE}, x.relu().toIntArray());
    assertArrayEquals(new int[] {0, 0, 3, 6}, x.relu6().toIntArray());
    assertArrayEquals(new int[] {-1, -1, 1, 1}, x.hardtanh().toIntArray());
    assertArrayEquals(new int[] {9, 9, 3, Integer.MAX_VALUE}, x.threshold(0, 9).toIntArray());
    assertArrayEquals(new int[] {0, -4, 3, Integer.MAX_VALUE}, x.leakyRelu(2).toIntArray());
    for (var y : List.of(x.relu(), x.relu6(), x.hardtanh(), x.threshold(0, 9), x.leakyRelu(2))) {
      assertEquals(DType.INT32, y.dtype());
    }
    assertEquals(DType.FLOAT32, x.leakyRelu(0.5).dtype());
    assertArrayEquals(new float[] {0, 1 / 6f, 1, 1}, x.hardsigmoid().toFloatArray(), 1e-7f);
    assertArrayEquals(
        new float[] {-0x1p31f, -1.5f, 2.5f, 0x1p31f}, x.softshrink(0.5).toFloatArray());
  }

  @ParameterizedTest(name = "gelu of {0} is {1}") // computed with 40 digits
  @CsvSource({
    "0, 0",
    "-0.5, -0.15426876936299345",
    "1, 0.84134474606854295",
    "-3, -0.0040496940948902836",
    "2.5, 2.4844758366855597",
    "10, 10",
    "Infinity, Infinity",
    "NaN, NaN"
  })
  void geluIsTheNormalDistributionTimesX(double x, double expected) {
    assertEquals(expected, Tensor.of(x).gelu().item(), Double.isFinite(expected) ? 1e-15 : 1);
    assertEquals(
        expected, Tensor.of((float) x).gelu().item(), Double.isFinite(expected) ? 1e-6 : 1);
    assertEquals(DType.FLOAT32, Tensor.of(1).gelu().dtype());
  }

  /// As PyTorch: what is gated is infinity times nothing.
  @Test
  void gatesOfMinusInfinityAreNotANumber() {
    var x = Tensor.of(Float.NEGATIVE_INFINITY);
    for (var y : List.of(x.silu(), x.mish(), x.gelu(), x.geluTanh(), x.hardswish())) {
      assertEquals(Double.NaN, y.item());
    }
  }

  @Test
  void slopesAreBroadcast() {
    var x = Tensor.of(new float[] {-1, -2, 3, -4}, 2, 2);
    assertArrayEquals(
        new float[] {-0.5f, -4, 3, -8}, x.leakyRelu(Tensor.of(0.5f, 2f)).toFloatArray());
  }

  @Test
  void celuDividesByItsAlpha() {
    var error = assertThrows(IllegalArgumentException.class, () -> Tensor.of(1f).celu(0));
    assertEquals("celu divides by its alpha; found 0. Use relu().", error.getMessage());
  }

  // ---- along an axis

  @Test
  void gluGatesTheFirstHalfByTheSecond() {
    var x = Tensor.of(new double[] {1, 2, 0, 3, -4, 1, 2, -1}, 2, 4);
    assertArrayEquals(
        new double[] {0.5, 2 * sigmoid(3), -4 * sigmoid(2), sigmoid(-1)},
        x.glu(-1).toDoubleArray(),
        1e-15);
    assertEquals(Shape.of(1, 4), x.glu(0).shape());
    assertEquals(Shape.of(2, 0), x.narrow(1, 0, 0).glu(1).shape());
    assertEquals(
        "glu halves axis 1 of f32[2, 3], whose extent 3 is odd. Pad it or choose another axis.",
        assertThrows(ShapeException.class, () -> Tensor.zeros(2, 3).glu(1)).getMessage());
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "-1"})
  void softmaxIsProportionalToExponentials(int axis) {
    var x = Tensor.of(new double[] {0.5, -1, 2, 3, 0, -2.5, 1, 1, 7, -7, 0.25, 4}, 2, 3, 2);
    var e = x.exp();
    var expected = e.div(e.sum(true, axis));
    assertEquals(Optional.empty(), x.softmax(axis).difference(expected, 1e-14, 0));
    assertEquals(Optional.empty(), x.logSoftmax(axis).difference(expected.log(), 1e-13, 1e-14));
    assertEquals(Optional.empty(), x.negate().softmin(axis).difference(expected, 1e-14, 0));
  }

  @Test
  void softmaxDoesNotOverflow() {
    var x = Tensor.of(1e38f, 1e38f, -3e38f, Float.NEGATIVE_INFINITY);
    assertArrayEquals(new float[] {0.5f, 0.5f, 0, 0}, x.softmax(0).toFloatArray());
    float half = (float) -Math.log(2);
    float[] logs = x.logSoftmax(0).toFloatArray();
    assertArrayEquals(new float[] {half, half}, Arrays.copyOf(logs, 2));
    assertEquals(Float.NEGATIVE_INFINITY, logs[3]);
    assertArrayEquals(new float[] {0, 1}, Tensor.of(-2000, 0).softmax(0).toFloatArray());
    assertArrayEquals(new float[] {-2000, 0}, Tensor.of(-2000, 0).logSoftmax(0).toFloatArray());
  }

  @Test
  void softmaxOfWhatHasNoProbabilitiesIsNotANumber() {
    var inf = Float.POSITIVE_INFINITY;
    float nan = Float.NaN;
    assertArrayEquals(new float[] {nan, nan}, Tensor.of(-inf, -inf).softmax(0).toFloatArray());
    assertArrayEquals(new float[] {nan, nan}, Tensor.of(nan, 0).softmax(0).toFloatArray());
  }

  @Test
  void softmaxTakesEveryTypeAndEmptyAxes() {
    for (var dtype : DType.values()) {
      var y = Tensor.ones(dtype, 2, 4).softmax(1);
      assertEquals(dtype == DType.FLOAT64 ? DType.FLOAT64 : DType.FLOAT32, y.dtype());
      assertEquals(0.25, y.get(1, 3).item());
    }
    assertEquals(Shape.of(2, 0), Tensor.zeros(2, 0).softmax(1).shape());
    assertEquals(Shape.of(0, 2), Tensor.zeros(0, 2).logSoftmax(1).shape());
    assertEquals(
        "softmax of f32[2, 3]: there is no axis 2. Use -2 to 1.",
        assertThrows(ShapeException.class, () -> Tensor.zeros(2, 3).softmax(2)).getMessage());
  }
}
