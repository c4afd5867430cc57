package io.ligature.autograd;

import static io.ligature.autograd.Case.spread;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Padding;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What is composed of primitives, as users call it, against central differences: views, joins,
/// products and indexing.
class TensorGradientsTest {
  private static final Tensor TWICE = Tensor.of(new long[] {2, 0, 2, -1}); // a place three times

  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Fn(String name, Function<Tensor[], Tensor> f, Tensor... inputs) {
    @Override
    public String toString() {
      return name + Arrays.stream(inputs).map(Tensor::shape).toList();
    }
  }

  private static Fn one(String name, Function<Tensor, Tensor> f, long... extents) {
    return new Fn(name, x -> f.apply(x[0]), spread(extents));
  }

  private static Fn two(String name, Function<Tensor[], Tensor> f, Shape a, Shape b) {
    return new Fn(name, f, spread(a.toArray()), spread(b.toArray()).times(0.7));
  }

  static Stream<Fn> views() {
    return Stream.of(
        one("reshape", x -> x.reshape(-1, 2), 3, 4),
        one("reshape of a transposed", x -> x.t().reshape(2, 6), 3, 4),
        one("flatten and unflatten", x -> x.flatten().unflatten(0, 2, -1), 2, 3, 2),
        one("squeeze and unsqueeze", x -> x.squeeze().unsqueeze(0, 2), 1, 3, 1, 2),
        one("permute", x -> x.permute(2, 0, 1), 2, 3, 2),
        one("moveAxis", x -> x.moveAxis(0, -1), 2, 3, 2),
        one("flip", Tensor::flip, 3, 2),
        one("expand", x -> x.expand(2, 3, 4), 3, 1),
        one("expand of a scalar", x -> x.expand(2, 2)),
        one("slice by steps", x -> x.slice(1, -1, 0, -2), 2, 6),
        one("slice of nothing", x -> x.slice(0, 3, 1), 4),
        one("narrow", x -> x.narrow(0, 1, 2), 4, 2),
        one("get", x -> x.get(-1, 0), 2, 3, 2),
        one("unfold", x -> x.unfold(0, 3, 2), 7, 2),
        one("unfold with windows that share", x -> x.unfold(1, 3, 1), 2, 5),
        one("split", x -> x.split(1, 1, 3).get(1).times(x.split(1, 1, 3).get(0)), 2, 4),
        one("chunk", x -> x.chunk(0, 2).get(1), 5, 2),
        one("unbind", x -> x.unbind(1).get(2), 2, 3),
        one("diagonal", Tensor::diagonal, 3, 4),
        one("diagonal of outer axes", x -> x.diagonal(-1, 2, 0), 2, 3, 3),
        one("diagonal that is empty", x -> x.diagonal(7, 0, 1), 2, 2),
        one("diag of a vector", x -> x.diag(-1), 3),
        one("diag of a matrix", x -> x.diag(1), 3, 3),
        one("tril", x -> x.tril(-1), 2, 3, 3),
        one("triu", x -> x.triu(1), 3, 4),
        one("trace", Tensor::trace, 2, 3, 3),
        one("tile", x -> x.tile(2, 1, 2), 2, 3),
        one("tile once", x -> x.tile(1), 2, 3),
        one("repeatInterleave", x -> x.repeatInterleave(0, 3), 2, 2),
        one("roll", x -> x.roll(0, 2), 5),
        one("pad", x -> x.pad(0, 1, 2, 9), 3, 2),
        one("pad by less", x -> x.pad(1, -1, 2), 2, 3),
        one("pad by reflection", x -> x.pad(0, 2, 1, Padding.REFLECT), 3, 2),
        one("pad by replication", x -> x.pad(0, 2, 3, Padding.REPLICATE), 2, 2),
        one("pad from the other end", x -> x.pad(1, 2, 2, Padding.CIRCULAR), 2, 3));
  }

