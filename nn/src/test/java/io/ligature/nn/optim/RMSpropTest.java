package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.nn.optim.Walk.Formula;
import org.junit.jupiter.api.Test;

class RMSpropTest {
  /// Graves' formula in plain numbers, with epsilon where PyTorch adds it.
  private static final class Graves extends Formula {
    private final double alpha;
    private final double momentum;
    private final double decay;
    private final boolean centered;
    private final int sign;
    private double b;

    Graves(double alpha, double momentum, double decay, boolean centered, int sign) {
      this.alpha = alpha;
      this.momentum = momentum;
      this.decay = decay;
      this.centered = centered;
      this.sign = sign;
    }

    @Override
    void step(double gradient) {
      double d = sign * gradient + decay * w;
      v = alpha * v + (1 - alpha) * d * d;
      m = alpha * m + (1 - alpha) * d;
      double n = d / (Math.sqrt(centered ? v - m * m : v) + 1e-8);
      b = momentum * b + n;
      w -= 0.1 * b;
    }
  }

  @Test
  void followsItsFormula() {
    Walk.assertPath(
        Walk.path(new Graves(0.99, 0, 0, false, 1)),
        Walk.path(net -> new RMSprop(net.parameters(), 0.1)));
    Walk.assertPath(
        Walk.path(new Graves(0.75, 0.5, 0.3, false, -1)),
        Walk.path(
            net ->
                new RMSprop(net.parameters(), 0.1)
                    .alpha(0.75)
                    .momentum(0.5)
                    .weightDecay(0.3)
                    .maximize()));
    Walk.assertPath(
        Walk.path(new Graves(0.75, 0.5, 0, true, 1)),
        Walk.path(net -> new RMSprop(net.parameters(), 0.1).alpha(0.75).momentum(0.5).centered()));
  }

  /// The mean square and the square of the mean come to be the same; rounding may leave less than
  /// 0.
  @Test
  void aSteadyGradientHasNoDeviationAndNoNaN() {
    var net = new Net();
    var optimizer = new RMSprop(net.parameters(), 1e-12).alpha(0.5).centered();
    for (int i = 0; i < 200; i++) {
      net.gradients(0.1, Double.NaN);
      optimizer.step();
    }
    assertEquals(1, net.a(), 1e-2);
    assertEquals("[a.square_avg, a.grad_avg]", optimizer.state().keySet().toString());
  }
}
