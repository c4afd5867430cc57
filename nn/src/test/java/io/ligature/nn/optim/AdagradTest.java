package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.nn.optim.Walk.Formula;
import org.junit.jupiter.api.Test;

class AdagradTest {
  /// The paper's formula in plain numbers, with epsilon where PyTorch adds it.
  private static final class Duchi extends Formula {
    private final double fall;
    private final double decay;
    private final int sign;

    Duchi(double initial, double fall, double decay, int sign) {
      v = initial;
      this.fall = fall;
      this.decay = decay;
      this.sign = sign;
    }

    @Override
    void step(double gradient) {
      double d = sign * gradient + decay * w;
      v += d * d;
      w -= 0.1 / (1 + (t - 1) * fall) * d / (Math.sqrt(v) + 1e-10);
    }
  }

  @Test
  void followsItsFormula() {
    Walk.assertPath(
        Walk.path(new Duchi(0, 0, 0, 1)), Walk.path(net -> new Adagrad(net.parameters(), 0.1)));
    Walk.assertPath(
        Walk.path(new Duchi(0.5, 0.25, 0.3, -1)),
        Walk.path(
            net ->
                new Adagrad(net.parameters(), 0.1)
                    .initial(0.5)
                    .lrDecay(0.25)
                    .weightDecay(0.3)
                    .maximize()));
  }

  @Test
  void theSumIsRememberedWithWhatItBeganAt() {
    var net = new Net().gradients(2, Double.NaN);
    var optimizer = new Adagrad(net.parameters()).initial(1);
    optimizer.step();
    assertEquals(5, optimizer.state().get("a.sum").item());
  }
}
