package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.GradientException;
import io.ligature.Tensor;
import io.ligature.spi.Storage;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Backward gives back what it consumed, and says so to whoever asks again; a retained graph stays.
class UsedUpGraphTest {
  private static final String USED_UP =
      "backward through %s: an earlier pass used up this part of the graph. Compute it again, or"
          + " keep the graph in the first pass with backward(seed, true).";

  @Test
  void refusesASecondPassAndChangesNoGradient() {
    var x = f64(3).requireGrad();
    var y = f64(5).requireGrad();
    var loss = x.times(x).plus(y).sum();
    loss.backward();
    var error = assertThrows(GradientException.class, loss::backward);
    assertEquals(USED_UP.formatted("reshape"), error.getMessage());
    assertEquals(6, x.grad().sum().item());
    assertEquals(1, y.grad().sum().item());
  }

  @Test
  void refusesASecondLossOverTheSharedPart() {
    var x = f64(3).requireGrad();
    var y = f64(5).requireGrad();
    var shared = x.exp();
    shared.sum().backward();
    var first = x.grad().toDoubleArray();
    var second = y.times(shared).sum(); // can be computed, and not be differentiated
    var error = assertThrows(GradientException.class, second::backward);
    assertEquals(USED_UP.formatted("exp"), error.getMessage());
    assertArrayEquals(first, x.grad().toDoubleArray());
    assertNull(y.grad());
  }

  @Test
  void refusesDerivativesOfAUsedUpGraph() {
    var x = f64(3).requireGrad();
    var y = x.exp();
    y.sum().backward();
    var gradient = Grad.grad(z -> z.times(y).sum()).apply(f64(2));
    assertEquals(Math.exp(3), gradient.sum().item());
    var error = assertThrows(GradientException.class, () -> gradient.sum().backward());
    assertEquals(USED_UP.formatted("exp"), error.getMessage());
  }

  @Test
  void allowsAnotherPassThroughARetainedGraph() {
    var x = f64(3).requireGrad();
    var loss = x.times(x).sum();
    loss.backward(null, true);
    loss.backward(null, true);
    loss.backward();
    assertEquals(18, x.grad().sum().item());
    assertThrows(GradientException.class, loss::backward);
  }

  @Test
  void allowsTwoLossesOverARetainedPart() {
    var x = f64(3).requireGrad();
    var shared = x.times(x);
    var first = shared.times(2).sum();
    var second = shared.times(shared).sum(); // x⁴
    first.backward(null, true);
    second.backward();
    assertEquals(12 + 108, x.grad().sum().item());
  }

  @Test
  void usesUpWhatLeadsNowhereToo() {
    var x = f64(3).requireGrad();
    ((io.ligature.spi.Leaf) x.history()).mode(io.ligature.GradMode.NONE);
    var y = f64(2).requireGrad();
    var aside = x.exp();
    y.times(aside).sum().backward();
    assertThrows(GradientException.class, () -> aside.sum().backward());
  }

  @Test
  void keepsTheResultsThemselves() {
    var x = f64(0, 1).requireGrad();
    var y = x.exp();
    y.sum().backward();
    assertArrayEquals(new double[] {1, Math.E}, y.toDoubleArray());
  }

  // ---- memory

  /// A chain whose values only the graph holds.
  private static Tensor chain(Tensor x, List<WeakReference<Storage>> values) {
    var y = x;
    for (int i = 0; i < 20; i++) {
      y = y.sin();
      values.add(new WeakReference<>(y.view().storage()));
    }
    return y.sum();
  }

  private static boolean allCollected(List<WeakReference<Storage>> values) {
    for (int attempt = 0; attempt < 100; attempt++) {
      System.gc();
      if (values.stream().allMatch(value -> value.refersTo(null))) {
        return true;
      }
      Thread.onSpinWait();
    }
    return false;
  }

  @Test
  void freesSavedValuesAlthoughTheLossIsHeld() {
    var x = f64(1, 2, 3).requireGrad();
    var values = new ArrayList<WeakReference<Storage>>();
    var loss = chain(x, values);
    System.gc();
    values.subList(0, 19).forEach(value -> assertNotNull(value.get(), "needed for the gradient"));
    loss.backward();
    assertEquals(true, allCollected(values));
    assertNotNull(loss.history(), "held until here");
  }

  @Test
  void keepsSavedValuesOfARetainedGraph() {
    var x = f64(1, 2, 3).requireGrad();
    var values = new ArrayList<WeakReference<Storage>>();
    var loss = chain(x, values);
    loss.backward(null, true);
    for (int i = 0; i < 5; i++) {
      System.gc();
    }
    values.subList(0, 19).forEach(value -> assertNotNull(value.get()));
    loss.backward();
    assertEquals(true, allCollected(values));
    assertNotNull(loss.history(), "held until here");
  }

  @Test
  void aForgottenGraphIsGarbage() {
    var x = f64(1, 2, 3).requireGrad();
    var values = new ArrayList<WeakReference<Storage>>();
    chain(x, values);
    assertEquals(true, allCollected(values));
    assertNotNull(x.history(), "held until here");
  }

  @Test
  void aDerivativeHoldsNoValuesOfItsFunction() {
    var values = new ArrayList<WeakReference<Storage>>();
    var gradient = Grad.grad((Tensor x) -> chain(x, values)).apply(f64(1, 2, 3));
    assertEquals(true, allCollected(values));
    assertEquals(3, gradient.size(), "held until here");
  }

  @Test
  void freesValuesWhileThePassIsStillRunning() {
    var x = f64(1, 2, 3).requireGrad();
    var values = new ArrayList<WeakReference<Storage>>();
    var loss = chain(Grad.checkpoint(z -> watching(z, values)).apply(x), values);
    loss.backward();
    assertEquals(2, runs);
  }

  private int runs;

  /// Is run a second time when the pass is through all that came later.
  private Tensor watching(Tensor x, List<WeakReference<Storage>> later) {
    if (++runs == 2) {
      assertEquals(true, allCollected(later.subList(1, later.size())));
    }
    return x.times(2);
  }
}
