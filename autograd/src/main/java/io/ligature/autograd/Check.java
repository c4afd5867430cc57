package io.ligature.autograd;

import io.ligature.DType;
import io.ligature.GradientException;
import io.ligature.Key;
import io.ligature.Tensor;
import java.util.Arrays;
import java.util.function.Function;

/// Gradients against central differences.
///
/// ```text
/// L(x) = Σ wⱼ f(x)ⱼ      dL/dxᵢ ≈ (L(x + h eᵢ) - L(x - h eᵢ)) / 2h      h = ε^(1/3) max(1, |xᵢ|)
/// ```
///
/// The difference is off by h² f'''/6 and by rounding, ε Σ |wⱼ fⱼ| / h, both of the order of
/// ε^(2/3).
final class Check {
  private static final double EPSILON = Math.ulp(1.0);
  private static final double STEP = Math.cbrt(EPSILON);

  /// How often ε^(2/3) the error may be: third derivatives up to some hundreds pass.
  private static final double FACTOR = 100;

  private final Function<Tensor[], Tensor> function;
  private final Tensor[] inputs;
  private final Tensor weights;

  private Check(Function<Tensor[], Tensor> function, Tensor[] inputs) {
    this.function = x -> Key.of(1).with(() -> function.apply(x)); // the same numbers each time
    this.inputs = inputs;
    var result = this.function.apply(inputs);
    weights = Tensor.rand(Key.of(0), DType.FLOAT64, result.shape()).plus(0.5).to(result.device());
  }

  static void run(Function<Tensor[], Tensor> function, Tensor... inputs) {
    var exact = inputs.clone();
    for (int i = 0; i < exact.length; i++) {
      var plain = exact[i].detach();
      exact[i] = plain.dtype().isFloating() ? plain.to(DType.FLOAT64) : plain;
    }
    Recording.with(false, () -> new Check(function, exact).run());
  }

  private void run() {
    var trace = Trace.of(x -> new Tensor[] {function.apply(x)}, inputs);
    var gradients = trace.gradients(new Tensor[] {weights});
    for (int input = 0; input < inputs.length; input++) {
      var gradient = gradients[input];
      if (inputs[input].dtype().isFloating()) {
        var found = gradient == null ? inputs[input].zerosLike() : gradient;
        compare(input, found.toDoubleArray(), inputs[input].toDoubleArray());
      }
    }
  }

  private void compare(int input, double[] gradient, double[] x) {
    for (int i = 0; i < x.length; i++) {
      double h = STEP * Math.max(1, Math.abs(x[i]));
      var above = weighted(input, x, i, x[i] + h);
      var below = weighted(input, x, i, x[i] - h);
      double difference = (above[0] - below[0]) / (2 * h);
      double scale = 1 + Math.max(above[1], below[1]) + Math.abs(difference);
      double tolerance = FACTOR * STEP * STEP * scale;
      if (!(Math.abs(gradient[i] - difference) <= tolerance)) {
        throw new GradientException(
            "check: dL/dx of input %d at element %s is %s, but central differences of step %s give %s, and the tolerance is %s. Either a gradient rule is wrong, or the function has no derivative there."
                .formatted(input, index(input, i), gradient[i], h, difference, tolerance));
      }
    }
  }

  /// L, and the sum of the magnitudes in it.
  private double[] weighted(int input, double[] x, int i, double value) {
    var moved = x.clone();
    moved[i] = value;
    var all = inputs.clone();
    all[input] = Tensor.of(moved).reshape(inputs[input].shape()).to(inputs[input].device());
    var terms = function.apply(all).times(weights).toDoubleArray();
    return new double[] {Arrays.stream(terms).sum(), Arrays.stream(terms).map(Math::abs).sum()};
  }

  private String index(int input, long element) {
    var shape = inputs[input].shape();
    var index = new long[shape.rank()];
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = element % shape.get(axis);
      element /= shape.get(axis);
    }
    return Arrays.toString(index);
  }
}
