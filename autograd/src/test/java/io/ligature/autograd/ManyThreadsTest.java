package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.GradientException;
import io.ligature.Tensor;
import io.ligature.spi.Leaf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Many threads may run backward into one set of leaves: the sums are exact.
@Timeout(60)
class ManyThreadsTest {
  private static final int THREADS = 4;
  private static final int PASSES = 1000;

  /// Does work on several threads at once; the number of each is given.
  private static void together(ThreadWork work) throws Exception {
    try (var threads = Executors.newFixedThreadPool(THREADS)) {
      var start = new CyclicBarrier(THREADS);
      var done = new ArrayList<Future<?>>();
      for (int i = 0; i < THREADS; i++) {
        int number = i;
        Callable<Void> task =
            () -> {
              start.await();
              work.run(number);
              return null;
            };
        done.add(threads.submit(task));
      }
      for (var future : done) {
        future.get();
      }
    }
  }

  private interface ThreadWork {
    void run(int number) throws Exception;
  }

  @Test
  void passesIntoTheSameLeavesAddUpExactly() throws Exception {
    var a = f64(1, 2, 3).requireGrad();
    var b = f64(4, 5, 6).requireGrad();
    together(
        number -> {
          for (int i = 0; i < PASSES; i++) {
            a.times(b).times(number + 1).sum().backward();
          }
        });
    double times = PASSES * (1 + 2 + 3 + 4);
    assertArrayEquals(new double[] {4 * times, 5 * times, 6 * times}, a.grad().toDoubleArray());
    assertArrayEquals(new double[] {times, 2 * times, 3 * times}, b.grad().toDoubleArray());
  }

  @Test
  void theFirstPassesIntoAnEmptyLeafLoseNothing() throws Exception {
    var x = f64(1).requireGrad();
    var leaf = (Leaf) x.history();
    var barrier = new CyclicBarrier(THREADS, leaf::clear);
    together(
        _ -> {
          for (int i = 0; i < PASSES / 4; i++) {
            barrier.await();
            x.times(1).sum().backward();
            barrier.await();
            x.times(2).sum().backward(); // after a clear again
          }
        });
    assertArrayEquals(new double[] {2 * THREADS}, x.grad().toDoubleArray());
  }

  @Test
  void passesThroughOneRetainedGraphAddUpExactly() throws Exception {
    var x = f64(3).requireGrad();
    var loss = x.times(x).exp().log().sum();
    together(
        _ -> {
          for (int i = 0; i < PASSES; i++) {
            loss.backward(null, true);
          }
        });
    assertEquals(6.0 * THREADS * PASSES, x.grad().sum().item(), 1e-6);
  }

  @Test
  void ofSeveralPassesThroughOneGraphEachIsWholeOrRefused() throws Exception {
    for (int round = 0; round < 300; round++) {
      var x = f64(3).requireGrad();
      var y = f64(2).requireGrad();
      var loss = chain(x.times(y)).sum();
      var passed = new AtomicInteger();
      try {
        together(
            _ -> {
              try {
                loss.backward();
                passed.incrementAndGet();
              } catch (GradientException e) {
                assertEquals(true, e.getMessage().contains("used up"), e.getMessage());
              }
            });
      } catch (ExecutionException e) {
        throw new AssertionError("round " + round, e.getCause());
      }
      assertEquals(2.0 * passed.get(), x.grad() == null ? 0 : x.grad().sum().item());
      assertEquals(3.0 * passed.get(), y.grad() == null ? 0 : y.grad().sum().item());
    }
  }

  private static Tensor chain(Tensor x) {
    var y = x;
    for (int i = 0; i < 20; i++) {
      y = y.negate().abs();
    }
    return y;
  }

  @Test
  void functionsAreDifferentiatedIndependently() throws Exception {
    var shared = f64(5).requireGrad();
    var found = new double[THREADS];
    together(
        number -> {
          for (int i = 0; i < PASSES / 10; i++) {
            found[number] +=
                Grad.grad(z -> z.pow(2).times(shared).sum()).apply(f64(number)).sum().item();
          }
        });
    for (int number = 0; number < THREADS; number++) {
      assertEquals(10.0 * number * (PASSES / 10), found[number]);
    }
  }

  @Test
  void aPullbackCanBeSharedByThreads() throws Exception {
    var back = Grad.vjp(z -> z.exp().square(), f64(0, 0));
    var right = List.of(2.0, 2.0);
    together(
        number -> {
          for (int i = 0; i < PASSES / 10; i++) {
            var found = back.apply(f64(number, number)).toDoubleArray();
            assertEquals(right.get(0) * number, found[0]);
            assertEquals(right.get(1) * number, found[1]);
          }
        });
  }

  @Test
  void hooksComeAndGoDuringPasses() throws Exception {
    var x = f64(1).requireGrad();
    together(
        number -> {
          for (int i = 0; i < PASSES / 4; i++) {
            if (number % 2 == 0) {
              x.onGrad(g -> g.plus(0)).close();
            }
            x.times(1).sum().backward();
          }
        });
    assertArrayEquals(new double[] {THREADS * (PASSES / 4)}, x.grad().toDoubleArray());
  }
}
