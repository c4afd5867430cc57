package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Key;
import io.ligature.Params;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Jacobians and Hessians, and products with them, against formulas and each other.
class MatricesTest {
  private static Tensor random(long seed, long... extents) {
    return Tensor.rand(Key.of(seed), DType.FLOAT64, Shape.of(extents)).minus(0.5);
  }

  private static void assertClose(Tensor expected, Tensor found) {
    assertEquals(expected.shape(), found.shape());
    assertArrayEquals(expected.toDoubleArray(), found.toDoubleArray(), 1e-12);
  }

  // ---- Jacobians

  @Test
  void theJacobianOfALinearMapIsItsMatrix() {
    var a = random(1, 3, 5);
    assertClose(a, Grad.jacobian(x -> a.matmul(x)).apply(random(2, 5)));
  }

  @Test
  void theJacobianOfSoftmaxIsDiagonalMinusOuter() {
    var x = f64(0.3, -1.2, 2.5, 0);
    var p = x.softmax(0);
    var diagonal = Tensor.eye(DType.FLOAT64, 4, 4).times(p);
    assertClose(diagonal.minus(p.outer(p)), Grad.jacobian(z -> z.softmax(0)).apply(x));
  }

  @Test
  void theJacobianHasTheAxesOfTheResultAndThenOfTheInput() {
    var jacobian = Grad.jacobian(x -> x.t()).apply(random(1, 2, 3));
    assertEquals(Shape.of(3, 2, 2, 3), jacobian.shape());
    for (int i = 0; i < 2; i++) {
      for (int j = 0; j < 3; j++) {
        assertEquals(1, jacobian.get(j, i).get(i, j).item());
      }
    }
    assertEquals(6, jacobian.sum().item());
  }

  @Test
  void theJacobianOfAScalarIsItsGradient() {
    assertArrayEquals(
        new double[] {2, 4}, Grad.jacobian(x -> x.square().sum()).apply(f64(1, 2)).toDoubleArray());
  }

  @Test
  void theJacobianOfNothingIsEmpty() {
    var jacobian = Grad.jacobian(x -> x.get(0).reshape(1).expand(0, 2)).apply(f64(1, 2, 3));
    assertEquals(Shape.of(0, 2, 3), jacobian.shape());
    assertEquals(DType.FLOAT64, jacobian.dtype());
  }

  @Test
  void theJacobianOfAConstantIsZero() {
    var jacobian = Grad.jacobian(_ -> f64(1, 2)).apply(f64(3));
    assertArrayEquals(new double[] {0, 0}, jacobian.toDoubleArray());
    assertEquals(Shape.of(2, 1), jacobian.shape());
  }

  @Test
  void theJacobianByATreeHasABlockForEachOfItsTensors() {
    var a = random(1, 3, 2);
    var parts =
        Grad.jacobian((Tensor[] x) -> a.matmul(x[0]).plus(x[1].times(x[1])))
            .apply(new Tensor[] {f64(1, 2), f64(3, 4, 5)});
    assertClose(a, parts[0]);
    assertClose(Tensor.eye(DType.FLOAT64, 3, 3).times(f64(6, 8, 10)), parts[1]);
  }

  @Test
  void theJacobianOfAJacobianHasThreeAxes() {
    var cubes = Grad.jacobian(Grad.jacobian(x -> x.pow(3))).apply(f64(2, 5));
    assertEquals(Shape.of(2, 2, 2), cubes.shape());
    assertArrayEquals(new double[] {12, 0, 0, 0, 0, 0, 0, 30}, cubes.toDoubleArray());
  }

  // ---- Hessians

  @Test
  void theHessianOfAQuadraticIsItsMatrix() {
    var root = random(1, 4, 4);
    var a = root.plus(root.t());
    assertClose(a, Grad.hessian(x -> x.matmul(a.matmul(x)).times(0.5).sum()).apply(random(2, 4)));
  }

  private static Tensor rosenbrock(Tensor p) {
    var x = p.get(0);
    var y = p.get(1);
    return x.negate().plus(1).square().plus(y.minus(x.square()).square().times(100));
  }

