package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;

/// [Init#defaultBias] beside a weight, by the fan in that the weight will have: it can be drawn no
/// sooner than that is known.
///
/// @param weight `(out, in, ...)`, whose fan in is the product of all extents but the first
record DefaultBias(Parameter weight) implements Initializer {
  @Override
  public Tensor initialize(Shape shape, DType dtype, Key key) {
    if (isWaiting()) {
      throw new UninitializedParameterException(
          "The bias beside %s begins by the number of its inputs, which is not known yet. Call apply(x), materialize(inputShape) or load(file) of the model first, or set how it begins with init(initializer)."
              .formatted(Slots.describe(weight)));
    }
    return Init.defaultBias(weight.shape().without(0).size()).initialize(shape, dtype, key);
  }

  boolean isWaiting() {
    return !weight.shape().isKnown();
  }
}
