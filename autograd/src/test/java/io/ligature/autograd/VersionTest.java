package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.GradientException;
import io.ligature.Tensor;
import io.ligature.op.Op;
import io.ligature.op.SgdStep;
import java.lang.foreign.MemorySegment;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// An edit of a value that backward needs is found, never a wrong gradient; an edit of any other is
/// allowed.
class VersionTest {
  private static final String EDITED =
      "backward of %s needs its %s as it was, but it was edited in place since. Edit it after"
          + " backward(), or edit a copy().";

  // ---- every kind of edit

  static Stream<Arguments> edits() {
    var one = f64(9, 9);
    return Stream.of(
        edit("set", x -> x.set(0, 9)),
        edit("set an element of BOOL kind", x -> x.set(Tensor.of(true, false), 9)),
        edit("set a part", x -> x.set(1, Tensor.of(9.0))),
        edit("set through a view", x -> x.slice(0, 1, 2).set(0, 9)),
        edit("set through a reversed view", x -> x.flip(0).set(0, 9)),
        edit("fill", x -> x.fill(9)),
        edit("zero", Tensor::zero),
        edit("assign", x -> x.assign(one)),
        edit("copyFrom", x -> x.copyFrom(MemorySegment.ofArray(new double[] {9, 9}))),
        edit("plusAssign", x -> x.plusAssign(one)),
        edit("plusAssign of a number", x -> x.plusAssign(1)),
        edit("minusAssign", x -> x.minusAssign(one)),
        edit("minusAssign of a number", x -> x.minusAssign(1)),
        edit("timesAssign", x -> x.timesAssign(one)),
        edit("timesAssign of a number", x -> x.timesAssign(2)),
        edit("divAssign", x -> x.divAssign(one)),
        edit("divAssign of a number", x -> x.divAssign(2)),
        edit("remAssign", x -> x.remAssign(one)),
        edit("remAssign of a number", x -> x.remAssign(2)),
        edit("an operation in place", x -> Dispatch.into(x, Op.Unary.EXP, x)),
        edit(
            "a fused operation in place",
            x -> Dispatch.into(x, new SgdStep(0.1, 0, 0, 0, false, false, false), x, one)));
  }

