package io.ligature.nn.optim;

import io.ligature.DType;
import io.ligature.GradientException;
import io.ligature.Tensor;
import io.ligature.nn.ParameterDict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps gradients within bounds, in place. An optimizer does it by itself, once a step, if told so
/// with [Optimizer#clipNorm] or [Optimizer#clipValue].
public final class Clip {
  private Clip() {}

  /// Scales all gradients by one factor, so that their norm is at most `max`.
  ///
  /// ```text
  /// n = sqrt(sum of g² over all elements of all gradients)
  /// g = g max / n                                             where n > max
  /// ```
  ///
  /// Parameters without a gradient count as nothing. PyTorch adds 1e-6 to the divisor; here the
  /// norm afterwards is `max`.
  ///
  /// @return the norm before
  /// @throws GradientException if a gradient has an element that is not finite; names the
  ///   parameters, and has changed nothing
  /// @see <a href="https://proceedings.mlr.press/v28/pascanu13.html">Pascanu, Mikolov and Bengio
  ///   (2013)</a>
  public static double norm(ParameterDict parameters, double max) {
    check("Clip.norm", max);
    return norm(gradients(parameters), max);
  }

  /// Brings each element of each gradient within `-max` and `max`.
  public static void value(ParameterDict parameters, double max) {
    check("Clip.value", max);
    value(gradients(parameters), max);
  }

  static void check(String what, double max) {
    if (!(max > 0)) {
      throw new IllegalArgumentException(
          "%s needs a bound above 0; found %s.".formatted(what, max));
    }
  }

  private static Map<String, Tensor> gradients(ParameterDict parameters) {
    var gradients = new LinkedHashMap<String, Tensor>();
    parameters.forEach(
        (name, parameter) -> {
          var gradient = parameter.lentGrad();
          if (gradient != null) {
            gradients.put(name, gradient.detach());
          }
        });
    return gradients;
  }

  static double norm(Map<String, Tensor> gradients, double max) {
    double squares = 0;
    for (var gradient : gradients.values()) {
      squares += squares(gradient);
    }
    if (!Double.isFinite(squares)) {
      throw new GradientException(
          "The norm of the gradients is %s: of %s. Look for a loss, an input or a learning rate that is too large."
              .formatted(Math.sqrt(squares), culprits(gradients)));
    }
    double norm = Math.sqrt(squares);
    if (norm > max) {
      for (var gradient : gradients.values()) {
        gradient.timesAssign(max / norm);
      }
    }
    return norm;
  }

  /// In double where the gradient's own type overflows; here, if its device has none.
  private static double squares(Tensor gradient) {
    double sum = gradient.times(gradient).sum().item();
    if (Double.isFinite(sum)) {
      return sum;
    }
    if (!gradient.device().computes(DType.FLOAT64)) {
      return Arrays.stream(gradient.toDoubleArray()).map(g -> g * g).sum();
    }
    var wide = gradient.to(DType.FLOAT64);
    return wide.times(wide).sum().item();
  }

  private static String culprits(Map<String, Tensor> gradients) {
    var names = new ArrayList<String>();
    gradients.forEach(
        (name, gradient) -> {
          if (!Double.isFinite(squares(gradient))) {
            names.add(name);
          }
        });
    return String.join(", ", names);
  }

  static void value(Map<String, Tensor> gradients, double max) {
    for (var gradient : gradients.values()) {
      gradient.assign(gradient.minimum(max).maximum(-max));
    }
  }
}
