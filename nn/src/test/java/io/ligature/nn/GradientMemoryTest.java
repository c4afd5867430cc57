package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.GradMode;
import io.ligature.Tensor;
import org.junit.jupiter.api.Test;

/// Whose memory gradients are.
@SuppressWarnings("NullAway") // a gradient that is missing fails the test
class GradientMemoryTest {
  private final Parameter weight = Parameter.of(Tensor.of(1f, 2f, 3f));

  private void backward(double by) {
    weight.value().times(by).sum().backward();
  }

  @Test
  void whatNobodyAskedForIsGivenBackWhenItIsForgotten() {
    backward(2);
    var lent = weight.lentGrad();
    assertArrayEquals(new float[] {2, 2, 2}, lent.toFloatArray());
    weight.zeroGrad();
    assertNull(weight.lentGrad());
    var error = assertThrows(IllegalStateException.class, lent::toFloatArray);
    assertTrue(
        error.getMessage().contains("the gradient, which was only lent, was forgotten"),
        error.getMessage());
  }

  @Test
  void whatSomebodyAskedForStaysHis() {
    backward(2);
    var mine = weight.grad();
    weight.zeroGrad();
    backward(5);
    assertArrayEquals(new float[] {2, 2, 2}, mine.toFloatArray());
    assertArrayEquals(new float[] {5, 5, 5}, weight.grad().toFloatArray());
  }

  @Test
  void whatWasAssignedStaysTheAssigners() {
    var mine = Tensor.of(7f, 8f, 9f);
    weight.grad(mine);
    weight.zeroGrad();
    assertArrayEquals(new float[] {7, 8, 9}, mine.toFloatArray());
  }

  @Test
  void writingGivesBackWhatNobodyAskedFor() {
    weight.gradMode(GradMode.WRITE);
    backward(2);
    var lent = weight.lentGrad();
    backward(3);
    assertTrue(lent.view().storage().isReleased());
    var mine = weight.grad();
    backward(4);
    assertArrayEquals(new float[] {3, 3, 3}, mine.toFloatArray());
    assertArrayEquals(new float[] {4, 4, 4}, weight.grad().toFloatArray());
  }

  @Test
  void aHookMayKeepWhatItSees() {
    var seen = new Tensor[1];
    weight.onGrad(
        gradient -> {
          seen[0] = gradient;
          return gradient;
        });
    backward(2);
    weight.zeroGrad();
    assertFalse(seen[0].view().storage().isReleased());
    assertArrayEquals(new float[] {2, 2, 2}, seen[0].toFloatArray());
  }
}
