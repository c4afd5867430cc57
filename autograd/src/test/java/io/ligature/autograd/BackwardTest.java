package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.GradMode;
import io.ligature.GradientException;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.junit.jupiter.api.Test;

/// Where a pass begins, which ways it takes, and what arrives.
class BackwardTest {
  private static Tensor leaf(double... values) {
    return f64(values).requireGrad();
  }

  private static void assertGradient(Tensor leaf, double... expected) {
    assertArrayEquals(expected, leaf.grad().toDoubleArray());
  }

  // ---- roots and seeds

  @Test
  void ofAScalarBeginsWithOne() {
    var x = leaf(3);
    x.times(x).sum().backward();
    assertGradient(x, 6);
  }

  @Test
  void ofASingleElementOfAnyRankBeginsWithOne() {
    var x = leaf(3).reshape(1, 1);
    var leaf = x.detach().requireGrad();
    leaf.times(2).backward();
    assertEquals(leaf.shape(), leaf.grad().shape());
    assertEquals(2, leaf.grad().item());
  }

  @Test
  void ofAVectorBeginsWithTheSeed() {
    var x = leaf(1, 2, 3);
    x.times(x).backward(f64(1, 10, 100));
    assertGradient(x, 2, 40, 600);
  }

  @Test
  void leavesTheSeedAlone() {
    var x = leaf(1, 2);
    var seed = f64(5, 7);
    x.plus(x).backward(seed);
    x.plus(x).backward(seed);
    assertArrayEquals(new double[] {5, 7}, seed.toDoubleArray());
    assertGradient(x, 20, 28);
  }

  @Test
  void keepsNoHistoryOfATrackedSeed() {
    var x = leaf(1, 2);
    var seed = leaf(5, 7);
    x.times(2).backward(seed.times(1));
    assertEquals(false, x.grad().isTracked());
    assertNull(seed.grad());
  }

  @Test
  void ofALeafIsTheSeedInMemoryOfItsOwn() {
    var x = leaf(1, 2);
    var seed = f64(5, 7);
    x.backward(seed);
    assertGradient(x, 5, 7);
    assertNotSame(seed.view().storage(), x.grad().view().storage());
    var scalar = Tensor.of(2.0).requireGrad();
    scalar.backward();
    scalar.backward();
    assertEquals(2, scalar.grad().item());
  }

  @Test
  void ofAVectorWithoutASeedIsRefused() {
    var x = leaf(1, 2, 3);
    var error = assertThrows(ShapeException.class, () -> x.times(2).backward());
    assertEquals(
        "backward of f64[3] needs a scalar. Reduce it, for example with sum(), or call"
            + " backward(seed).",
        error.getMessage());
    assertNull(x.grad());
  }

  @Test
  void ofWhatIsUntrackedIsRefused() {
    var error = assertThrows(GradientException.class, () -> f64(1, 2).sum().backward());
    assertEquals(
        "backward of f64[]: it depends on nothing that wants a gradient. Call requireGrad() on a"
            + " tensor, or read a parameter with value() and not data(), before computing; nothing"
            + " inside Grad.off counts.",
        error.getMessage());
  }

  @Test
  void ofWholeNumbersIsRefused() {
    var error =
        assertThrows(DTypeException.class, () -> leaf(1.5).to(DType.INT64).sum().backward());
    assertEquals(
        "backward of i64[]: only real numbers have gradients. Compute a real result, without"
            + " rounding it to whole numbers or comparing.",
        error.getMessage());
  }

  @Test
  void needsASeedOfTheShapeOfTheRoot() {
    var y = leaf(1, 2, 3).times(2);
    var error = assertThrows(ShapeException.class, () -> y.backward(f64(1, 2)));
    assertEquals(
        "The gradient to begin with needs the shape of the result, [3]; found [2]. Reshape or"
            + " expand it.",
        error.getMessage());
  }

  @Test
  void needsASeedOfTheTypeOfTheRoot() {
    var y = leaf(1, 2).times(2);
    var seed = Tensor.of(1f, 1f);
    var error = assertThrows(DTypeException.class, () -> y.backward(seed));
    assertEquals(
        "The gradient to begin with needs the dtype of the result, f64; found f32. Cast it with"
            + " to(DType.FLOAT64).",
        error.getMessage());
  }

  // ---- ways

