package io.ligature;

import static io.ligature.Walk.counted;
import static io.ligature.Walk.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Out of tensors and in again, without a loss.
class ExportTest {
  @ParameterizedTest
  @EnumSource
  void everyDtypeComesBackFromABuffer(DType dtype) {
    for (var shape : Walk.SHAPES) {
      Walk.layouts(counted(shape).rem(2).to(dtype).to(DType.FLOAT64))
          .map(x -> x.rank() == 0 ? x.to(dtype) : turned(x, dtype))
          .forEach(
              x -> {
                var buffer = x.toByteBuffer();
                assertEquals(x.size() * dtype.bytes(), buffer.remaining());
                var y = Tensor.of(dtype, x.shape(), buffer);
                assertEquals(x.type(), y.type());
                assertArrayEquals(x.toDoubleArray(), y.toDoubleArray());
                assertEquals(0, buffer.position(), "the position does not move");
              });
    }
  }

  /// A strided tensor of the type.
  private static Tensor turned(Tensor x, DType dtype) {
    return x.transpose(0, -1).to(dtype).transpose(0, -1);
  }

  @ParameterizedTest
  @EnumSource
  void everyDtypeComesBackFromMemory(DType dtype) {
    var x = counted(3, 4).rem(2).to(dtype).t();
    try (var arena = Arena.ofConfined()) {
      var segment = arena.allocate(12 * dtype.bytes() + 5).asSlice(1); // unaligned, and longer
      x.copyTo(segment);
      var y = Tensor.of(dtype, x.shape(), segment.asSlice(0, 12 * dtype.bytes()));
      assertArrayEquals(x.toDoubleArray(), y.toDoubleArray());
    }
  }

  @Test
  void everyJavaArrayComesBack() {
    var x = counted(2, 3).t();
    var shape = x.shape();
    for (var y :
        List.of(
            Tensor.of(x.toFloatArray(), shape),
            Tensor.of(x.toDoubleArray(), shape),
            Tensor.of(x.toIntArray(), shape),
            Tensor.of(x.toLongArray(), shape),
            Tensor.of(x.toByteArray(), shape))) {
      assertArrayEquals(new double[] {0, 3, 1, 4, 2, 5}, y.toDoubleArray());
      assertEquals(shape, y.shape());
    }
    var truths = Tensor.of(x.toBooleanArray(), shape);
    assertArrayEquals(new double[] {0, 1, 1, 1, 1, 1}, truths.toDoubleArray());
  }

  @Test
  void nestedArraysComeBackRowByRow() {
    int[][][] cube = {{{1, 2, 3}, {4, 5, 6}}, {{7, 8, 9}, {10, 11, 12}}};
    var x = Tensor.of(cube);
    assertEquals(Shape.of(2, 2, 3), x.shape());
    var back =
        x.stream()
            .map(matrix -> matrix.stream().map(Tensor::toIntArray).toArray(int[][]::new))
            .toArray(int[][][]::new);
    assertEquals(Arrays.deepToString(cube), Arrays.deepToString(back));
    assertArrayEquals(
        new double[] {0, 1}, Tensor.of(new boolean[][] {{false, true}}).toDoubleArray());
    refused(
        ShapeException.class,
        "A tensor needs arrays of one length at each depth; at depth 2 found lengths 3 and 1.",
        () -> Tensor.of(new int[][][] {{{1, 2, 3}}, {{4}}}));
    refused(
        ShapeException.class,
        "A tensor needs arrays of one length at each depth; at depth 1 found lengths 1 and 0.",
        () -> Tensor.of(new int[][][] {{{1}}, {}}));
    refused(
        ShapeException.class,
        "A tensor needs arrays of one length at each depth; at depth 1 found null.",
        () -> Tensor.of(new double[][] {{1}, null}));
  }

