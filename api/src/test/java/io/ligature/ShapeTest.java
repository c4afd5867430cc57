package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class ShapeTest {
  private static void assertRefused(String message, Runnable code) {
    assertEquals(message, assertThrows(ShapeException.class, code::run).getMessage());
  }

  @Test
  void aScalarHasOneElement() {
    assertEquals(0, Shape.of().rank());
    assertEquals(1, Shape.of().size());
    assertEquals("[]", Shape.of().toString());
  }

  @Test
  void aZeroExtentMakesItEmpty() {
    assertEquals(0, Shape.of(3, 0, 5).size());
    assertTrue(Shape.of(3, 0, 5).isKnown());
  }

  @Test
  void negativeExtentIsRefused() {
    assertRefused("A shape needs extents of 0 or more; found [2, -1].", () -> Shape.of(2, -1));
    assertRefused(
        "A partial shape needs extents of 0 or more, or -1 for unknown; found [2, -2].",
        () -> Shape.partial(2, -2));
  }

  @Test
  void moreElementsThanALongCountsAreRefused() {
    assertEquals(Long.MAX_VALUE, Shape.of(Long.MAX_VALUE, 1).size());
    var message =
        "The shape [4611686018427387904, 2] has more elements than a long can count. Use smaller"
            + " extents.";
    assertRefused(message, () -> Shape.of(1L << 62, 2));
    assertRefused(message, () -> Shape.of(1L << 62, 1).with(1, 2));
    assertRefused(message, () -> Shape.of(1L << 62).insert(1, 2));
    assertRefused(
        "The shape [4611686018427387904, 0, 4] has more elements than a long can count. Use smaller"
            + " extents.",
        () -> Shape.of(1L << 62, 0, 4));
    assertRefused(
        "The shape [4294967296, 4294967296] has more elements than a long can count. Use smaller"
            + " extents.",
        () -> Shape.of(1L << 32, 1L << 32)); // whose product in 64 bits is 0
  }

  @Test
  void axesCountFromBothEnds() {
    var shape = Shape.of(2, 3, 4);
    assertEquals(4, shape.get(-1));
    assertEquals(2, shape.get(-3));
    assertEquals(1, shape.axis(-2));
    assertRefused(
        "There is no axis 3 in shape [2, 3, 4] of rank 3. Use -3 to 2.", () -> shape.get(3));
    assertRefused(
        "There is no axis -4 in shape [2, 3, 4] of rank 3. Use -3 to 2.", () -> shape.axis(-4));
    assertRefused(
        "There is no axis 0 in shape [] of rank 0. A scalar has no axes.", () -> Shape.of().get(0));
  }

  @Test
  void changesGiveAnotherShape() {
    var shape = Shape.of(2, 3);
    assertEquals(Shape.of(2, 5), shape.with(-1, 5));
    assertEquals(Shape.of(2), shape.without(1));
    assertEquals(Shape.of(), Shape.of(7).without(0));
    assertEquals(Shape.of(4, 6), shape.map(extent -> 2 * extent));
    assertEquals(Shape.of(2, 3), shape);
  }

  @Test
  void aNewAxisStandsWhereItIsAskedFor() {
    var shape = Shape.of(2, 3);
    assertEquals(Shape.of(9, 2, 3), shape.insert(0, 9));
    assertEquals(Shape.of(2, 9, 3), shape.insert(1, 9));
    assertEquals(Shape.of(2, 3, 9), shape.insert(2, 9));
    assertEquals(Shape.of(2, 3, 9), shape.insert(-1, 9));
    assertEquals(Shape.of(9, 2, 3), shape.insert(-3, 9));
    assertRefused(
        "A new axis of shape [2, 3] can stand at -3 to 2; found 3.", () -> shape.insert(3, 9));
    assertRefused(
        "A new axis of shape [2, 3] can stand at -3 to 2; found -4.", () -> shape.insert(-4, 9));
  }

  @Test
  void anUnknownExtentIsShownAndHasNoSize() {
    var shape = Shape.partial(8, Shape.UNKNOWN);
    assertEquals("[8, ?]", shape.toString());
    assertFalse(shape.isKnown());
    assertRefused("The shape [8, ?] has no size before all extents are known.", () -> shape.size());
  }

  @Test
  void aPartialShapeAcceptsWhatAgreesWithIt() {
    var shape = Shape.partial(8, Shape.UNKNOWN);
    assertTrue(shape.accepts(Shape.of(8, 4)));
    assertFalse(shape.accepts(Shape.of(4, 8)));
    assertFalse(shape.accepts(Shape.of(8)));
    assertTrue(Shape.of(8).accepts(Shape.of(8)));
  }

  @Test
  void equalityIsOfExtents() {
    assertEquals(Shape.of(2, 3), Shape.of(2, 3));
    assertEquals(Shape.of(2, 3).hashCode(), Shape.of(2, 3).hashCode());
    assertNotEquals(Shape.of(2, 3), Shape.of(3, 2));
    assertNotEquals(Shape.of(1), Shape.of());
  }

  @Test
  void arraysAreCopiedInAndOut() {
    var extents = new long[] {2, 3};
    var shape = Shape.of(extents);
    extents[0] = 9;
    shape.toArray()[1] = 9;
    assertArrayEquals(new long[] {2, 3}, shape.toArray());
  }
}