  static Stream<Fn> joins() {
    return Stream.of(
        two("cat", x -> Tensor.cat(1, x[0], x[1]), Shape.of(2, 3), Shape.of(2, 1)),
        one("cat with itself", x -> Tensor.cat(0, x, x.times(2), x), 2, 2),
        two("stack", x -> Tensor.stack(1, x[0], x[1], x[0]), Shape.of(2, 3), Shape.of(2, 3)),
        two("stack of scalars", x -> Tensor.stack(0, x), Shape.of(), Shape.of()),
        two(
            "meshgrid",
            x -> Tensor.meshgrid(x).get(0).times(Tensor.meshgrid(x).get(1).exp()),
            Shape.of(2),
            Shape.of(3)));
  }

  static Stream<Fn> products() {
    Function<Tensor[], Tensor> matmul = x -> x[0].matmul(x[1]);
    return Stream.concat(
        Stream.of(
            two("matmul", matmul, Shape.of(3), Shape.of(3)),
            two("matmul", matmul, Shape.of(3), Shape.of(3, 2)),
            two("matmul", matmul, Shape.of(2, 3), Shape.of(3)),
            two("matmul", matmul, Shape.of(2, 3), Shape.of(3, 2)),
            two("matmul", matmul, Shape.of(2, 2, 3), Shape.of(3, 2)),
            two("matmul", matmul, Shape.of(2, 2, 3), Shape.of(3)),
            two("matmul", matmul, Shape.of(3), Shape.of(2, 3, 2)),
            two("matmul", matmul, Shape.of(2, 3), Shape.of(2, 3, 2)),
            two("matmul", matmul, Shape.of(2, 1, 2, 3), Shape.of(3, 3, 2)),
            two("matmul", matmul, Shape.of(1, 2, 3), Shape.of(2, 3, 1)),
            two("matmul", matmul, Shape.of(2, 0), Shape.of(0, 2)),
            one("matmul with itself", x -> x.matmul(x.t()), 2, 3),
            two("dot", x -> x[0].dot(x[1]), Shape.of(4), Shape.of(4)),
            two("outer", x -> x[0].outer(x[1]), Shape.of(2), Shape.of(3)),
            two("inner", x -> x[0].inner(x[1]), Shape.of(2, 3), Shape.of(2, 2, 3)),
            two("tensordot", x -> x[0].tensordot(x[1], 2), Shape.of(2, 2, 3), Shape.of(2, 3)),
            two("kron", x -> x[0].kron(x[1]), Shape.of(2, 2), Shape.of(3)),
            two("cross", x -> x[0].cross(x[1], -1), Shape.of(2, 3), Shape.of(3))),
        Stream.of(
            einsum("ij,jk->ik", Shape.of(2, 3), Shape.of(3, 2)),
            einsum("...ij,...jk->...ik", Shape.of(2, 1, 2, 3), Shape.of(2, 3, 2)),
            einsum("bij,bkj->bki", Shape.of(2, 2, 3), Shape.of(2, 2, 3)),
            einsum("ii,ij->j", Shape.of(3, 3), Shape.of(3, 2)),
            einsum("iij,j->i", Shape.of(2, 2, 3), Shape.of(3)),
            einsum("ij,kl->", Shape.of(2, 2), Shape.of(2, 2)),
            einsum("ij,ij->i", Shape.of(2, 3), Shape.of(2, 3)),
            einsum("i,i...->...", Shape.of(2), Shape.of(2, 3)),
            one("einsum ii", x -> Tensor.einsum("ii", x), 3, 3),
            one("einsum ij->j", x -> Tensor.einsum("ij->j", x), 2, 3),
            one("einsum of itself", x -> Tensor.einsum("ij,jk,kl->il", x, x, x), 2, 2)));
  }

  private static Fn einsum(String equation, Shape a, Shape b) {
    return two("einsum " + equation, x -> Tensor.einsum(equation, x), a, b);
  }

