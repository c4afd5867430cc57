package io.ligature.nn;

import io.ligature.Tensor;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The gradient of a loss for every use of every parameter: `2.weight@4` is that of `2.weight`
/// where block `4` uses it. The gradient of a tied parameter is the sum over its uses.
public final class GradientTrace {
  private final Map<String, @Nullable Tensor> gradients;

  GradientTrace(Map<String, @Nullable Tensor> gradients) {
    this.gradients = Collections.unmodifiableMap(gradients);
  }

  /// {@return the uses, by parameter and then in the order of their first calls}
  public Set<String> names() {
    return gradients.keySet();
  }

  /// {@return the gradient of a use; null if the loss does not depend on it}
  ///
  /// @throws IllegalArgumentException if there is no such use; lists all
  public @Nullable Tensor get(String use) {
    if (!gradients.containsKey(use)) {
      throw new IllegalArgumentException(
          "There is no use '%s'; there are %s.".formatted(use, names()));
    }
    return gradients.get(use);
  }

  /// {@return the Euclidean norm of the gradient of a use; 0 if there is none}
  public double norm(String use) {
    return norm(get(use));
  }

  private static double norm(@Nullable Tensor gradient) {
    double sum = 0;
    for (double g : gradient == null ? new double[0] : gradient.toDoubleArray()) {
      sum += g * g;
    }
    return Math.sqrt(sum);
  }

  /// Calls for every use with its gradient, which may be null.
  public void forEach(BiConsumer<String, @Nullable Tensor> action) {
    gradients.forEach(action);
  }

  /// {@return one line a use: name, type, and the norm of the gradient}
  @Override
  public String toString() {
    return gradients.entrySet().stream()
        .map(
            entry ->
                entry.getKey()
                    + (entry.getValue() == null
                        ? " no gradient"
                        : String.format(
                            Locale.ROOT,
                            " %s norm %.4g",
                            entry.getValue().type(),
                            norm(entry.getValue()))))
        .collect(Collectors.joining("\n"));
  }
}
