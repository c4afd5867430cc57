package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.List;

/// Views for kernels, element by element: read and written the slow way, so that tests need not
/// trust the walking of rows.
final class Grid {
  static final List<DType> COMPUTING =
      List.of(DType.FLOAT32, DType.FLOAT64, DType.INT32, DType.INT64, DType.BOOL);
  static final List<Shape> SHAPES =
      List.of(
          Shape.of(),
          Shape.of(0),
          Shape.of(3, 0, 2),
          Shape.of(1),
          Shape.of(7),
          Shape.of(2, 3),
          Shape.of(3, 1, 5),
          Shape.of(2, 700), // longer than a chunk
          Shape.of(2, 1, 3, 2, 2));

  private static final double[] REALS = {
    0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    2.5,
    -2.5,
    3.75,
    100.25,
    -7,
    1e-3,
    1e-30,
    3e38,
    -2e-42,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY
  };
  private static final long[] WHOLES = {
    0,
    1,
    -1,
    2,
    3,
    -3,
    7,
    31,
    32,
    33,
    64,
    -40,
    127,
    128,
    255,
    256,
    -128,
    1L << 24,
    (1L << 24) + 1,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    (1L << 53) + 1
  };

  private Grid() {}

  /// {@return ways to lay out a shape: in order, behind others, transposed, backwards, with gaps,
  /// and repeated}
  static List<Layout> layouts(Shape shape) {
    var layouts = new ArrayList<>(writable(shape));
    if (shape.rank() > 0) {
      var strides = Layout.rowMajor(shape).strides();
      strides[0] = 0;
      layouts.add(Layout.of(shape, strides, 1));
      layouts.add(Layout.of(shape, new long[shape.rank()], 2));
    }
    return layouts;
  }

