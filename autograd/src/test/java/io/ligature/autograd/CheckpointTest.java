package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.GradientException;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Dropout;
import io.ligature.spi.Leaf;
import io.ligature.spi.Storage;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// A checkpointed function gives what the plain one gives, bit for bit, and runs again for it.
class CheckpointTest {
  private int runs;

  private final Tensor w = random(1, 4, 4).requireGrad();
  private final Tensor b = random(2, 4).requireGrad();

  private static Tensor random(long seed, long... extents) {
    return Tensor.rand(Key.of(seed), DType.FLOAT32, Shape.of(extents)).minus(0.5f);
  }

  private Tensor layer(Tensor x) {
    runs++;
    return x.matmul(w).plus(b).tanh().matmul(w);
  }

  private static Tensor dropped(Tensor x) {
    return Dispatch.execute(new Dropout(Key.next(), 0.5), x.times(3));
  }

  /// The loss, and the gradients of an input and of what the function captures.
  private float[][] gradients(UnaryOperator<Tensor> f) {
    var input = random(3, 2, 4).requireGrad();
    clear(w);
    clear(b);
    var loss = f.apply(input.times(2)).square().sum();
    loss.backward();
    return new float[][] {
      {(float) loss.item()},
      input.grad().toFloatArray(),
      w.grad() == null ? new float[0] : w.grad().toFloatArray(),
      b.grad() == null ? new float[0] : b.grad().toFloatArray()
    };
  }

  private static void clear(Tensor leaf) {
    ((Leaf) leaf.history()).clear();
  }

  private void assertSameBits(UnaryOperator<Tensor> plain, UnaryOperator<Tensor> checkpointed) {
    var expected = gradients(plain);
    var found = gradients(checkpointed);
    for (int i = 0; i < expected.length; i++) {
      assertArrayEquals(expected[i], found[i]);
    }
  }

  // ---- the same

  @Test
  void givesTheSameGradientsOfItsInputAndOfWhatItCaptures() {
    assertSameBits(this::layer, Grad.checkpoint(this::layer));
    assertNotNull(w.grad());
  }

  @Test
  void runsAgainOncePerPass() {
    var loss = Grad.checkpoint(this::layer).apply(random(3, 2, 4).requireGrad()).sum();
    assertEquals(1, runs);
    loss.backward(null, true);
    assertEquals(2, runs);
    loss.backward();
    assertEquals(3, runs);
    assertThrows(GradientException.class, loss::backward);
  }

  @Test
  void givesTheSameInSeries() {
    UnaryOperator<Tensor> part = x -> x.matmul(w).plus(b).tanh();
    var once = Grad.checkpoint(part);
    assertSameBits(x -> part.apply(part.apply(x)), x -> once.apply(once.apply(x)));
  }

  @Test
  void nestsAndRunsTheInnerOneAgainForEachRunOfTheOuter() {
    UnaryOperator<Tensor> inner = Grad.checkpoint(this::layer);
    UnaryOperator<Tensor> outer = Grad.checkpoint(x -> inner.apply(x.times(2)).sin());
    assertSameBits(x -> layer(x.times(2)).sin(), outer);
    assertEquals(1 + 3, runs); // forward, the outer's second forward, and its backward
  }

  @Test
  void reachesAParameterThatOnlyTheFunctionSees() {
    var x = random(3, 2, 4); // untracked
    Grad.checkpoint(this::layer).apply(x).sum().backward();
    var found = w.grad().toFloatArray();
    clear(w);
    layer(x).sum().backward();
    assertArrayEquals(w.grad().toFloatArray(), found);
  }

  @Test
  void isAConstantWhereNothingIsTracked() {
    assertEquals(false, Grad.checkpoint(x -> x.exp()).apply(f64(1)).isTracked());
    assertEquals(
        false, Grad.off(() -> Grad.checkpoint(this::layer).apply(random(3, 4))).isTracked());
    assertEquals(1, runs);
  }

  @Test
  void mayReturnItsInputOrSomethingCaptured() {
    var x = f64(1, 2).requireGrad();
    Grad.checkpoint(z -> z).apply(x).times(3).sum().backward();
    assertArrayEquals(new double[] {3, 3}, x.grad().toDoubleArray());
    var captured = f64(5).requireGrad();
    Grad.checkpoint(_ -> captured).apply(x).times(4).sum().backward();
    assertEquals(4, captured.grad().sum().item());
    assertArrayEquals(new double[] {3, 3}, x.grad().toDoubleArray());
  }

