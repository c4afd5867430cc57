package io.ligature.nn;

import io.ligature.Tensor;
import java.util.Collections;
import java.util.Map;
import java.util.Set;

/// The gradient of a loss for every use of every parameter: `2.weight@4` is that of `2.weight` in
/// layer `4`.
public final class GradientTrace {
  private final Map<String, Tensor> gradients;

  GradientTrace(Map<String, Tensor> gradients) {
    this.gradients = gradients;
  }

  /// {@return the uses, in the order of their first calls}
  public Set<String> names() {
    return Collections.unmodifiableSet(gradients.keySet());
  }
}
