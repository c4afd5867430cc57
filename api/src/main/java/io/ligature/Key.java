package io.ligature;

import io.ligature.spi.Philox;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/// A random key: the same key gives the same numbers, on every backend and with any number of
/// threads.
///
/// Keys are values. Instead of drawing twice from one, derive two with [#fold] or [#split].
/// Functions that take no key draw theirs from the default stream, [#next], which [#seed] restarts;
/// the default seed is 0, so that a program repeats itself unless told otherwise.
///
/// @param bits the key of the generator
public record Key(long bits) {
  private static volatile Stream stream = new Stream(new Key(0));
  private static final ScopedValue<Stream> INNER = ScopedValue.newInstance();

  private record Stream(Key root, AtomicLong drawn) {
    Stream(Key root) {
      this(root, new AtomicLong());
    }
  }

  /// {@return the key of a seed}
  public static Key of(long seed) {
    return new Key(seed);
  }

  /// {@return the next key of the default stream}. In a dry run, the one that a real run would get;
  /// nothing moves.
  public static Key next() {
    var from = INNER.isBound() ? INNER.get() : stream;
    return Device.isDryRun()
        ? from.root.fold(from.drawn.get())
        : from.root.fold(from.drawn.getAndIncrement());
  }

  /// {@return the result of work whose default stream begins at this key}. The outer stream does
  /// not move, so that the same work under the same key draws the same numbers again.
  public <T> T with(Supplier<? extends T> work) {
    return ScopedValue.where(INNER, new Stream(this)).call(work::get);
  }

  /// Restarts the default stream, from which everything draws that is given no key.
  public static void seed(long seed) {
    stream = new Stream(new Key(seed));
  }

  /// Where a default stream of keys stands.
  ///
  /// @param root the key that it began with
  /// @param drawn how many keys were drawn from it
  public record Position(Key root, long drawn) {
    /// Checks the count.
    ///
    /// @throws IllegalArgumentException if it is negative
    public Position {
      if (drawn < 0) {
        throw new IllegalArgumentException(
            "A stream of keys needs a count of 0 or more; found %d.".formatted(drawn));
      }
    }
  }

  /// {@return where the default stream stands, so that a later run can [#resume] it there}
  public static Position position() {
    var from = INNER.isBound() ? INNER.get() : stream;
    return new Position(from.root, from.drawn.get());
  }

  /// Has the default stream go on where another run left it.
  ///
  /// @throws IllegalStateException inside [#with] another key than the position's
  public static void resume(Position position) {
    if (!INNER.isBound()) {
      stream = new Stream(position.root, new AtomicLong(position.drawn));
    } else if (INNER.get().root.equals(position.root)) {
      INNER.get().drawn.set(position.drawn);
    } else {
      throw new IllegalStateException(
          "The stream to resume began with %s; the work here runs with %s. Resume it outside, or with the same key."
              .formatted(position.root, INNER.get().root));
    }
  }

  /// {@return a key that depends on this one and on a number; different numbers give unrelated
  /// keys}
  public Key fold(long number) {
    return new Key(Philox.word64(bits, number ^ 0x4C69676174757265L)); // apart from the drawn words
  }

  /// {@return a key that depends on this one and on a name}
  public Key fold(String name) {
    long hash = 0xCBF29CE484222325L; // FNV-1a, 64 bits, over UTF-16 code units
    for (int i = 0; i < Objects.requireNonNull(name).length(); i++) {
      hash = (hash ^ name.charAt(i)) * 0x100000001B3L;
    }
    return fold(hash);
  }

  /// {@return `count` unrelated keys}
  public Key[] split(int count) {
    var keys = new Key[count];
    for (int i = 0; i < count; i++) {
      keys[i] = fold(i);
    }
    return keys;
  }
}
