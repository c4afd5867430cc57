package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.nn.optim.Walk.Formula;
import org.junit.jupiter.api.Test;

class LionTest {
  /// Algorithm 2 of the paper in plain numbers.
  private static final class Chen extends Formula {
    private final double beta1;
    private final double beta2;
    private final double decay;
    private final int sign;

    Chen(double beta1, double beta2, double decay, int sign) {
      this.beta1 = beta1;
      this.beta2 = beta2;
      this.decay = decay;
      this.sign = sign;
    }

    @Override
    void step(double gradient) {
      double g = sign * gradient;
      w -= 0.1 * (Math.signum(beta1 * m + (1 - beta1) * g) + decay * w);
      m = beta2 * m + (1 - beta2) * g;
    }
  }

  @Test
  void followsItsFormula() {
    Walk.assertPath(
        Walk.path(new Chen(0.9, 0.99, 0, 1)), Walk.path(net -> new Lion(net.parameters(), 0.1)));
    Walk.assertPath(
        Walk.path(new Chen(0.5, 0.75, 0.3, -1)),
        Walk.path(
            net -> new Lion(net.parameters(), 0.1).betas(0.5, 0.75).weightDecay(0.3).maximize()));
  }

  @Test
  void aGradientOfZeroWithoutAMomentumMovesNothing() {
    var net = new Net().gradients(0, Double.NaN);
    new Lion(net.parameters()).step();
    assertEquals(1, net.a());
  }
}
