package io.ligature.nn;

import io.ligature.Tensor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A pass with values that are given: the functional form.
final class Values extends Pass {
  private final Map<Slot, Tensor> given;

  Values(Map<Slot, Tensor> given) {
    super(current());
    this.given = given;
    given.forEach((slot, value) -> resolved(slot, value.shape()));
  }

  @Override
  @Nullable Tensor value(Slot slot) {
    return given.get(slot);
  }
}
