package io.ligature.safetensors;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/// Bytes between memory and files.
final class Bytes {
  /// Elements pass through a buffer of this size, which stays in the cache.
  static final int CHUNK = 1 << 20;

  private Bytes() {}

  static void readFully(FileChannel channel, ByteBuffer to, long position) throws IOException {
    while (to.hasRemaining()) {
      int count = channel.read(to, position);
      if (count < 0) {
        throw new EOFException("the file ended while it was read");
      }
      position += count;
    }
  }

  static void writeFully(FileChannel channel, ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      channel.write(from);
    }
  }

  /// Turns elements of a file, which are little-endian, into those of this machine, or back.
  static void swapIfBigEndian(MemorySegment elements, int width) {
    if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
      swap(elements, width);
    }
  }

  /// Reverses the bytes of every element.
  static void swap(MemorySegment elements, int width) {
    for (long at = 0; at < elements.byteSize(); at += width) {
      switch (width) {
        case 2 -> {
          var layout = ValueLayout.JAVA_SHORT_UNALIGNED;
          elements.set(layout, at, Short.reverseBytes(elements.get(layout, at)));
        }
        case 4 -> {
          var layout = ValueLayout.JAVA_INT_UNALIGNED;
          elements.set(layout, at, Integer.reverseBytes(elements.get(layout, at)));
        }
        case 8 -> {
          var layout = ValueLayout.JAVA_LONG_UNALIGNED;
          elements.set(layout, at, Long.reverseBytes(elements.get(layout, at)));
        }
        default -> {
          return; // single bytes
        }
      }
    }
  }
}
