package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.nn.optim.Walk.Formula;
import org.junit.jupiter.api.Test;

class RAdamTest {
  /// Algorithm 2 of the paper in plain numbers, with epsilon where PyTorch adds it.
  private static final class Liu extends Formula {
    private final double beta1;
    private final double beta2;
    private final double decay;
    private final boolean decoupled;
    private final int sign;

    Liu(double beta1, double beta2, double decay, boolean decoupled, int sign) {
      this.beta1 = beta1;
      this.beta2 = beta2;
      this.decay = decay;
      this.decoupled = decoupled;
      this.sign = sign;
    }

    @Override
    void step(double gradient) {
      double d = sign * gradient + (decoupled ? 0 : decay * w);
      w *= decoupled ? 1 - 0.1 * decay : 1;
      m = beta1 * m + (1 - beta1) * d;
      v = beta2 * v + (1 - beta2) * d * d;
      double mean = m / (1 - Math.pow(beta1, t));
      double most = 2 / (1 - beta2) - 1;
      double left = Math.pow(beta2, t);
      double length = most - 2 * t * left / (1 - left);
      if (length > 5) {
        double variance = (length - 4) * (length - 2) * most / ((most - 4) * (most - 2) * length);
        w -= 0.1 * mean * Math.sqrt(variance) * Math.sqrt(1 - left) / (Math.sqrt(v) + 1e-8);
      } else {
        w -= 0.1 * mean;
      }
    }
  }

  @Test
  void followsItsFormula() {
    Walk.assertPath(
        Walk.path(new Liu(0.9, 0.999, 0, false, 1)),
        Walk.path(net -> new RAdam(net.parameters(), 0.1)));
    Walk.assertPath(
        Walk.path(new Liu(0.5, 0.75, 0.3, false, -1)),
        Walk.path(
            net -> new RAdam(net.parameters(), 0.1).betas(0.5, 0.75).weightDecay(0.3).maximize()));
    Walk.assertPath(
        Walk.path(new Liu(0.9, 0.999, 0.3, true, 1)),
        Walk.path(net -> new RAdam(net.parameters(), 0.1).weightDecay(0.3).decoupled()));
  }

  /// The paper: with β2 = 0.999 the variance is known from the sixth step on.
  @Test
  void theFirstFiveStepsGoByTheMeanGradientAlone() {
    for (int t = 1; t <= 5; t++) {
      assertEquals(0, RAdam.rectification(0.999, t), "step " + t);
    }
    assertEquals(Math.sqrt(2 * 4 / (6 * 1999.0)), RAdam.rectification(0.999, 6), 1e-4); // ρ ≈ 6
    assertEquals(1, RAdam.rectification(0.999, 1_000_000), 1e-9);
  }

  @Test
  void aShortMemoryNeverKnowsTheVariance() {
    double[] path = Walk.path(net -> new RAdam(net.parameters(), 0.1).betas(0, 0));
    assertEquals(1 - 0.1 * 0.5, path[0], 1e-15);
    assertEquals(1 - 0.1 * 0.5 + 0.1, path[1], 1e-15);
  }
}
