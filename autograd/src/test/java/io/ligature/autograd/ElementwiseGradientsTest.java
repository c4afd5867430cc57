package io.ligature.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ligature.Activations;
import io.ligature.Comparisons;
import io.ligature.DType;
import io.ligature.Elementwise;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The gradient of every elementwise function: against central differences at ordinary points, and
/// by hand at the edges.
class ElementwiseGradientsTest {
  /// A function, and operands at which it has derivatives.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Line(String name, Function<Tensor[], Tensor> function, Tensor... inputs) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final double[] ANYWHERE = {-2.3, -0.7, 0.4, 1.6};
  private static final double[] POSITIVE = {0.3, 0.9, 1.7, 4.2};
  private static final double[] INSIDE = {-0.8, -0.3, 0.2, 0.6};

  private static Line unary(String name, UnaryOperator<Tensor> f, double... at) {
    return new Line(name, x -> f.apply(x[0]), Tensor.of(at));
  }

  private static Line binary(String name, BinaryOperator<Tensor> f, double[] a, double... b) {
    return new Line(name, x -> f.apply(x[0], x[1]), Tensor.of(a), Tensor.of(b));
  }

  static Stream<Line> lines() {
    double[] other = {0.9, -1.3, 0.8, 2.2};
    var mask = Tensor.of(true, false, true, false);
    return Stream.of(
        unary("negate", Tensor::negate, ANYWHERE),
        unary("unaryMinus", Tensor::unaryMinus, ANYWHERE),
        unary("abs", Tensor::abs, ANYWHERE),
        unary("sign", Tensor::sign, ANYWHERE),
        unary("floor", Tensor::floor, ANYWHERE),
        unary("ceil", Tensor::ceil, ANYWHERE),
        unary("round", Tensor::round, ANYWHERE),
        unary("trunc", Tensor::trunc, ANYWHERE),
        unary("frac", Tensor::frac, ANYWHERE),
        unary("square", Tensor::square, ANYWHERE),
        unary("reciprocal", Tensor::reciprocal, ANYWHERE),
        unary("sqrt", Tensor::sqrt, POSITIVE),
        unary("rsqrt", Tensor::rsqrt, POSITIVE),
        unary("exp", Tensor::exp, ANYWHERE),
        unary("exp2", Tensor::exp2, ANYWHERE),
        unary("expm1", Tensor::expm1, ANYWHERE),
        unary("log", Tensor::log, POSITIVE),
        unary("log1p", Tensor::log1p, INSIDE),
        unary("log2", Tensor::log2, POSITIVE),
        unary("log10", Tensor::log10, POSITIVE),
        unary("logit", Tensor::logit, 0.1, 0.5, 0.8),
        unary("sin", Tensor::sin, ANYWHERE),
        unary("cos", Tensor::cos, ANYWHERE),
        unary("tan", Tensor::tan, INSIDE),
        unary("asin", Tensor::asin, INSIDE),
        unary("acos", Tensor::acos, INSIDE),
        unary("atan", Tensor::atan, ANYWHERE),
        unary("sinh", Tensor::sinh, ANYWHERE),
        unary("cosh", Tensor::cosh, ANYWHERE),
        unary("tanh", Tensor::tanh, ANYWHERE),
        unary("asinh", Tensor::asinh, ANYWHERE),
        unary("acosh", Tensor::acosh, 1.2, 2.5, 7),
        unary("atanh", Tensor::atanh, INSIDE),
        unary("toDegrees", Tensor::toDegrees, ANYWHERE),
        unary("toRadians", Tensor::toRadians, ANYWHERE),
        unary("sinc", Tensor::sinc, ANYWHERE),
        unary("erf", Tensor::erf, ANYWHERE),
        unary("erfc", Tensor::erfc, -1.2, 0.3, 0.51, 1.6, 3),
        unary("erfinv", Tensor::erfinv, -0.5, 0.2, 0.84, 0.86, -0.9),
        binary("atan2", Tensor::atan2, ANYWHERE, other),
        binary("hypot", Tensor::hypot, ANYWHERE, other),
        binary("plus", Tensor::plus, ANYWHERE, other),
        binary("minus", Tensor::minus, ANYWHERE, other),
        binary("times", Tensor::times, ANYWHERE, other),
        binary("div", Tensor::div, ANYWHERE, other),
        unary("rminus", x -> x.rminus(2), ANYWHERE),
        unary("rdiv", x -> x.rdiv(2), ANYWHERE),
        binary("floorDiv", Tensor::floorDiv, ANYWHERE, other),
        unary("rfloorDiv", x -> x.rfloorDiv(5), ANYWHERE),
        binary("truncDiv", Tensor::truncDiv, ANYWHERE, other),
        binary("rem", Tensor::rem, ANYWHERE, other),
        unary("rrem", x -> x.rrem(5), ANYWHERE),
        binary("fmod", Tensor::fmod, ANYWHERE, other),
        unary("fmod", x -> x.fmod(1.5), ANYWHERE),
        binary("pow", Tensor::pow, POSITIVE, other),
        unary("pow", x -> x.pow(3), ANYWHERE),
        unary("rpow", x -> x.rpow(2.5), ANYWHERE),
        binary("maximum", Tensor::maximum, ANYWHERE, other),
        binary("minimum", Tensor::minimum, ANYWHERE, other),
        binary("fmax", Tensor::fmax, ANYWHERE, other),
        binary("fmin", Tensor::fmin, ANYWHERE, other),
        binary("copysign", Tensor::copysign, ANYWHERE, other),
        new Line(
            "lerp",
            x -> x[0].lerp(x[1], x[2]),
            Tensor.of(ANYWHERE),
            Tensor.of(other),
            Tensor.of(INSIDE)),
        binary("lerp", (a, b) -> a.lerp(b, 0.3), ANYWHERE, other),
        binary("logAddExp", Tensor::logAddExp, ANYWHERE, other),
        binary("xlogy", Tensor::xlogy, ANYWHERE, POSITIVE),
        binary("xlog1py", Tensor::xlog1py, ANYWHERE, INSIDE),
        binary("where", (a, b) -> mask.where(a, b), ANYWHERE, other),
        unary("where", x -> mask.where(x, 3), ANYWHERE),
        unary("where", x -> mask.where(3, x), ANYWHERE),
        unary("maskedFill", x -> x.maskedFill(mask, 3), ANYWHERE),
        unary("clamp", x -> x.clamp(-1, 1.5), ANYWHERE),
        new Line(
            "clamp",
            x -> x[0].clamp(x[1], x[2]),
            Tensor.of(ANYWHERE),
            Tensor.of(-1.0),
            Tensor.of(1.5)),
        unary("clampMin", x -> x.clampMin(0.1), ANYWHERE),
        binary("clampMin", Tensor::clampMin, ANYWHERE, other),
        unary("clampMax", x -> x.clampMax(0.1), ANYWHERE),
        binary("clampMax", Tensor::clampMax, ANYWHERE, other),
        unary("nanToNum", Tensor::nanToNum, ANYWHERE),
        unary("relu", Tensor::relu, ANYWHERE),
        unary("relu6", Tensor::relu6, -1, 2, 5, 7),
        unary("leakyRelu", x -> x.leakyRelu(0.1), ANYWHERE),
        new Line("leakyRelu", x -> x[0].leakyRelu(x[1]), Tensor.of(ANYWHERE), Tensor.of(0.25)),
        unary("hardtanh", Tensor::hardtanh, ANYWHERE),
        unary("hardsigmoid", Tensor::hardsigmoid, -4, -2, 1, 5),
        unary("hardswish", Tensor::hardswish, -4, -2, 1, 5),
        unary("hardshrink", x -> x.hardshrink(0.5), ANYWHERE),
        unary("softshrink", x -> x.softshrink(0.5), ANYWHERE),
        unary("tanhshrink", Tensor::tanhshrink, ANYWHERE),
        binary("heaviside", Tensor::heaviside, ANYWHERE, other),
        unary("threshold", x -> x.threshold(0.1, 20), ANYWHERE),
        unary("elu", x -> x.elu(0.7), ANYWHERE),
        unary("elu", Tensor::elu, ANYWHERE),
        unary("selu", Tensor::selu, ANYWHERE),
        unary("celu", x -> x.celu(0.7), ANYWHERE),
        unary("softplus", Tensor::softplus, -50, -0.7, 0.4, 39, 41),
        unary("softsign", Tensor::softsign, ANYWHERE),
        unary("sigmoid", Tensor::sigmoid, ANYWHERE),
        unary("logSigmoid", Tensor::logSigmoid, ANYWHERE),
        unary("silu", Tensor::silu, ANYWHERE),
        unary("mish", Tensor::mish, ANYWHERE),
        unary("gelu", Tensor::gelu, ANYWHERE),
        unary("geluTanh", Tensor::geluTanh, ANYWHERE),
        unary("glu", x -> x.glu(0), ANYWHERE),
        unary("softmax", x -> x.softmax(0), ANYWHERE),
        unary("softmin", x -> x.softmin(0), ANYWHERE),
        unary("logSoftmax", x -> x.logSoftmax(0), ANYWHERE));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void agreesWithCentralDifferences(Line line) {
    Grad.check(line.function, line.inputs);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("lines")
  void hasAGradientThatAgreesWithCentralDifferences(Line line) {
    var shape = line.function.apply(line.inputs).shape();
    var weights = Tensor.rand(Key.of(1), DType.FLOAT64, shape);
    for (int i = 0; i < line.inputs.length; i++) {
      int operand = i;
      Grad.check(
          x ->
              Grad.grad((Tensor[] y) -> line.function.apply(y).times(weights).sum())
                  .apply(x)[operand],
          line.inputs);
    }
  }

  @Test
  void everyFunctionOfTheFamiliesHasALine() {
    var without = // of truth values and bits, which have no gradients
        Set.of(
            "eq",
            "ne",
            "lt",
            "le",
            "gt",
            "ge",
            "isClose",
            "isNan",
            "isInfinite",
            "isFinite",
            "signBit",
            "logicalAnd",
            "logicalOr",
            "logicalXor",
            "logicalNot",
            "not",
            "and",
            "or",
            "xor",
            "shl",
            "shr",
            "ushr");
    var names =
        Stream.of(Elementwise.class, Comparisons.class, Activations.class)
            .flatMap(family -> Arrays.stream(family.getDeclaredMethods()))
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(java.lang.reflect.Method::getName)
            .filter(name -> !without.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(names, lines().map(Line::name).collect(Collectors.toCollection(TreeSet::new)));
  }

  // ---- at the edges: what the gradient is, and that no NaN gets in

  private static double[] gradient(UnaryOperator<Tensor> f, double... x) {
    return Grad.vjp(f, Tensor.of(x))
        .apply(Tensor.ones(DType.FLOAT64, Shape.of(x.length)))
        .toDoubleArray();
  }

  private static double[] gradients(BinaryOperator<Tensor> f, double a, double b) {
    var parts =
        Grad.vjp((Tensor[] x) -> f.apply(x[0], x[1]), new Tensor[] {Tensor.of(a), Tensor.of(b)})
            .apply(Tensor.of(1.0));
    return new double[] {parts[0].item(), parts[1].item()};
  }

  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void softplusHasTheSlopeOfASigmoidAtBothEnds() {
    assertArrayEquals(
        new double[] {0, 1 / (1 + Math.exp(700)), 0.5, 1, 1, 1},
        gradient(Tensor::softplus, -INF, -700, 0, 40.5, 1e300, INF),
        1e-300);
    assertArrayEquals(
        new double[] {1, 1, 0.5, 0, 0},
        gradient(Tensor::logSigmoid, -INF, -1e300, 0, 700, INF),
        1e-300);
    assertArrayEquals(new float[] {0, 1}, floats(Tensor::softplus, -1e30f, 1e30f));
  }

  private static float[] floats(UnaryOperator<Tensor> f, float... x) {
    return Grad.vjp(f, Tensor.of(x)).apply(Tensor.ones(x.length)).toFloatArray();
  }

  @ParameterizedTest(name = "hypot of {0} and {1}")
  @CsvSource({
    "3, 4, 0.6, 0.8",
    "-3, 4, -0.6, 0.8",
    "0, 0, 0, 0",
    "0, -0.0, 0, 0",
    "0, 2, 0, 1",
    "1e-320, 0, 1, 0",
    "3e307, 4e307, 0.6, 0.8",
    "Infinity, 1, 0, 0",
    "NaN, -Infinity, 0, 0"
  })
  void hypotHasNoSlopeAtTheOrigin(double a, double b, double da, double db) {
    assertArrayEquals(new double[] {da, db}, gradients(Tensor::hypot, a, b), 1e-15);
  }

  @ParameterizedTest(name = "logAddExp of {0} and {1}")
  @CsvSource({
    "2, 2, 0.5, 0.5",
    "1000, 0, 1, 0",
    "-1000, 0, 0, 1",
    "Infinity, 0, 1, 0",
    "0, Infinity, 0, 1",
    "-Infinity, 0, 0, 1",
    "0, -Infinity, 1, 0",
    "Infinity, Infinity, 1, 0",
    "-Infinity, -Infinity, 1, 0",
    "-Infinity, Infinity, 0, 1"
  })
  void sharesOfALogarithmOfSumsAddUpToOne(double a, double b, double da, double db) {
    assertArrayEquals(new double[] {da, db}, gradients(Tensor::logAddExp, a, b));
  }

  @Test
  void clampPassesTheGradientWithinItsLimitsAndAtThem() {
    double[] x = {-2, -1, 0, 1, 2, INF, Double.NaN};
    double[] passes = {0, 1, 1, 1, 0, 0, 1};
    assertArrayEquals(passes, gradient(y -> y.clamp(-1, 1), x));
    assertArrayEquals(passes, gradient(y -> y.clamp(Tensor.of(-1.0), Tensor.of(1.0)), x));
    assertArrayEquals(passes, gradient(Tensor::hardtanh, x));
    assertArrayEquals(new double[] {1, 0}, gradients(Tensor::clampMin, 1, 1));
    assertArrayEquals(new double[] {0, 1}, gradients(Tensor::clampMin, 0, 1));
    assertArrayEquals(new double[] {0, 1}, gradients(Tensor::clampMax, 2, 1));
  }

  @ParameterizedTest(name = "xlogy of {0} and {1}")
  @CsvSource({
    "2, 1, 0, 2",
    "0, 2, 0.6931471805599453, 0",
    "0, 0, 0, 0",
    "0, -1, 0, 0",
    "0, Infinity, 0, 0",
    "3, 0, -Infinity, Infinity"
  })
  void anythingTimesALogarithmIsFlatAtNothing(double x, double y, double dx, double dy) {
    assertArrayEquals(new double[] {dx, dy}, gradients(Tensor::xlogy, x, y));
    assertArrayEquals(new double[] {dx, dy}, gradients(Tensor::xlog1py, x, y - 1));
  }

  @ParameterizedTest(name = "{0} to the {1}")
  @CsvSource({
    "0, 0, 0, 0",
    "0, 1, 1, 0",
    "0, 2, 0, 0",
    "0, 0.5, Infinity, 0",
    "0, -1, -Infinity, -Infinity",
    "1, 0, 0, 0",
    "-2, 3, 12, NaN", // has no derivative by the exponent
    "2, -1, -0.25, 0.34657359027997264"
  })
  void powersAtZero(double a, double b, double da, double db) {
    assertArrayEquals(new double[] {da, db}, gradients(Tensor::pow, a, b), 1e-15);
  }

  @Test
  void cornersAreFlat() {
    assertArrayEquals(new double[] {-1, 0, 0, 1}, gradient(Tensor::abs, -2, -0.0, 0, 2), 1e-300);
    assertArrayEquals(new double[] {0, 1}, gradient(Tensor::relu, 0, 1));
    assertArrayEquals(new double[] {0.1, 1}, gradient(x -> x.leakyRelu(0.1), 0, 1));
    assertArrayEquals(new double[] {0.5, 1}, gradient(x -> x.elu(0.5), 0, 1));
    assertArrayEquals(new double[] {0, 0}, gradient(x -> x.hardshrink(0.5), 0.5, -0.5));
    assertArrayEquals(new double[] {0, 0}, gradient(Tensor::sinc, 0, -0.0));
    assertArrayEquals(new double[] {INF, 0.5}, gradient(Tensor::sqrt, 0, 1));
    assertArrayEquals(new double[] {-INF, -0.5}, gradient(Tensor::rsqrt, 0, 1));
  }

  @Test
  void endsOfTheErrorFunctionsAreFlat() {
    assertArrayEquals(new double[] {0, 0, 0}, gradient(Tensor::erfc, -INF, INF, 1e200), 1e-300);
    double slope = -2 / Math.sqrt(Math.PI) * Math.exp(-100);
    assertArrayEquals(new double[] {slope}, gradient(Tensor::erfc, 10), -slope * 1e-13);
    var middle = Math.sqrt(Math.PI) / 2;
    assertArrayEquals(new double[] {middle}, gradient(Tensor::erfinv, 0), 1e-15);
  }

  @Test
  void activationsStayFlatFarOut() {
    for (var f :
        List.<UnaryOperator<Tensor>>of(
            Tensor::sigmoid, Tensor::tanh, Tensor::hardsigmoid, Tensor::softsign)) {
      assertArrayEquals(new float[] {0, 0}, floats(f, -1e30f, 1e30f));
    }
    for (var f :
        List.<UnaryOperator<Tensor>>of(
            Tensor::silu,
            Tensor::mish,
            Tensor::gelu,
            Tensor::hardswish,
            Tensor::elu,
            Tensor::softplus)) {
      assertArrayEquals(new float[] {0, 1}, floats(f, -1e15f, 1e15f), 1e-6f);
    }
  }

  // ---- a branch that was not taken says nothing

  @Test
  void whereLetsNoNaNOutOfTheBranchThatItDoesNotTake() {
    var condition = Tensor.of(true, false);
    double[] nan = {Double.NaN, Double.NaN};
    var parts =
        Grad.vjp(
                (Tensor[] x) -> condition.where(x[0], x[1]).square(),
                new Tensor[] {Tensor.of(3, Double.NaN), Tensor.of(Double.NaN, 4)})
            .apply(Tensor.ones(DType.FLOAT64, 2));
    assertArrayEquals(new double[] {6, 0}, parts[0].toDoubleArray());
    assertArrayEquals(new double[] {0, 8}, parts[1].toDoubleArray());
    assertArrayEquals(new double[] {0, 0}, gradient(x -> x.isNan().where(1, x), nan));
    assertArrayEquals(new double[] {0, 0}, gradient(x -> x.maskedFill(x.isNan(), 2), nan));
  }

  @Test
  void aGradientOfNaNIsStoppedByTheMaskToo() {
    var condition = Tensor.of(true, false);
    var parts =
        Grad.vjp(
                (Tensor[] x) -> condition.where(x[0], x[1]),
                new Tensor[] {Tensor.of(1.0, 2), Tensor.of(3.0, 4)})
            .apply(Tensor.of(5, Double.NaN));
    assertArrayEquals(new double[] {5, 0}, parts[0].toDoubleArray());
    assertArrayEquals(new double[] {0, Double.NaN}, parts[1].toDoubleArray());
  }

  @Test
  void replacedNumbersHaveNoGradient() {
    assertArrayEquals(
        new double[] {0, 0, 0, 1}, gradient(Tensor::nanToNum, Double.NaN, INF, -INF, 2));
    assertArrayEquals(new double[] {0, 1}, gradients(Tensor::fmax, Double.NaN, 1));
    assertArrayEquals(new double[] {1, 0}, gradients(Tensor::fmin, 1, Double.NaN));
    assertArrayEquals(new double[] {0.5, 0.5}, gradients(Tensor::fmax, 1, 1));
  }

  @Test
  void aSlopeLearnsOnlyFromBelow() {
    var parts =
        Grad.vjp(
                (Tensor[] x) -> x[0].leakyRelu(x[1]),
                new Tensor[] {Tensor.of(INF, -2, 3), Tensor.of(0.25)})
            .apply(Tensor.of(1.0, 1, 1));
    assertArrayEquals(new double[] {1, 0.25, 1}, parts[0].toDoubleArray());
    assertEquals(-2, parts[1].item());
  }

  @Test
  void aLossOverNothingIsFlat() {
    var x = Tensor.zeros(DType.FLOAT64, Shape.of(0, 3));
    for (var line : lines().filter(l -> l.inputs.length == 1).toList()) {
      if (!Set.of("where", "maskedFill", "glu").contains(line.name)) {
        var gradient =
            Grad.grad((Tensor[] y) -> line.function.apply(y).sum()).apply(new Tensor[] {x});
        assertEquals(x.shape(), gradient[0].shape(), line.name);
      }
    }
  }

  @Test
  void whatGivesTruthOrBitsIsNotTracked() {
    var x = Tensor.of(1.0, -2).requireGrad();
    for (var y :
        List.of(
            x.gt(0),
            x.eq(x),
            x.isNan(),
            x.isFinite(),
            x.isInfinite(),
            x.signBit(),
            x.logicalNot(),
            x.logicalAnd(x),
            x.isClose(x, 0, 0))) {
      assertEquals(DType.BOOL, y.dtype());
      assertNull(y.history());
    }
  }

  @Test
  void broadcastOperandsOfFormulasGetSums() {
    double[] row = {0.5, 1.5, 2.5};
    for (var line : lines().filter(l -> l.inputs.length == 2).toList()) {
      if (!Set.of("where", "leakyRelu").contains(line.name)) {
        Grad.check(line.function, Tensor.of(row), Tensor.of(0.7, 1.2).unsqueeze(1));
        Grad.check(line.function, Tensor.of(0.9), Tensor.of(row).minus(0.15));
      }
    }
  }
}
