package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.nn.optim.Walk.Formula;
import org.junit.jupiter.api.Test;

class NAdamTest {
  /// Dozat's algorithm with his schedule of the momentum, in plain numbers.
  private static final class Dozat extends Formula {
    private final double[] betas;
    private final double psi;
    private final double decay;
    private final boolean decoupled;
    private final int sign;
    private double product = 1;

    Dozat(double beta1, double beta2, double psi, double decay, boolean decoupled, int sign) {
      betas = new double[] {beta1, beta2};
      this.psi = psi;
      this.decay = decay;
      this.decoupled = decoupled;
      this.sign = sign;
    }

    private double mu(int at) {
      return betas[0] * (1 - 0.5 * Math.pow(0.96, at * psi));
    }

    @Override
    void step(double gradient) {
      double d = sign * gradient + (decoupled ? 0 : decay * w);
      w *= decoupled ? 1 - 0.1 * decay : 1;
      m = betas[0] * m + (1 - betas[0]) * d;
      v = betas[1] * v + (1 - betas[1]) * d * d;
      product *= mu(t);
      double ahead = mu(t + 1) * m / (1 - product * mu(t + 1)) + (1 - mu(t)) * d / (1 - product);
      w -= 0.1 * ahead / (Math.sqrt(v / (1 - Math.pow(betas[1], t))) + 1e-8);
    }
  }

  @Test
  void followsItsFormula() {
    Walk.assertPath(
        Walk.path(new Dozat(0.9, 0.999, 0.004, 0, false, 1)),
        Walk.path(net -> new NAdam(net.parameters(), 0.1)));
    Walk.assertPath(
        Walk.path(new Dozat(0.5, 0.75, 0.25, 0.3, false, -1)),
        Walk.path(
            net ->
                new NAdam(net.parameters(), 0.1)
                    .betas(0.5, 0.75)
                    .momentumDecay(0.25)
                    .weightDecay(0.3)
                    .maximize()));
    Walk.assertPath(
        Walk.path(new Dozat(0.9, 0.999, 0.004, 0.3, true, 1)),
        Walk.path(net -> new NAdam(net.parameters(), 0.1).weightDecay(0.3).decoupled()));
  }

  /// Looks ahead: n = (μ(2) (1 - β1) / (1 - μ(1) μ(2)) + (1 - μ(1)) / (1 - μ(1))) g, over |g|.
  @Test
  void theFirstStepIsLongerThanAdams() {
    double[] path = Walk.path(net -> new NAdam(net.parameters(), 0.1).momentumDecay(0));
    assertEquals(1 - 0.1 * (0.45 * 0.1 / (1 - 0.45 * 0.45) + 1), path[0], 1e-8);
  }
}
