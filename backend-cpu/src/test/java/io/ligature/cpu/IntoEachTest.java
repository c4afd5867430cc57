package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.op.SgdStep;
import org.junit.jupiter.api.Test;

/// A fused operation in place of several sets of operands.
class IntoEachTest {
  private static final SgdStep STEP = new SgdStep(0.5, 0, 0, 0, false, false, false);

  private static void step(Tensor[] parameters, Tensor... gradients) {
    var targets = new Tensor[parameters.length][];
    var inputs = new Tensor[parameters.length][];
    for (int i = 0; i < parameters.length; i++) {
      targets[i] = new Tensor[] {parameters[i]};
      inputs[i] = new Tensor[] {parameters[i], gradients[i]};
    }
    Dispatch.intoEach(STEP, targets, inputs);
  }

  private static Tensor vector(float... values) {
    return Tensor.of(values, values.length);
  }

  private static double[] values(Tensor x) {
    return x.toDoubleArray();
  }

  @Test
  void everySetIsWrittenAndCountsAsEdited() {
    var a = vector(1f, 2f);
    var b = vector(3f);
    int version = b.view().storage().version();
    step(new Tensor[] {a, b}, vector(2f, 4f), vector(1f));
    assertArrayEquals(new double[] {0, 0}, values(a));
    assertArrayEquals(new double[] {2.5}, values(b));
    assertEquals(version + 1, b.view().storage().version());
  }

  @Test
  void setsThatShareMemoryComeOneAfterAnother() {
    var a = vector(8f, 8f);
    var gradient = vector(2f, 2f);
    step(new Tensor[] {a, a}, gradient, a); // the second reads what the first has written
    assertArrayEquals(new double[] {3.5, 3.5}, values(a));
  }

  @Test
  void typesMayDifferAndViewsMayHaveGaps() {
    var matrix = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    var wide = Tensor.ones(1).to(DType.FLOAT64);
    step(
        new Tensor[] {matrix.narrow(1, 0, 1), wide, Tensor.zeros(0)},
        Tensor.ones(2, 1),
        Tensor.ones(1).to(DType.FLOAT64),
        Tensor.zeros(0));
    assertArrayEquals(new double[] {0.5, 2, 2.5, 4}, values(matrix));
    assertArrayEquals(new double[] {0.5}, values(wide));
  }

  @Test
  void whatDoesNotFitIsRefusedAsByItself() {
    var a = vector(1f);
    var alone = assertThrows(ShapeException.class, () -> Dispatch.into(a, STEP, a, Tensor.ones(3)));
    var among =
        assertThrows(
            ShapeException.class,
            () -> step(new Tensor[] {a, vector(1f)}, Tensor.ones(3), Tensor.ones(1)));
    assertEquals(alone.getMessage(), among.getMessage());
  }
}
