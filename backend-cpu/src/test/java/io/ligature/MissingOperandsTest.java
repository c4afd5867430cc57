package io.ligature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

class MissingOperandsTest {
  private static final Tensor X = Tensor.ones(2, 3);
  private static final Tensor MASK = X.gt(0);
  private static final Tensor NONE = null;
  private static final Number NOTHING = null;

  private record Call(String operands, Executable work) {}

  @TestFactory
  List<DynamicTest> nullIsShownAmongTheOperands() {
    return List.of(
            new Call("plus of f32[2, 3] and null", () -> X.plus(NONE)),
            new Call("times of f32[2, 3] and null", () -> X.times(NOTHING)),
            new Call("minus of null and f32[2, 3]", () -> X.rminus(NOTHING)),
            new Call("lt of f32[2, 3] and null", () -> X.lt(NONE)),
            new Call("lt of f32[2, 3] and null", () -> X.lt(NOTHING)),
            new Call("where of bool[2, 3] and null and f32[2, 3]", () -> MASK.where(NONE, X)),
            new Call("hypot of f32[2, 3] and null", () -> X.hypot(NONE)),
            new Call("lerp of f32[2, 3] and f32[2, 3] and null", () -> X.lerp(X, NONE)),
            new Call("clamp of f32[2, 3] and null and 3", () -> X.clamp(NOTHING, 3)),
            new Call("clamp of f32[2, 3] and 3 and null", () -> X.clamp(3, NOTHING)),
            new Call("clamp of f32[2, 3] and f32[2, 3] and null", () -> X.clamp(X, NONE)),
            new Call("clampMin of f32[2, 3] and null", () -> X.clampMin(NOTHING)),
            new Call("matmul of f32[2, 3] and null", () -> X.matmul(NONE)),
            new Call("dot of f32[2, 3] and null", () -> X.dot(NONE)),
            new Call("cat of f32[2, 3] and null", () -> Tensor.cat(0, X, NONE)),
            new Call("stack of null and f32[2, 3]", () -> Tensor.stack(0, NONE, X)),
            new Call("gather of f32[2, 3] and null", () -> X.gather(0, NONE)),
            new Call("assign of f32[2, 3] and null", () -> X.assign(NONE)),
            new Call("plusAssign of f32[2, 3] and null", () -> X.plusAssign(NONE)),
            new Call("timesAssign of f32[2, 3] and null", () -> X.timesAssign(NOTHING)))
        .stream()
        .map(
            call ->
                DynamicTest.dynamicTest(
                    call.operands(),
                    () ->
                        assertEquals(
                            call.operands() + ": an operand is missing. Give a tensor or a number.",
                            assertThrows(NullPointerException.class, call.work()).getMessage())))
        .toList();
  }
}