  static Stream<Fn> indexing() {
    var rows = TWICE.unsqueeze(1).expand(4, 2);
    var mask = Tensor.of(new boolean[] {true, false, true, true, false, true}, 2, 3);
    return Stream.of(
        one("indexSelect", x -> x.indexSelect(0, TWICE), 3, 2),
        one("get", x -> x.get(TWICE.reshape(2, 2)), 3, 2),
        one("take", x -> x.take(TWICE), 2, 2),
        one("gather", x -> x.gather(0, rows), 3, 2),
        one("gather of fewer", x -> x.gather(0, rows.narrow(1, 0, 1)), 3, 2),
        one("takeAlong", x -> x.takeAlong(0, TWICE.unsqueeze(1)), 3, 2),
        two(
            "scatter, distinct",
            x -> x[0].scatter(0, Tensor.of(new long[] {2, 0}), x[1]),
            Shape.of(3),
            Shape.of(2)),
        two("scatter, repeated", x -> x[0].scatter(0, TWICE, x[1]), Shape.of(3), Shape.of(4)),
        two("scatterAdd", x -> x[0].scatterAdd(0, rows, x[1]), Shape.of(3, 2), Shape.of(4, 2)),
        two(
            "scatterAdd of fewer",
            x -> x[0].scatterAdd(0, rows.narrow(1, 0, 1), x[1]),
            Shape.of(3, 2),
            Shape.of(4, 2)),
        one("scatter of a number", x -> x.scatter(0, TWICE, 5), 3),
        two("put", x -> x[0].put(Tensor.of(3L, 0L), x[1]), Shape.of(2, 2), Shape.of(2)),
        one("maskedSelect", x -> x.maskedSelect(mask), 2, 3),
        one("maskedSelect, broadcast", x -> x.maskedSelect(mask), 3),
        one("get by a mask", x -> x.get(Tensor.of(true, false, true)), 3, 2),
        two("maskedScatter", x -> x[0].maskedScatter(mask, x[1]), Shape.of(2, 3), Shape.of(5)),
        one("maskedFill", x -> x.maskedFill(mask, 2), 2, 3),
        one("sort", x -> x.sort(0, true).values(), 4, 2),
        one("topk", x -> x.topk(2, 1, false).values(), 2, 4));
  }

  @ParameterizedTest
  @MethodSource({"views", "joins", "products", "indexing"})
  void agreesWithCentralDifferences(Fn fn) {
    Grad.check(fn.f(), fn.inputs());
  }

  @ParameterizedTest
  @MethodSource({"views", "joins", "products", "indexing"})
  void hasAGradientThatAgreesWithCentralDifferences(Fn fn) {
    var weights = Tensor.rand(Key.of(1), DType.FLOAT64, fn.f().apply(fn.inputs()).shape());
    Grad.check(
        x -> {
          var gradients =
              Grad.grad((Tensor[] y) -> fn.f().apply(y).pow(2).times(weights).sum()).apply(x);
          return Tensor.cat(
              0, Arrays.stream(gradients).map(Tensor::flatten).toArray(Tensor[]::new));
        },
        fn.inputs());
  }

  @Test
  void aPlaceReadThreeTimesGetsThreeGradients() {
    var x = Tensor.of(new double[] {1, 2, 3}).requireGrad();
    x.indexSelect(0, TWICE).times(Tensor.of(new double[] {1, 10, 100, 1000})).sum().backward();
    assertArrayEquals(new double[] {10, 0, 1101}, x.grad().toDoubleArray());
  }

  @Test
  void whatAMaskLeavesOutHasNoGradient() {
    var x = Tensor.of(new double[] {1, 2, 3}).requireGrad();
    x.maskedSelect(x.detach().ne(2)).times(5).sum().backward();
    assertArrayEquals(new double[] {5, 0, 5}, x.grad().toDoubleArray());
    assertEquals(false, x.argsort().isTracked());
    assertEquals(false, x.sort().indices().isTracked());
  }

  @Test
  void theGradientOfABroadcastBatchIsSummed() {
    var a = spread(2, 1, 2, 3).requireGrad();
    var b = spread(3, 3, 2).requireGrad();
    a.matmul(b).sum().backward();
    assertEquals(a.shape(), a.grad().shape());
    assertEquals(b.shape(), b.grad().shape());
    var expected = b.detach().sum(0).sum(1); // Σ over batch and columns, for each inner place
    assertArrayEquals(expected.toDoubleArray(), a.grad().get(0, 0, 1).toDoubleArray(), 1e-12);
  }
}
