package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.FloatBuffer;
import java.nio.ShortBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CreationTest {
  private static void assertMessage(Throwable e, String expected) {
    assertEquals(expected, e.getMessage());
  }

  private static void assertType(String expected, Tensor x) {
    assertEquals(expected, x.type().toString());
  }

  @Nested
  class OfJavaValues {
    @Test
    void theJavaTypeDecidesTheDtype() {
      assertType("f32[]", Tensor.of(1f));
      assertType("f64[]", Tensor.of(1.0));
      assertType("i32[]", Tensor.of(1));
      assertType("i64[]", Tensor.of(1L));
      assertType("bool[]", Tensor.of(true));
      assertType("f32[2]", Tensor.of(1f, 2f));
      assertType("f64[2]", Tensor.of(1.0, 2.0));
      assertType("i32[2]", Tensor.of(1, 2));
      assertType("i64[2]", Tensor.of(1L, 2L));
      assertType("bool[2]", Tensor.of(true, false));
      assertType("i8[2]", Tensor.of(new byte[] {1, 2}));
    }

    @Test
    void aBareArrayIsAVector() {
      assertType("f32[3]", Tensor.of(new float[] {1, 2, 3}));
      assertType("i64[0]", Tensor.of(new long[0]));
    }

    @Test
    void anArrayOfOneWithTheShapeOfAScalarIsAScalar() {
      var x = Tensor.of(new double[] {7}, Shape.of());
      assertEquals(0, x.rank());
      assertEquals(7, x.item());
    }

    @Test
    void anArrayFillsTheShapeInRowMajorOrder() {
      var x = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3);
      assertEquals(6, x.get(1, 2).item());
      assertEquals(4, x.get(1, 0).item());
      assertType("bool[2, 1]", Tensor.of(new boolean[] {true, false}, 2, 1));
      assertArrayEquals(
          new boolean[] {true, false},
          Tensor.of(new boolean[] {true, false}, Shape.of(1, 2)).toBooleanArray());
    }

    @Test
    void theArrayIsCopied() {
      var values = new float[] {1, 2};
      var x = Tensor.of(values);
      values[0] = 9;
      assertEquals(1, x.get(0).item());
    }

    @Test
    void tooFewElementsAreRefused() {
      var e =
          assertThrows(ShapeException.class, () -> Tensor.of(new float[] {1, 2, 3, 4, 5}, 2, 3));
      assertMessage(e, "A tensor [2, 3] needs 6 elements of f32 (4 bytes each); found 5.");
    }

    @Test
    void nestedArraysAreMatrices() {
      var x = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});
      assertType("f64[2, 3]", x);
      assertArrayEquals(new double[] {1, 2, 3, 4, 5, 6}, x.toDoubleArray());
      assertType("f32[2, 1]", Tensor.of(new float[][] {{1}, {2}}));
      assertType("i32[1, 2]", Tensor.of(new int[][] {{1, 2}}));
      assertType("i64[1, 1]", Tensor.of(new long[][] {{1}}));
      assertArrayEquals(
          new boolean[] {true, false},
          Tensor.of(new boolean[][] {{true}, {false}}).toBooleanArray());
    }

    @Test
    void nestedArraysMayBeThreeDeep() {
      var x = Tensor.of(new float[][][] {{{1, 2}}, {{3, 4}}, {{5, 6}}});
      assertType("f32[3, 1, 2]", x);
      assertEquals(6, x.get(2, 0, 1).item());
      assertType("f64[1, 1, 1]", Tensor.of(new double[][][] {{{1}}}));
      assertType("i32[1, 1, 1]", Tensor.of(new int[][][] {{{1}}}));
      assertType("i64[1, 1, 1]", Tensor.of(new long[][][] {{{1}}}));
      assertType("bool[1, 1, 1]", Tensor.of(new boolean[][][] {{{true}}}));
    }

    @Test
    void emptyNestedArraysKeepTheirRank() {
      assertType("f32[0, 0]", Tensor.of(new float[0][0]));
      assertType("f32[2, 0]", Tensor.of(new float[2][0]));
      assertType("f32[2, 0, 0]", Tensor.of(new float[2][0][5]));
    }

    @Test
    void raggedArraysAreRefused() {
      var e =
          assertThrows(ShapeException.class, () -> Tensor.of(new float[][] {{1, 2, 3}, {4, 5}}));
      assertMessage(
          e,
          "A tensor needs arrays of one length at each depth; at depth 1 found lengths 3 and 2.");
    }
  }

  @Nested
  class OfForeignMemory {
    @Test
    void aSegmentIsReadInNativeOrder() {
      var x = Tensor.of(DType.INT32, Shape.of(2), MemorySegment.ofArray(new int[] {5, -7}));
      assertArrayEquals(new int[] {5, -7}, x.toIntArray());
    }

    @Test
    void aNativeSegmentMayBeUnaligned() {
      try (var arena = Arena.ofConfined()) {
        var segment = arena.allocate(9, 8).asSlice(1);
        MemorySegment.copy(MemorySegment.ofArray(new float[] {1.5f, 2.5f}), 0, segment, 0, 8);
        var x = Tensor.of(DType.FLOAT32, Shape.of(2), segment);
        assertArrayEquals(new float[] {1.5f, 2.5f}, x.toFloatArray());
      }
    }

    @Test
    void halvesAreReadAsBits() {
      var one = MemorySegment.ofArray(new short[] {0x3C00, (short) 0xC000});
      assertArrayEquals(
          new float[] {1, -2}, Tensor.of(DType.FLOAT16, Shape.of(2), one).toFloatArray());
    }

    @Test
    void anyByteButZeroIsTrue() {
      var bytes = MemorySegment.ofArray(new byte[] {0, 1, -1, 2});
      var x = Tensor.of(DType.BOOL, Shape.of(4), bytes);
      assertArrayEquals(new byte[] {0, 1, 1, 1}, x.toByteArray());
    }

    @Test
    void aSegmentOfTheWrongSizeIsRefused() {
      var segment = MemorySegment.ofArray(new byte[7]);
      var e =
          assertThrows(ShapeException.class, () -> Tensor.of(DType.FLOAT32, Shape.of(2), segment));
      assertMessage(e, "A tensor [2] needs 2 elements of f32 (4 bytes each); found 7 bytes.");
    }

    @ParameterizedTest(name = "direct {0}, {1}")
    @CsvSource({
      "true, BIG_ENDIAN",
      "true, LITTLE_ENDIAN",
      "false, BIG_ENDIAN",
      "false, LITTLE_ENDIAN"
    })
    void aByteBufferIsReadInItsOwnOrder(boolean direct, String order) {
      var buffer = direct ? ByteBuffer.allocateDirect(20) : ByteBuffer.allocate(20);
      buffer.order(order.startsWith("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      buffer.putInt(99).putDouble(1.25).putDouble(-3).flip().position(4);
      var x = Tensor.of(DType.FLOAT64, Shape.of(2), buffer);
      assertArrayEquals(new double[] {1.25, -3}, x.toDoubleArray());
      assertEquals(4, buffer.position());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"BIG_ENDIAN", "LITTLE_ENDIAN"})
    void aTypedBufferKeepsTheOrderOfTheBytesBelow(String name) {
      var order = name.startsWith("BIG") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
      var bytes = ByteBuffer.allocateDirect(16).order(order);
      var shape = Shape.of(2);
      bytes.asFloatBuffer().put(new float[] {1, 2});
      var floats = bytes.asFloatBuffer().limit(2);
      assertArrayEquals(new float[] {1, 2}, Tensor.of(DType.FLOAT32, shape, floats).toFloatArray());
      bytes.asIntBuffer().put(new int[] {3, 4});
      var ints = bytes.asIntBuffer().limit(2);
      assertArrayEquals(new int[] {3, 4}, Tensor.of(DType.INT32, shape, ints).toIntArray());
      bytes.asLongBuffer().put(new long[] {5, 6});
      assertArrayEquals(
          new long[] {5, 6}, Tensor.of(DType.INT64, shape, bytes.asLongBuffer()).toLongArray());
      bytes.asDoubleBuffer().put(new double[] {7, 8});
      assertArrayEquals(
          new double[] {7, 8},
          Tensor.of(DType.FLOAT64, shape, bytes.asDoubleBuffer()).toDoubleArray());
      bytes.asShortBuffer().put(new short[] {0x3C00, 0x4000});
      var shorts = bytes.asShortBuffer().limit(2);
      assertArrayEquals(new float[] {1, 2}, Tensor.of(DType.FLOAT16, shape, shorts).toFloatArray());
    }

    @Test
    void aReadOnlyBufferIsFine() {
      var buffer = FloatBuffer.wrap(new float[] {1, 2, 3}, 1, 2).asReadOnlyBuffer();
      assertArrayEquals(
          new float[] {2, 3}, Tensor.of(DType.FLOAT32, Shape.of(2), buffer).toFloatArray());
    }

    @Test
    void aBufferOfAnotherTypeIsRefused() {
      var floats = FloatBuffer.allocate(2);
      var e =
          assertThrows(DTypeException.class, () -> Tensor.of(DType.FLOAT64, Shape.of(1), floats));
      assertMessage(
          e,
          "A tensor of f64 cannot be made from a FloatBuffer. Use a ByteBuffer, or the buffer of"
              + " that type.");
      assertThrows(
          DTypeException.class,
          () -> Tensor.of(DType.FLOAT16, Shape.of(1), CharBuffer.allocate(1)));
      assertThrows(
          DTypeException.class, () -> Tensor.of(DType.INT32, Shape.of(1), ShortBuffer.allocate(2)));
    }
  }

  @Nested
  class ByRule {
    @Test
    void zerosAndOnesAreFloatsUnlessToldOtherwise() {
      assertType("f32[2, 3]", Tensor.zeros(2, 3));
      assertType("f32[]", Tensor.ones());
      assertType("i64[2]", Tensor.ones(DType.INT64, 2));
      assertType("bool[2]", Tensor.zeros(DType.BOOL, Shape.of(2)));
      assertEquals(6, Tensor.ones(Shape.of(2, 3)).sum().item());
    }

    @ParameterizedTest
    @EnumSource
    void everyDtypeHasOnes(DType dtype) {
      assertArrayEquals(new double[] {1, 1}, Tensor.ones(dtype, 2).toDoubleArray());
    }

    @Test
    void fullTakesItsTypeFromTheKindOfNumber() {
      assertType("f32[2]", Tensor.full(Shape.of(2), 1.5));
      assertType("f32[2]", Tensor.full(Shape.of(2), 1f));
      assertType("i64[2]", Tensor.full(Shape.of(2), 7));
    }

    @Test
    void likeMeansTypeShapeAndDevice() {
      var x = Tensor.of(new int[] {1, 2}, 2, 1);
      assertType("i32[2, 1]", x.zerosLike());
      assertEquals(2, x.onesLike().sum().item());
      assertEquals(10, x.fullLike(5).sum().item());
      assertSame(x.device(), x.fullLike(5).device());
    }

    @Test
    void wholeNumbersRefuseFractions() {
      var e = assertThrows(DTypeException.class, () -> Tensor.full(DType.INT32, Shape.of(2), 1.5));
      assertMessage(
          e,
          "full of i32[2] to 1.5: i32 holds whole numbers from -2147483648 to 2147483647. "
              + "Change the value, or the dtype with to(dtype).");
    }

    @ParameterizedTest(name = "{0} refuses {1}")
    @CsvSource({
      "UINT8, 256",
      "UINT8, -1",
      "INT8, 128",
      "BOOL, 2",
      "INT32, 2147483648",
      "INT64, 9.223372036854775807e18",
      "INT64, NaN",
      "INT64, Infinity"
    })
    void whatTheTypeCannotHoldIsRefused(DType dtype, double value) {
      assertThrows(DTypeException.class, () -> Tensor.full(dtype, Shape.of(1), value));
    }

    @Test
    void fractionlessDoublesAreWholeNumbers() {
      assertEquals(3, Tensor.full(DType.INT64, Shape.of(1), 3.0).item());
    }

    @Test
    void theIdentityHasOnesOnTheDiagonal() {
      assertArrayEquals(new float[] {1, 0, 0, 1}, Tensor.eye(2).toFloatArray());
      assertArrayEquals(new float[] {1, 0, 0, 0, 1, 0}, Tensor.eye(2, 3).toFloatArray());
      assertType("bool[1, 1]", Tensor.eye(DType.BOOL, 1, 1));
      assertType("f32[0, 0]", Tensor.eye(0));
    }

    @ParameterizedTest(name = "from {0} to {1} by {2}")
    @CsvSource({"0, 5, 1", "2, 9, 3", "5, -5, -4", "3, 3, 1", "5, 1, 1", "-3, 0, 2"})
    void arangeStopsBeforeTheEnd(long start, long end, long step) {
      var expected =
          java.util.stream.LongStream.iterate(
                  start, i -> step > 0 ? i < end : i > end, i -> i + step)
              .toArray();
      var x = Tensor.arange(start, end, step);
      assertEquals(DType.INT64, x.dtype());
      assertArrayEquals(expected, x.toLongArray());
      assertArrayEquals(expected, Tensor.arange(DType.FLOAT64, start, end, step).toLongArray());
    }

    @Test
    void arangeOfFractionsIsReal() {
      var x = Tensor.arange(0, 1, 0.25);
      assertType("f32[4]", x);
      assertArrayEquals(new float[] {0, 0.25f, 0.5f, 0.75f}, x.toFloatArray());
      assertType("f16[2]", Tensor.arange(DType.FLOAT16, 0, 2, 1));
      assertType("u8[3]", Tensor.arange(DType.UINT8, 0, 3, 1));
    }

    @Test
    void arangeRefusesWhatNeverArrives() {
      assertMessage(
          assertThrows(
              IllegalArgumentException.class, () -> Tensor.arange(Long.MIN_VALUE, Long.MAX_VALUE)),
          "arange from -9223372036854775808 to 9223372036854775807 by 1 has no end that a tensor"
              + " could hold. Use finite bounds and a larger step.");
      assertMessage(
          assertThrows(IllegalArgumentException.class, () -> Tensor.arange(0, 5, 0)),
          "arange from 0 to 5 by 0 never arrives. Use a step that is not 0.");
      assertMessage(
          assertThrows(
              IllegalArgumentException.class,
              () -> Tensor.arange(0, Double.POSITIVE_INFINITY, 1.0)),
          "arange from 0.0 to Infinity by 1.0 has no end that a tensor could hold. "
              + "Use finite bounds and a larger step.");
      assertMessage(
          assertThrows(DTypeException.class, () -> Tensor.arange(DType.INT64, 0, 5, 0.5)),
          "arange of i64 counts in whole numbers; found 0.5. Use arange(DType.FLOAT64, ...), then"
              + " to(DType.INT64).");
      assertMessage(
          assertThrows(DTypeException.class, () -> Tensor.arange(DType.INT32, 0, 3, 0.5)),
          "arange of i32 counts in whole numbers; found 0.5. Use arange(DType.FLOAT64, ...), then"
              + " to(DType.INT32).");
      assertMessage(
          assertThrows(DTypeException.class, () -> Tensor.arange(DType.BOOL, 0, 2, 1)),
          "arange needs numbers; found bool. Compare the numbers instead.");
    }

    @Test
    void linspaceHasBothEndsExactly() {
      var x = Tensor.linspace(DType.FLOAT64, 0.1, 0.7, 7).toDoubleArray();
      assertEquals(0.1, x[0]);
      assertEquals(0.7, x[6]);
      for (int i = 0; i < 7; i++) {
        assertEquals(0.1 + 0.1 * i, x[i], 1e-15);
      }
      assertArrayEquals(new float[] {3}, Tensor.linspace(3, 9, 1).toFloatArray());
      assertType("f32[0]", Tensor.linspace(3, 9, 0));
      assertArrayEquals(new float[] {1, 0, -1}, Tensor.linspace(1, -1, 3).toFloatArray());
    }

    @Test
    void logspaceMultiplies() {
      var x = Tensor.logspace(0, 3, 4);
      assertArrayEquals(new float[] {1, 10, 100, 1000}, x.toFloatArray());
      assertArrayEquals(
          new double[] {0.5, 1, 2}, Tensor.logspace(DType.FLOAT64, -1, 1, 3, 2).toDoubleArray());
    }

    @Test
    void linspaceOfWholeNumbersIsRefused() {
      assertMessage(
          assertThrows(DTypeException.class, () -> Tensor.linspace(DType.INT64, 0, 1, 2)),
          "linspace gives real numbers; i64 was asked for. Use DType.FLOAT32, then"
              + " to(DType.INT64).");
    }

    @Test
    void aNegativeExtentIsRefused() {
      assertMessage(
          assertThrows(ShapeException.class, () -> Tensor.zeros(2, -1)),
          "A shape needs extents of 0 or more; found [2, -1].");
      assertThrows(ShapeException.class, () -> Tensor.linspace(0, 1, -2));
    }

    @Test
    void largeRangesAreComputedByElement() { // in parallel, where the threshold is passed
      var x = Tensor.linspace(DType.FLOAT64, 0, 99_999, 100_000);
      assertTrue(x.eq(Tensor.arange(DType.FLOAT64, 0, 100_000, 1)).all().itemBoolean());
    }
  }
}
