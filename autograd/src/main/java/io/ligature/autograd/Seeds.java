package io.ligature.autograd;

import io.ligature.DTypeException;
import io.ligature.DeviceException;
import io.ligature.ShapeException;
import io.ligature.Tensor;

/// What a pass begins with: the gradient with respect to a result.
final class Seeds {
  private Seeds() {}

  /// Refuses a seed that is not of its result's kind.
  static void check(Tensor seed, Tensor result) {
    if (!seed.shape().equals(result.shape())) {
      throw new ShapeException(
          "The gradient to begin with needs the shape of the result, %s; found %s. Reshape or expand it."
              .formatted(result.shape(), seed.shape()));
    }
    if (seed.dtype() != result.dtype()) {
      throw new DTypeException(
          "The gradient to begin with needs the dtype of the result, %s; found %s. Cast it with to(DType.%s)."
              .formatted(result.dtype(), seed.dtype(), result.dtype().name()));
    }
    if (seed.device() != result.device()) {
      throw new DeviceException(
          "The gradient to begin with needs the device of the result, %s; found %s. Move it with to(device)."
              .formatted(result.device(), seed.device()));
    }
  }

  /// {@return 1, the gradient of a scalar with respect to itself}
  ///
  /// @param asked what was asked for, such as `backward`
  /// @param remedy what else to ask for
  static Tensor one(Tensor result, String asked, String remedy) {
    if (!result.dtype().isFloating()) {
      throw new DTypeException(
          "%s of %s: only real numbers have gradients. Compute a real result, without rounding it to whole numbers or comparing."
              .formatted(asked, result.type()));
    }
    if (result.size() != 1) {
      throw new ShapeException(
          "%s of %s needs a scalar. Reduce it, for example with sum(), or %s."
              .formatted(asked, result.type(), remedy));
    }
    return result.onesLike();
  }
}
