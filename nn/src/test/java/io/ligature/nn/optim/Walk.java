package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/// The way of one number, step by step, against a formula in plain numbers.
final class Walk {
  static final double[] GRADIENTS = {0.5, -1, 0.25, 2, 0.125, -0.5, 0.75, 1};

  private Walk() {}

  /// What a formula keeps from step to step, and what it does in one: `w` is at first 1.
  abstract static class Formula {
    double w = 1;
    double m;
    double v;
    int t; // from 1

    /// Does a step.
    abstract void step(double g);
  }

  /// Steps a parameter that begins at 1 with each gradient in turn.
  static double[] path(Function<Net, Optimizer> make) {
    var net = new Net();
    var optimizer = make.apply(net);
    return along(
        gradient -> {
          net.gradients(gradient, Double.NaN);
          optimizer.step();
          return net.a();
        });
  }

  /// The same by a formula.
  static double[] path(Formula formula) {
    return along(
        gradient -> {
          formula.t++;
          formula.step(gradient);
          return formula.w;
        });
  }

  private static double[] along(DoubleUnaryOperator step) {
    var path = new double[GRADIENTS.length];
    for (int i = 0; i < path.length; i++) {
      path[i] = step.applyAsDouble(GRADIENTS[i]);
    }
    return path;
  }

  static void assertPath(double[] expected, double[] found) {
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], found[i], 1e-14, "step " + (i + 1));
    }
  }
}
