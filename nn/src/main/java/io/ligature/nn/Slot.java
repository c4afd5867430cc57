package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.Tensor;

/// A named place of a tensor in a [Block]. Its identity stays; what is inside may move, be cast,
/// loaded or drawn anew.
///
/// ```text
/// lazy          some extents are unknown          [8, ?]
/// deferred      all are known, no value yet       drawn at the first use
/// initialized   there is a value
/// ```
public sealed interface Slot permits Parameter, Buffer {
  /// {@return the path from the outermost block that is known to hold it, such as `0.weight`}
  String name();

  /// {@return the extents, of which some may be unknown}
  Shape shape();

  /// {@return the element type}
  DType dtype();

  /// {@return the device where the value lives, or will}
  Device device();

  /// {@return whether there is a value}
  boolean isInitialized();

  /// {@return the value as forward passes read it: of a parameter, tracked}
  ///
  /// @throws UninitializedParameterException if extents are unknown
  Tensor value();

  /// {@return the live value, untracked; edits in place change it}
  ///
  /// @throws UninitializedParameterException if extents are unknown
  Tensor data();

  /// Makes unknown extents known.
  ///
  /// @throws io.ligature.ShapeException if it contradicts what is known
  void resolve(Shape known);
}
