package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Params;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Derivatives by trees of tensors have the form of the tree.
class TreeTest {
  private static Params params() {
    var named = new LinkedHashMap<String, Tensor>();
    named.put("z.weight", Tensor.of(new double[] {1, 2, 3, 4}, 2, 2));
    named.put("z.bias", f64(5, 6));
    named.put("a", f64(7));
    return Params.of(named);
  }

  @Test
  void aGradientByParamsKeepsNamesOrderAndShapes() {
    var x = f64(10, 20);
    var gradient =
        Grad.grad(
                (Params q) ->
                    q.get("z.weight").matmul(x).plus(q.get("z.bias")).times(q.get("a")).sum())
            .apply(params());
    assertEquals(List.of("z.weight", "z.bias", "a"), new ArrayList<>(gradient.names()));
    assertArrayEquals(new double[] {70, 140, 70, 140}, gradient.get("z.weight").toDoubleArray());
    assertEquals(params().get("z.weight").type(), gradient.get("z.weight").type());
    assertArrayEquals(new double[] {7, 7}, gradient.at("z").get("bias").toDoubleArray());
    assertArrayEquals(new double[] {50 + 110 + 11}, gradient.get("a").toDoubleArray());
  }

  @Test
  void theTreeOfTheGradientFitsThatOfTheParameters() {
    var params = params();
    var gradient = Grad.grad((Params q) -> q.get("z.bias").square().sum()).apply(params);
    var stepped = params.zip(gradient, (p, g) -> p.minus(g.times(0.5)));
    assertArrayEquals(new double[] {0, 0}, stepped.get("z.bias").toDoubleArray());
    assertArrayEquals(new double[] {7}, stepped.get("a").toDoubleArray());
  }

  @Test
  void whatIsNotUsedHasAGradientOfZeros() {
    var gradient = Grad.grad((Params q) -> q.get("a").sum()).apply(params());
    assertArrayEquals(new double[] {0, 0}, gradient.get("z.bias").toDoubleArray());
    assertArrayEquals(new double[4], gradient.get("z.weight").toDoubleArray());
    assertEquals(params().get("z.weight").type(), gradient.get("z.weight").type());
  }

  @Test
  void wholeNumbersHaveAGradientOfZerosAndReachTheFunctionAsTheyAre() {
    var index = Tensor.of(1L);
    var mask = Tensor.of(true, false);
    var parts =
        Grad.grad(
                (Tensor[] x) -> {
                  assertEquals(false, x[1].isTracked());
                  assertEquals(false, x[2].isTracked());
                  return x[0].indexSelect(0, x[1]).sum().plus(x[0].maskedFill(x[2], 0).sum());
                })
            .apply(new Tensor[] {f64(3, 4), index.reshape(1), mask});
    assertArrayEquals(new double[] {0, 2}, parts[0].toDoubleArray());
    assertEquals("i64[1]", parts[1].type().toString());
    assertArrayEquals(new long[] {0}, parts[1].toLongArray());
    assertEquals("bool[2]", parts[2].type().toString());
  }

  @Test
  void oneTensorAtTwoPlacesHasAGradientAtEach() {
    var x = f64(3);
    var parts =
        Grad.grad((List<Tensor> l) -> l.get(0).times(l.get(1)).times(l.get(1)).sum())
            .apply(List.of(x, x));
    assertArrayEquals(new double[] {9}, parts.get(0).toDoubleArray());
    assertArrayEquals(new double[] {18}, parts.get(1).toDoubleArray());
  }

  @Test
  void eachTensorHasItsOwnType() {
    var parts =
        Grad.grad((Tensor[] x) -> x[0].times(x[1]).sum())
            .apply(new Tensor[] {Tensor.of(2f, 3f), f64(5, 7)});
    assertEquals(DType.FLOAT32, parts[0].dtype());
    assertArrayEquals(new float[] {5, 7}, parts[0].toFloatArray());
    assertEquals(DType.FLOAT64, parts[1].dtype());
  }

  @Test
  void theGivenTreeStaysAsItIs() {
    var x = new Tensor[] {f64(3), f64(4)};
    var before = x.clone();
    var _ = Grad.grad((Tensor[] given) -> given[0].times(given[1]).sum()).apply(x);
    assertArrayEquals(before, x);
    assertEquals(false, x[0].isTracked());
  }

  @Test
  void valueAndPullbackTakeTreesToo() {
    var both = Grad.valueAndGrad((Params q) -> q.get("a").square().sum()).apply(params());
    assertEquals(49, both.value().item());
    assertArrayEquals(new double[] {14}, both.gradient().get("a").toDoubleArray());
    var back = Grad.vjp((Params q) -> q.get("z.bias").times(q.get("a")), params());
    assertArrayEquals(new double[] {15}, back.apply(f64(3, 0)).get("a").toDoubleArray());
    assertArrayEquals(new double[] {5 * 3 + 6 * 2}, back.apply(f64(3, 2)).get("a").toDoubleArray());
  }

  @Test
  void anotherTreeIsRefused() {
    var error =
        assertThrows(
            IllegalArgumentException.class,
            () -> Grad.grad((Set<Tensor> s) -> s.iterator().next()).apply(Set.of(f64(1))));
    assertEquals(
        "A function is differentiated by a Tensor, a Tensor[], a List<Tensor> or Params; found "
            + Set.of(f64(1)).getClass().getName()
            + ".",
        error.getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Grad.grad((Map<String, Tensor> m) -> m.get("a")).apply(Map.of("a", f64(1))));
  }

  @Test
  void anEmptyTreeHasAnEmptyGradient() {
    assertEquals(0, Grad.grad((Tensor[] _) -> Tensor.of(1.0)).apply(new Tensor[0]).length);
  }
}
