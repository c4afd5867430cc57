package io.ligature.spi;

import io.ligature.DType;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Arrays that were given back, for the next tensor of about their size: a fresh array has to be
/// zeroed and collected, which costs more than most kernels that fill it.
///
/// Lengths are rounded up to 4, 5, 6 or 7 times a power of two, so at most a quarter of an array is
/// unused. Arrays under 4 KiB are left to the collector.
final class HeapPool {
  /// Arrays below this many bytes are not pooled.
  static final long SMALLEST = 4096;

  private static final HeapPool INSTANCE = new HeapPool(limit());

  private record Kind(Class<?> array, int length) {}

  private final long limit;
  private final Map<Kind, Deque<Object>> free = new HashMap<>();
  private long held;
  private long missed; // bytes that were asked for and did not lie here

  HeapPool(long limit) {
    this.limit = limit;
  }

  static HeapPool instance() {
    return INSTANCE;
  }

  private static long limit() {
    return Long.getLong("ligature.memory.pool", Runtime.getRuntime().maxMemory() / 4);
  }

  /// {@return the length of the array that serves this many elements}
  static long rounded(DType dtype, long length) {
    if (length * dtype.bytes() < SMALLEST) {
      return length;
    }
    long step = Long.highestOneBit(length - 1) >>> 2;
    long up = (length + step - 1) / step * step;
    return up > HeapStorage.LONGEST ? length : up;
  }

  /// {@return an array of this length with undefined contents, or null if none lies here}
  synchronized @Nullable Object take(DType dtype, int length) {
    var stack = free.get(new Kind(HeapStorage.arrayClass(dtype), length));
    var array = stack == null ? null : stack.pollLast();
    if (array == null) {
      missed += (long) length * dtype.bytes();
    } else {
      held -= (long) length * dtype.bytes();
    }
    return array;
  }

  /// Lays an array down, unless the pool is full.
  synchronized void give(DType dtype, Object array, int length) {
    long bytes = (long) length * dtype.bytes();
    if (bytes >= SMALLEST && held + bytes <= limit) {
      free.computeIfAbsent(new Kind(array.getClass(), length), _ -> new ArrayDeque<>())
          .addLast(array);
      held += bytes;
    }
  }

  /// Leaves all arrays to the collector.
  synchronized void trim() {
    free.clear();
    held = 0;
  }

  /// {@return how many bytes were asked for since the beginning that did not lie here}
  synchronized long missed() {
    return missed;
  }

  /// {@return how many bytes lie here}
  synchronized long held() {
    return held;
  }
}
