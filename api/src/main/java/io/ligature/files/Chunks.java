package io.ligature.files;

import io.ligature.DType;
import io.ligature.Tensor;
import io.ligature.spi.Storage;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// The elements of tensors on their way from and to files: a part at a time, in a buffer that stays
/// in the cache, whatever their device.
public final class Chunks {
  private Chunks() {}

  /// What is done with a part of the elements.
  public interface Part {
    /// Fills the bytes from a file, or writes them to one.
    ///
    /// @param bytes row-major elements in the byte order of the file
    /// @param done how many bytes came before
    void pass(MemorySegment bytes, long done) throws IOException;
  }

  /// Fills a storage.
  ///
  /// @param order the byte order of the file
  public static void read(Storage storage, ByteOrder order, Part part) throws IOException {
    int width = storage.dtype().bytes();
    long bytes = storage.length() * width;
    try (var arena = Arena.ofConfined()) {
      var chunk = arena.allocate(Math.min(bytes, Bytes.CHUNK), 8);
      for (long done = 0; done < bytes; done += chunk.byteSize()) {
        var some = chunk.asSlice(0, Math.min(chunk.byteSize(), bytes - done));
        part.pass(some, done);
        if (order != ByteOrder.nativeOrder()) {
          Bytes.swap(some, width);
        }
        storage.write(done / width, some.byteSize() / width, some);
      }
    }
  }

  /// Passes on the elements of a tensor, little-endian.
  public static void write(Tensor tensor, Part part) throws IOException {
    var view = tensor.detach().contiguous().view();
    int width = tensor.dtype().bytes();
    long bytes = tensor.size() * width;
    try (var arena = Arena.ofConfined()) {
      var chunk = arena.allocate(Math.min(bytes, Bytes.CHUNK), 8);
      for (long done = 0; done < bytes; done += chunk.byteSize()) {
        var some = chunk.asSlice(0, Math.min(chunk.byteSize(), bytes - done));
        long from = view.layout().offset() + done / width;
        view.storage().read(from, some.byteSize() / width, some);
        if (ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN) {
          Bytes.swap(some, width);
        }
        part.pass(some, done);
      }
    }
  }

  /// {@return what is wrong with bytes that a file gives as elements of a type: `2 at element 7`;
  /// empty if nothing is}
  ///
  /// @param before how many elements came before
  public static String fault(DType dtype, MemorySegment bytes, long before) {
    if (dtype == DType.BOOL) {
      for (long i = 0; i < bytes.byteSize(); i++) {
        byte value = bytes.get(ValueLayout.JAVA_BYTE, i);
        if (value != 0 && value != 1) {
          return "%d at element %d".formatted(value & 0xFF, before + i);
        }
      }
    }
    return "";
  }
}