  @Test
  void addsUpOverAllWaysOfADiamond() {
    var x = leaf(2);
    var left = x.times(3); // 3
    var right = x.times(x); // 2x
    left.times(right).sum().backward(); // 3 x³
    assertGradient(x, 36);
  }

  @Test
  void passesEachOperationOnceHoweverManyWaysLeadThere() {
    var x = leaf(1);
    var y = x;
    for (int i = 0; i < 60; i++) {
      y = y.plus(y); // 2⁶⁰ ways
    }
    y.sum().backward();
    assertGradient(x, 0x1p60);
  }

  @Test
  void addsUpOverAllUsesOfAValue() {
    var x = leaf(1, 2);
    var y = x.times(2);
    var sum = y;
    for (int i = 1; i < 50; i++) {
      sum = sum.plus(y);
    }
    sum.sum().backward();
    assertGradient(x, 100, 100);
  }

  @Test
  void usesOneTensorAsBothOperands() {
    var x = leaf(3, 4);
    x.times(x).minus(x.minus(x)).div(x).sum().backward(); // x
    assertGradient(x, 1, 1);
  }

  @Test
  void ofSeveralRootsAddsUp() {
    var x = leaf(3);
    x.times(x).sum().backward();
    x.times(5).sum().backward();
    assertGradient(x, 11);
  }

  @Test
  void reachesOnlyWhatTheLossCameFrom() {
    var used = leaf(2);
    var unused = leaf(3);
    var aside = used.times(unused);
    used.times(4).sum().backward();
    assertGradient(used, 4);
    assertNull(unused.grad());
    aside.sum().backward(); // its graph is its own, and still there
    assertGradient(used, 7);
    assertGradient(unused, 2);
  }

  @Test
  void stopsAtADetachedValue() {
    var x = leaf(3);
    x.times(x.detach()).sum().backward();
    assertGradient(x, 3);
    assertNull(x.detach().grad());
  }

  @Test
  void doesNotPassAConstant() {
    var x = leaf(3);
    var constant = f64(5);
    x.times(constant).sum().backward();
    assertGradient(x, 5);
    assertNull(constant.grad());
  }

  @Test
  void goesThroughEveryResultOfAnOperationThatIsUsed() {
    var x = leaf(3, 1, 2);
    var sorted = x.sort(0).values();
    sorted.times(f64(1, 10, 100)).sum().backward();
    assertGradient(x, 100, 1, 10);
  }

  @Test
  void passesEmptyTensors() {
    var x = Tensor.zeros(DType.FLOAT64, 0, 3).requireGrad();
    x.times(x).sum().backward();
    assertEquals(x.type(), x.grad().type());
  }

  @Test
  void leavesAValueThatASwitchedOffLeafLeadsTo() {
    var x = leaf(3);
    var y = leaf(4);
    var product = x.times(y).sum();
    ((io.ligature.spi.Leaf) x.history()).mode(GradMode.NONE);
    product.backward();
    assertNull(x.grad());
    assertGradient(y, 3);
  }

  // ---- what arrives

  @Test
  void leavesGradientsInMemoryOfTheirOwn() {
    var x = leaf(1, 2);
    var y = leaf(3, 4);
    x.plus(y).backward(f64(1, 1)); // one tensor arrives at both
    x.grad().plusAssign(10);
    assertGradient(x, 11, 11);
    assertGradient(y, 1, 1);
  }

  @Test
  void leavesGradientsInRowMajorOrder() {
    var x = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 2, 3).requireGrad();
    x.t().times(Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2)).sum().backward();
    assertEquals(true, x.grad().view().layout().isContiguous());
    assertGradient(x, 1, 3, 5, 2, 4, 6);
    var row = leaf(1, 2, 3);
    row.sum().backward(); // arrives expanded
    assertEquals(3, row.grad().view().storage().length());
    row.grad().set(0, 7);
    assertGradient(row, 7, 1, 1);
  }

  @Test
  void leavesUntrackedGradients() {
    var x = leaf(3);
    x.times(x).sum().backward();
    assertEquals(false, x.grad().isTracked());
  }

  @Test
  void isTheSameForTwoTensorsOfOneLeaf() {
    var leaf = new io.ligature.spi.Leaf();
    var value = f64(2, 3);
    value.tracked(leaf).times(value.tracked(leaf)).sum().backward();
    assertArrayEquals(new double[] {4, 6}, leaf.gradient().toDoubleArray());
  }
}
