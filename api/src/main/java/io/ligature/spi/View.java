package io.ligature.spi;

import io.ligature.DType;
import io.ligature.Shape;

/// What a kernel is given: a storage, and where in it the elements lie.
///
/// @param storage the memory
/// @param layout the elements in it
public record View(Storage storage, Layout layout) {
  /// {@return the element type}
  public DType dtype() {
    return storage.dtype();
  }

  /// {@return the shape}
  public Shape shape() {
    return layout.shape();
  }

  /// {@return the same memory under another layout}
  public View with(Layout other) {
    return new View(storage, other);
  }

  /// {@return this view repeated to a shape that it broadcasts to; itself if it has that shape}
  public View expand(Shape target) {
    return shape().equals(target) ? this : with(layout.expand(target));
  }

  /// {@return whether the two views may share an element}
  public boolean overlaps(View other) {
    return storage == other.storage
        && layout.size() > 0
        && other.layout.size() > 0
        && layout.lowest() <= other.layout.highest()
        && other.layout.lowest() <= layout.highest();
  }

  /// {@return whether both views have the same elements in the same order}
  public boolean isSame(View other) {
    if (storage != other.storage
        || layout.offset() != other.layout.offset()
        || !layout.shape().equals(other.layout.shape())) {
      return false;
    }
    for (int axis = 0; axis < layout.rank(); axis++) {
      if (layout.stride(axis) != other.layout.stride(axis) && shape().get(axis) > 1) {
        return false;
      }
    }
    return true;
  }
}
