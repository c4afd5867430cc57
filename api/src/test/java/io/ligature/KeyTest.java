package io.ligature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/// The default stream of keys.
class KeyTest {
  @Test
  void aStreamGoesOnWhereItStood() {
    Key.seed(4);
    Key.next();
    Key.next();
    var position = Key.position();
    assertEquals(new Key.Position(Key.of(4), 2), position);
    var expected = Key.next();
    Key.seed(9);
    Key.resume(position);
    assertEquals(expected, Key.next());
    assertEquals(3, Key.position().drawn());
  }

  @Test
  void insideWithItIsThatKeysStream() {
    Key.seed(4);
    Key.of(6)
        .with(
            () -> {
              var first = Key.next();
              assertEquals(new Key.Position(Key.of(6), 1), Key.position());
              Key.resume(new Key.Position(Key.of(6), 0));
              assertEquals(first, Key.next());
              return first;
            });
    assertEquals(new Key.Position(Key.of(4), 0), Key.position());
  }

  @Test
  void anotherKeysStreamCannotGoOnInsideWith() {
    var e =
        assertThrows(
            IllegalStateException.class,
            () ->
                Key.of(6)
                    .with(
                        () -> {
                          Key.resume(new Key.Position(Key.of(7), 0));
                          return 0;
                        }));
    assertEquals(
        "The stream to resume began with Key[bits=7]; the work here runs with Key[bits=6]. Resume"
            + " it outside, or with the same key.",
        e.getMessage());
  }

  @Test
  void noStreamHasDrawnLessThanNothing() {
    var e = assertThrows(IllegalArgumentException.class, () -> new Key.Position(Key.of(1), -1));
    assertEquals("A stream of keys needs a count of 0 or more; found -1.", e.getMessage());
  }
}
