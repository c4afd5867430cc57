package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Tensor;
import io.ligature.nn.Init;
import io.ligature.nn.Linear;
import io.ligature.nn.Sequential;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// What a step of each optimizer does to numbers.
class StepsTest {
  /// Of a layer that is used twice, with weight 1 and input 1: y = w², dy/dw = 2 w.
  private static double[] twice(Function<Sequential, Optimizer> make) {
    var layer = new Linear(1, 1, false);
    layer.to(DType.FLOAT64);
    layer.initialize(Init.ones());
    var net = new Sequential(layer, layer);
    var optimizer = make.apply(net);
    var path = new double[2];
    for (int i = 0; i < 2; i++) {
      optimizer.zeroGrad();
      net.apply(Tensor.of(new double[] {1}, 1, 1)).sum().backward();
      optimizer.step();
      path[i] = layer.weight().data().item();
    }
    return path;
  }

  @Test
  void momentumGoesOn() {
    var path = twice(net -> new SGD(net.parameters(), 0.1).momentum(0.9));
    assertEquals(0.8, path[0], 1e-15);
    assertEquals(0.46, path[1], 1e-15); // 0.8 - 0.1 (0.9 · 2 + 1.6)
  }

  @Test
  void adamTakesEvenSteps() {
    var path = twice(net -> new Adam(net.parameters(), 0.1));
    assertEquals(0.9, path[0], 1e-8);
    assertEquals(0.80041223, path[1], 1e-8);
  }

  @Test
  void adamWDecaysBesides() {
    var path = twice(net -> new AdamW(net.parameters(), 0.1).weightDecay(0.1));
    assertEquals(0.89, path[0], 1e-8); // 1 - 0.1 · 0.1 · 1 - 0.1
  }

  // ---- against the formulas, written out in plain numbers

  private static double[] sgd(
      double momentum, double dampening, double decay, boolean nesterov, boolean maximize) {
    double w = 1;
    double b = 0;
    var path = new double[Walk.GRADIENTS.length];
    for (int i = 0; i < path.length; i++) {
      double d = (maximize ? -Walk.GRADIENTS[i] : Walk.GRADIENTS[i]) + decay * w;
      b = i == 0 ? d : momentum * b + (1 - dampening) * d;
      w -= 0.1 * (momentum == 0 ? d : nesterov ? d + momentum * b : b);
      path[i] = w;
    }
    return path;
  }

  @Test
  void sgdFollowsItsFormula() {
    Walk.assertPath(sgd(0, 0, 0, false, false), Walk.path(n -> new SGD(n.parameters(), 0.1)));
    Walk.assertPath(
        sgd(0, 0, 0.3, false, true),
        Walk.path(n -> new SGD(n.parameters(), 0.1).weightDecay(0.3).maximize()));
    Walk.assertPath(
        sgd(0.9, 0.5, 0.3, false, false),
        Walk.path(n -> new SGD(n.parameters(), 0.1).momentum(0.9).dampening(0.5).weightDecay(0.3)));
    Walk.assertPath(
        sgd(0.9, 0, 0.3, true, false),
        Walk.path(n -> new SGD(n.parameters(), 0.1).momentum(0.9).nesterov().weightDecay(0.3)));
  }

  private static double[] adam(
      double beta1, double beta2, double decay, boolean decoupled, boolean amsgrad, int sign) {
    double w = 1;
    double m = 0;
    double v = 0;
    double largest = 0;
    var path = new double[Walk.GRADIENTS.length];
    for (int i = 0; i < path.length; i++) {
      double g = sign * Walk.GRADIENTS[i];
      double d = decoupled ? g : g + decay * w;
      w = decoupled ? w * (1 - 0.1 * decay) : w;
      m = beta1 * m + (1 - beta1) * d;
      v = beta2 * v + (1 - beta2) * d * d;
      largest = amsgrad ? Math.max(largest, v) : v;
      double mean = m / (1 - Math.pow(beta1, i + 1));
      double square = largest / (1 - Math.pow(beta2, i + 1));
      w -= 0.1 * mean / (Math.sqrt(square) + 1e-8);
      path[i] = w;
    }
    return path;
  }

  @Test
  void adamFollowsItsFormula() {
    Walk.assertPath(
        adam(0.9, 0.999, 0, false, false, 1), Walk.path(n -> new Adam(n.parameters(), 0.1)));
    Walk.assertPath(
        adam(0.5, 0.75, 0.3, false, false, 1),
        Walk.path(n -> new Adam(n.parameters(), 0.1).betas(0.5, 0.75).weightDecay(0.3)));
    Walk.assertPath(
        adam(0.5, 0.75, 0, false, true, -1),
        Walk.path(n -> new Adam(n.parameters(), 0.1).betas(0.5, 0.75).amsgrad().maximize()));
  }

  @Test
  void adamWFollowsItsFormula() {
    Walk.assertPath(
        adam(0.9, 0.999, 0.01, true, false, 1), Walk.path(n -> new AdamW(n.parameters(), 0.1)));
    Walk.assertPath(
        adam(0.5, 0.75, 0.3, true, true, -1),
        Walk.path(
            n ->
                new AdamW(n.parameters(), 0.1)
                    .betas(0.5, 0.75)
                    .weightDecay(0.3)
                    .amsgrad()
                    .maximize()));
  }

  @Test
  void defaultsAreThoseOfPyTorch() {
    var net = new Net();
    assertEquals(1e-3, new Adam(net.parameters()).lr());
    assertEquals(0, new Adam(net.parameters()).weightDecay());
    assertEquals(1e-3, new AdamW(net.parameters()).lr());
    assertEquals(0.01, new AdamW(net.parameters()).weightDecay());
    assertEquals(0, new SGD(net.parameters(), 1).weightDecay());
  }

  @Test
  void epsilonKeepsTheDivisorFromZero() {
    var net = new Net();
    net.gradients(1e-3, Double.NaN);
    new Adam(net.parameters(), 0.1).eps(1e-3).step();
    assertEquals(1 - 0.1 * 0.5, net.a(), 1e-14);
  }

  @Test
  void theFirstMomentumIsTheGradientWhateverTheDampening() {
    var net = new Net();
    var optimizer = new SGD(net.parameters(), 0.1).momentum(0.9).dampening(0.75);
    net.gradients(1, Double.NaN);
    optimizer.step();
    assertEquals(0.9, net.a(), 1e-15);
    net.gradients(1, 1); // b begins now
    optimizer.step();
    assertEquals(1.9, net.b(), 1e-15);
    assertEquals(0.9 - 0.1 * (0.9 + 0.25), net.a(), 1e-15);
  }
}
