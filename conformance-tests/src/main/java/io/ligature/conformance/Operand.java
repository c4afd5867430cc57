package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.spi.Layout;

/// What a kernel is given, on the host: a storage's elements, and where in it the operand lies.
///
/// @param way how it is laid out, in words
record Operand(Cells cells, Layout layout, String way) {
  DType dtype() {
    return cells.dtype();
  }

  Shape shape() {
    return layout.shape();
  }

  int size() {
    return (int) layout.size();
  }

  /// {@return an element by its row-major number}
  double real(int element) {
    return cells.real((int) layout.index(element));
  }

  long whole(int element) {
    return cells.whole((int) layout.index(element));
  }

  long bits(int element) {
    return cells.bits()[(int) layout.index(element)];
  }

  Operand with(Layout other) {
    return new Operand(cells, other, way);
  }

  /// {@return dtype, shape and layout, such as `f32[7, 33] transposed`}
  @Override
  public String toString() {
    return dtype() + "" + shape() + " " + way;
  }
}
