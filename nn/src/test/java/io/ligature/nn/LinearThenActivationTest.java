package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A chain computes a linear layer and the activation behind it as one, where nobody can tell.
class LinearThenActivationTest {
  private final Tensor x = Tensor.randn(Key.of(1), DType.FLOAT32, Shape.of(3, 4));
  private final Linear linear = new Linear(4, 5);

  static Block[] activations() {
    return new Block[] {new ReLU(), new Sigmoid(), new Tanh()};
  }

  @ParameterizedTest
  @MethodSource("activations")
  void theResultAndTheGradientsAreThoseOfBothApart(Block activation) {
    var loss = new Sequential(linear, activation).apply(x).square().sum();
    loss.backward();
    var gradient = linear.weight().gradOrZeros().copy();
    linear.zeroGrad();
    var apart = activation.apply(linear.apply(x)).square().sum();
    apart.backward();
    assertEquals(apart.item(), loss.item());
    assertArrayEquals(linear.weight().gradOrZeros().toFloatArray(), gradient.toFloatArray(), 1e-6f);
  }

  @Test
  void bothAreOneOnlyWhereNobodyCanTell() {
    var relu = new ReLU();
    assertNull(new LazyLinear(5).applyWith(relu, x)); // not drawn yet
    linear.apply(x);
    assertNotNull(linear.applyWith(relu, x));
    assertNull(linear.applyWith(new GELU(), x));
    assertNull(linear.applyWith(relu, x.to(DType.FLOAT64)));
    try (var _ = relu.onForward((in, out) -> out)) {
      assertNull(linear.applyWith(relu, x));
    }
    try (var _ = linear.beforeForward(in -> in)) {
      assertNull(linear.applyWith(relu, x));
    }
    var own =
        new Linear(4, 5) {
          @Override
          protected Tensor forward(Tensor input) {
            return super.forward(input).plus(1);
          }
        };
    own.apply(x);
    assertNull(own.applyWith(relu, x));
  }

  @Test
  void hooksSeeWhatIsBetween() {
    var net = new Sequential(linear, new ReLU());
    var between = new ArrayList<Tensor>();
    try (var _ = linear.onForward((in, out) -> keep(between, out))) {
      net.apply(x);
    }
    assertTrue(between.getFirst().min().item() < 0);
  }

  private static Tensor keep(List<Tensor> where, Tensor x) {
    where.add(x);
    return x;
  }

  @Test
  void anErrorNamesTheLinearLayer() {
    var net = new Sequential(new Sequential(linear, new ReLU()));
    net.apply(x);
    var error = assertThrows(ShapeException.class, () -> net.apply(Tensor.zeros(3, 6)));
    assertEquals(
        "In layer 0.0: Linear needs x (..., 4); found [3, 6]. Reshape x, or build the layer for its"
            + " last extent.",
        error.getMessage());
  }
}
