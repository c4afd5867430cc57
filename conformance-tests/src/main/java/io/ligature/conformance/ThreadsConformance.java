package io.ligature.conformance;

import static io.ligature.conformance.Fixtures.assertRefused;
import static io.ligature.conformance.Fixtures.assertValues;
import static io.ligature.conformance.Fixtures.input;
import static io.ligature.conformance.Fixtures.linear;
import static io.ligature.conformance.Fixtures.real;
import static io.ligature.conformance.Fixtures.tiedNet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.ligature.Device;
import io.ligature.Key;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.nn.WeightNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/// One model in many threads.
public abstract class ThreadsConformance {
  private static final int THREADS = 4;

  /// For subclasses.
  protected ThreadsConformance() {}

  /// {@return what each thread computes, all having begun together}
  private static <T> List<T> together(IntFunction<T> work) throws Exception {
    var device = Device.current();
    var start = new CountDownLatch(1);
    try (var pool = Executors.newFixedThreadPool(THREADS)) {
      var running =
          IntStream.range(0, THREADS)
              .<Future<T>>mapToObj(
                  i ->
                      pool.submit(
                          () -> {
                            start.await();
                            return device.with(() -> work.apply(i));
                          }))
              .toList();
      start.countDown();
      var results = new ArrayList<T>();
      for (var each : running) {
        results.add(each.get());
      }
      return results;
    }
  }

  @Test
  void forwardGivesEveryThreadTheSameBits() throws Exception {
    var net = tiedNet();
    var x = input();
    var expected = net.apply(x).toDoubleArray();
    for (var each :
        together(
            _ -> {
              for (int i = 0; i < 20; i++) {
                assertValues(net.apply(x), expected);
              }
              return net.apply(x);
            })) {
      assertValues(each, expected);
    }
  }

  @RepeatedTest(5)
  void theFirstForwardInManyThreadsDrawsOnce() throws Exception {
    var drawn = new AtomicInteger();
    var net = tiedNet();
    net.initialize(
        (shape, dtype, key) -> {
          drawn.incrementAndGet();
          return Tensor.rand(key, dtype, shape);
        });
    var x = input();
    var results = together(_ -> net.apply(x));
    for (var each : results) {
      assertValues(each, net.apply(x).toDoubleArray());
    }
    assertEquals(6, drawn.get(), "each parameter once");
    assertEquals(121, net.parameters().count());
  }

  @RepeatedTest(5)
  void theFirstForwardOfTwoModelsThatShareALayerAgrees() throws Exception {
    var shared = new LazyLinear(4);
    var models =
        List.of(
            new Sequential(shared, new LazyLinear(4)),
            new Sequential(new ReLU(), shared),
            new Sequential(new LazyLinear(4), shared),
            new Sequential(shared));
    var x = Tensor.rand(2, 4);
    var results = together(i -> models.get(i).apply(x));
    for (int i = 0; i < THREADS; i++) {
      assertValues(results.get(i), models.get(i).apply(x).toDoubleArray());
    }
    assertSame(models.get(0).parameter("0.weight"), models.get(2).parameter("1.weight"));
  }

  @Test
  void theFirstForwardThatFailsInOneThreadDoesNotHarmTheOthers() throws Exception {
    var net = new Sequential(new LazyLinear(4), new Linear(4, 2));
    var x = Tensor.rand(2, 3);
    var results =
        together(
            i -> {
              if (i > 0) {
                return net.apply(x);
              }
              assertRefused(ShapeException.class, () -> net.apply(Tensor.of(1f)), "Linear needs x");
              return net.apply(x);
            });
    for (var each : results) {
      assertValues(each, net.apply(x).toDoubleArray());
    }
  }

  @Test
  void theFunctionalFormGivesEveryThreadItsOwnParameters() throws Exception {
    var t = linear(7);
    var net = new Sequential(t, t);
    var x = real(new double[] {1}, 1, 1);
    var results =
        together(
            i -> {
              var params = net.params().with("0.weight", real(new double[] {i}, 1, 1));
              for (int k = 0; k < 20; k++) {
                assertValues(net.apply(params, x), (double) i * i);
              }
              return net.apply(params, x);
            });
    for (int i = 0; i < THREADS; i++) {
      assertValues(results.get(i), (double) i * i);
    }
    assertValues(net.apply(x), 49);
  }

  @Test
  void initialisingInManyThreadsGivesTheSameBitsAndTouchesNothing() throws Exception {
    var net = tiedNet();
    var x = input();
    var results = together(_ -> net.init(Key.of(3), x));
    for (var each : results) {
      each.forEach(
          (name, tensor) -> assertValues(tensor, results.getFirst().get(name).toDoubleArray()));
    }
    assertFalse(net.isInitialized());
  }

  @Test
  void aDryRunInOneThreadIsNotSeenByAnother() throws Exception {
    var net = new Sequential(new Linear(2, 2), new ReLU());
    net.to(Fixtures.real());
    var x = real(new double[] {1, 2}, 1, 2);
    var expected = net.apply(x).toDoubleArray();
    together(
        i -> {
          for (int k = 0; k < 20; k++) {
            if (i % 2 == 0) {
              assertFalse(net.summary(Fixtures.shape(1, 2)).isEmpty());
            } else {
              assertValues(net.apply(x), expected);
            }
          }
          return i;
        });
  }

  @Test
  void aComputedParameterAddsUpExactly() throws Exception {
    var t = linear(2);
    t.weight().parametrize(new WeightNorm());
    var net = new Sequential(t, t, t);
    int passes = 25;
    together(
        i -> {
          for (int k = 0; k < passes; k++) {
            net.apply(real(new double[] {1}, 1, 1)).sum().backward();
          }
          return i;
        });
    assertValues(net.parameter("0.weight_g").grad(), 12.0 * passes * THREADS);
  }

  @Test
  void copiesMayBeMadeWhileTheModelIsUsed() throws Exception {
    var net = tiedNet();
    var x = input();
    var expected = net.apply(x).toDoubleArray();
    for (Block copy :
        together(
            _ -> {
              assertValues(net.apply(x), expected);
              return net.copy();
            })) {
      assertValues(copy.apply(x), expected);
    }
  }
}
