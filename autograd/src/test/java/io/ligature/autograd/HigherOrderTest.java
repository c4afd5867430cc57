package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Derivatives of derivatives against what calculus says.
class HigherOrderTest {
  private static final double[] AT = {-1.3, -0.2, 0.4, 2.1};

  static Stream<Arguments> functions() {
    return Stream.of(
        of("sin", Tensor::sin, Math::sin, Math::cos, x -> -Math.sin(x), x -> -Math.cos(x)),
        of("cos", Tensor::cos, Math::cos, x -> -Math.sin(x), x -> -Math.cos(x), Math::sin),
        of("exp", Tensor::exp, Math::exp, Math::exp, Math::exp, Math::exp),
        of("x³", x -> x.pow(3), x -> x * x * x, x -> 3 * x * x, x -> 6 * x, _ -> 6),
        of("x²", x -> x.pow(2), x -> x * x, x -> 2 * x, _ -> 2, _ -> 0),
        of("x", x -> x, x -> x, _ -> 1, _ -> 0, _ -> 0),
        of(
            "x⁻²",
            x -> x.pow(-2),
            x -> Math.pow(x, -2),
            x -> -2 * Math.pow(x, -3),
            x -> 6 * Math.pow(x, -4),
            x -> -24 * Math.pow(x, -5)),
        of(
            "1/x",
            x -> x.rdiv(1),
            x -> 1 / x,
            x -> -1 / x / x,
            x -> 2 / x / x / x,
            x -> -6 / x / x / x / x),
        of(
            "2ˣ",
            x -> x.rpow(2),
            x -> Math.pow(2, x),
            x -> ln2(1, x),
            x -> ln2(2, x),
            x -> ln2(3, x)),
        of(
            "tanh",
            Tensor::tanh,
            Math::tanh,
            x -> 1 - t(x) * t(x),
            x -> -2 * t(x) * (1 - t(x) * t(x)),
            x -> (1 - t(x) * t(x)) * (6 * t(x) * t(x) - 2)),
        of(
            "log(1 + x²)",
            x -> x.square().plus(1).log(),
            x -> Math.log1p(x * x),
            x -> 2 * x / (1 + x * x),
            x -> 2 * (1 - x * x) / Math.pow(1 + x * x, 2),
            x -> 4 * x * (x * x - 3) / Math.pow(1 + x * x, 3)));
  }

  private static double t(double x) {
    return Math.tanh(x);
  }

  private static double ln2(int order, double x) {
    return Math.pow(2, x) * Math.pow(Math.log(2), order);
  }

