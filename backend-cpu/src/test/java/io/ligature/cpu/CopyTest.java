package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.spi.View;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyTest {
  private static final CpuKernels KERNELS = new CpuKernels();

  @TestFactory
  List<DynamicTest> everyTypeToEveryTypeInEveryLayout() {
    var tests = new ArrayList<DynamicTest>();
    for (var from : DType.values()) {
      for (var to : DType.values()) {
        tests.add(dynamicTest(from + " to " + to, () -> copy(from, to)));
      }
    }
    return tests;
  }

  private static void copy(DType from, DType to) {
    for (var shape : Grid.SHAPES) {
      for (var source : Grid.layouts(shape)) {
        for (var target : Grid.writable(shape)) {
          var x = Grid.filled(from, source, 4);
          var out = Grid.filled(to, target, 2);
          KERNELS.copy(x, out);
          var what = source + " to " + target;
          var before = Grid.filled(to, target, 2);
          if (to.isFloating()) {
            Grid.check(what, out, before, i -> nearest(x, i, to));
          } else {
            Grid.checkWhole(what, out, before, i -> whole(x, i, to));
          }
        }
      }
    }
  }

  private static long whole(View x, long i, DType to) {
    if (x.dtype().isFloating()) {
      double value = Grid.real(x, i);
      return switch (to) {
        case INT32 -> (int) value;
        case INT64 -> (long) value;
        case BOOL -> value == 0 ? 0 : 1;
        case INT8 -> Math.clamp((long) value, -128, 127);
        case UINT8 -> Math.clamp((long) value, 0, 255);
        case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> throw new IllegalStateException("real");
      };
    }
    long value = Grid.whole(x, i);
    return switch (to) {
      case INT32 -> (int) value;
      case INT64 -> value;
      case BOOL -> value == 0 ? 0 : 1;
      case INT8 -> (byte) value;
      case UINT8 -> value & 0xFF;
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> throw new IllegalStateException("real");
    };
  }

  private static double nearest(View x, long i, DType to) {
    if (to == DType.FLOAT64) {
      return x.dtype().isFloating() ? Grid.real(x, i) : Grid.whole(x, i);
    }
    if (to == DType.FLOAT32) {
      return x.dtype().isFloating() ? (float) Grid.real(x, i) : (float) Grid.whole(x, i);
    }
    if (x.dtype().isFloating()) {
      double value = Grid.real(x, i);
      return value == 0 || Double.isNaN(value) || Double.isInfinite(value)
          ? value
          : nearest(new BigDecimal(value), to);
    }
    return Grid.whole(x, i) == 0 ? 0 : nearest(new BigDecimal(Grid.whole(x, i)), to);
  }

  /// {@return the nearest of all numbers of a 16-bit type, ties to the even one}
  private static double nearest(BigDecimal value, DType to) {
    int infinity = to == DType.FLOAT16 ? 0x7C00 : 0x7F80;
    int low = 0; // the magnitudes of a binary format are in the order of their bits
    int high = infinity;
    while (high - low > 1) {
      int middle = (low + high) / 2;
      if (magnitude(middle, to).compareTo(value.abs()) <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    var below = value.abs().subtract(magnitude(low, to));
    var above = magnitude(high, to).subtract(value.abs());
    int order = below.compareTo(above);
    int bits = order < 0 ? low : order > 0 ? high : low % 2 == 0 ? low : high;
    double result = bits == infinity ? Double.POSITIVE_INFINITY : magnitude(bits, to).doubleValue();
    return value.signum() < 0 ? -result : result;
  }

  /// {@return the number with these bits; for the infinity, the power of 2 that would come next}
  private static BigDecimal magnitude(int bits, DType dtype) {
    int mantissaBits = dtype == DType.FLOAT16 ? 10 : 7;
    int bias = dtype == DType.FLOAT16 ? 15 : 127;
    int exponent = bits >>> mantissaBits;
    int mantissa = bits & ((1 << mantissaBits) - 1);
    double scaled = exponent == 0 ? mantissa : mantissa + (1 << mantissaBits);
    return new BigDecimal(Math.scalb(scaled, Math.max(exponent, 1) - bias - mantissaBits));
  }

  @TestFactory
  List<DynamicTest> halvesAreRoundedOnceAndToEven() {
    var tests = new ArrayList<DynamicTest>();
    for (var to : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      tests.add(dynamicTest("around every " + to, () -> aroundEvery(to)));
    }
    return tests;
  }

  private static void aroundEvery(DType to) {
    int infinity = to == DType.FLOAT16 ? 0x7C00 : 0x7F80;
    var values = new ArrayList<Double>();
    for (int bits = 0; bits < infinity; bits += bits < 8 || bits > infinity - 8 ? 1 : 61) {
      double low = magnitude(bits, to).doubleValue();
      double middle = (low + magnitude(bits + 1, to).doubleValue()) / 2;
      values.addAll(List.of(low, middle, Math.nextDown(middle), -Math.nextUp(middle)));
    }
    var x = Grid.of(DType.FLOAT64, values.stream().mapToDouble(d -> d).toArray());
    var out = Grid.filled(to, x.shape(), 0);
    KERNELS.copy(x, out);
    Grid.check("rounding", out, Grid.filled(to, x.shape(), 0), i -> nearest(x, i, to));
  }

  @ParameterizedTest(name = "{0} to bf16 is {1}")
  @CsvSource({
    "72339069014638593, 72620543991349248", // 2^56 + 2^48 + 1: as float a tie, which would go down
    "72339069014638592, 72057594037927936", // 2^56 + 2^48: a tie, to even
    "-9223372036854775808, -9223372036854775808",
  })
  void longsAreRoundedOnce(long x, double expected) {
    var in = Grid.of(DType.INT64, 0);
    Grid.set(in, 0, x);
    var out = Grid.of(DType.BFLOAT16, 0);
    KERNELS.copy(in, out);
    assertEquals(expected, Grid.real(out, 0));
  }

  @Test
  void movesEveryBitOfANaN() {
    var x = Grid.of(DType.FLOAT32, 0, 0);
    Heap.floats(x)[3] = Float.intBitsToFloat(0x7FC12345);
    var out = Grid.of(DType.FLOAT32, 0, 0);
    KERNELS.copy(x, out);
    assertEquals(0x7FC12345, Float.floatToRawIntBits(Heap.floats(out)[3]));
  }

  @Test
  void aNaNStaysOneInSixteenBits() {
    var x = Grid.of(DType.FLOAT32, 0);
    Heap.floats(x)[3] = Float.intBitsToFloat(0x7F800001); // only the lowest bit says so
    for (var to : List.of(DType.FLOAT16, DType.BFLOAT16)) {
      var out = Grid.of(to, Shape.of(1), 0);
      KERNELS.copy(x, out);
      assertEquals(Double.NaN, Grid.real(out, 0));
    }
  }
}
