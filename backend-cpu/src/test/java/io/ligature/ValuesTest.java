package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ValuesTest {
  private static void assertMessage(Throwable e, String expected) {
    assertEquals(expected, e.getMessage());
  }

  @Nested
  class OneByOne {
    @ParameterizedTest
    @EnumSource
    void itemReadsEveryDtype(DType dtype) {
      var x = Tensor.ones(dtype, 1, 1);
      assertEquals(1, x.item());
      assertEquals(1, x.itemLong());
      assertTrue(x.itemBoolean());
    }

    @Test
    void itemReadsTheElementOfAView() {
      var x = Tensor.arange(12).reshape(3, 4);
      assertEquals(9, x.t().get(1, 2).item());
    }

    @Test
    void itemLongKeepsAllDigits() {
      long exact = (1L << 53) + 1;
      assertEquals(exact, Tensor.of(exact).itemLong());
      assertEquals(-3, Tensor.of(-3.9).itemLong());
      assertEquals(255, Tensor.of(new byte[] {-1}).to(DType.UINT8).itemLong());
    }

    @Test
    void itemNeedsOneElement() {
      assertMessage(
          assertThrows(ShapeException.class, () -> Tensor.zeros(2, 3).item()),
          "item needs a tensor with one element; found f32[2, 3]. Index it, reduce it, or export an"
              + " array.");
      assertThrows(ShapeException.class, () -> Tensor.zeros(0).itemLong());
    }

    @Test
    void aDryValueSaysSo() {
      var x = Device.DRY.with(() -> Tensor.ones(1));
      assertThrows(DryValueException.class, x::item);
      assertThrows(DryValueException.class, x::toFloatArray);
      assertThrows(DryValueException.class, () -> x.allClose(Tensor.ones(1)));
    }
  }

  @Nested
  class AsArrays {
    @Test
    void realNumbersAreCutAndKeptWithinRange() {
      var x = Tensor.of(1.9, -1.9, Double.NaN, 1e30, -1e30, 0.2);
      assertArrayEquals(
          new int[] {1, -1, 0, Integer.MAX_VALUE, Integer.MIN_VALUE, 0}, x.toIntArray());
      assertArrayEquals(new long[] {1, -1, 0, Long.MAX_VALUE, Long.MIN_VALUE, 0}, x.toLongArray());
      assertArrayEquals(new byte[] {1, -1, 0, 127, -128, 0}, x.toByteArray());
      assertArrayEquals(new boolean[] {true, true, true, true, true, true}, x.toBooleanArray());
    }

    @Test
    void exportsConvertAsCastsDo() {
      var x = Tensor.of(1.9, -1.9, Double.NaN, 1e30, -1e30, 0.2, 300, 0);
      assertArrayEquals(x.to(DType.FLOAT32).toFloatArray(), x.toFloatArray());
      assertArrayEquals(x.to(DType.INT32).toIntArray(), x.toIntArray());
      assertArrayEquals(x.to(DType.INT64).toLongArray(), x.toLongArray());
      assertArrayEquals(x.to(DType.INT8).toByteArray(), x.toByteArray());
      assertArrayEquals(x.to(DType.BOOL).toBooleanArray(), x.toBooleanArray());
      var y = Tensor.of(300L, -1L, 1L << 40, (1L << 60) + 1);
      assertArrayEquals(y.to(DType.FLOAT32).toFloatArray(), y.toFloatArray());
      assertArrayEquals(y.to(DType.FLOAT64).toDoubleArray(), y.toDoubleArray());
      assertArrayEquals(y.to(DType.INT32).toIntArray(), y.toIntArray());
      assertArrayEquals(y.to(DType.INT8).toByteArray(), y.toByteArray());
    }

    @Test
    void wholeNumbersAreRoundedToFloatsOnce() {
      long x = (1L << 54) + (1L << 30) + 1; // by way of double this would be a tie, and round down
      assertEquals((float) x, Tensor.of(x).reshape(1).toFloatArray()[0]);
    }

    @Test
    void bytesMayBeUnsigned() {
      var x = Tensor.of(new byte[] {-1, 3}).to(DType.UINT8);
      assertArrayEquals(new int[] {255, 3}, x.toIntArray());
      assertArrayEquals(new byte[] {-1, 3}, x.toByteArray());
    }

    @Test
    void viewsAreExportedInTheirOwnOrder() {
      var x = Tensor.of(new int[] {1, 2, 3, 4, 5, 6}, 2, 3);
      assertArrayEquals(new int[] {1, 4, 2, 5, 3, 6}, x.t().toIntArray());
      assertArrayEquals(new int[] {5, 6}, x.get(1).slice(0, 1).toIntArray());
      assertArrayEquals(new int[] {1, 1}, x.get(0, 0).expand(Shape.of(2)).toIntArray());
    }

    @Test
    void trackedTensorsAreExported() {
      assertArrayEquals(new float[] {1}, Tensor.ones(1).requireGrad().toFloatArray());
    }

    @Test
    void anExportIsACopy() {
      var x = Tensor.of(1f, 2f);
      x.toFloatArray()[0] = 9;
      assertEquals(1, x.get(0).item());
    }

    @Test
    void aByteBufferHoldsTheNativeBytes() {
      var buffer = Tensor.of(new int[] {1, 2, 3, 4}, 2, 2).t().toByteBuffer();
      assertEquals(ByteOrder.nativeOrder(), buffer.order());
      assertEquals(16, buffer.remaining());
      assertEquals(3, buffer.asIntBuffer().get(1));
    }

    @Test
    void copyToFillsTheBeginningOfASegment() {
      var to = MemorySegment.ofArray(new float[] {9, 9, 9});
      Tensor.of(1f, 2f).copyTo(to);
      assertArrayEquals(new float[] {1, 2, 9}, to.toArray(ValueLayout.JAVA_FLOAT));
      var small = MemorySegment.ofArray(new float[1]);
      assertMessage(
          assertThrows(ShapeException.class, () -> Tensor.of(1f, 2f).copyTo(small)),
          "copyTo of f32[2] needs 8 bytes; the segment has 4.");
    }
  }

  @Nested
  class AsASequence {
    @Test
    void aLoopRunsOverTheFirstAxis() {
      var sums = new ArrayList<Double>();
      for (var row : Tensor.arange(6).reshape(3, 2)) {
        sums.add(row.sum().item());
      }
      assertEquals(java.util.List.of(1.0, 5.0, 9.0), sums);
    }

    @Test
    void rowsAreViews() {
      var x = Tensor.zeros(2, 2);
      for (var row : x) {
        row.plusAssign(1);
      }
      assertEquals(4, x.sum().item());
    }

    @Test
    void aStreamOfRowsMakesAJavaMatrix() {
      var rows = Tensor.arange(4).reshape(2, 2).stream();
      assertArrayEquals(
          new float[][] {{0, 1}, {2, 3}}, rows.map(Tensor::toFloatArray).toArray(float[][]::new));
    }

    @Test
    void anIteratorEnds() {
      var rows = Tensor.zeros(1, 2).iterator();
      rows.next();
      assertFalse(rows.hasNext());
      assertThrows(NoSuchElementException.class, rows::next);
    }

    @Test
    void aScalarIsNoSequence() {
      assertMessage(
          assertThrows(ShapeException.class, () -> Tensor.of(1f).iterator()),
          "iteration of f32[]: there is no axis 0. A scalar has no axes.");
    }
  }

  @Nested
  class Compared {
    @Test
    void closeMeansWithinTheTolerance() {
      var x = Tensor.of(1.0, 100.0);
      assertTrue(x.allClose(Tensor.of(1.000_009, 100.000_9)));
      assertFalse(x.allClose(Tensor.of(1.000_011, 100.0)));
      assertTrue(x.allClose(Tensor.of(1.5, 99.5), 0, 0.5));
      assertFalse(x.allClose(Tensor.of(1.5, 99.5), 0, 0.49));
      assertTrue(x.allClose(Tensor.of(2.0, 200.0), 0.5, 0));
    }

    @Test
    void theFirstDifferenceIsExplained() {
      var x = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
      var y = Tensor.of(new float[] {1, 2, 4, 8}, 2, 2);
      assertEquals(
          Optional.of(
              "at [1, 0]: 3.0 is not within 0.5 of 4.0 (absolute 0.5, relative 0.0); "
                  + "2 of 4 elements differ, by at most 4.0"),
          x.difference(y, 0, 0.5));
      assertEquals(Optional.empty(), x.difference(x));
    }

    @Test
    void shapesMustAgree() {
      assertEquals(
          Optional.of("the shapes differ: f32[2] and f32[1]"),
          Tensor.zeros(2).difference(Tensor.zeros(1)));
      assertFalse(Tensor.zeros(2).allClose(Tensor.zeros(1)));
    }

    @Test
    void typesMayDiffer() {
      assertTrue(Tensor.of(1f, 2f).allClose(Tensor.of(1L, 2L)));
      assertTrue(Tensor.of(true).allClose(Tensor.of(1)));
    }

    @Test
    void infinitiesAreCloseToThemselvesAndNaNToNothing() {
      double inf = Double.POSITIVE_INFINITY;
      assertTrue(Tensor.of(inf, -inf).allClose(Tensor.of(inf, -inf)));
      assertFalse(Tensor.of(inf).allClose(Tensor.of(-inf)));
      assertFalse(Tensor.of(1.0).allClose(Tensor.of(inf)));
      assertFalse(Tensor.of(inf).allClose(Tensor.of(1.0)));
      assertFalse(Tensor.of(Double.NaN).allClose(Tensor.of(Double.NaN)));
    }

    @Test
    void wholeNumbersAreToldApartBeyondTheDigitsOfADouble() {
      long large = 1L << 53;
      assertEquals(
          Optional.of(
              "at []: 9007199254740992 is not within 0.0 of 9007199254740993 (absolute 0.0,"
                  + " relative 0.0); 1 of 1 elements differ, by at most 1.0"),
          Tensor.of(large).difference(Tensor.of(large + 1), 0, 0));
    }

    @Test
    void nothingIsCloseToNothing() {
      assertTrue(Tensor.zeros(0, 2).allClose(Tensor.zeros(0, 2)));
    }

    @Test
    void aNegativeToleranceIsRefused() {
      assertMessage(
          assertThrows(
              IllegalArgumentException.class,
              () -> Tensor.zeros(1).allClose(Tensor.zeros(1), -1, 0)),
          "Tolerances are 0 or more; found relative -1.0 and absolute 0.0.");
    }

    @Test
    void equalityIsIdentity() {
      var x = Tensor.zeros(1);
      assertFalse(x.equals(Tensor.zeros(1)));
      assertTrue(x.equals(x));
    }
  }
}
