package io.ligature.cpu;

import io.ligature.DType;
import io.ligature.spi.Halves;
import io.ligature.spi.View;

/// Elements at equal distances, read and written as double or as long, whatever their type.
///
/// Every real type fits in a double and every whole one in a long; what is written is rounded once.
final class Line {
  /// How many elements elementwise kernels take at a time: few enough to stay in the nearest cache.
  static final int CHUNK = 512;

  private Line() {}

  /// {@return whether elements are read as double, and not as long}
  static boolean isReal(DType dtype) {
    return dtype.isFloating();
  }

  /// Reads `n` real numbers.
  static void read(View x, int at, int step, int n, double[] to) {
    switch (x.dtype()) {
      case FLOAT32 -> {
        var from = Heap.floats(x);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[i] = from[p];
        }
      }
      case FLOAT64 -> {
        var from = Heap.doubles(x);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[i] = from[p];
        }
      }
      case FLOAT16 -> {
        var from = Heap.shorts(x);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[i] = Float.float16ToFloat(from[p]);
        }
      }
      case BFLOAT16 -> {
        var from = Heap.shorts(x);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[i] = Halves.bfloat16ToFloat(from[p]);
        }
      }
      case INT32, INT64, BOOL, INT8, UINT8 -> throw notReal(x.dtype());
    }
  }

  /// Reads `n` whole numbers; BOOL is 0 or 1.
  static void read(View x, int at, int step, int n, long[] to) {
    switch (x.dtype()) {
      case INT32 -> {
        var from = Heap.ints(x);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[i] = from[p];
        }
      }
      case INT64 -> {
        var from = Heap.longs(x);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[i] = from[p];
        }
      }
      case BOOL, INT8 -> {
        var from = Heap.bytes(x);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[i] = from[p];
        }
      }
      case UINT8 -> {
        var from = Heap.bytes(x);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[i] = from[p] & 0xFF;
        }
      }
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> throw notWhole(x.dtype());
    }
  }

  /// Writes real numbers into any type: nearest, ties to even; to whole numbers towards zero,
  /// saturating, NaN to 0; to BOOL whether it is not 0.
  static void write(double[] from, int n, View out, int at, int step) {
    switch (out.dtype()) {
      case FLOAT32 -> {
        var to = Heap.floats(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = (float) from[i];
        }
      }
      case FLOAT64 -> {
        var to = Heap.doubles(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = from[i];
        }
      }
      case INT32 -> {
        var to = Heap.ints(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = (int) from[i];
        }
      }
      case INT64 -> {
        var to = Heap.longs(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = (long) from[i];
        }
      }
      case BOOL -> {
        var to = Heap.bytes(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = (byte) (from[i] != 0 ? 1 : 0);
        }
      }
      case FLOAT16 -> {
        var to = Heap.shorts(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = Halves.float16(from[i]);
        }
      }
      case BFLOAT16 -> {
        var to = Heap.shorts(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = Halves.bfloat16(from[i]);
        }
      }
      case INT8 -> {
        var to = Heap.bytes(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = (byte) Math.clamp((long) from[i], Byte.MIN_VALUE, Byte.MAX_VALUE);
        }
      }
      case UINT8 -> {
        var to = Heap.bytes(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = (byte) Math.clamp((long) from[i], 0, 255);
        }
      }
    }
  }

  /// Writes whole numbers into any type: the low bits; to real numbers the nearest, ties to even;
  /// to BOOL whether it is not 0.
  static void write(long[] from, int n, View out, int at, int step) {
    switch (out.dtype()) {
      case FLOAT32 -> {
        var to = Heap.floats(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = from[i];
        }
      }
      case FLOAT64 -> {
        var to = Heap.doubles(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = from[i];
        }
      }
      case INT32 -> {
        var to = Heap.ints(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = (int) from[i];
        }
      }
      case INT64 -> {
        var to = Heap.longs(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = from[i];
        }
      }
      case BOOL -> {
        var to = Heap.bytes(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = (byte) (from[i] != 0 ? 1 : 0);
        }
      }
      case FLOAT16 -> {
        var to = Heap.shorts(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = Halves.float16(from[i]);
        }
      }
      case BFLOAT16 -> {
        var to = Heap.shorts(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = Halves.bfloat16(from[i]);
        }
      }
      case INT8, UINT8 -> {
        var to = Heap.bytes(out);
        for (int i = 0, p = at; i < n; i++, p += step) {
          to[p] = (byte) from[i];
        }
      }
    }
  }

  private static IllegalStateException notReal(DType dtype) {
    return new IllegalStateException(dtype + " is not of real numbers");
  }

  private static IllegalStateException notWhole(DType dtype) {
    return new IllegalStateException(dtype + " is not of whole numbers");
  }
}
