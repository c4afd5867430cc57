package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The kernels of a GPU for many elements side by side give what those for any layout give.
class DenseTest {
  private static final int MANY = 1 << 14; // as in OpenClDevice
  private static final OpenClDevice DEVICE =
      RealDevice.open(new ProgramCache(null), traits -> traits.asGpu(true));

  private static View empty(DType dtype) {
    return new View(new DeviceBuffer(DEVICE, null, dtype, MANY), Layout.rowMajor(Shape.of(MANY)));
  }

  private static View numbers(int seed) {
    var random = new Random(seed);
    var values = new float[MANY];
    for (int i = 0; i < MANY; i++) {
      values[i] = (float) random.nextGaussian();
    }
    var x = empty(DType.FLOAT32);
    x.storage().write(0, MANY, MemorySegment.ofArray(values));
    return x;
  }

  private static byte[] bytes(View x) {
    var all = new byte[MANY * x.dtype().bytes()];
    x.storage().read(0, MANY, MemorySegment.ofArray(all));
    return all;
  }

  private static View part(View x, int from, int length) {
    return x.with(Layout.of(Shape.of(length), new long[] {1}, from));
  }

  /// Does it at once, and in two parts that have too few elements.
  private static void assertSame(DType dtype, BiConsumer<View[], View> work, View... in) {
    var whole = empty(dtype);
    work.accept(in, whole);
    var parts = empty(dtype);
    for (int from = 0; from < MANY; from += MANY / 2) {
      var some = new View[in.length];
      for (int i = 0; i < in.length; i++) {
        some[i] = part(in[i], from, MANY / 2);
      }
      work.accept(some, part(parts, from, MANY / 2));
    }
    assertArrayEquals(bytes(parts), bytes(whole));
  }

  @ParameterizedTest
  @EnumSource(
      value = Op.Unary.class,
      names = {"NEGATE", "RELU", "EXP", "TANH", "SQRT", "SIGMOID"})
  void functionsOfOne(Op.Unary op) {
    assertSame(DType.FLOAT32, (in, out) -> Elementwise.unary(DEVICE, op, in[0], out), numbers(1));
  }

  @ParameterizedTest
  @EnumSource(
      value = Op.Binary.class,
      names = {"ADD", "SUBTRACT", "MULTIPLY", "DIVIDE", "POW", "MAXIMUM"})
  void functionsOfTwo(Op.Binary op) {
    assertSame(
        DType.FLOAT32,
        (in, out) -> Elementwise.binary(DEVICE, op, in[0], in[1], out),
        numbers(1),
        numbers(2));
  }

  @Test
  void inPlace() {
    var x = numbers(1);
    var sum = empty(DType.FLOAT32);
    Elementwise.binary(DEVICE, Op.Binary.ADD, x, x, sum);
    Elementwise.binary(DEVICE, Op.Binary.ADD, x, x, x);
    assertArrayEquals(bytes(sum), bytes(x));
  }

  @ParameterizedTest
  @EnumSource(
      value = Op.Compare.class,
      names = {"EQ", "LT"})
  void comparisons(Op.Compare op) {
    assertSame(
        DType.BOOL,
        (in, out) -> Elementwise.compare(DEVICE, op, in[0], in[1], out),
        numbers(1),
        numbers(2));
  }

  @Test
  void choices() {
    var which = empty(DType.BOOL);
    Elementwise.compare(DEVICE, Op.Compare.LT, numbers(1), numbers(2), which);
    assertSame(
        DType.FLOAT32,
        (in, out) -> Elementwise.where(DEVICE, in[0], in[1], in[2], out),
        which,
        numbers(3),
        numbers(4));
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"FLOAT32", "FLOAT64", "FLOAT16", "INT8", "BOOL"})
  void copies(DType to) {
    assertSame(to, (in, out) -> Copy.run(DEVICE, in[0], out), numbers(1));
  }

  @Test
  void fillings() {
    assertSame(DType.FLOAT32, (_, out) -> Make.fill(DEVICE, 3.5, out));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gelu", "gelu_tanh", "silu"})
  void activations(String name) {
    assertSame(
        DType.FLOAT32, (in, out) -> Activations.forward(DEVICE, name, in[0], out), numbers(1));
    assertSame(
        DType.FLOAT32,
        (in, out) -> Activations.slope(DEVICE, name + "_slope", in[0], in[1], out),
        numbers(1),
        numbers(2));
  }
}
