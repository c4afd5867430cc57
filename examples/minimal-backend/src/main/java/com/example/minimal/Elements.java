package com.example.minimal;

import io.ligature.DType;
import io.ligature.op.Op;
import io.ligature.spi.Halves;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/// The elements of a view by their row-major number: a Double if real, else a Long, 0 or 1 for
/// BOOL.
record Elements(Object array, Layout layout, DType dtype) {
  Elements(View view) {
    this(((HeapStorage) view.storage()).array(), view.layout(), view.dtype());
  }

  /// The elements with these axes, which ascend, moved behind the others. Along a single one they
  /// are lines of `n` neighbours then, and line `l` begins at `l n`.
  static Elements lines(View view, int... axes) {
    var others = IntStream.range(0, view.layout().rank());
    var ahead = others.filter(axis -> Arrays.binarySearch(axes, axis) < 0);
    var order = IntStream.concat(ahead, IntStream.of(axes)).toArray();
    return new Elements(view.with(view.layout().permute(order)));
  }

  void each(LongFunction<Number> value) {
    for (long i = 0; i < layout.size(); i++) {
      put(i, value.apply(i));
    }
  }

  Number get(long i) {
    int at = (int) layout.index(i);
    return switch (dtype) {
      case FLOAT64 -> ((double[]) array)[at];
      case FLOAT32 -> (double) ((float[]) array)[at];
      case FLOAT16 -> (double) Float.float16ToFloat(((short[]) array)[at]);
      case BFLOAT16 -> (double) Halves.bfloat16ToFloat(((short[]) array)[at]);
      case INT64 -> ((long[]) array)[at];
      case INT32 -> (long) ((int[]) array)[at];
      case INT8, BOOL -> (long) ((byte[]) array)[at];
      case UINT8 -> (long) Byte.toUnsignedInt(((byte[]) array)[at]);
    };
  }

  double real(long i) {
    return get(i).doubleValue();
  }

  /// Rounds once; whole numbers come from real ones saturated, and from wider ones by their low
  /// bits, which is how a Number converts.
  void put(long i, Number x) {
    int at = (int) layout.index(i);
    switch (dtype) {
      case FLOAT64 -> ((double[]) array)[at] = x.doubleValue();
      case FLOAT32 -> ((float[]) array)[at] = x.floatValue();
      case FLOAT16 -> ((short[]) array)[at] = Halves.float16(x.doubleValue());
      case BFLOAT16 ->
          ((short[]) array)[at] =
              x instanceof Long n ? Halves.bfloat16(n) : Halves.bfloat16(x.doubleValue());
      case INT64 -> ((long[]) array)[at] = x.longValue();
      case INT32 -> ((int[]) array)[at] = x.intValue();
      case INT8 -> ((byte[]) array)[at] = narrow(x, -128, 127);
      case UINT8 -> ((byte[]) array)[at] = narrow(x, 0, 255);
      case BOOL -> ((byte[]) array)[at] = (byte) (x.doubleValue() == 0 ? 0 : 1);
    }
  }

  private static byte narrow(Number x, int from, int to) {
    return (byte) (x instanceof Double ? Math.clamp(x.longValue(), from, to) : x.intValue());
  }

  /// Converts an element, or moves it bit by bit.
  void copy(long i, Elements from) {
    if (dtype != from.dtype) {
      put(i, from.get(i));
    } else {
      System.arraycopy(from.array, (int) from.layout.index(i), array, (int) layout.index(i), 1);
    }
  }

  Number of(Op.Unary op, Number x) {
    return dtype.isFloating()
        ? (Number) Functions.of(op, x.doubleValue())
        : Functions.of(op, dtype, x.longValue());
  }

  Number of(Op.Binary op, Number a, Number b) {
    return dtype.isFloating()
        ? (Number) Functions.of(op, a.doubleValue(), b.doubleValue())
        : Functions.of(op, dtype, a.longValue(), b.longValue());
  }

  boolean isNaN(long i) {
    return Double.isNaN(real(i));
  }

  /// In ascending order; both zeros are equal, and NaN is above all.
  int compare(long i, Elements other, long j) {
    return dtype.isFloating()
        ? real(i) == other.real(j) ? 0 : Double.compare(real(i), other.real(j))
        : Long.compare(get(i).longValue(), other.get(j).longValue());
  }
}