  @Test
  void takesWholeNumbersAndGivesThem() {
    var table = f64(1, 2, 3).requireGrad();
    UnaryOperator<Tensor> lookUp = Grad.checkpoint(i -> table.gather(0, i));
    lookUp.apply(Tensor.of(2L, 2L, 0L)).sum().backward();
    assertArrayEquals(new double[] {1, 0, 2}, table.grad().toDoubleArray());
    assertEquals(
        DType.INT64, Grad.checkpoint(z -> z.argmax()).apply(f64(1, 2).requireGrad()).dtype());
  }

  @Test
  void mayGiveNaN() {
    var x = f64(-1, 4).requireGrad();
    Grad.checkpoint(Tensor::sqrt).apply(x).sum().backward();
    assertEquals(0.25, x.grad().get(1).item());
    assertEquals(Double.NaN, x.grad().get(0).item());
  }

  // ---- chance

  @Test
  void drawsTheSameNumbersInBothRuns() {
    var x = random(3, 50, 4).requireGrad();
    var y = Grad.checkpoint(CheckpointTest::dropped).apply(x);
    y.sum().backward();
    var kept = y.detach().ne(0);
    assertArrayEquals(
        kept.to(DType.FLOAT32).times(6).toFloatArray(), x.grad().toFloatArray()); // 3 / (1 - 0.5)
  }

  @Test
  void drawsOtherNumbersInEachCall() {
    var x = random(3, 50, 4).requireGrad();
    var f = Grad.checkpoint(CheckpointTest::dropped);
    assertEquals(
        false, java.util.Arrays.equals(f.apply(x).toFloatArray(), f.apply(x).toFloatArray()));
  }

  @Test
  void leavesTheStreamOutsideAloneWhenItRunsAgain() {
    Key.seed(7);
    var y = Grad.checkpoint(CheckpointTest::dropped).apply(random(3, 5, 4).requireGrad());
    var next = Key.next();
    Key.seed(7);
    var again = Grad.checkpoint(CheckpointTest::dropped).apply(random(3, 5, 4).requireGrad());
    again.sum().backward();
    assertEquals(next, Key.next());
    assertArrayEquals(y.toFloatArray(), again.toFloatArray());
  }

  @Test
  void drawsTheSameNumbersWhereNothingIsRecorded() {
    Key.seed(7);
    var recorded = Grad.checkpoint(CheckpointTest::dropped).apply(random(3, 5, 4).requireGrad());
    Key.seed(7);
    var plain = Grad.off(() -> Grad.checkpoint(CheckpointTest::dropped).apply(random(3, 5, 4)));
    assertArrayEquals(plain.toFloatArray(), recorded.toFloatArray());
  }

  // ---- memory

  @Test
  void keepsNoValuesInBetween() {
    var between = new ArrayList<WeakReference<Storage>>();
    var x = random(3, 4).requireGrad();
    var loss =
        Grad.checkpoint(
                z -> {
                  var y = z.sin();
                  between.add(new WeakReference<>(y.view().storage()));
                  return y.exp();
                })
            .apply(x)
            .sum();
    for (int attempt = 0; attempt < 100 && !between.getFirst().refersTo(null); attempt++) {
      System.gc();
    }
    assertEquals(true, between.getFirst().refersTo(null));
    loss.backward();
  }

  // ---- derivatives of derivatives

  @Test
  void hasASecondDerivative() {
    UnaryOperator<Tensor> cube = Grad.checkpoint(x -> x.pow(3));
    var second = Grad.grad(Grad.grad(x -> cube.apply(x).sum())).apply(f64(2));
    assertArrayEquals(new double[] {12}, second.toDoubleArray());
    var third = Grad.grad(Grad.grad(Grad.grad(x -> cube.apply(x).sum()))).apply(f64(2));
    assertArrayEquals(new double[] {6}, third.toDoubleArray());
  }

  @Test
  void hasAPenaltyOnItsGradientThatReachesWhatItCaptures() {
    var factor = f64(3).requireGrad();
    var x = f64(2).requireGrad();
    UnaryOperator<Tensor> f = Grad.checkpoint(z -> z.square().times(factor)); // w x²
    Grad.grad(z -> f.apply(z).sum()).apply(x).square().sum().backward(); // (2 w x)²
    assertEquals(8 * 3 * 4, factor.grad().sum().item()); // 8 w x²
    assertEquals(8 * 9 * 2, x.grad().sum().item()); // 8 w² x
  }

