package io.ligature.autograd;

import static io.ligature.autograd.Case.f64;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.ligature.GradientException;
import io.ligature.Tensor;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// An edit records nothing, so a tracked operand would lose its gradient without a word.
class EditByTrackedTest {
  static Stream<Arguments> edits() {
    return Stream.of(
        edit("assign", Tensor::assign),
        edit("set", (x, part) -> x.set(0, part.get(0))),
        edit("plusAssign", Tensor::plusAssign),
        edit("minusAssign", Tensor::minusAssign),
        edit("timesAssign", Tensor::timesAssign),
        edit("divAssign", Tensor::divAssign),
        edit("remAssign", Tensor::remAssign));
  }

  private static Arguments edit(String name, BiConsumer<Tensor, Tensor> change) {
    return arguments(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void aTrackedOperandIsRefused(String name, BiConsumer<Tensor, Tensor> edit) {
    var x = f64(1, 2);
    var operand = f64(3, 4).requireGrad().times(1);
    var error = assertThrows(GradientException.class, () -> edit.accept(x, operand));
    var message = error.getMessage();
    assertEquals(name + " of f64[", message.substring(0, name.length() + 8));
    assertEquals(
        "its gradient would be lost. Make a new tensor, for example with plus, where, cat or"
            + " stack, or give its detach().",
        message.substring(message.indexOf("its gradient")));
    assertArrayEquals(new double[] {1, 2}, x.toDoubleArray());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("edits")
  void itIsTakenWhereNothingIsRecorded(String name, BiConsumer<Tensor, Tensor> edit) {
    var tracked = f64(3, 4).requireGrad();
    var off = f64(1, 2);
    Grad.off(() -> edit.accept(off, tracked));
    var detached = f64(1, 2);
    edit.accept(detached, tracked.detach());
    assertArrayEquals(detached.toDoubleArray(), off.toDoubleArray());
  }
}
