package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.ligature.Tensor;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Graphs of 100,000 operations, on a stack of 128 KiB.
@Timeout(30)
class LongGraphTest {
  private static final int LENGTH = 100_000;

  private static double onSmallStack(Supplier<Tensor> work) {
    var task = new FutureTask<>(() -> work.get().sum().item());
    var thread = new Thread(null, task, "small stack", 128 * 1024);
    thread.start();
    try {
      return task.get().doubleValue();
    } catch (ExecutionException e) {
      return fail(e.getCause());
    } catch (InterruptedException e) {
      return fail(e);
    }
  }

  /// x + 1 + 1 ..., each step an operation with a saved value.
  private static Tensor deep(Tensor x) {
    var y = x;
    for (int i = 0; i < LENGTH / 2; i++) {
      y = y.negate().abs(); // |-y|, so that y stays
    }
    return y.sum();
  }

  private static Tensor wide(Tensor x) {
    var sum = x;
    for (int i = 1; i < LENGTH; i++) {
      sum = sum.plus(x);
    }
    return sum.sum();
  }

  @Test
  void aDeepChainHasAGradient() {
    assertEquals(
        1,
        onSmallStack(
            () -> {
              var x = f64(3).requireGrad();
              deep(x).backward();
              return x.grad();
            }));
  }

  @Test
  void aSumOfManyTermsHasAGradient() {
    assertEquals(
        LENGTH,
        onSmallStack(
            () -> {
              var x = f64(3).requireGrad();
              wide(x).backward();
              return x.grad();
            }));
  }

  @Test
  void aSumOfManyLeavesHasAGradientForEach() {
    assertEquals(
        LENGTH,
        onSmallStack(
            () -> {
              var leaves = new Tensor[LENGTH];
              var sum = Tensor.of(0.0);
              for (int i = 0; i < LENGTH; i++) {
                leaves[i] = Tensor.of((double) i).requireGrad();
                sum = sum.plus(leaves[i]);
              }
              sum.backward();
              double total = 0;
              for (var leaf : leaves) {
                total += leaf.grad().item();
              }
              return Tensor.of(total);
            }));
  }

  @Test
  void aFunctionOfManyStepsHasADerivative() {
    assertEquals(1, onSmallStack(() -> Grad.grad(LongGraphTest::deep).apply(f64(3))));
  }

  @Test
  void aFunctionOfManyStepsHasASecondDerivative() {
    assertEquals(2, onSmallStack(() -> Grad.grad(Grad.grad(x -> deep(x.times(x)))).apply(f64(3))));
  }

  @Test
  void aFunctionAtTheEndOfALongHistoryHasADerivative() {
    assertEquals(
        6,
        onSmallStack(
            () -> {
              var outside = deep(f64(3).requireGrad());
              return Grad.grad(x -> x.times(outside).sum()).apply(f64(2, 5));
            }));
  }

  @Test
  void aLongGraphThatNobodyUsedIsCollectedWithoutRecursion() {
    assertEquals(
        3,
        onSmallStack(
            () -> {
              var value = deep(f64(3).requireGrad()).detach();
              System.gc();
              return value;
            }));
  }
}
