package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.AdamStep;
import io.ligature.op.FusedOp;
import io.ligature.op.Linear;
import io.ligature.op.SgdStep;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A fused kernel gives what its decomposition gives, bit for bit.
class FusedTest {
  private static final Key KEY = Key.of(3);

  private static Tensor normal(String name, long... extents) {
    return Tensor.randn(KEY.fold(name), DType.FLOAT32, Shape.of(extents));
  }

  private static void assertSameBits(Tensor expected, Tensor found) {
    assertArrayEquals(expected.toFloatArray(), found.toFloatArray());
  }

  private static void assertAgrees(FusedOp op, Tensor... inputs) {
    assertNotNull(Fused.kernel(op, DType.FLOAT32));
    assertSameBits(op.decompose(inputs)[0], Dispatch.execute(op, inputs));
  }

  @ParameterizedTest
  @EnumSource
  void anAffineMapHasTheBitsOfItsDecomposition(Linear.Activation f) {
    var op = new Linear(f);
    var w = normal("w", 5, 7);
    var b = normal("b", 5);
    assertAgrees(op, normal("x", 3, 7), w, b);
    assertAgrees(op, normal("x", 3, 7), w);
    assertAgrees(op, normal("x", 7), w, b);
    assertAgrees(op, normal("x", 2, 3, 4, 7), w, b);
    assertAgrees(op, normal("x", 0, 7), w, b);
    assertAgrees(op, normal("x", 3, 0), normal("w", 5, 0), b);
    assertAgrees(op, normal("x", 3, 7), normal("w", 0, 7), normal("b", 0));
    assertAgrees(op, normal("x", 2, 7, 3).transpose(1, 2), w, b); // rows that do not merge
    assertAgrees(
        op, normal("x", 7, 3).t(), normal("w", 7, 5).t(), normal("b", 10).slice(0, 0, 10, 2));
    assertAgrees(op, normal("x", 1, 7).expand(Shape.of(4, 7)), w.flip(0), b.flip(0));
  }

  static Stream<Arguments> steps() {
    return Stream.of(
        Arguments.of(new SgdStep(0.1, 0, 0, 0, false, false, false), 2),
        Arguments.of(new SgdStep(0.1, 0, 0, 0.3, false, true, false), 2),
        Arguments.of(new SgdStep(0.1, 0.9, 0, 0.01, false, false, true), 3),
        Arguments.of(new SgdStep(0.1, 0.9, 0.2, 0, true, false, false), 3),
        Arguments.of(new SgdStep(0.1, 0.9, 0.2, 0.1, false, true, false), 3),
        Arguments.of(adam(0, false, false, false, 1), 4),
        Arguments.of(adam(0.1, true, false, false, 2), 4),
        Arguments.of(adam(0.1, false, false, true, 7), 4),
        Arguments.of(adam(0.1, true, true, true, 1000), 5));
  }

  private static AdamStep adam(
      double decay, boolean decoupled, boolean amsgrad, boolean maximize, long t) {
    return new AdamStep(0.01, 0.9, 0.999, 1e-8, decay, decoupled, amsgrad, maximize, t);
  }

  @ParameterizedTest
  @MethodSource("steps")
  void aStepHasTheBitsOfItsDecomposition(FusedOp op, int count) {
    for (boolean strided : new boolean[] {false, true}) {
      var inputs = new Tensor[count];
      Arrays.setAll(inputs, i -> normal("i" + i, 4, 3).abs());
      inputs[1] = strided ? normal("g", 3, 4).t() : normal("g", 4, 3);
      var expected = op.decompose(inputs);
      var results = Arrays.stream(inputs).map(Tensor::copy).toArray(Tensor[]::new);
      var targets = new Tensor[expected.length];
      for (int i = 0; i < targets.length; i++) {
        targets[i] = results[i == 0 ? 0 : i + 1];
      }
      results[1] = inputs[1];
      Dispatch.into(targets, op, results);
      for (int i = 0; i < targets.length; i++) {
        assertSameBits(expected[i], targets[i]);
      }
    }
  }

  @Test
  void aStepIntoOtherMemoryLeavesItsOperandsAlone() {
    var op = new SgdStep(0.1, 0, 0, 0, false, false, false);
    var p = normal("p", 6);
    var before = p.copy();
    var target = Tensor.zeros(6);
    Dispatch.into(target, op, p, normal("g", 6));
    assertSameBits(before, p);
    assertSameBits(op.decompose(p, normal("g", 6))[0], target);
  }
}
