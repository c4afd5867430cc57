package io.ligature.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Backward;
import io.ligature.op.Linear;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The gradient that a backend computes at once is that of the decomposition.
class LinearGradientTest {
  private static Tensor normal(String name, long... extents) {
    return Tensor.randn(Key.of(5).fold(name), DType.FLOAT32, Shape.of(extents));
  }

  @ParameterizedTest
  @EnumSource
  void isThatOfTheDecomposition(Linear.Activation f) {
    var w = normal("w", 5, 7);
    var b = normal("b", 5);
    agrees(f, normal("g", 3, 5), normal("x", 3, 7), w, b);
    agrees(f, normal("g", 3, 5), normal("x", 3, 7), w);
    agrees(f, normal("g", 5), normal("x", 7), w, b);
    agrees(f, normal("g", 2, 3, 4, 5), normal("x", 2, 3, 4, 7), w, b);
    agrees(f, normal("g", 2, 5, 3).transpose(1, 2), normal("x", 2, 7, 3).transpose(1, 2), w, b);
    agrees(
        f,
        Tensor.of(2f).expand(Shape.of(3, 5)),
        normal("x", 7, 3).t(),
        normal("w", 7, 5).t(),
        b.flip(0));
    agrees(f, normal("g", 0, 5), normal("x", 0, 7), w, b);
    agrees(f, normal("g", 3, 5), normal("x", 3, 0), normal("w", 5, 0), b);
  }

  private static void agrees(Linear.Activation f, Tensor g, Tensor... inputs) {
    var op = new Linear(f);
    var operands = new Tensor[inputs.length + 2];
    System.arraycopy(inputs, 0, operands, 0, inputs.length);
    operands[inputs.length] = Dispatch.execute(op, inputs);
    operands[inputs.length + 1] = g;
    for (long wanted = 1; wanted < 1L << inputs.length; wanted++) {
      var backward = new Backward(op, inputs.length, 1, wanted);
      var expected = backward.decompose(operands);
      var found = Dispatch.executeAll(backward, operands);
      for (int i = 0; i < expected.length; i++) {
        var scale = expected[i].size() == 0 ? 0 : expected[i].abs().max().item();
        assertArrayEquals(
            expected[i].toFloatArray(),
            found[i].toFloatArray(),
            (float) (4 * Math.ulp(1f) * scale), // sums of at most 24 terms in another order
            f + " " + wanted + " gradient " + i);
      }
    }
  }
}
