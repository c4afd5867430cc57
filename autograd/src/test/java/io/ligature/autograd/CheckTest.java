package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.GradientException;
import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.op.Dropout;
import org.junit.jupiter.api.Test;

/// The comparison with central differences passes what is right and finds what is not.
class CheckTest {
  @Test
  void passesARightGradient() {
    Grad.check(x -> x.exp().sin(), f64(-1, 0.5, 2));
    Grad.check(x -> x.square().sum(), Tensor.of(1f, 2f)); // cast to FLOAT64
  }

  @Test
  void passesSeveralInputsOfWhichSomeAreWholeNumbers() {
    Grad.check(
        (Tensor[] x) -> x[0].gather(0, x[1]).times(x[2]),
        f64(1, 2, 3),
        Tensor.of(2L, 2L, 0L),
        f64(4, 5, 6));
  }

  @Test
  void findsAGradientThatIsCutOff() {
    var error =
        assertThrows(
            GradientException.class,
            () ->
                Grad.check(
                    (Tensor[] x) -> x[0].plus(x[1].times(x[1].detach())), f64(1, 2), f64(0, 3)));
    assertEquals(
        true,
        error.getMessage().startsWith("check: dL/dx of input 1 at element [1] is "),
        error.getMessage());
  }

  @Test
  void findsAJump() {
    assertThrows(GradientException.class, () -> Grad.check(x -> x.floor(), f64(0.5, 2)));
  }

  @Test
  void findsAGradientThatIsNotANumber() {
    assertThrows(GradientException.class, () -> Grad.check(x -> x.sqrt(), f64(-1)));
  }

  @Test
  void givesAFunctionOfChanceTheSameNumbersEachTime() {
    Grad.check(
        x -> Dispatch.execute(new Dropout(Key.next(), 0.5), x), Tensor.ones(DType.FLOAT64, 20));
  }

  @Test
  void leavesTheDefaultStreamOfKeysAlone() {
    Key.seed(7);
    var next = Key.next();
    Key.seed(7);
    Grad.check(x -> Dispatch.execute(new Dropout(Key.next(), 0.5), x), f64(1, 2, 3));
    assertEquals(next, Key.next());
  }

  @Test
  void changesNeitherTheInputNorGradients() {
    var x = f64(1, 2).requireGrad();
    var w = f64(3, 4).requireGrad();
    Grad.check(z -> z.times(w), x);
    assertNull(x.grad());
    assertNull(w.grad());
    assertEquals(3, x.detach().sum().item());
  }

  @Test
  void worksInsideOff() {
    Grad.off(() -> Grad.check(x -> x.square(), f64(1, 2)));
  }
}
