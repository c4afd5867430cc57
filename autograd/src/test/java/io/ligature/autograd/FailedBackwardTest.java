package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.GradMode;
import io.ligature.GradientException;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.spi.Leaf;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A pass that fails, wherever it does, leaves every gradient as it was: the same tensor, the same
/// bits.
class FailedBackwardTest {
  private final Tensor fresh = f64(1, 2).requireGrad(); // has none yet
  private final Tensor filled = f64(3, 4).requireGrad(); // has one
  private final Tensor written = f64(5, 6).requireGrad(); // has one, and would replace it
  private final Tensor last = f64(7, 8).requireGrad();
  private Tensor held;
  private Tensor replaced;

  @BeforeEach
  void accumulate() {
    filled.times(10).sum().backward();
    written.times(20).sum().backward();
    leaf(written).mode(GradMode.WRITE);
    held = filled.grad();
    replaced = written.grad();
  }

  private static Leaf leaf(Tensor x) {
    return (Leaf) x.history();
  }

  private Tensor loss() {
    return fresh.times(filled).times(written).times(last).sum();
  }

  private void assertUnchanged() {
    assertNull(fresh.grad());
    assertSame(held, filled.grad());
    assertArrayEquals(new double[] {10, 10}, held.toDoubleArray());
    assertSame(replaced, written.grad());
    assertArrayEquals(new double[] {20, 20}, replaced.toDoubleArray());
  }

  private <E extends Exception> E fails(Class<E> kind) {
    var loss = loss();
    var error = assertThrows(kind, loss::backward);
    assertUnchanged();
    return error;
  }

  @Test
  void whenAHookThrows() {
    last.onGrad(
        _ -> {
          throw new UnsupportedOperationException("mine");
        });
    assertEquals("mine", fails(UnsupportedOperationException.class).getMessage());
    assertNull(last.grad());
  }

  @Test
  void whenTheHookOfTheFirstLeafThrows() {
    fresh.onGrad(
        _ -> {
          throw new UnsupportedOperationException("mine");
        });
    fails(UnsupportedOperationException.class);
    assertNull(last.grad());
  }

  @Test
  void whenAHookChangesTheShape() {
    last.onGrad(Tensor::sum);
    assertEquals(
        "A gradient hook must keep the shape, [2]; found []. Reduce or reshape it.",
        fails(ShapeException.class).getMessage());
  }

  @Test
  void whenAHookChangesTheType() {
    last.onGrad(g -> g.to(DType.FLOAT32));
    assertEquals(
        "A gradient hook must keep the dtype, f64; found f32. Cast it with to(DType.FLOAT64).",
        fails(DTypeException.class).getMessage());
  }

  @Test
  void whenAHookReturnsNothing() {
    UnaryOperator<Tensor> forgetful = _ -> null;
    last.onGrad(forgetful);
    assertEquals(
        "A gradient hook must return a gradient; found null. Return what it was given to leave it"
            + " as it is.",
        fails(GradientException.class).getMessage());
  }

  @Test
  void whenAGradientOfAnotherTypeIsHeld() {
    var single = Tensor.of(1f, 1f);
    leaf(last).gradient(single, single);
    assertEquals(
        "A gradient is added to one with the dtype f32; found f64. Cast it with"
            + " to(DType.FLOAT32).",
        fails(DTypeException.class).getMessage());
    assertSame(single, last.grad());
  }

  @Test
  void whenAGradientOfAnotherShapeIsHeld() {
    var longer = f64(1, 1, 1);
    leaf(last).gradient(longer, longer);
    assertEquals(
        "A gradient is added to one with the shape [3]; found [2]. Reduce or reshape it.",
        fails(ShapeException.class).getMessage());
    assertSame(longer, last.grad());
  }

  @Test
  void whenAValueWasEdited() {
    last.detach().plusAssign(1);
    var loss = loss();
    last.detach().plusAssign(1);
    assertThrows(GradientException.class, loss::backward);
    assertUnchanged();
    assertNull(last.grad());
  }

  @Test
  void whenARuleFails() {
    var checkpointed =
        Grad.checkpoint(
            new UnaryOperator<>() {
              private int runs;

              @Override
              public Tensor apply(Tensor x) {
                return x.plus(runs++); // another result the second time
              }
            });
    var loss = loss().times(checkpointed.apply(last).sum());
    assertThrows(GradientException.class, loss::backward);
    assertUnchanged();
    assertNull(last.grad());
  }

  @Test
  void andTheNextPassSucceeds() throws Exception {
    var hook =
        last.onGrad(
            _ -> {
              throw new UnsupportedOperationException("mine");
            });
    fails(UnsupportedOperationException.class);
    hook.close();
    loss().backward();
    assertArrayEquals(new double[] {105, 192}, fresh.grad().toDoubleArray());
    assertArrayEquals(new double[] {45, 106}, filled.grad().toDoubleArray());
    assertArrayEquals(new double[] {21, 64}, written.grad().toDoubleArray());
  }

  @Test
  void aGradientThatIsOneElementRepeatedCanBeAddedTo() {
    leaf(last).gradient(Tensor.of(5.0).expand(2), last);
    loss().backward();
    assertArrayEquals(new double[] {5 + 15, 5 + 48}, last.grad().toDoubleArray());
  }

  @Test
  void aTrackedGradientCanBeAddedTo() {
    var made = f64(5, 5).requireGrad().times(1);
    leaf(last).gradient(made, last);
    loss().backward();
    assertArrayEquals(new double[] {5 + 15, 5 + 48}, last.grad().toDoubleArray());
  }
}