  static Stream<Buffer> windows() {
    return Stream.of(
        FloatBuffer.wrap(new float[] {9, 1, 2, 9}, 1, 2),
        DoubleBuffer.wrap(new double[] {9, 1, 2, 9}, 1, 2),
        IntBuffer.wrap(new int[] {9, 1, 2, 9}, 1, 2),
        LongBuffer.wrap(new long[] {9, 1, 2, 9}, 1, 2),
        ByteBuffer.wrap(new byte[] {9, 1, 2, 9}, 1, 2));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void aBufferGivesWhatLiesBetweenPositionAndLimit(Buffer values) {
    var dtype =
        switch (values) {
          case FloatBuffer _ -> DType.FLOAT32;
          case DoubleBuffer _ -> DType.FLOAT64;
          case IntBuffer _ -> DType.INT32;
          case LongBuffer _ -> DType.INT64;
          default -> DType.UINT8;
        };
    var x = Tensor.of(dtype, Shape.of(2), values);
    assertArrayEquals(new double[] {1, 2}, x.toDoubleArray());
    assertEquals(1, values.position());
    x.set(0, 5);
    assertArrayEquals(
        new double[] {1, 2}, Tensor.of(dtype, Shape.of(2), values).toDoubleArray(), "a copy");
  }

  @Test
  void buffersThatDoNotFitAreRefused() {
    refused(
        DTypeException.class,
        "A tensor of f32 cannot be made from a CharBuffer. Use a ByteBuffer, or the buffer of that"
            + " type.",
        () -> Tensor.of(DType.FLOAT32, Shape.of(1), CharBuffer.allocate(2)));
    refused(
        ShapeException.class,
        "A tensor [3] needs 3 elements of i32 (4 bytes each); found 2.",
        () -> Tensor.of(DType.INT32, Shape.of(3), IntBuffer.allocate(2)));
    refused(
        ShapeException.class,
        "A tensor [2] needs 2 elements of f64 (8 bytes each); found 15 bytes.",
        () -> Tensor.of(DType.FLOAT64, Shape.of(2), ByteBuffer.allocate(15)));
    refused(
        ShapeException.class,
        "A tensor [2] needs 2 elements of f32 (4 bytes each); found 3.",
        () -> Tensor.of(new float[3], 2));
  }

  @Test
  void moreThanJavaCanHoldIsRefused() {
    var x = Tensor.of(1f).expand(Shape.of(1L << 20, 1L << 20));
    refused(
        ShapeException.class,
        "f32[1048576, 1048576] has more elements than a Java array can hold. Export it in parts.",
        x::toFloatArray);
    refused(
        ShapeException.class,
        "toByteBuffer of f32[1048576, 1048576]: it has more bytes than a buffer can hold. Use"
            + " copyTo with a memory segment, or export it in parts.",
        x::toByteBuffer);
    refused(
        ShapeException.class,
        "copyTo of f32[1048576, 1048576] needs 4398046511104 bytes; the segment has 4.",
        () -> x.copyTo(MemorySegment.ofArray(new int[1])));
  }

  @Test
  void theBufferOfABigEndianMachineIsRead() {
    var big = ByteBuffer.allocate(16).order(ByteOrder.BIG_ENDIAN);
    big.asLongBuffer().put(1L).put(-2L);
    var x = Tensor.of(DType.INT64, Shape.of(2), big);
    assertArrayEquals(new long[] {1, -2}, x.toLongArray());
    assertArrayEquals(
        new long[] {1, -2}, Tensor.of(DType.INT64, Shape.of(2), big.asLongBuffer()).toLongArray());
  }

  @Test
  void iterationSharesMemoryAndExportDoesNot() {
    var x = counted(3, 2);
    for (var row : x) {
      assertSame(x.view().storage(), row.view().storage());
      row.timesAssign(2);
    }
    assertArrayEquals(new double[] {0, 2, 4, 6, 8, 10}, x.toDoubleArray());
    x.toByteBuffer().putDouble(0, 5);
    x.toDoubleArray()[0] = 5;
    assertEquals(0, x.get(0, 0).item());
    assertEquals(0, counted(0, 2).stream().count());
    assertEquals(3, counted(3, 0).stream().count());
  }
}
