package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Key;
import io.ligature.Params;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Blocks of several inputs and results.
class CallTest {
  private record Both(Tensor output, Tensor other) implements Outcome<Both> {
    @Override
    public Both withOutput(Tensor changed) {
      return new Both(changed, other);
    }
  }

  /// y = W (x + side), and x + side beside it.
  private static final class Two extends Block {
    final Linear inner = new LazyLinear(2, false);
    int calls;

    Tensor run(Tensor x, Tensor side) {
      return call(x, input -> step(input, side).output());
    }

    Both both(Tensor x, Tensor side) {
      return callFor(x, input -> step(input, side));
    }

    private Both step(Tensor x, Tensor side) {
      calls++;
      var sum = x.plus(side);
      return new Both(inner.apply(sum), sum);
    }

    @Override
    protected Tensor forward(Tensor x) {
      return inner.apply(x);
    }
  }

  private static final class Around extends Block {
    final Two two = new Two();

    Tensor run(Tensor x, Tensor side) {
      return call(x, input -> two.run(input, side));
    }

    @Override
    protected Tensor forward(Tensor x) {
      return two.apply(x);
    }
  }

  private final Tensor x = Tensor.of(new float[] {1, 2, 3}, 1, 3);
  private final Tensor side = Tensor.of(10f, 20f, 30f);

  @Test
  void lazyPartsAreFoundByTheFirstRun() {
    var block = new Around();
    Key.seed(1);
    var y = block.run(x, side);
    assertEquals(Shape.of(2, 3), block.two.inner.weight().shape());
    assertEquals(2, block.two.calls, "a dry run and the real one");
    Key.seed(1);
    var twin = new Around();
    assertArrayEquals(twin.apply(x.plus(side)).toFloatArray(), y.toFloatArray());
  }

  @Test
  void aDryRunRecordsNoHistoryOfWhatTheFormHolds() {
    var block = new Two();
    var seen = new ArrayList<Boolean>();
    var tracked = side.requireGrad();
    block.call(
        x,
        input -> {
          seen.add(input.plus(tracked).isTracked());
          return block.inner.apply(input);
        });
    assertEquals(List.of(false, true), seen);
  }

  @Test
  void aFailedFirstRunChangesNothing() {
    var block = new Around();
    assertThrows(ShapeException.class, () -> block.run(x, Tensor.zeros(4)));
    assertFalse(block.two.inner.weight().shape().isKnown());
    block.run(x, side);
    assertTrue(block.isInitialized());
  }

  @Test
  void errorsNameTheLayer() {
    var block = new Around();
    block.run(x, side);
    var e = assertThrows(ShapeException.class, () -> block.run(Tensor.zeros(1, 4), Tensor.zeros()));
    assertEquals(
        "In layer two.inner: Linear needs x (..., 3); found [1, 4]. Reshape x, or build the layer"
            + " for its last extent.",
        e.getMessage());
  }

  @Test
  void hooksSeeTheMainInputAndResult() {
    var block = new Two();
    block.run(x, side);
    var seen = new ArrayList<Tensor>();
    var replaced = Tensor.of(7f);
    try (var _ = block.beforeForward(in -> in.times(0));
        var _ =
            block.onForward(
                (in, out) -> {
                  seen.add(in);
                  seen.add(out);
                  return replaced;
                })) {
      var both = block.both(x, side);
      assertSame(replaced, both.output());
      assertArrayEquals(new float[] {10, 20, 30}, both.other().toFloatArray());
      assertSame(replaced, block.run(x, side));
    }
    assertArrayEquals(new float[3], seen.getFirst().toFloatArray());
    assertEquals(Shape.of(1, 2), seen.get(1).shape());
    assertEquals(Shape.of(1, 2), block.run(x, side).shape());
  }

  @Test
  void severalResultsComeFromTheRunWithValues() {
    var block = new Two();
    var both = block.both(x, side);
    assertArrayEquals(new float[] {11, 22, 33}, both.other().toFloatArray());
    assertArrayEquals(
        both.other().matmul(block.inner.weight().data().t()).toFloatArray(),
        both.output().toFloatArray());
  }

  @Test
  void theFunctionalFormTakesAnyCall() {
    var block = new Two();
    block.run(x, side);
    var before = block.inner.weight().data().copy();
    var ones = Params.of(Map.of("inner.weight", Tensor.ones(2, 3)));
    assertArrayEquals(
        new float[] {66, 66}, block.with(ones, () -> block.both(x, side)).output().toFloatArray());
    assertArrayEquals(before.toFloatArray(), block.inner.weight().data().toFloatArray());
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> block.with(Params.empty(), () -> block.run(x, side)));
    assertEquals(
        "These parameters do not fit Two: missing inner.weight. Take them from params() or"
            + " init(key, x).",
        e.getMessage());
  }

  @Test
  void predictKeepsEveryTensorOfTheResult() {
    var block = new Two();
    var seen = new ArrayList<Boolean>();
    var both =
        Block.predict(
            () -> {
              seen.add(block.isTraining());
              return block.both(x, side);
            });
    assertFalse(both.output().isTracked());
    assertArrayEquals(new float[] {11, 22, 33}, both.other().toFloatArray());
    assertEquals(Shape.of(1, 2), both.output().copy().shape());
    assertEquals(List.of(false), seen);
    assertTrue(block.isTraining());
  }

  @Test
  void everyUseIsTraced() {
    var block = new Around();
    block.run(x, side);
    var trace = block.traceGrads(() -> block.run(x, side).sum());
    assertEquals(List.of("two.inner.weight@two.inner"), List.copyOf(trace.names()));
  }
}
