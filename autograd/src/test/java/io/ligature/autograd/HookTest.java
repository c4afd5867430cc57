package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.GradMode;
import io.ligature.GradientException;
import io.ligature.Tensor;
import io.ligature.spi.Leaf;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Hooks on leaves see each gradient once a pass, may replace it, and can be taken away.
class HookTest {
  private final Tensor x = f64(1, 2).requireGrad();
  private final List<String> seen = new ArrayList<>();

  private void pass(double factor) {
    x.times(factor).sum().backward();
  }

  private Tensor note(String name, Tensor g) {
    seen.add(name + g.get(0).item());
    return g;
  }

  @Test
  void seesTheSumOverAllUsesAndNotWhatIsHeld() {
    x.onGrad(g -> note("", g));
    x.times(3).plus(x.times(4)).sum().backward();
    pass(1);
    assertEquals(List.of("7.0", "1.0"), seen);
    assertArrayEquals(new double[] {8, 8}, x.grad().toDoubleArray());
  }

  @Test
  void replacesWhatIsAdded() {
    pass(1);
    x.onGrad(g -> g.times(10));
    pass(2);
    assertArrayEquals(new double[] {21, 21}, x.grad().toDoubleArray());
  }

  @Test
  void runsInTheOrderOfRegistrationEachOnTheResultOfTheLast() {
    x.onGrad(g -> note("a", g).plus(1));
    x.onGrad(g -> note("b", g).times(10));
    x.onGrad(g -> note("c", g));
    pass(2);
    assertEquals(List.of("a2.0", "b3.0", "c30.0"), seen);
    assertArrayEquals(new double[] {30, 30}, x.grad().toDoubleArray());
  }

  @Test
  void isRemovedByClosingAndOnlyOnce() throws Exception {
    x.onGrad(g -> note("a", g));
    var middle = x.onGrad(g -> note("b", g).times(2));
    x.onGrad(g -> note("c", g));
    middle.close();
    middle.close();
    pass(2);
    assertEquals(List.of("a2.0", "c2.0"), seen);
  }

  @Test
  void registeredTwiceRunsTwiceAndIsRemovedSingly() throws Exception {
    java.util.function.UnaryOperator<Tensor> twice = g -> note("", g).times(2);
    var first = x.onGrad(twice);
    x.onGrad(twice);
    pass(1);
    first.close();
    pass(1);
    assertEquals(List.of("1.0", "2.0", "1.0"), seen);
  }

  @Test
  void mayRemoveItselfAndAddOthersWhileItRuns() {
    var hooks = new ArrayList<AutoCloseable>();
    hooks.add(
        x.onGrad(
            g -> {
              try {
                hooks.removeFirst().close();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
              x.onGrad(later -> note("later", later));
              return note("first", g);
            }));
    pass(1);
    pass(2);
    assertEquals(List.of("first1.0", "later2.0"), seen);
  }

  @Test
  void mayKeepWhatItSees() {
    var kept = new ArrayList<Tensor>();
    x.onGrad(
        g -> {
          kept.add(g);
          return g;
        });
    pass(1);
    pass(2);
    x.grad().plusAssign(100);
    assertArrayEquals(new double[] {1, 1}, kept.get(0).toDoubleArray());
    assertArrayEquals(new double[] {2, 2}, kept.get(1).toDoubleArray());
  }

  @Test
  void mayEditWhatItSees() {
    var other = f64(3, 4).requireGrad();
    x.onGrad(
        g -> {
          var own = g.copy();
          own.timesAssign(10);
          return own;
        });
    x.plus(other).backward(f64(1, 1));
    assertArrayEquals(new double[] {10, 10}, x.grad().toDoubleArray());
    assertArrayEquals(new double[] {1, 1}, other.grad().toDoubleArray());
  }

  @Test
  void mayReturnATensorOfItsOwnWithoutGivingItAway() {
    var mine = f64(5, 5);
    x.onGrad(_ -> mine);
    pass(1);
    pass(1);
    assertArrayEquals(new double[] {10, 10}, x.grad().toDoubleArray());
    assertArrayEquals(new double[] {5, 5}, mine.toDoubleArray());
  }

  @Test
  void mayReturnATrackedTensorOfWhichNoHistoryIsKept() {
    var tracked = f64(5, 5).requireGrad();
    x.onGrad(g -> tracked);
    pass(1);
    pass(1);
    assertEquals(false, x.grad().isTracked());
    assertArrayEquals(new double[] {10, 10}, x.grad().toDoubleArray());
  }

  @Test
  void isNotRecorded() {
    var factor = f64(2, 2).requireGrad();
    x.onGrad(g -> g.times(factor));
    pass(3);
    assertEquals(false, x.grad().isTracked());
    assertArrayEquals(new double[] {6, 6}, x.grad().toDoubleArray());
  }

  @Test
  void seesTheOldGradientHeldWhileItRuns() {
    pass(1);
    x.onGrad(
        g -> {
          seen.add("held" + x.grad().get(0).item());
          return g;
        });
    pass(2);
    assertEquals(List.of("held1.0"), seen);
  }

  @Test
  void doesNotRunWhereNoGradientArrives() {
    x.onGrad(g -> note("", g));
    f64(3).requireGrad().times(2).sum().backward();
    ((Leaf) x.history()).mode(GradMode.NONE);
    pass(1);
    assertEquals(List.of(), seen);
    assertNull(x.grad());
  }

  @Test
  void doesNotRunForADerivativeOfAFunction() {
    x.onGrad(g -> note("", g));
    var _ = Grad.grad(z -> z.square().sum()).apply(x);
    assertEquals(List.of(), seen);
  }

  @Test
  void runsOnEveryLeafBeforeAnyGradientChanges() {
    var other = f64(3, 4).requireGrad();
    x.onGrad(
        g -> {
          assertNull(other.grad());
          return g;
        });
    other.onGrad(
        g -> {
          assertNull(x.grad());
          return g;
        });
    x.times(other).sum().backward();
    assertArrayEquals(new double[] {3, 4}, x.grad().toDoubleArray());
  }

  @Test
  void needsALeaf() {
    var error = assertThrows(GradientException.class, () -> x.times(2).onGrad(g -> g));
    assertEquals(
        "onGrad needs a leaf; f64[2] is not one. Call requireGrad() where the tensor is made.",
        error.getMessage());
    assertThrows(GradientException.class, () -> f64(1).onGrad(g -> g));
  }
}
