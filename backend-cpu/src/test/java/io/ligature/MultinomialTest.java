package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class MultinomialTest {
  private static final Tensor WEIGHTS = Tensor.of(new float[][] {{1, 0, 3}, {5, 5, 0}});

  private static void assertRefused(String message, Runnable draw) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, draw::run).getMessage());
  }

  @Test
  void classesAreDrawnAsOftenAsTheyWeigh() {
    int count = 20_000;
    var drawn = Tensor.multinomial(Key.of(1), WEIGHTS, count, true);
    assertEquals("i64[2, 20000]", drawn.type().toString());
    double deviation = Math.sqrt(count * 0.25 * 0.75);
    assertEquals(0.25 * count, drawn.get(0).bincount(3).get(0).item(), 4 * deviation);
    assertEquals(0, drawn.get(0).bincount(3).get(1).item());
    assertEquals(0.5 * count, drawn.get(1).bincount(3).get(0).item(), 4 * Math.sqrt(count * 0.25));
    assertEquals(0, drawn.get(1).bincount(3).get(2).item());
  }

  @Test
  void withoutReplacementEachClassIsDrawnOnce() {
    int first = 0;
    for (int seed = 0; seed < 2000; seed++) {
      var drawn = Tensor.multinomial(Key.of(seed), WEIGHTS.get(0), 2, false).toLongArray();
      assertEquals(2, drawn[0] + drawn[1]); // 0 and 2 in either order
      first += drawn[0] == 0 ? 1 : 0;
    }
    assertEquals(500, first, 4 * Math.sqrt(2000 * 0.25 * 0.75));
  }

  @Test
  void theSameKeyGivesTheSameClasses() {
    assertArrayEquals(
        Tensor.multinomial(Key.of(3), WEIGHTS, 50, true).toLongArray(),
        Tensor.multinomial(Key.of(3), WEIGHTS, 50, true).toLongArray());
    assertTrue(
        Tensor.multinomial(Key.of(3), WEIGHTS, 50, true)
            .ne(Tensor.multinomial(Key.of(4), WEIGHTS, 50, true))
            .any()
            .itemBoolean());
  }

  @Test
  void nothingMayBeDrawn() {
    assertEquals(Shape.of(2, 0), Tensor.multinomial(Key.of(0), WEIGHTS, 0, true).shape());
    assertEquals(
        Shape.of(2, 7), Tensor.multinomial(Key.of(0), WEIGHTS.to(Device.DRY), 7, true).shape());
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    var key = Key.of(0);
    assertRefused(
        "multinomial of f32[2, 3] cannot draw 4 of 3 classes without replacement.",
        () -> Tensor.multinomial(key, WEIGHTS, 4, false));
    assertRefused(
        "multinomial of f32[2, 3] cannot draw -1 of 3 classes.",
        () -> Tensor.multinomial(key, WEIGHTS, -1, true));
    assertRefused(
        "multinomial needs 3 classes or more with a weight above 0; found 2 in row 0.",
        () -> Tensor.multinomial(key, WEIGHTS, 3, false));
    assertRefused(
        "multinomial needs finite weights of 0 or more; found -1.0 for class 1 of row 0.",
        () -> Tensor.multinomial(key, Tensor.of(new float[] {1, -1}), 1, true));
    assertRefused(
        "multinomial needs weights (..., classes); found f32[].",
        () -> Tensor.multinomial(key, Tensor.of(1f), 1, true));
    assertRefused(
        "multinomial needs weights of real numbers; found i32[1]. Cast them with"
            + " to(DType.FLOAT32).",
        () -> Tensor.multinomial(key, Tensor.of(new int[] {1}), 1, true));
  }
}
