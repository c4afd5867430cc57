package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.ligature.GradMode;
import io.ligature.Tensor;
import io.ligature.spi.Leaf;
import org.junit.jupiter.api.Test;

/// What a leaf does with a gradient when it may already hold one.
class GradModeTest {
  private final Leaf leaf = new Leaf();
  private final Tensor x = f64(1, 2).tracked(leaf);

  private void pass(double factor) {
    x.times(factor).sum().backward();
  }

  private void assertHeld(double... expected) {
    assertArrayEquals(expected, leaf.gradient().toDoubleArray());
  }

  @Test
  void addIsTheDefaultAndKeepsTheTensor() {
    assertEquals(GradMode.ADD, leaf.mode());
    pass(3);
    var first = leaf.gradient();
    pass(4);
    assertSame(first, leaf.gradient());
    assertHeld(7, 7);
  }

  @Test
  void writeReplacesAndLeavesTheOldTensorAlone() {
    leaf.mode(GradMode.WRITE);
    pass(3);
    var first = leaf.gradient();
    pass(4);
    assertNotSame(first, leaf.gradient());
    assertHeld(4, 4);
    assertArrayEquals(new double[] {3, 3}, first.toDoubleArray());
  }

  @Test
  void writeAddsUpTheUsesWithinOnePass() {
    leaf.mode(GradMode.WRITE);
    x.times(3).plus(x.times(4)).sum().backward();
    assertHeld(7, 7);
  }

  @Test
  void noneKeepsNothingAndLeavesNeighboursAlone() {
    leaf.mode(GradMode.NONE);
    var neighbour = f64(5, 6).requireGrad();
    x.times(neighbour).sum().backward();
    assertNull(leaf.gradient());
    assertArrayEquals(new double[] {1, 2}, neighbour.grad().toDoubleArray());
  }

  @Test
  void switchingKeepsWhatWasAccumulated() {
    pass(3);
    leaf.mode(GradMode.NONE);
    assertHeld(3, 3);
    pass(100);
    assertHeld(3, 3);
    leaf.mode(GradMode.ADD);
    pass(4);
    assertHeld(7, 7);
    leaf.mode(GradMode.WRITE);
    assertHeld(7, 7);
    pass(5);
    assertHeld(5, 5);
    leaf.mode(GradMode.ADD);
    pass(1);
    assertHeld(6, 6);
  }

  @Test
  void theModeCountsThatHoldsDuringThePass() {
    var loss = x.times(3).sum();
    leaf.mode(GradMode.NONE);
    loss.backward(null, true);
    assertNull(leaf.gradient());
    leaf.mode(GradMode.ADD);
    loss.backward();
    assertHeld(3, 3);
  }

  @Test
  void noneStopsNoDerivativeOfAFunction() {
    leaf.mode(GradMode.NONE);
    assertArrayEquals(
        new double[] {2, 4}, Grad.grad(z -> z.square().sum()).apply(x).toDoubleArray());
  }

  @Test
  void anAssignedGradientIsAddedToAsItIs() {
    var assigned = f64(10, 20);
    leaf.gradient(assigned, x);
    pass(1);
    assertSame(assigned, leaf.gradient());
    assertHeld(11, 21);
  }

  @Test
  void aClearedGradientBeginsAnew() {
    pass(3);
    var first = leaf.gradient();
    leaf.clear();
    assertNull(leaf.gradient());
    pass(4);
    assertHeld(4, 4);
    assertArrayEquals(new double[] {3, 3}, first.toDoubleArray());
  }
}
