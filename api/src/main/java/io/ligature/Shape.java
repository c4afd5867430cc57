package io.ligature;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;

/// The extents of a tensor, outermost axis first. Immutable.
///
/// The shape of a lazy parameter may have unknown extents, shown as `?`; a tensor's never has.
public final class Shape {
  /// An extent that is not known yet.
  public static final long UNKNOWN = -1;

  private static final Shape SCALAR = new Shape(new long[0]);

  private final long[] extents;

  private Shape(long[] extents) {
    this.extents = extents;
  }

  /// {@return the shape with these extents, each 0 or more}
  ///
  /// @throws ShapeException if an extent is negative, or the number of elements exceeds a `long`
  public static Shape of(long... extents) {
    if (extents.length == 0) {
      return SCALAR;
    }
    for (long extent : extents) {
      if (extent < 0) {
        throw new ShapeException(
            "A shape needs extents of 0 or more; found " + Arrays.toString(extents) + ".");
      }
    }
    return checked(extents.clone());
  }

  /// {@return the shape with these extents, of which some may be [#UNKNOWN]}
  ///
  /// @throws ShapeException if an extent is less, or the number of elements exceeds a `long`
  public static Shape partial(long... extents) {
    for (long extent : extents) {
      if (extent < UNKNOWN) {
        throw new ShapeException(
            "A partial shape needs extents of 0 or more, or -1 for unknown; found "
                + Arrays.toString(extents)
                + ".");
      }
    }
    return checked(extents.clone());
  }

  private static Shape checked(long[] extents) {
    long size = 1;
    for (long extent : extents) {
      long factor = Math.max(extent, 1); // a zero must not hide an overflow beside it
      if (Math.multiplyHigh(size, factor) != 0 || size * factor < 0) {
        throw new ShapeException(
            "The shape "
                + Arrays.toString(extents)
                + " has more elements than a long can count. Use smaller extents.");
      }
      size *= factor;
    }
    return new Shape(extents);
  }

  /// {@return the number of axes}
  public int rank() {
    return extents.length;
  }

  /// {@return the extent of an axis; -1 is the last axis}
  ///
  /// @throws ShapeException if there is no such axis
  public long get(int axis) {
    return extents[axis(axis)];
  }

  /// {@return the axis counted from the front, so that -1 becomes the last}
  ///
  /// @throws ShapeException if there is no such axis
  public int axis(int axis) {
    int counted = axis < 0 ? axis + extents.length : axis;
    if (counted < 0 || counted >= extents.length) {
      throw new ShapeException(
          "There is no axis %d in shape %s of rank %d. %s"
              .formatted(
                  axis,
                  this,
                  extents.length,
                  extents.length == 0
                      ? "A scalar has no axes."
                      : "Use %d to %d.".formatted(-extents.length, extents.length - 1)));
    }
    return counted;
  }

  /// {@return the number of elements}
  ///
  /// @throws ShapeException if an extent is unknown
  public long size() {
    long size = 1;
    for (long extent : extents) {
      if (extent == UNKNOWN) {
        throw new ShapeException(
            "The shape " + this + " has no size before all extents are known.");
      }
      size *= extent;
    }
    return size;
  }

  /// {@return whether every extent is known}
  public boolean isKnown() {
    for (long extent : extents) {
      if (extent == UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /// {@return whether a tensor of shape `other` could stand here: equal ranks, and equal extents
  /// where this shape knows them}
  public boolean accepts(Shape other) {
    if (rank() != other.rank()) {
      return false;
    }
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] != UNKNOWN && extents[axis] != other.extents[axis]) {
        return false;
      }
    }
    return true;
  }

  /// {@return the extents, as a copy}
  public long[] toArray() {
    return extents.clone();
  }

  /// {@return this shape with another extent at an axis}
  ///
  /// @throws ShapeException if there is no such axis, or the extent is not possible
  public Shape with(int axis, long extent) {
    var changed = extents.clone();
    changed[axis(axis)] = extent;
    return partial(changed);
  }

  /// {@return this shape with a new axis of the given extent at `axis` of the result, 0 to rank; -1
  /// is the last}
  ///
  /// @throws ShapeException if there is no such place
  public Shape insert(int axis, long extent) {
    int place = axis < 0 ? axis + extents.length + 1 : axis;
    if (place < 0 || place > extents.length) {
      throw new ShapeException(
          "A new axis of shape %s can stand at %d to %d; found %d."
              .formatted(this, -extents.length - 1, extents.length, axis));
    }
    var wider = new long[extents.length + 1];
    System.arraycopy(extents, 0, wider, 0, place);
    wider[place] = extent;
    System.arraycopy(extents, place, wider, place + 1, extents.length - place);
    return partial(wider);
  }

  /// {@return this shape without an axis}
  public Shape without(int axis) {
    int gone = axis(axis);
    var narrower = new long[extents.length - 1];
    System.arraycopy(extents, 0, narrower, 0, gone);
    System.arraycopy(extents, gone + 1, narrower, gone, narrower.length - gone);
    return new Shape(narrower);
  }

  /// {@return this shape with every extent mapped}
  public Shape map(LongUnaryOperator change) {
    return partial(Arrays.stream(extents).map(change).toArray());
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Shape shape && Arrays.equals(extents, shape.extents));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /// {@return the extents in brackets, such as `[8, ?]`}
  @Override
  public String toString() {
    var text = new StringBuilder("[");
    for (int axis = 0; axis < extents.length; axis++) {
      text.append(axis == 0 ? "" : ", ");
      text.append(extents[axis] == UNKNOWN ? "?" : Long.toString(extents[axis]));
    }
    return text.append(']').toString();
  }
}
