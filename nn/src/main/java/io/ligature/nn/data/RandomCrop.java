package io.ligature.nn.data;

import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;

/// A part of an image at a random place.
record RandomCrop(long rows, long columns, long border) implements Transform {
  RandomCrop {
    if (rows < 1 || columns < 1 || border < 0) {
      throw new IllegalArgumentException(
          "randomCrop needs 1 row and column or more, and a border of 0 or more; found %d, %d and %d."
              .formatted(rows, columns, border));
    }
  }

  @Override
  public Tensor apply(Tensor x) {
    if (x.rank() < 2 || room(x, -2, rows) < 0 || room(x, -1, columns) < 0) {
      throw new ShapeException(
          "randomCrop of %d rows and %d columns needs an image that is larger, with a border of %d on each side; found x %s."
              .formatted(rows, columns, border, x.shape()));
    }
    return part(part(x, -2, rows), -1, columns);
  }

  private long room(Tensor x, int axis, long size) {
    return x.shape().get(axis) + 2 * border - size;
  }

  private Tensor part(Tensor x, int axis, long size) {
    long at = Tensor.randint(Key.next(), Shape.of(), 0, room(x, axis, size) + 1).itemLong();
    return x.pad(axis, border, border).narrow(axis, at, size);
  }
}
