package io.ligature.cpu;

import io.ligature.spi.HeapStorage;
import io.ligature.spi.Layout;
import io.ligature.spi.View;

/// The arrays behind views.
public final class Heap {
  private Heap() {}

  /// {@return the array, of whatever type}
  public static Object array(View view) {
    return ((HeapStorage) view.storage()).array();
  }

  /// {@return the array, of FLOAT32}
  public static float[] floats(View view) {
    return (float[]) array(view);
  }

  /// {@return the array, of FLOAT64}
  public static double[] doubles(View view) {
    return (double[]) array(view);
  }

  /// {@return the array, of INT32}
  public static int[] ints(View view) {
    return (int[]) array(view);
  }

  /// {@return the array, of INT64}
  public static long[] longs(View view) {
    return (long[]) array(view);
  }

  /// {@return the array, of FLOAT16 and BFLOAT16}
  public static short[] shorts(View view) {
    return (short[]) array(view);
  }

  /// {@return the array, of BOOL, INT8 and UINT8}
  public static byte[] bytes(View view) {
    return (byte[]) array(view);
  }

  /// {@return the view itself if its elements lie in row-major order, else a copy that does}
  public static View rowMajor(View view) {
    if (view.layout().isContiguous()) {
      return view;
    }
    var like = view.storage();
    var storage = HeapStorage.allocate(like.device(), like.dtype(), view.layout().size());
    var copy = new View(storage, Layout.rowMajor(view.shape()));
    Copy.run(view, copy);
    return copy;
  }
}