  @Test
  void theHessianOfRosenbrockIsThatOfItsFormula() {
    double x = -1.2;
    double y = 1;
    var p = f64(x, y);
    var both = Grad.valueAndGrad(MatricesTest::rosenbrock).apply(p);
    assertEquals(24.2, both.value().item(), 1e-12); // the usual starting point
    assertArrayEquals(new double[] {-215.6, -88}, both.gradient().toDoubleArray(), 1e-11);
    assertArrayEquals(
        new double[] {2 - 400 * y + 1200 * x * x, -400 * x, -400 * x, 200},
        Grad.hessian(MatricesTest::rosenbrock).apply(p).toDoubleArray(),
        1e-10);
  }

  @Test
  void theHessianByATreeHasABlockForEachPair() {
    var named = new LinkedHashMap<String, Tensor>();
    named.put("w", f64(2, 3));
    named.put("b", Tensor.of(5.0));
    // L = w₀² w₁ b
    var blocks =
        Grad.hessian(
                (Params q) -> q.get("w").get(0).square().times(q.get("w").get(1)).times(q.get("b")))
            .apply(Params.of(named));
    assertArrayEquals(
        new double[] {2 * 3 * 5, 2 * 2 * 5, 2 * 2 * 5, 0}, blocks.get(0).get("w").toDoubleArray());
    assertArrayEquals(new double[] {12, 4}, blocks.get(0).get("b").toDoubleArray());
    assertArrayEquals(new double[] {12, 4}, blocks.get(1).get("w").toDoubleArray());
    assertEquals(0, blocks.get(1).get("b").item());
  }

  @Test
  void aHessianVectorProductIsTheHessianTimesTheVector() {
    UnaryOperator<Tensor> f = x -> x.sin().times(x.exp()).sum().plus(x.prod());
    var x = f64(0.4, -1.1, 2);
    var v = f64(1, -2, 0.5);
    var hessian = Grad.hessian(f).apply(x);
    assertClose(hessian, hessian.t());
    assertClose(hessian.matmul(v), Grad.jvp(Grad.grad(f), x, v).tangent());
    assertClose(hessian.matmul(v), Grad.grad(z -> Grad.grad(f).apply(z).times(v).sum()).apply(x));
    assertClose(hessian.matmul(v), Grad.vjp(Grad.grad(f), x).apply(v));
  }

  // ---- products