  private static Arguments of(
      String name, UnaryOperator<Tensor> f, DoubleUnaryOperator... derivatives) {
    return arguments(name, f, derivatives);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void threeDerivativesAreThoseOfCalculus(
      String name, UnaryOperator<Tensor> f, DoubleUnaryOperator[] expected) {
    var derived = f;
    for (int order = 0; order < expected.length; order++) {
      double[] found = derived.apply(f64(AT)).toDoubleArray();
      for (int i = 0; i < AT.length; i++) {
        double right = expected[order].applyAsDouble(AT[i]);
        assertEquals(
            right, found[i], 1e-12 * (1 + Math.abs(right)), "order " + order + " at " + AT[i]);
      }
      var g = derived;
      derived = Grad.grad(x -> g.apply(x).sum());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void backwardOfAGradientIsTheSecondDerivative(
      String name, UnaryOperator<Tensor> f, DoubleUnaryOperator[] expected) {
    var x = f64(AT).requireGrad();
    var gradient = Grad.grad(z -> f.apply(z).sum()).apply(x);
    gradient.plus(x.times(0)).sum().backward(); // tracked, even where the gradient is a constant
    double[] found = x.grad().toDoubleArray();
    for (int i = 0; i < AT.length; i++) {
      double right = expected[2].applyAsDouble(AT[i]);
      assertEquals(right, found[i], 1e-12 * (1 + Math.abs(right)), "at " + AT[i]);
    }
  }

  // ---- matrices

  private static Tensor random(long seed, long... extents) {
    return Tensor.rand(Key.of(seed), DType.FLOAT64, Shape.of(extents)).minus(0.5);
  }

  private static void assertClose(Tensor expected, Tensor found) {
    assertEquals(expected.shape(), found.shape());
    assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray(), 1e-13);
  }

  @Test
  void aChainOfMatricesHasTheGradientOfMatrixCalculus() {
    var a = random(1, 3, 4);
    var x = random(2, 4, 5);
    var b = random(3, 5, 2);
    var u = random(4, 3, 2);
    var gradient = Grad.grad(z -> a.matmul(z).matmul(b).times(u).sum()).apply(x);
    assertClose(a.t().matmul(u).matmul(b.t()), gradient); // d tr(Uᵀ A X B) / dX = Aᵀ U Bᵀ
  }

  @Test
  void aProductOfMatricesHasTheMixedDerivativesOfMatrixCalculus() {
    var x = random(1, 3, 4);
    var y = random(2, 4, 2);
    var u = random(3, 3, 2);
    var v = random(4, 3, 4);
    // d/dX tr(Uᵀ X Y) = U Yᵀ, and d/dY <V, U Yᵀ> = Vᵀ U
    var mixed =
        Grad.grad(z -> Grad.grad(w -> w.matmul(z).times(u).sum()).apply(x).times(v).sum()).apply(y);
    assertClose(v.t().matmul(u), mixed);
  }

  @Test
  void aSquaredNormOfAProductHasAConstantSecondDerivative() {
    var a = random(1, 3, 4);
    var x = random(2, 4);
    var v = random(3, 4);
    UnaryOperator<Tensor> f = z -> a.matmul(z).square().sum();
    var product = Grad.grad(z -> Grad.grad(f).apply(z).times(v).sum()).apply(x);
    assertClose(a.t().matmul(a.matmul(v)).times(2), product); // 2 AᵀA v
  }

  // ---- penalties

  @Test
  void theNormOfAGradientCanBePenalised() {
    // f = w · x², df/dx = 2 w x, P = |2 w x|, dP/dw = 4 w x² / P
    var w = f64(1, -2, 3).requireGrad();
    var x = f64(0.5, 1, -1.5);
    var penalty = Grad.grad(z -> z.square().times(w).sum()).apply(x).norm();
    penalty.backward();
    double p = Math.sqrt(1 + 16 + 81);
    assertEquals(p, penalty.item(), 1e-14);
    assertArrayEquals(new double[] {1 / p, -8 / p, 27 / p}, w.grad().toDoubleArray(), 1e-14);
  }

  @Test
  void aPenaltyBesideALossReachesTheLeafOnBothWays() {
    var w = f64(3).requireGrad();
    var x = f64(2);
    UnaryOperator<Tensor> f = z -> z.times(w).square().sum(); // w² x²
    var both = Grad.valueAndGrad(f).apply(x); // gradient 2 w² x
    both.value().plus(both.gradient().square().sum()).backward();
    // d/dw (w² x² + 4 w⁴ x²) = 2 w x² + 16 w³ x²
    assertEquals(24 + 1728, w.grad().sum().item());
  }

  @Test
  void aPenaltyOnWhatIsFlatIsZeroAndNotNaN() {
    var w = f64(0, 0).requireGrad();
    Grad.grad(z -> z.square().times(w).sum()).apply(f64(1, 2)).norm().backward();
    assertArrayEquals(new double[] {0, 0}, w.grad().toDoubleArray());
  }

  // ---- nesting

  @Test
  void anInnerDerivativeTreatsTheOuterVariableAsAConstant() {
    // d/dx (x · d/dy (x + y)) = d/dx x = 1, and not 2
    var found =
        Grad.grad(x -> x.times(Grad.grad(y -> x.plus(y).sum()).apply(f64(1))).sum()).apply(f64(5));
    assertArrayEquals(new double[] {1}, found.toDoubleArray());
  }

  @Test
  void anInnerDerivativeAtTheOuterVariableDependsOnIt() {
    // d/dx (x · d/dy y³ at y = x) = d/dx 3 x³ = 9 x²
    var found =
        Grad.grad(x -> x.times(Grad.grad(y -> y.pow(3).sum()).apply(x)).sum()).apply(f64(2));
    assertArrayEquals(new double[] {36}, found.toDoubleArray());
  }

  @Test
  void aDerivativeOfAConstantIsUntracked() {
    assertEquals(false, Grad.grad(x -> x.square().sum()).apply(f64(1, 2)).isTracked());
    assertEquals(false, Grad.grad(Grad.grad(x -> x.pow(3).sum())).apply(f64(2)).isTracked());
    var back = Grad.vjp(x -> x.square(), f64(1, 2));
    assertEquals(false, back.value().isTracked());
    assertEquals(false, back.apply(f64(1, 1)).isTracked());
    var ofBack = Grad.grad(u -> back.apply(u).square().sum()).apply(f64(1, 1));
    assertArrayEquals(new double[] {8, 32}, ofBack.toDoubleArray());
    assertEquals(false, ofBack.isTracked(), "nobody else can ask for its gradient");
  }

  @Test
  void aDerivativeOfSomethingTrackedIsTracked() {
    var w = f64(3).requireGrad();
    assertEquals(true, Grad.grad(x -> x.times(w).sum()).apply(f64(1)).isTracked());
    assertEquals(true, Grad.grad(x -> x.square().sum()).apply(w).isTracked());
    assertEquals(false, Grad.off(() -> Grad.grad(x -> x.square().sum()).apply(w)).isTracked());
    assertNull(w.grad());
  }

  @Test
  void aDerivativeInsideOffIsStillRight() {
    var second = Grad.off(() -> Grad.grad(Grad.grad(x -> x.pow(3).sum())).apply(f64(2)));
    assertArrayEquals(new double[] {12}, second.toDoubleArray());
  }

  @Test
  void backwardInsideAFunctionReachesOnlyLeaves() {
    var w = f64(3).requireGrad();
    var gradient =
        Grad.grad(
                x -> {
                  w.times(w).sum().backward();
                  return x.times(w.grad()).sum();
                })
            .apply(f64(1));
    assertArrayEquals(new double[] {6}, gradient.toDoubleArray());
    assertArrayEquals(new double[] {6}, w.grad().toDoubleArray());
  }

  @Test
  void aDerivativeLeavesTheGradientsOfLeavesAlone() {
    var w = f64(3).requireGrad();
    var x = f64(4).requireGrad();
    var _ = Grad.grad(z -> z.times(w).sum()).apply(x);
    var _ = Grad.hessian(z -> z.times(w).square().sum()).apply(x);
    Grad.vjp(z -> z.times(w), x).apply(f64(1));
    Grad.jvp(z -> z.times(w), x, f64(1));
    assertNull(w.grad());
    assertNull(x.grad());
  }
}
