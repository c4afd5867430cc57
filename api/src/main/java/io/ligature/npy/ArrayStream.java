package io.ligature.npy;

import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.files.Chunks;
import io.ligature.op.TensorType;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Function;

/// One array in a stream of bytes: its header, and then its elements.
final class ArrayStream {
  private static final int PREFIX = Header.MAGIC.length + 2; // and the version

  private ArrayStream() {}

  /// {@return the array, which must take all of the stream}
  ///
  /// @param length how many bytes the stream has, or claims to have
  /// @param refusal makes the error of a problem, and knows where the array is
  static Tensor read(
      InputStream in, long length, Device device, Function<String, NpyException> refusal)
      throws IOException {
    try {
      var header = header(in, length, refusal);
      var tensor = Dispatch.allocate(device, stored(header));
      if (!device.isDry()) {
        fill(tensor, in, header.order(), refusal);
      }
      return header.fortran() ? reversed(tensor) : tensor;
    } catch (EOFException _) {
      throw refusal.apply(
          "the array ends before its header says. It was cut short; save it again.");
    }
  }

  private static Header header(InputStream in, long length, Function<String, NpyException> refusal)
      throws IOException {
    if (length < PREFIX + 2) {
      throw refusal.apply(
          "expected an array of at least %d bytes, found %d.".formatted(PREFIX + 2, length));
    }
    var prefix = exactly(in, PREFIX);
    if (!Arrays.equals(prefix, 0, Header.MAGIC.length, Header.MAGIC, 0, Header.MAGIC.length)) {
      throw refusal.apply("expected the mark of NumPy at the beginning. Is this an .npy file?");
    }
    int major = prefix[PREFIX - 2];
    int minor = prefix[PREFIX - 1];
    if (major < 1 || major > 3 || minor != 0) {
      throw refusal.apply(
          "expected version 1.0, 2.0 or 3.0 of the format, found %d.%d. Save it with numpy.save."
              .formatted(major & 0xFF, minor & 0xFF));
    }
    int width = major == 1 ? 2 : 4;
    var size = ByteBuffer.wrap(Arrays.copyOf(exactly(in, width), 8)).order(ByteOrder.LITTLE_ENDIAN);
    long bytes = size.getLong(0);
    if (bytes > Header.MAX_BYTES || bytes > length - PREFIX - width) {
      throw refusal.apply(
          "expected a header of at most %d bytes, found one that claims %d."
              .formatted(Math.min(Header.MAX_BYTES, length - PREFIX - width), bytes));
    }
    var header = Header.parse(exactly(in, (int) bytes), refusal);
    checkLength(header, length - PREFIX - width - bytes, refusal);
    return header;
  }

  private static void checkLength(
      Header header, long found, Function<String, NpyException> refusal) {
    if (header.bytes() != found) {
      throw refusal.apply(
          "%d bytes follow the header, expected %d for %s. %s"
              .formatted(
                  found,
                  header.bytes(),
                  header.type(),
                  found < header.bytes()
                      ? "The file was cut short; save it again."
                      : "Something was added to the file; save it again."));
    }
  }

  private static byte[] exactly(InputStream in, int count) throws IOException {
    var bytes = in.readNBytes(count);
    if (bytes.length < count) {
      throw new EOFException();
    }
    return bytes;
  }

  /// {@return the type of what lies in the file, row-major}
  private static TensorType stored(Header header) {
    var extents = header.type().shape().toArray();
    var lying = extents.clone();
    for (int axis = 0; header.fortran() && axis < extents.length; axis++) {
      lying[axis] = extents[extents.length - 1 - axis];
    }
    return new TensorType(header.type().dtype(), Shape.of(lying));
  }

  private static Tensor reversed(Tensor tensor) {
    var order = new int[tensor.rank()];
    Arrays.setAll(order, axis -> order.length - 1 - axis);
    return tensor.permute(order);
  }

  private static void fill(
      Tensor tensor, InputStream in, ByteOrder order, Function<String, NpyException> refusal)
      throws IOException {
    var dtype = tensor.dtype();
    Chunks.read(
        tensor.view().storage(),
        order,
        (bytes, done) -> {
          var read = exactly(in, (int) bytes.byteSize());
          bytes.copyFrom(MemorySegment.ofArray(read));
          var fault = Chunks.fault(dtype, bytes, done);
          if (!fault.isEmpty()) {
            throw refusal.apply("expected 0 or 1 for BOOL, found " + fault + ".");
          }
        });
  }

  /// Writes a tensor as an array of NumPy, row-major and little-endian.
  static void write(OutputStream out, Tensor tensor) throws IOException {
    out.write(Header.format(tensor.type()));
    Chunks.write(tensor, (bytes, _) -> out.write(bytes.toArray(ValueLayout.JAVA_BYTE)));
  }

  /// {@return how many bytes [#write] writes}
  static long length(Tensor tensor) {
    return Header.format(tensor.type()).length + tensor.size() * tensor.dtype().bytes();
  }

  /// @throws IllegalArgumentException if a tensor has no values, or NumPy has none of its type
  static void checkWritable(String name, Tensor tensor) {
    if (tensor.device().isDry()) {
      throw new IllegalArgumentException(
          "%s %s is dry and has no values to save.".formatted(name, tensor.type()));
    }
    Header.format(tensor.type());
  }
}
