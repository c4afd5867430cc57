package io.ligature.cpu;

import io.ligature.spi.HeapStorage;
import io.ligature.spi.View;

/// The arrays behind views.
final class Heap {
  private Heap() {}

  static Object array(View view) {
    return ((HeapStorage) view.storage()).array();
  }

  static float[] floats(View view) {
    return (float[]) array(view);
  }

  static double[] doubles(View view) {
    return (double[]) array(view);
  }

  static int[] ints(View view) {
    return (int[]) array(view);
  }

  static long[] longs(View view) {
    return (long[]) array(view);
  }

  static short[] shorts(View view) {
    return (short[]) array(view);
  }

  static byte[] bytes(View view) {
    return (byte[]) array(view);
  }
}
