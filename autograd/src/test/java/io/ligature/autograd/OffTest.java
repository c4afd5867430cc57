package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.GradientException;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/// What is recorded: everything, unless the innermost of off and on around it, on the same thread,
/// says otherwise.
class OffTest {
  private final Tensor x = f64(3).requireGrad();

  private boolean isRecorded() {
    return x.times(2).isTracked();
  }

  @Test
  void insideOffNothingIsRecorded() {
    assertEquals(true, isRecorded());
    assertEquals(false, Grad.off(this::isRecorded));
    assertEquals(true, isRecorded());
  }

  @Test
  void theInnermostDecides() {
    var seen = new ArrayList<Boolean>();
    Grad.off(
        () -> {
          seen.add(isRecorded());
          seen.add(Grad.on(this::isRecorded));
          seen.add(Grad.on(() -> Grad.off(this::isRecorded)));
          seen.add(isRecorded());
        });
    seen.add(isRecorded());
    assertEquals(List.of(false, true, false, false, true), seen);
  }

  @Test
  void isOffSaysSo() {
    assertEquals(false, Grad.isOff());
    assertEquals(true, Grad.off(Grad::isOff));
    assertEquals(false, Grad.off(() -> Grad.on(Grad::isOff)));
  }

  @Test
  void endsWhenTheWorkThrows() {
    assertThrows(
        UnsupportedOperationException.class,
        () ->
            Grad.off(
                () -> {
                  throw new UnsupportedOperationException();
                }));
    assertEquals(true, isRecorded());
  }

  @Test
  void aResultIsAConstant() {
    var factor = Grad.off(() -> x.times(x));
    x.times(factor).sum().backward();
    assertArrayEquals(new double[] {9}, x.grad().toDoubleArray());
  }

  @Test
  void aLeafStaysALeaf() {
    var y = Grad.off(() -> f64(2).requireGrad());
    y.times(5).sum().backward();
    assertArrayEquals(new double[] {5}, y.grad().toDoubleArray());
  }

  @Test
  void whatWasRecordedBeforeCanBeDifferentiatedInside() {
    var loss = x.times(x).sum();
    Grad.off(() -> loss.backward());
    assertArrayEquals(new double[] {6}, x.grad().toDoubleArray());
  }

  @Test
  void backwardOfWorkInsideIsRefused() {
    var loss = Grad.off(() -> x.times(x).sum());
    assertThrows(GradientException.class, loss::backward);
    assertNull(x.grad());
  }

  @Test
  void leavesATrackedTensorUneditable() {
    assertThrows(GradientException.class, () -> Grad.off(() -> x.plusAssign(1)));
  }

  @Test
  void anotherThreadRecordsOfItsOwnAccord() throws Exception {
    var task = new FutureTask<>(this::isRecorded);
    Grad.off(() -> Thread.ofPlatform().start(task));
    assertEquals(true, task.get());
    var virtual = new FutureTask<>(this::isRecorded);
    Grad.off(() -> Thread.ofVirtual().start(virtual));
    assertEquals(true, virtual.get());
  }

  @Test
  void anotherThreadTakesItAlongWhereItSaysSo() throws Exception {
    var task = new FutureTask<>(() -> Grad.off(this::isRecorded));
    Thread.ofPlatform().start(task);
    assertEquals(false, task.get());
  }

  @Test
  void aDerivativeTakenInsideHasAllItsOperationsRecorded() {
    var gradient = Grad.off(() -> Grad.grad(z -> z.square().sum()).apply(f64(4)));
    assertArrayEquals(new double[] {8}, gradient.toDoubleArray());
  }

  @Test
  void offInsideAFunctionCutsItThere() {
    var gradient =
        Grad.grad(z -> z.times(Grad.off(() -> z.square())).sum()).apply(f64(4)); // z · const
    assertArrayEquals(new double[] {16}, gradient.toDoubleArray());
  }
}
