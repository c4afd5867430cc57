package io.ligature.nn;

import static io.ligature.nn.Example.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.Shape;
import io.ligature.Tensor;
import org.junit.jupiter.api.Test;

class FlattenTest {
  @Test
  void theFirstAxisStaysAndTheOthersBecomeOne() {
    var x = Tensor.arange(24).reshape(2, 3, 4);
    var y = new Flatten().apply(x);
    assertEquals(Shape.of(2, 12), y.shape());
    assertArrayEquals(x.toLongArray(), y.toLongArray());
    assertEquals(Shape.of(5, 1), new Flatten().apply(Tensor.ones(5)).shape());
  }

  @Test
  void nothingIsFlattenedToNothing() {
    assertEquals(Shape.of(0, 12), new Flatten().apply(Tensor.ones(0, 3, 4)).shape());
    assertEquals(Shape.of(3, 0), new Flatten().apply(Tensor.ones(3, 0, 4)).shape());
  }

  @Test
  void aScalarHasNoFirstAxis() {
    assertRefused(
        "Flatten needs x (batch, ...); found []. Unsqueeze it, to a batch of one.",
        new Flatten(),
        Tensor.of(1f));
  }
}
