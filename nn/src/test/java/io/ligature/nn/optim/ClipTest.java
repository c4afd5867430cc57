package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.GradientException;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Parameter;
import org.junit.jupiter.api.Test;

class ClipTest {
  private final Net net = new Net();

  @Test
  void theNormIsOverAllGradientsTogether() {
    net.gradients(3, -4);
    assertEquals(5, Clip.norm(net.parameters(), 10));
    assertEquals(3, net.a.grad().item());
    assertEquals(5, Clip.norm(net.parameters(), 2.5));
    assertEquals(1.5, net.a.grad().item());
    assertEquals(-2, net.b.grad().item());
  }

  @Test
  void aNormAboveTheBoundBecomesTheBound() {
    net.gradients(12, Double.NaN);
    assertEquals(12, Clip.norm(net.parameters(), 6));
    assertEquals(6, net.a.grad().item());
    assertEquals(6, Clip.norm(net.parameters(), 6));
  }

  @Test
  void nothingHasNoNorm() {
    assertEquals(0, Clip.norm(net.parameters(), 1));
    net.gradients(0, 0);
    assertEquals(0, Clip.norm(net.parameters(), 1));
  }

  @Test
  void gradientsAreClippedInPlace() {
    net.gradients(3, -4);
    var gradient = net.a.grad();
    Clip.norm(net.parameters(), 1);
    assertEquals(0.6, gradient.item(), 1e-15);
    Clip.value(net.parameters(), 0.5);
    assertEquals(0.5, gradient.item());
  }

  @Test
  void squaresThatOverflowDoNot() {
    var large = Parameter.of(Tensor.zeros(2));
    var holder =
        new Block() {
          @SuppressWarnings("unused") // by its name
          final Parameter w = large;

          @Override
          protected Tensor forward(Tensor x) {
            return x;
          }
        };
    large.grad(Tensor.of(new float[] {3e30f, 4e30f}));
    assertEquals(5e30, Clip.norm(holder.parameters(), 1), 1e24);
    assertArrayEquals(new float[] {0.6f, 0.8f}, large.grad().toFloatArray(), 1e-6f);
  }

  @Test
  void whatIsNotFiniteIsNamedAndNothingChanges() {
    net.gradients(3, Double.NEGATIVE_INFINITY);
    var e = assertThrows(GradientException.class, () -> Clip.norm(net.parameters(), 1));
    assertEquals(
        "The norm of the gradients is Infinity: of b. Look for a loss, an input or a learning rate"
            + " that is too large.",
        e.getMessage());
    assertEquals(3, net.a.grad().item());
    net.b.grad(Tensor.of(Double.NaN));
    assertThrows(GradientException.class, () -> Clip.norm(net.parameters(), 1));
  }

  @Test
  void eachElementComesWithinTheBound() {
    net.gradients(3, -4);
    Clip.value(net.parameters(), 3.5);
    assertEquals(3, net.a.grad().item());
    assertEquals(-3.5, net.b.grad().item());
  }

  @Test
  void anOptimizerClipsOnceAStep() {
    var sgd = new SGD(net.parameters(), 0.1).clipNorm(1);
    net.gradients(3, -4);
    sgd.step();
    assertEquals(1 - 0.06, net.a(), 1e-15);
    assertEquals(2 + 0.08, net.b(), 1e-15);
    var byValue = new SGD(net.parameters(), 0.1).clipValue(0.5);
    net.gradients(3, -4);
    byValue.step();
    assertEquals(1 - 0.06 - 0.05, net.a(), 1e-15);
  }

  @Test
  void aRefusedClipMovesNothing() {
    var sgd = new SGD(net.parameters(), 0.1).clipNorm(1);
    net.gradients(3, Double.POSITIVE_INFINITY);
    assertThrows(GradientException.class, sgd::step);
    assertEquals(1, net.a());
    assertEquals(2, net.b());
  }

  @Test
  void whatIsFrozenDoesNotCount() {
    var sgd = new SGD(net.parameters(), 0.1).clipNorm(1);
    net.gradients(3, -4);
    net.b.freeze();
    sgd.step();
    assertEquals(0.9, net.a(), 1e-15);
  }

  @Test
  void theBoundIsAboveZero() {
    var e =
        assertThrows(IllegalArgumentException.class, () -> Clip.norm(net.parameters(), Double.NaN));
    assertEquals("Clip.norm needs a bound above 0; found NaN.", e.getMessage());
    var value =
        assertThrows(IllegalArgumentException.class, () -> Clip.value(net.parameters(), -1));
    assertEquals("Clip.value needs a bound above 0; found -1.0.", value.getMessage());
  }
}
