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
    check("The gradient to begin with needs the %s of the result, %s; found %s. %s", seed, result);
  }

  /// Refuses tangents that are not of the kinds of the inputs.
  static void checkTangents(Tensor[] tangents, Tensor[] inputs) {
    if (tangents.length != inputs.length) {
      throw new IllegalArgumentException(
          "jvp needs a tangent for each of its %s inputs; found %s. Give zeros to those that do not change."
              .formatted(inputs.length, tangents.length));
    }
    for (int i = 0; i < inputs.length; i++) {
      check("jvp needs a tangent of the %s of its input, %s; found %s. %s", tangents[i], inputs[i]);
    }
  }

  private static void check(String words, Tensor found, Tensor needed) {
    if (!found.shape().equals(needed.shape())) {
      throw new ShapeException(
          words.formatted("shape", needed.shape(), found.shape(), "Reshape or expand it."));
    }
    if (found.dtype() != needed.dtype()) {
      var cast = "Cast it with to(DType." + needed.dtype().name() + ").";
      throw new DTypeException(words.formatted("dtype", needed.dtype(), found.dtype(), cast));
    }
    if (found.device() != needed.device()) {
      throw new DeviceException(
          words.formatted("device", needed.device(), found.device(), "Move it with to(device)."));
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
