package io.ligature.files;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Bytes between memory and files.
public final class Bytes {
  /// Elements pass through a buffer of this size, which stays in the cache.
  public static final int CHUNK = 1 << 20;

  private Bytes() {}

  /// Fills a buffer from a position of a file on.
  ///
  /// @throws EOFException if the file ends before
  public static void readFully(FileChannel channel, ByteBuffer to, long position)
      throws IOException {
    while (to.hasRemaining()) {
      int count = channel.read(to, position);
      if (count < 0) {
        throw new EOFException("the file ended while it was read");
      }
      position += count;
    }
  }

  /// Writes all of a buffer at the position of a channel.
  public static void writeFully(FileChannel channel, ByteBuffer from) throws IOException {
    while (from.hasRemaining()) {
      channel.write(from);
    }
  }

  /// Reverses the bytes of every element, each of 1, 2, 4 or 8.
  public static void swap(MemorySegment elements, int width) {
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