  @Test
  void mayDifferentiateInside() {
    var factor = f64(3).requireGrad();
    UnaryOperator<Tensor> f =
        Grad.checkpoint(z -> Grad.grad(y -> y.pow(3).times(factor).sum()).apply(z)); // 3 w x²
    var x = f64(2).requireGrad();
    f.apply(x).sum().backward();
    assertEquals(36, x.grad().sum().item()); // 6 w x
    assertEquals(12, factor.grad().sum().item()); // 3 x²
  }

  @Test
  void mayDifferentiateInsideByWhatAnOuterFunctionGave() {
    UnaryOperator<Tensor> byFactor =
        factor ->
            Grad.checkpoint(z -> Grad.grad(y -> y.pow(3).times(factor).sum()).apply(z))
                .apply(f64(2))
                .sum();
    assertArrayEquals(new double[] {12}, Grad.grad(byFactor).apply(f64(3)).toDoubleArray());
    assertArrayEquals(
        new double[] {12}, Grad.vjp(byFactor, f64(3)).apply(Tensor.of(1.0)).toDoubleArray());
  }

  @Test
  void worksWithEveryKindOfDerivative() {
    UnaryOperator<Tensor> f = Grad.checkpoint(x -> x.square().times(f64(1, 10)));
    var x = f64(2, 3);
    assertArrayEquals(new double[] {4, 0, 0, 60}, Grad.jacobian(f).apply(x).toDoubleArray());
    assertArrayEquals(new double[] {4, 60}, Grad.jvp(f, x, f64(1, 1)).tangent().toDoubleArray());
    assertArrayEquals(
        new double[] {2, 0, 0, 20},
        Grad.hessian((Tensor z) -> f.apply(z).sum()).apply(x).toDoubleArray());
    Grad.check(f, x);
  }

  // ---- refusals

  @Test
  void refusesAnotherResultInTheSecondRun() {
    var x = f64(1, 2).requireGrad();
    var loss = Grad.checkpoint(z -> z.times(++runs)).apply(x).sum();
    var error = assertThrows(GradientException.class, loss::backward);
    assertEquals(
        "checkpoint: the function gave other results when it ran again for its gradient. Let it"
            + " depend only on its input and on parameters that nobody edits before backward().",
        error.getMessage());
    assertNull(x.grad());
  }

  @Test
  void refusesAnEditOfACapturedParameter() {
    var factor = f64(3, 3).requireGrad();
    var x = f64(1, 2).requireGrad();
    var loss = Grad.checkpoint(z -> z.times(factor)).apply(x).sum();
    factor.detach().plusAssign(1);
    var error = assertThrows(GradientException.class, loss::backward);
    assertEquals(
        "checkpoint: a parameter that the function read was edited in place before it ran again"
            + " for its gradient. Edit it after backward(), or edit a copy().",
        error.getMessage());
    assertNull(x.grad());
    assertNull(factor.grad());
  }

  @Test
  void refusesAnEditOfACapturedParameterEvenWhereTheResultStays() {
    var factor = f64(3).requireGrad();
    var x = f64(0).requireGrad();
    var loss = Grad.checkpoint(z -> z.times(factor)).apply(x).sum(); // 0, whatever the factor
    factor.detach().plusAssign(1);
    assertThrows(GradientException.class, loss::backward);
    assertNull(x.grad());
  }

  @Test
  void refusesAnEditOfItsInput() {
    var x = f64(1, 2).requireGrad();
    var loss = Grad.checkpoint(z -> z.times(2)).apply(x).sum();
    x.detach().plusAssign(1);
    var error = assertThrows(GradientException.class, loss::backward);
    assertEquals(
        "backward of checkpoint needs its operand 0 f64[2] as it was, but it was edited in place"
            + " since. Edit it after backward(), or edit a copy().",
        error.getMessage());
  }

  @Test
  void refusesToReadOtherTrackedTensorsInTheSecondRun() {
    var both = new Tensor[] {f64(3).requireGrad(), f64(3).requireGrad()};
    var x = f64(1).requireGrad();
    var loss = Grad.checkpoint(z -> z.times(both[runs++])).apply(x).sum();
    var error = assertThrows(GradientException.class, loss::backward);
    assertEquals(
        "checkpoint: the function read other tracked tensors when it ran again for its gradient."
            + " Let it depend only on its input and on parameters that stay.",
        error.getMessage());
    assertNull(both[0].grad());
    assertNull(both[1].grad());
  }

  @Test
  void infersTypesInADryRun() {
    var y =
        Device.DRY.with(
            () -> Grad.checkpoint(x -> x.matmul(w)).apply(Tensor.zeros(2, 4).requireGrad()));
    assertEquals("f32[2, 4]", y.type().toString());
  }
}
