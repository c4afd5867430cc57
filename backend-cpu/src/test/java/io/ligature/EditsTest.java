package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class EditsTest {
  private static Tensor matrix() {
    return Tensor.arange(DType.FLOAT32, 0, 6, 1).reshape(2, 3);
  }

  private static int version(Tensor x) {
    return x.view().storage().version();
  }

  private static void assertRefused(
      Class<? extends RuntimeException> type, Runnable edit, String message) {
    assertEquals(message, assertThrows(type, edit::run).getMessage());
  }

  // ---- one element, or a part

  @Test
  void oneElementIsReplaced() {
    var x = matrix();
    x.set(0, 0, 100);
    x.set(-1, -1, 0.5);
    assertArrayEquals(new float[] {100, 1, 2, 3, 4, 0.5f}, x.toFloatArray());
  }

  @Test
  void anEditCountsOnce() {
    var x = matrix();
    x.set(0, 0, 1);
    assertEquals(1, version(x));
    x.set(1, 7);
    assertEquals(2, version(x));
    x.plusAssign(1);
    assertEquals(3, version(x));
  }

  @Test
  void fewerIndicesThanAxesReplaceAPart() {
    var x = matrix();
    x.set(1, 9);
    assertArrayEquals(new float[] {0, 1, 2, 9, 9, 9}, x.toFloatArray());
    var cube = Tensor.zeros(2, 2, 2);
    cube.set(0, 1, 5);
    cube.set(1, 1, 1, 7);
    cube.set(new long[] {1, 0, 0}, 8);
    assertArrayEquals(new float[] {0, 0, 5, 5, 8, 0, 0, 7}, cube.toFloatArray());
  }

  @Test
  void noIndexReplacesAScalar() {
    var x = Tensor.of(3f);
    x.set(new long[0], 4);
    assertEquals(4, x.item());
  }

  @Test
  void everyViewSeesTheEdit() {
    var x = matrix();
    var column = x.t().get(1);
    column.set(1, 40);
    assertEquals(40, x.get(1, 1).item());
    x.set(0, 1, 10);
    assertArrayEquals(new float[] {10, 40}, column.toFloatArray());
    assertEquals(2, version(column));
  }

  @ParameterizedTest
  @EnumSource
  void everyDtypeTakesAnElement(DType dtype) {
    var x = Tensor.zeros(dtype, 3);
    x.set(1, 1);
    assertArrayEquals(new double[] {0, 1, 0}, x.toDoubleArray());
  }

  @Test
  void halvesAreRounded() {
    var x = Tensor.zeros(DType.FLOAT16, 1);
    x.set(0, 2049); // halfway between 2048 and 2050: to even
    assertEquals(2048, x.item());
  }

  @Test
  void truthValuesAreSetByTruth() {
    var x = Tensor.zeros(DType.BOOL, 2, 2);
    x.set(0, 1, true);
    x.set(1, true);
    x.set(1, 0, false);
    assertArrayEquals(new boolean[] {false, true, false, true}, x.toBooleanArray());
  }

  @Test
  void aRowIsReplacedByATensor() {
    var x = matrix();
    x.set(1, Tensor.of(7, 8, 9));
    x.set(0, Tensor.of(5f));
    assertArrayEquals(new float[] {5, 5, 5, 7, 8, 9}, x.toFloatArray());
    x.set(0, 1, Tensor.of(-1.0));
    x.set(new long[] {1, 1}, Tensor.of(-2L));
    assertArrayEquals(new float[] {5, -1, 5, 7, -2, 9}, x.toFloatArray());
  }

  @Test
  void aRowMayComeFromTheSameTensor() {
    var x = matrix();
    x.set(0, x.get(1).slice(0, Tensor.OPEN, Tensor.OPEN, -1));
    x.get(1).assign(x.get(1).slice(0, Tensor.OPEN, Tensor.OPEN, -1));
    assertArrayEquals(new float[] {5, 4, 3, 5, 4, 3}, x.toFloatArray());
  }

  @Test
  void aMaskSaysWhereToSet() {
    var x = matrix();
    x.set(x.ge(3), -1);
    x.set(Tensor.of(true, false, false), 8);
    assertArrayEquals(new float[] {8, 1, 2, 8, -1, -1}, x.toFloatArray());
  }

  // ---- everything

  @Test
  void fillAndZeroReplaceEverything() {
    var x = matrix();
    x.t().get(0).fill(4);
    assertArrayEquals(new float[] {4, 1, 2, 4, 4, 5}, x.toFloatArray());
    x.zero();
    assertEquals(0, x.abs().sum().item());
    assertEquals(2, version(x));
  }

  @Test
  void assignBroadcastsAndConverts() {
    var x = Tensor.zeros(DType.INT32, 2, 3);
    x.assign(Tensor.of(1.9, -1.9, Double.NaN));
    assertArrayEquals(new int[] {1, -1, 0, 1, -1, 0}, x.toIntArray());
  }

  @Test
  void copyFromReadsForeignMemory() {
    var x = matrix();
    x.t().copyFrom(MemorySegment.ofArray(new float[] {1, 2, 3, 4, 5, 6}));
    assertArrayEquals(new float[] {1, 3, 5, 2, 4, 6}, x.toFloatArray());
    assertEquals(1, version(x));
    var few = MemorySegment.ofArray(new float[5]);
    assertRefused(
        ShapeException.class,
        () -> x.copyFrom(few),
        "A tensor [2, 3] needs 6 elements of f32 (4 bytes each); found 5.");
  }

  // ---- arithmetic

  @Test
  void arithmeticHappensInPlace() {
    var x = matrix();
    x.plusAssign(1);
    x.minusAssign(Tensor.of(1f, 2f, 3f));
    x.timesAssign(2);
    x.divAssign(Tensor.of(new float[] {1, 2}, 2, 1));
    assertArrayEquals(new float[] {0, 0, 0, 3, 3, 3}, x.toFloatArray());
    x.minusAssign(5);
    x.timesAssign(Tensor.of(2f));
    x.divAssign(4);
    assertArrayEquals(new float[] {-2.5f, -2.5f, -2.5f, -1, -1, -1}, x.toFloatArray());
    x.remAssign(2);
    assertArrayEquals(new float[] {1.5f, 1.5f, 1.5f, 1, 1, 1}, x.toFloatArray());
    x.remAssign(Tensor.of(1f));
    assertArrayEquals(new float[] {0.5f, 0.5f, 0.5f, 0, 0, 0}, x.toFloatArray());
  }

  @Test
  void wholeNumbersStayWhole() {
    var x = Tensor.of(7, -7);
    x.remAssign(4);
    assertArrayEquals(new int[] {3, 1}, x.toIntArray());
    x.plusAssign(Tensor.of(true, false));
    assertArrayEquals(new int[] {4, 1}, x.toIntArray());
    assertEquals(DType.INT32, x.dtype());
  }

  @Test
  void typesThatOnlyStoreAreWidenedOnTheWay() {
    var x = Tensor.of(new byte[] {100, 2}).to(DType.UINT8);
    x.plusAssign(100);
    x.timesAssign(Tensor.of(1, 3));
    assertArrayEquals(new int[] {200, 306 - 256}, x.toIntArray()); // the low 8 bits stay
  }

  @Test
  void aViewMayBeAddedToItsOwnTensor() {
    var x = Tensor.arange(DType.FLOAT32, 0, 9, 1).reshape(3, 3);
    x.plusAssign(x.t());
    assertArrayEquals(new float[] {0, 4, 8, 4, 8, 12, 8, 12, 16}, x.toFloatArray());
    x.plusAssign(x.get(2));
    assertArrayEquals(new float[] {8, 16, 24, 12, 20, 28, 16, 24, 32}, x.toFloatArray());
  }

  @Test
  void stridedTensorsAreEditedInPlace() {
    var x = matrix();
    x.t().timesAssign(Tensor.of(new float[] {1, 10, 100}, 3, 1));
    assertArrayEquals(new float[] {0, 10, 200, 3, 40, 500}, x.toFloatArray());
  }

  @Test
  void nothingIsNothing() {
    var x = Tensor.zeros(0, 3);
    x.plusAssign(1);
    x.fill(2);
    x.assign(Tensor.of(1f));
    x.copyFrom(MemorySegment.ofArray(new float[0]));
    assertEquals(0, x.size());
  }

  // ---- refusals

  @Test
  void trackedTensorsAreRefused() {
    var x = matrix().requireGrad();
    var other = matrix();
    assertRefused(
        GradientException.class,
        () -> x.set(0, 0, 1),
        "set in place of a tracked tensor f32[2, 3]: its gradient would be wrong. "
            + "Edit its data() or detach() instead.");
    assertRefused(
        GradientException.class,
        () -> x.plusAssign(1),
        "plusAssign in place of a tracked tensor f32[2, 3]: its gradient would be wrong. "
            + "Edit its data() or detach() instead.");
    assertThrows(GradientException.class, () -> x.set(0, other.get(0)));
    assertThrows(GradientException.class, () -> x.set(0, 5));
    assertThrows(GradientException.class, () -> x.set(x.detach().ge(0), 5));
    assertThrows(GradientException.class, () -> x.assign(other));
    assertThrows(GradientException.class, () -> x.divAssign(other));
    assertThrows(GradientException.class, x::zero);
    assertEquals(0, version(x));
    x.detach().set(0, 0, 1);
    assertEquals(1, x.get(0, 0).item());
  }

  @Test
  void anExpandedTensorIsRefused() {
    var x = Tensor.of(1f).expand(Shape.of(3));
    assertRefused(
        ShapeException.class,
        () -> x.set(0, 2),
        "set in place of an expanded tensor f32[3]: several of its elements are one. Copy it"
            + " first.");
    assertThrows(ShapeException.class, () -> x.plusAssign(1));
    assertThrows(ShapeException.class, () -> matrix().expand(Shape.of(2, 2, 3)).set(0, matrix()));
  }

  @Test
  void indicesAreChecked() {
    assertRefused(
        IndexOutOfBoundsException.class,
        () -> matrix().set(0, 3, 1),
        "set: index 3 is not within axis 1 of f32[2, 3], whose extent is 3. Use -3 to 2.");
    assertRefused(
        ShapeException.class,
        () -> matrix().set(0, 0, 0, 1),
        "set of f32[2, 3] takes at most 2 indices; found 3.");
  }

  @Test
  void valuesThatDoNotFitAreRefused() {
    var x = Tensor.of(1, 2, 3);
    assertRefused(
        DTypeException.class,
        () -> x.set(0, 1.5),
        "set of i32[3] to 1.5: i32 holds whole numbers from -2147483648 to 2147483647. "
            + "Change the value, or the dtype with to(dtype).");
    assertThrows(DTypeException.class, () -> x.fill(3_000_000_000L));
    assertThrows(DTypeException.class, () -> x.plusAssign(3_000_000_000L));
    assertThrows(DTypeException.class, () -> x.eq(1).fill(2));
    assertArrayEquals(new int[] {1, 2, 3}, x.toIntArray());
  }

  @Test
  void wholeNumbersRefuseRealResults() {
    var x = Tensor.of(1, 2, 3);
    assertRefused(
        DTypeException.class,
        () -> x.plusAssign(Tensor.of(0.5f)),
        "plusAssign of i32[3] with f32[] gives real numbers, which i32 cannot hold. "
            + "Use the operation that returns a new tensor, or cast first.");
    assertRefused(
        DTypeException.class,
        () -> x.timesAssign(0.5),
        "timesAssign of i32[3] with 0.5 gives real numbers, which i32 cannot hold. "
            + "Use the operation that returns a new tensor, or cast first.");
    assertThrows(DTypeException.class, () -> x.divAssign(2));
    assertRefused(
        DTypeException.class,
        () -> x.gt(1).plusAssign(1),
        "plusAssign needs numbers; found bool[3]. Use assign with and, or, xor, or cast first.");
  }

  @Test
  void shapesMustBroadcastToTheTarget() {
    assertRefused(
        ShapeException.class,
        () -> matrix().plusAssign(Tensor.zeros(4)),
        "plusAssign of f32[2, 3] needs an operand that broadcasts to its shape; found f32[4]. "
            + "Aligned at the last axis, extents must be equal, or 1.");
    assertThrows(ShapeException.class, () -> Tensor.zeros(3).assign(matrix()));
    assertRefused(
        DTypeException.class,
        () -> matrix().set(matrix(), 1),
        "set needs a mask of bool; found f32[2, 3]. Compare, for example ne(0), or cast with"
            + " to(DType.BOOL).");
  }

  // ---- dry

  @Test
  void aDryRunEditsNothing() {
    var x = matrix();
    var before = x.toFloatArray();
    Device.DRY.with(
        () -> {
          x.set(0, 0, 5);
          x.set(0, Tensor.ones(3));
          x.plusAssign(1);
          x.plusAssign(x);
          x.assign(Tensor.ones(3));
          x.set(x.ge(1), 0);
          x.zero();
          x.copyFrom(MemorySegment.ofArray(new float[6]));
          return x;
        });
    assertArrayEquals(before, x.toFloatArray());
    assertEquals(0, version(x));
  }

  @Test
  void aDryTensorTakesEditsAndStaysDry() {
    var x = Device.DRY.with(() -> Tensor.zeros(2, 3));
    x.set(0, 0, 5);
    x.plusAssign(matrix());
    assertEquals("f32[2, 3] (dry)", x.toString());
    assertThrows(IndexOutOfBoundsException.class, () -> x.set(2, 5));
  }

  // ---- through slices

  @Test
  void aSliceWithANegativeStepIsEditedFromItsOwnEnd() {
    var x = Tensor.arange(DType.FLOAT32, 0, 6, 1);
    var odd = x.slice(0, -1, Tensor.OPEN, -2); // 5, 3, 1
    odd.set(-1, 10);
    odd.set(0, 50);
    odd.slice(0, 1, 2).plusAssign(27);
    assertArrayEquals(new float[] {0, 10, 2, 30, 4, 50}, x.toFloatArray());
    x.slice(0, 0, Tensor.OPEN, 2).assign(Tensor.of(-1f, -2f, -3f));
    assertArrayEquals(new float[] {-1, 10, -2, 30, -3, 50}, x.toFloatArray());
    assertRefused(
        IndexOutOfBoundsException.class,
        () -> odd.set(-4, 1),
        "set: index -4 is not within axis 0 of f32[3], whose extent is 3. Use -3 to 2.");
    assertRefused(
        ShapeException.class,
        () -> odd.assign(Tensor.of(1f, 2f)),
        "assign of f32[3] needs an operand that broadcasts to its shape; found f32[2]. "
            + "Aligned at the last axis, extents must be equal, or 1.");
  }

  @Test
  void partsAtNegativeIndicesAreReplaced() {
    var x = matrix();
    x.set(-1, Tensor.of(7f, 8f, 9f));
    x.set(-2, -1, Tensor.of(5f));
    x.set(new long[] {-2, -3}, 4);
    assertArrayEquals(new float[] {4, 1, 5, 7, 8, 9}, x.toFloatArray());
    assertRefused(
        IndexOutOfBoundsException.class,
        () -> x.set(-3, Tensor.of(1f)),
        "set: index -3 is not within axis 0 of f32[2, 3], whose extent is 2. Use -2 to 1.");
    assertRefused(
        IndexOutOfBoundsException.class,
        () -> x.set(2, 1),
        "set: index 2 is not within axis 0 of f32[2, 3], whose extent is 2. Use -2 to 1.");
    assertRefused(
        ShapeException.class,
        () -> x.set(new long[3], Tensor.of(1f)),
        "set of f32[2, 3] takes at most 2 indices; found 3.");
  }

  @ParameterizedTest(name = "{1} in {0}")
  @CsvSource({
    "BOOL, 2, bool holds whole numbers from 0 to 1",
    "UINT8, -1, u8 holds whole numbers from 0 to 255",
    "INT8, 128, i8 holds whole numbers from -128 to 127",
    "INT32, 0.5, i32 holds whole numbers from -2147483648 to 2147483647",
    "INT64, 1e19, i64 holds whole numbers from -9223372036854775808 to 9223372036854775807"
  })
  void aTypeSaysWhatItHolds(DType dtype, double value, String holds) {
    var shown = value == 0.5 || value > 1e18 ? (Number) value : (Number) (int) value;
    assertRefused(
        DTypeException.class,
        () -> Tensor.zeros(dtype, 2).set(0, shown),
        "set of %s[2] to %s: %s. Change the value, or the dtype with to(dtype)."
            .formatted(dtype, shown, holds));
    assertRefused(
        DTypeException.class,
        () -> Tensor.full(dtype, Shape.of(2), shown),
        "full of %s[2] to %s: %s. Change the value, or the dtype with to(dtype)."
            .formatted(dtype, shown, holds));
  }
}
