package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.op.Linear;
import io.ligature.spi.Storage;
import java.util.HashSet;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatPanelsTest {
  private static final int TIMES = 4;

  private static Tensor draw(long seed, long... extents) {
    return Device.of("vector").with(() -> Tensor.randn(Key.of(seed), extents));
  }

  private static float[] product(Tensor x, Tensor w) {
    return Dispatch.execute(Linear.OP, x, w).toFloatArray();
  }

  private static Storage storage(Tensor x) {
    return x.view().storage();
  }

  @ParameterizedTest(name = "{0} rows, {1} to {2}") // beyond the blocks of sum and columns, and odd
  @CsvSource({"5, 64, 64", "64, 784, 256", "13, 1000, 1100", "97, 333, 65", "512, 70, 600"})
  void theyChangeNoBit(long rows, long in, long out) {
    var x = draw(1, rows, in);
    var w = draw(2, out, in);
    var first = product(x, w);
    for (int i = 1; i < TIMES; i++) {
      assertArrayEquals(first, product(x, w), "at time " + (i + 1));
    }
    assertTrue(isPacked(w));
  }

  @Test
  void anEditMakesThemForgotten() {
    var x = draw(1, 20, 100);
    var w = draw(2, 90, 100);
    for (int i = 0; i < TIMES; i++) {
      product(x, w);
    }
    w.set(89, 99, 3f);
    assertArrayEquals(product(x, w.copy()), product(x, w));
    w.timesAssign(2);
    assertArrayEquals(product(x, w.copy()), product(x, w));
  }

  @Test
  void anotherPartOfTheStorageHasItsOwn() {
    var x = draw(1, 20, 100);
    var both = draw(2, 180, 100);
    var first = both.narrow(0, 0, 90);
    var second = both.narrow(0, 90, 90);
    for (int i = 0; i < TIMES; i++) {
      product(x, first);
    }
    assertArrayEquals(product(x, second.copy()), product(x, second));
    assertArrayEquals(product(x, first.copy()), product(x, first));
  }

  @Test
  void aWeightThatIsEditedBetweenIsNeverPacked() {
    var x = draw(1, 20, 100);
    var w = draw(2, 90, 100);
    for (int i = 0; i < 10; i++) {
      product(x, w);
      product(x, w); // a tie
      w.timesAssign(0.9);
    }
    assertFalse(isPacked(w));
  }

  /// As in each step of training a recurrent net.
  @Test
  void aWeightThatIsReadOftenBetweenEditsKeepsItsMemory() {
    var x = draw(1, 20, 100);
    var w = draw(2, 90, 100);
    var places = new HashSet<Long>();
    for (int step = 0; step < 5; step++) {
      for (int i = 0; i < TIMES; i++) {
        assertArrayEquals(product(x, w.copy()), product(x, w));
      }
      places.add(panels(w).memory().address());
      w.timesAssign(0.9);
    }
    assertEquals(1, places.size());
  }

  private static FloatPanels panels(Tensor w) {
    return (FloatPanels) Objects.requireNonNull(storage(w).derived());
  }

  private static boolean isPacked(Tensor w) {
    return panels(w).isPacked();
  }

  @Test
  void fewRowsAndManyRowsNeedNone() {
    var w = draw(2, 90, 100);
    for (int i = 0; i < TIMES; i++) {
      product(draw(1, 1, 100), w);
      product(draw(1, 600, 100), w);
    }
    assertNull(storage(w).derived());
  }

  @Test
  void theyGoWithTheMemory() {
    var x = draw(1, 20, 100);
    var w = draw(2, 90, 100);
    product(x, w);
    assertNotNull(storage(w).derived());
    w.close();
    assertNull(storage(w).derived());
  }
}