  private static Arguments edit(String name, Consumer<Tensor> change) {
    return arguments(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void everyEditOfANeededValueIsFound(String name, Consumer<Tensor> edit) {
    var value = f64(1, 2);
    var x = f64(3, 4).requireGrad();
    var loss = x.times(value).sum();
    edit.accept(value);
    var error = assertThrows(GradientException.class, loss::backward);
    assertEquals(EDITED.formatted("times", "operand 1 f64[2]"), error.getMessage());
    assertNull(x.grad());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void everyEditOfALeafsMemoryIsFound(String name, Consumer<Tensor> edit) {
    var x = f64(1, 2).requireGrad();
    var loss = x.exp().plus(x.sin()).sum();
    edit.accept(x.detach());
    var error = assertThrows(GradientException.class, loss::backward);
    assertEquals(EDITED.formatted("sin", "operand 0 f64[2]"), error.getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void aTrackedTensorCannotBeEdited(String name, Consumer<Tensor> edit) {
    var tracked = f64(1, 2).requireGrad();
    var error = assertThrows(GradientException.class, () -> edit.accept(tracked));
    assertEquals(
        true,
        error.getMessage().contains(" in place of a tracked tensor f64[")
            && error.getMessage().endsWith("Edit its data() or detach() instead."),
        error.getMessage());
    assertArrayEquals(new double[] {1, 2}, tracked.toDoubleArray());
  }

  // ---- which values are needed

  static Stream<Arguments> needs() {
    return Stream.of(
        arguments("plus", (BinaryOperator<Tensor>) Tensor::plus, false, false),
        arguments("minus", (BinaryOperator<Tensor>) Tensor::minus, false, false),
        arguments("times", (BinaryOperator<Tensor>) Tensor::times, false, true),
        arguments("div", (BinaryOperator<Tensor>) Tensor::div, false, true),
        arguments("maximum", (BinaryOperator<Tensor>) Tensor::maximum, true, true),
        arguments("pow", (BinaryOperator<Tensor>) Tensor::pow, true, true),
        arguments("atan2", (BinaryOperator<Tensor>) Tensor::atan2, true, true),
        arguments("exp", (BinaryOperator<Tensor>) (a, _) -> a.exp(), false, false),
        arguments("sin", (BinaryOperator<Tensor>) (a, _) -> a.sin(), true, false),
        arguments("relu", (BinaryOperator<Tensor>) (a, _) -> a.relu(), false, false),
        arguments("sum", (BinaryOperator<Tensor>) (a, _) -> a.sum(), false, false),
        arguments("negate", (BinaryOperator<Tensor>) (a, _) -> a.negate(), false, false));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("needs")
  void onlyAnEditOfANeededOperandIsRefused(
      String op, BinaryOperator<Tensor> f, boolean needsOwn, boolean needsOther) {
    var expected = gradient(f, _ -> {}, _ -> {});
    assertEdit(needsOwn, expected, () -> gradient(f, a -> a.plusAssign(1), _ -> {}));
    assertEdit(needsOther, expected, () -> gradient(f, _ -> {}, b -> b.plusAssign(1)));
  }

  private static double[] gradient(
      BinaryOperator<Tensor> f, Consumer<Tensor> ownEdit, Consumer<Tensor> otherEdit) {
    var a = f64(1.5, 2.5).requireGrad();
    var b = f64(0.5, 3.5);
    var loss = f.apply(a, b).sum();
    ownEdit.accept(a.detach());
    otherEdit.accept(b);
    loss.backward();
    return a.grad().toDoubleArray();
  }

  private static void assertEdit(
      boolean refused, double[] expected, java.util.function.Supplier<double[]> found) {
    if (refused) {
      assertThrows(GradientException.class, found::get);
    } else {
      assertArrayEquals(expected, found.get());
    }
  }

  @Test
  void anEditOfANeededResultIsFound() {
    var x = f64(1, 2).requireGrad();
    var y = x.exp();
    y.detach().plusAssign(1);
    var error = assertThrows(GradientException.class, () -> y.sum().backward());
    assertEquals(EDITED.formatted("exp", "result f64[2]"), error.getMessage());
  }

  @Test
  void anEditOfAnIndexIsFound() {
    var x = f64(1, 2, 3).requireGrad();
    var index = Tensor.of(0L, 2L);
    var y = x.gather(0, index);
    index.set(0, 1);
    var error = assertThrows(GradientException.class, () -> y.sum().backward());
    assertEquals(EDITED.formatted("gather", "operand 1 i64[2]"), error.getMessage());
  }

  @Test
  void anEditOfAMaskIsFound() {
    var x = f64(1, 2).requireGrad();
    var mask = Tensor.of(true, false);
    var y = mask.where(x, f64(0, 0));
    mask.set(0, false);
    var error = assertThrows(GradientException.class, () -> y.sum().backward());
    assertEquals(EDITED.formatted("where", "operand 0 bool[2]"), error.getMessage());
  }

  @Test
  void anEditOfAMatrixIsFound() {
    var x = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2).requireGrad();
    var w = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
    var y = x.matmul(w.t()); // a view of what is edited
    w.set(0, 0, 7);
    var error = assertThrows(GradientException.class, () -> y.sum().backward());
    assertEquals(EDITED.formatted("matmul", "operand 1 f64[2, 2]"), error.getMessage());
  }

  @Test
  void anEditOfABroadcastOperandIsFound() {
    var x = f64(1, 2, 3).requireGrad();
    var factor = f64(2);
    var y = x.times(factor);
    factor.set(0, 7);
    assertThrows(GradientException.class, () -> y.sum().backward());
  }

  @Test
  void anEditOfWhatWasCastIsAllowed() {
    var x = f64(1, 2).requireGrad();
    var factor = Tensor.of(2f, 3f);
    var y = x.times(factor); // of a copy in FLOAT64
    factor.fill(7);
    y.sum().backward();
    assertArrayEquals(new double[] {2, 3}, x.grad().toDoubleArray());
  }

  @Test
  void anEditBeforeIsAllowed() {
    var value = f64(1, 2);
    value.plusAssign(1);
    var x = f64(3, 4).requireGrad();
    x.times(value).sum().backward();
    assertArrayEquals(new double[] {2, 3}, x.grad().toDoubleArray());
  }

  @Test
  void anEditAfterIsAllowed() {
    var value = f64(1, 2);
    var x = f64(3, 4).requireGrad();
    x.times(value).sum().backward();
    value.plusAssign(1);
    x.times(value).sum().backward();
    assertArrayEquals(new double[] {3, 5}, x.grad().toDoubleArray());
  }

  @Test
  void anEditOfAValueThatLeadsNowhereIsAllowed() {
    var value = f64(1, 2);
    var x = f64(3, 4).requireGrad();
    var _ = x.times(value); // is no part of the loss
    value.plusAssign(1);
    x.times(2).sum().backward();
    assertArrayEquals(new double[] {2, 2}, x.grad().toDoubleArray());
  }

  @Test
  void anEditOfACopyIsAllowed() {
    var value = f64(1, 2);
    var x = f64(3, 4).requireGrad();
    var y = x.times(value.copy());
    value.plusAssign(1);
    y.sum().backward();
    assertArrayEquals(new double[] {1, 2}, x.grad().toDoubleArray());
  }

  @Test
  void anEditBetweenTwoPassesOfARetainedGraphIsFound() {
    var value = f64(1, 2);
    var x = f64(3, 4).requireGrad();
    var loss = x.times(value).sum();
    loss.backward(null, true);
    value.plusAssign(1);
    assertThrows(GradientException.class, loss::backward);
    assertArrayEquals(new double[] {1, 2}, x.grad().toDoubleArray());
  }

  @Test
  void anEditBeforeAPullbackIsFound() {
    var x = f64(1, 2);
    var back = Grad.vjp(z -> z.square(), x);
    x.plusAssign(1);
    assertThrows(GradientException.class, () -> back.apply(f64(1, 1)));
  }

  @Test
  void anEditBeforeASecondDerivativeIsFound() {
    var x = f64(1, 2).requireGrad();
    var gradient = Grad.grad(z -> z.sin().sum()).apply(x); // cos x, whose slope needs x
    x.detach().plusAssign(1);
    assertThrows(GradientException.class, () -> gradient.sum().backward());
    assertNull(x.grad());
  }

  @Test
  void aReleasedValueIsNoWrongGradient() {
    var value = f64(1, 2);
    var x = f64(3, 4).requireGrad();
    var loss = x.times(value).sum();
    value.close();
    var error = assertThrows(GradientException.class, loss::backward);
    assertEquals(
        "backward of times needs its operand 1 f64[2], whose memory was given back since. Close it"
            + " after backward(), or call backward() within its scope.",
        error.getMessage());
    assertNull(x.grad());
  }

  @Test
  void castingBackGivesTheTypeOfTheOperand() {
    var x = f64(1, 2).to(DType.FLOAT32).requireGrad();
    var y = x.to(DType.FLOAT64);
    x.detach().plusAssign(1); // a cast needs no values
    y.sum().backward();
    assertEquals(DType.FLOAT32, x.grad().dtype());
  }
}
