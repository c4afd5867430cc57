package io.ligature.cpu;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.spi.Philox;
import io.ligature.spi.View;

/// The words of a key: four to a block of [Philox].
final class RandomBits {
  private RandomBits() {}

  static void run(Key key, View out) {
    if (out.dtype() == DType.INT32) {
      words(key.bits(), Heap.ints(out), (int) out.layout().offset(), (int) out.layout().size());
    } else {
      words(key.bits(), Heap.longs(out), (int) out.layout().offset(), (int) out.layout().size());
    }
  }

  private static void words(long key, int[] out, int at, int n) {
    var block = new int[4];
    for (int i = 0; i < n; i++) {
      if (i % 4 == 0) {
        Philox.block(key, i / 4, block);
      }
      out[at + i] = block[i % 4];
    }
  }

  private static void words(long key, long[] out, int at, int n) {
    var block = new int[4];
    for (int i = 0; i < n; i++) {
      if (i % 2 == 0) {
        Philox.block(key, i / 2, block);
      }
      int low = i % 2 * 2;
      out[at + i] = (block[low] & 0xFFFFFFFFL) | ((long) block[low + 1] << 32);
    }
  }
}
