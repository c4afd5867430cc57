package io.ligature.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Attention;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionGradientTest {
  private static Tensor random(String name, long... extents) {
    return Tensor.randn(Key.of(12).fold(name), DType.FLOAT64, Shape.of(extents));
  }

  private final Tensor q = random("q", 2, 2, 3, 2);
  private final Tensor v = random("v", 2, 2, 4, 3);

  /// A sum in which every element counts differently.
  private static Tensor weighed(Tensor y) {
    return y.times(random("weights", y.shape().toArray())).sum();
  }

  @ParameterizedTest(name = "causal {0}, {1} groups")
  @CsvSource({"false, 2", "true, 2", "false, 1", "true, 1"})
  void agreesWithDifferences(boolean causal, long groups) {
    var op = new Attention(causal, 0.8);
    Grad.check(
        in -> weighed(Dispatch.execute(op, in)),
        q,
        random("k", 2, groups, 4, 2),
        random("v", 2, groups, 4, 3));
  }

  @Test
  void agreesWithDifferencesUnderAMaskOfPairs() {
    var op = new Attention(false, 0.8);
    var mask = random("mask", 2, 1, 3, 4).gt(0.3);
    Grad.check(
        in -> weighed(Dispatch.execute(op, in[0], in[1], in[2], mask)),
        q,
        random("k", 2, 2, 4, 2),
        v);
  }

  @Test
  void numbersThatAreAddedHaveAGradientToo() {
    var op = new Attention(true, 0.8);
    Grad.check(
        in -> weighed(Dispatch.execute(op, in)),
        q,
        random("k", 2, 2, 4, 2),
        v,
        random("bias", 2, 3, 4));
  }

  @ParameterizedTest(name = "of {0}")
  @ValueSource(strings = {"true", "-inf"})
  void aRowThatIsMaskedAsAWholeGetsNoGradient(String kind) {
    var hidden = Tensor.of(new boolean[] {true, true, true, false, true, false}, 2, 3);
    var mask =
        kind.equals("true")
            ? hidden
            : Tensor.zeros(DType.FLOAT64, 2, 3).maskedFill(hidden, Double.NEGATIVE_INFINITY);
    var op = new Attention(false, 1);
    var query = random("q", 2, 3).requireGrad();
    var key = random("k", 3, 3).requireGrad();
    var value = random("v", 3, 2).requireGrad();
    weighed(Dispatch.execute(op, query, key, value, mask)).backward();
    assertArrayEquals(new double[3], query.grad().get(0).toDoubleArray());
    assertArrayEquals(new double[3], key.grad().get(1).toDoubleArray());
    assertArrayEquals(new double[2], value.grad().get(1).toDoubleArray());
    for (var x : new Tensor[] {query, key, value}) {
      assertTrue(Arrays.stream(x.grad().toDoubleArray()).allMatch(Double::isFinite));
    }
    assertTrue(query.grad().get(1).abs().min().item() > 0);
  }

  @Test
  void hasASecondDerivative() {
    var op = new Attention(true, 1);
    var k = random("k", 3, 2);
    var values = random("v", 3, 2);
    Grad.check(
        x -> weighed(Grad.grad((Tensor y) -> weighed(Dispatch.execute(op, y, k, values))).apply(x)),
        random("q", 3, 2));
  }
}
