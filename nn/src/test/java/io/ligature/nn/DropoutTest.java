package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DropoutTest {
  private static final Tensor ONES = Tensor.ones(100, 200);

  private static double[] draw(Dropout layer) {
    return layer.apply(ONES).toDoubleArray();
  }

  @Test
  void theExpectationStays() {
    var y = draw(new Dropout(0.2, Key.of(1)));
    double zeros = Arrays.stream(y).filter(v -> v == 0).count() / 20_000.0;
    assertEquals(0.2, zeros, 5 * Math.sqrt(0.2 * 0.8 / 20_000));
    for (double value : y) {
      assertEquals(true, value == 0 || value == 1.25);
    }
  }

  @Test
  void inferencePassesEverything() {
    var layer = new Dropout(0.9);
    layer.eval();
    assertSame(ONES, layer.apply(ONES));
    layer.train();
    assertFalse(Arrays.stream(draw(layer)).allMatch(v -> v == 1));
  }

  @Test
  void zeroPassesEverythingAndOneNothing() {
    assertSame(ONES, new Dropout(0).apply(ONES));
    assertEquals(0, new Dropout(1).apply(ONES).sum().item());
  }

  @Test
  void everyUseDrawsAnew() {
    var layer = new Dropout(0.5);
    assertFalse(Arrays.equals(draw(layer), draw(layer)));
  }

  @Test
  void theDefaultStreamRepeatsItself() {
    Key.seed(3);
    var first = draw(new Dropout(0.5));
    Key.seed(3);
    assertArrayEquals(first, draw(new Dropout(0.5)));
  }

  @Test
  void aGivenKeyRepeatsItselfUseByUse() {
    var one = new Dropout(0.5, Key.of(4));
    var other = new Dropout(0.5, Key.of(4));
    var first = draw(one);
    var second = draw(one);
    assertFalse(Arrays.equals(first, second));
    assertArrayEquals(first, draw(other));
    assertArrayEquals(second, draw(other));
  }

  @Test
  void aCopyCountsForItself() {
    var layer = new Dropout(0.5, Key.of(4));
    draw(layer);
    var copy = (Dropout) layer.copy();
    var expected = draw(layer);
    assertArrayEquals(expected, draw(copy));
  }

  @Test
  void goesOnAfterAsManyDraws() {
    var layer = new Dropout(0.5, Key.of(4));
    draw(layer);
    draw(layer);
    assertEquals(2, layer.draws());
    var expected = draw(layer);
    var other = new Dropout(0.5, Key.of(4));
    other.draws(2);
    assertArrayEquals(expected, draw(other));
    var e = assertThrows(IllegalArgumentException.class, () -> other.draws(-1));
    assertEquals("Dropout needs a number of draws of 0 or more; found -1.", e.getMessage());
  }

  @Test
  void aDryRunDrawsNoKey() {
    Key.seed(3);
    var expected = Key.next();
    Key.seed(3);
    var shape = Device.DRY.with(() -> new Dropout(0.5).apply(Tensor.zeros(2, 3)).shape());
    assertEquals(Shape.of(2, 3), shape);
    var dry = Device.DRY.with(() -> Tensor.zeros(2, 3));
    assertEquals(Shape.of(2, 3), new Dropout(0.5).apply(dry).shape());
    assertEquals(expected, Key.next());
  }

  @Test
  void gradientsGoWhereValuesWent() {
    var x = Tensor.ones(4, 5).requireGrad();
    var y = new Dropout(0.5, Key.of(9)).apply(x);
    y.sum().backward();
    assertArrayEquals(y.toDoubleArray(), x.grad().toDoubleArray());
  }

  @Test
  void halvesAreComputedWider() {
    var y = new Dropout(0.5, Key.of(9)).apply(ONES.to(DType.FLOAT16));
    assertEquals(DType.FLOAT32, y.dtype());
  }

  @Test
  void theShareIsAShare() {
    var e = assertThrows(IllegalArgumentException.class, () -> new Dropout(1.5));
    assertEquals("Dropout needs a p of 0 to 1; found 1.5.", e.getMessage());
    assertEquals("Dropout(0.25)", new Dropout(0.25).describe());
  }
}