  /// {@return those in which no two elements are one}
  static List<Layout> writable(Shape shape) {
    var inOrder = Layout.rowMajor(shape);
    int rank = shape.rank();
    var reversed = new long[rank];
    var order = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      order[axis] = rank - 1 - axis;
      reversed[axis] = shape.get(order[axis]);
    }
    var doubled = inOrder.strides();
    var backwards = inOrder.strides();
    long last = 0;
    for (int axis = 0; axis < rank; axis++) {
      doubled[axis] *= 2;
      last += backwards[axis] * Math.max(0, shape.get(axis) - 1);
      backwards[axis] *= -1;
    }
    return List.of(
        inOrder,
        contiguous(shape),
        Layout.rowMajor(Shape.of(reversed)).permute(order),
        Layout.of(shape, backwards, last),
        Layout.of(shape, doubled, 5));
  }

  /// {@return a contiguous layout that does not begin at 0, as outputs have}
  static Layout contiguous(Shape shape) {
    return Layout.of(shape, Layout.rowMajor(shape).strides(), 3);
  }

  /// {@return memory for a layout and a few elements around it, all of them values that attract
  /// mistakes}
  static View filled(DType dtype, Layout layout, int seed) {
    long length = layout.highest() + 4;
    var storage = new HeapStorage(Device.DRY, dtype, length, HeapStorage.newArray(dtype, length));
    var all = new View(storage, Layout.rowMajor(Shape.of(length)));
    for (int i = 0; i < length; i++) {
      int pick = Math.floorMod(i * 31 + seed * 17 + i / 7, 1 << 20);
      if (dtype.isFloating()) {
        set(all, i, REALS[pick % REALS.length]);
      } else {
        set(all, i, WHOLES[pick % WHOLES.length]);
      }
    }
    return new View(storage, layout);
  }

  static View filled(DType dtype, Shape shape, int seed) {
    return filled(dtype, contiguous(shape), seed);
  }

  /// {@return a contiguous view with these values, converted}
  static View of(DType dtype, Shape shape, double... values) {
    var view = filled(dtype, contiguous(shape), 0);
    assertEquals(shape.size(), values.length);
    for (int i = 0; i < values.length; i++) {
      if (dtype.isFloating()) {
        set(view, i, values[i]);
      } else {
        set(view, i, (long) values[i]);
      }
    }
    return view;
  }

  static View of(DType dtype, double... values) {
    return of(dtype, Shape.of(values.length), values);
  }

  /// {@return element `i` in row-major order}
  static double real(View x, long i) {
    int at = (int) x.layout().index(i);
    return switch (x.dtype()) {
      case FLOAT32 -> Heap.floats(x)[at];
      case FLOAT64 -> Heap.doubles(x)[at];
      case FLOAT16 -> Float.float16ToFloat(Heap.shorts(x)[at]);
      case BFLOAT16 -> Float.intBitsToFloat(Heap.shorts(x)[at] << 16);
      default -> whole(x, i);
    };
  }

  /// {@return element `i` in row-major order}
  static long whole(View x, long i) {
    int at = (int) x.layout().index(i);
    return switch (x.dtype()) {
      case INT32 -> Heap.ints(x)[at];
      case INT64 -> Heap.longs(x)[at];
      case BOOL, INT8 -> Heap.bytes(x)[at];
      case UINT8 -> Byte.toUnsignedInt(Heap.bytes(x)[at]);
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> throw new IllegalStateException("not whole");
    };
  }

  static void set(View x, long i, double value) {
    int at = (int) x.layout().index(i);
    switch (x.dtype()) {
      case FLOAT32 -> Heap.floats(x)[at] = (float) value;
      case FLOAT64 -> Heap.doubles(x)[at] = value;
      case FLOAT16 -> Heap.shorts(x)[at] = Float.floatToFloat16((float) value);
      case BFLOAT16 -> Heap.shorts(x)[at] = (short) (Float.floatToIntBits((float) value) >>> 16);
      default -> set(x, i, (long) value);
    }
  }

  static void set(View x, long i, long value) {
    int at = (int) x.layout().index(i);
    switch (x.dtype()) {
      case INT32 -> Heap.ints(x)[at] = (int) value;
      case INT64 -> Heap.longs(x)[at] = value;
      case BOOL -> Heap.bytes(x)[at] = (byte) (value & 1);
      case INT8, UINT8 -> Heap.bytes(x)[at] = (byte) value;
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> set(x, i, (double) value);
    }
  }

  /// The element that a kernel should have written.
  @FunctionalInterface
  interface Reals {
    double at(long i);
  }

  /// The element that a kernel should have written.
  @FunctionalInterface
  interface Wholes {
    long at(long i);
  }

  /// Checks every element, and that nothing around the view was touched.
  static void check(String what, View out, View before, Reals expected) {
    for (long i = 0; i < out.layout().size(); i++) {
      double wanted = out.dtype() == DType.FLOAT32 ? (float) expected.at(i) : expected.at(i);
      if (Double.compare(wanted, real(out, i)) != 0) {
        fail(what + ": element " + i + " should be " + wanted + " and is " + real(out, i));
      }
    }
    surroundings(what, out, before);
  }

  /// Checks every element, and that nothing around the view was touched.
  static void checkWhole(String what, View out, View before, Wholes expected) {
    for (long i = 0; i < out.layout().size(); i++) {
      long wanted = out.dtype() == DType.INT32 ? (int) expected.at(i) : expected.at(i);
      if (wanted != whole(out, i)) {
        fail(what + ": element " + i + " should be " + wanted + " and is " + whole(out, i));
      }
    }
    surroundings(what, out, before);
  }

  static void surroundings(String what, View out, View before) {
    var inside = new boolean[(int) out.storage().length()];
    for (long i = 0; i < out.layout().size(); i++) {
      inside[(int) out.layout().index(i)] = true;
    }
    var all = Layout.rowMajor(Shape.of(inside.length));
    for (int i = 0; i < inside.length; i++) {
      if (!inside[i] && Double.compare(real(before.with(all), i), real(out.with(all), i)) != 0) {
        fail(what + ": changed storage element " + i + ", which is outside " + out.layout());
      }
    }
  }
}
