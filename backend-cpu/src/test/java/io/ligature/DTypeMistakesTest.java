package io.ligature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Operations that are not defined for a type. What mixes types is in PromotionTest.
class DTypeMistakesTest {
  private static Arguments refused(String problem, Executable work) {
    return Arguments.of(problem, work);
  }

  static Stream<Arguments> undefined() {
    var reals = Tensor.of(1f, 2f);
    var wholes = Tensor.of(1, 2);
    var truth = Tensor.of(true, false);
    return Stream.of(
        refused(
            "and needs whole numbers or bool; found f32. Cast with to(dtype).",
            () -> reals.and(reals)),
        refused(
            "not needs whole numbers or bool; found f32. Cast with to(dtype).", () -> reals.not()),
        refused("shl needs whole numbers; found f32. Cast with to(dtype).", () -> reals.shl(1)),
        refused(
            "where needs an operand of bool; found f32[2]. Cast it with to(DType.BOOL).",
            () -> reals.where(reals, reals)),
        refused(
            "gather needs an index of whole numbers; found f32[2]. Cast it with to(DType.INT64).",
            () -> reals.gather(0, reals)),
        refused(
            "gather needs an index of whole numbers; found bool[2]. For a mask use maskedSelect.",
            () -> reals.gather(0, truth)),
        refused(
            "maskedSelect needs a mask of bool; found i32[2]. Compare, for example ne(0), or cast"
                + " with to(DType.BOOL).",
            () -> reals.maskedSelect(wholes)),
        refused(
            "oneHot needs an index of whole numbers; found f32[2]. Cast it with to(DType.INT64).",
            () -> reals.oneHot(3)),
        refused(
            "Only real numbers have gradients; found i32[2]. Cast it with to(DType.FLOAT32).",
            () -> wholes.requireGrad()),
        refused(
            "plusAssign of i32[2] with f32[2] gives real numbers, which i32 cannot hold. Use the"
                + " operation that returns a new tensor, or cast first.",
            () -> wholes.plusAssign(reals)),
        refused(
            "plus of i32[2] and 1099511627776: i32 cannot hold 1099511627776. Cast the tensor"
                + " first, with to(DType.INT64).",
            () -> wholes.plus(1L << 40)),
        refused(
            "full of u8[2] to -1: u8 holds whole numbers from 0 to 255. Change the value, or the"
                + " dtype with to(dtype).",
            () -> Tensor.full(DType.UINT8, Shape.of(2), -1)),
        refused(
            "arange needs numbers; found bool. Compare the numbers instead.",
            () -> Tensor.arange(DType.BOOL, 0, 3, 1)),
        refused(
            "rand gives real numbers; i32 was asked for. Use DType.FLOAT32, then to(DType.INT32).",
            () -> Tensor.rand(DType.INT32, Shape.of(2))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("undefined")
  void isRefused(String problem, Executable work) {
    assertEquals(problem, assertThrows(DTypeException.class, work).getMessage());
  }

  @Test
  void aProductOfWholeAndRealMatricesIsReal() {
    var wholes = Tensor.of(1, 2).reshape(1, 2);
    var reals = Tensor.of(0.5f, 0.25f).reshape(2, 1);
    assertEquals("[[1.0000]]", wholes.matmul(reals).toString());
  }
}