  private record Net(Tensor w1, Tensor w2) {
    Tensor apply(Tensor x) {
      return x.matmul(w1).tanh().matmul(w2).softmax(-1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void forwardAndBackwardProductsAgree(int seed) {
    var net = new Net(random(seed, 4, 6), random(seed + 100L, 6, 3));
    var x = random(seed + 200L, 2, 4);
    var v = random(seed + 300L, 2, 4);
    var u = random(seed + 400L, 2, 3);
    var forward = Grad.jvp(net::apply, x, v);
    var backward = Grad.vjp(net::apply, x);
    assertClose(net.apply(x), forward.value());
    assertClose(net.apply(x), backward.value());
    assertEquals(
        u.times(forward.tangent()).sum().item(), // uᵀ (J v)
        backward.apply(u).times(v).sum().item(), // (uᵀ J) v
        1e-13);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void bothProductsAgreeWithTheJacobian(int seed) {
    var net = new Net(random(seed, 4, 6), random(seed + 100L, 6, 3));
    var x = random(seed + 200L, 4);
    var v = random(seed + 300L, 4);
    var u = random(seed + 400L, 3);
    UnaryOperator<Tensor> f = z -> net.apply(z.reshape(1, 4)).reshape(3);
    var jacobian = Grad.jacobian(f).apply(x);
    assertClose(jacobian.matmul(v), Grad.jvp(f, x, v).tangent());
    assertClose(u.matmul(jacobian), Grad.vjp(f, x).apply(u));
  }

  @Test
  void aPullbackCanBeAppliedOften() {
    var back = Grad.vjp(x -> x.square(), f64(1, 2, 3));
    for (int i = 0; i < 3; i++) {
      assertArrayEquals(new double[] {2, 4, 6}, back.apply(f64(1, 1, 1)).toDoubleArray());
      assertArrayEquals(new double[] {0, 40, 0}, back.apply(f64(0, 10, 0)).toDoubleArray());
    }
  }

  @Test
  void aPushforwardByATreeTakesATreeOfTangents() {
    var forward =
        Grad.jvp(
            (List<Tensor> x) -> x.get(0).times(x.get(1)),
            List.of(f64(2, 3), f64(5, 7)),
            List.of(f64(1, 0), f64(0, 1)));
    assertArrayEquals(new double[] {10, 21}, forward.value().toDoubleArray());
    assertArrayEquals(new double[] {5, 3}, forward.tangent().toDoubleArray());
  }

  @Test
  void aPushforwardOfAConstantIsZero() {
    var forward = Grad.jvp(_ -> f64(1, 2), f64(3), f64(1));
    assertArrayEquals(new double[] {0, 0}, forward.tangent().toDoubleArray());
  }

  @Test
  void aPushforwardOfAPushforwardIsASecondDerivative() {
    var one = f64(1, 1);
    var second = Grad.jvp(x -> Grad.jvp(z -> z.pow(3), x, one).tangent(), f64(2, 3), one).tangent();
    assertArrayEquals(new double[] {12, 18}, second.toDoubleArray());
  }

  @Test
  void aGradientOfAPushforwardIsRight() {
    // d/dx (3 x² v) = 6 x v
    var found = Grad.grad(x -> Grad.jvp(z -> z.pow(3), x, f64(10)).tangent().sum()).apply(f64(2));
    assertArrayEquals(new double[] {120}, found.toDoubleArray());
    // d/dv (3 x² v) = 3 x²
    var byTangent =
        Grad.grad(v -> Grad.jvp(z -> z.pow(3), f64(2), v).tangent().sum()).apply(f64(10));
    assertArrayEquals(new double[] {12}, byTangent.toDoubleArray());
  }

  // ---- refusals

  @Test
  void aGradientNeedsAScalar() {
    var error = assertThrows(ShapeException.class, () -> Grad.grad(x -> x).apply(f64(1, 2)));
    assertEquals(
        "grad of f64[2] needs a scalar. Reduce it, for example with sum(), or use vjp or jacobian.",
        error.getMessage());
  }

  @Test
  void aGradientNeedsARealResult() {
    var error =
        assertThrows(
            DTypeException.class, () -> Grad.valueAndGrad(x -> x.argmax()).apply(f64(1, 2)));
    assertEquals(
        "valueAndGrad of i64[]: only real numbers have gradients. Compute a real result, without"
            + " rounding it to whole numbers or comparing.",
        error.getMessage());
  }

  @Test
  void aPullbackNeedsTheShapeOfTheResult() {
    var back = Grad.vjp(x -> x.square(), f64(1, 2, 3));
    var error = assertThrows(ShapeException.class, () -> back.apply(f64(1, 2)));
    assertEquals(
        "The gradient to begin with needs the shape of the result, [3]; found [2]. Reshape or"
            + " expand it.",
        error.getMessage());
  }

  @Test
  void aTangentNeedsTheShapeOfTheInput() {
    var error =
        assertThrows(
            ShapeException.class, () -> Grad.jvp(x -> x.square(), f64(1, 2, 3), f64(1, 2)));
    assertEquals(
        "jvp needs a tangent of the shape of its input, [3]; found [2]. Reshape or expand it.",
        error.getMessage());
  }

  @Test
  void aTangentNeedsTheTypeOfTheInput() {
    var error =
        assertThrows(
            DTypeException.class, () -> Grad.jvp(x -> x.square(), f64(1, 2), Tensor.of(1f, 2f)));
    assertEquals(
        "jvp needs a tangent of the dtype of its input, f64; found f32. Cast it with"
            + " to(DType.FLOAT64).",
        error.getMessage());
  }

  @Test
  void tangentsNeedTheFormOfTheInputs() {
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Grad.jvp(
                    (List<Tensor> x) -> x.get(0).times(x.get(1)),
                    List.of(f64(2), f64(5)),
                    List.of(f64(1))));
    assertEquals(
        "jvp needs a tangent for each of its 2 inputs; found 1. Give zeros to those that do not"
            + " change.",
        error.getMessage());
  }

  @Test
  void tangentsNeedTheNamesOfTheInputs() {
    var x = Params.of(java.util.Map.of("w", f64(2)));
    var v = Params.of(java.util.Map.of("v", f64(1)));
    var error =
        assertThrows(
            IllegalArgumentException.class, () -> Grad.jvp((Params q) -> q.get("w"), x, v));
    assertEquals(
        "jvp needs a tangent for each of its inputs, with the same names in the same order: [w];"
            + " found [v].",
        error.getMessage());
  }
}
