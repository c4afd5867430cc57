package io.ligature.nn.data;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/// Files in IDX, the format of MNIST and its kin; packed with gzip or not.
///
/// ```text
/// 00 00, a byte for the type, a byte for the rank
/// an extent in 4 bytes for each axis
/// the values, row by row; the byte with the highest part first
/// ```
///
/// @see <a href="http://yann.lecun.com/exdb/mnist/">The MNIST database</a>, at the end of the page
public final class Idx {
  private static final long MOST = Integer.MAX_VALUE - 8L; // bytes, of what an array can hold

  private Idx() {}

  /// {@return the tensor in a file}. Its type is the file's; INT32 where that is of 16 bits.
  ///
  /// @throws UncheckedIOException if the file is missing or cannot be read
  /// @throws DataException if it is not such a file; says where it goes wrong
  public static Tensor read(Path path) {
    return DataFile.read(path, in -> new Reader(path, in).tensor());
  }

  /// {@return images and their classes}
  ///
  /// ```text
  /// input (1, rows, columns) FLOAT32 from 0 to 1      target () INT64
  /// ```
  ///
  /// @param images a file with bytes (n, rows, columns)
  /// @param classes a file with bytes (n)
  /// @throws UncheckedIOException if a file is missing or cannot be read
  /// @throws DataException if they are not such files
  public static Dataset<Example> images(Path images, Path classes) {
    var x = read(images);
    var y = read(classes);
    check(images, "(n, rows, columns)", x, x.rank() == 3);
    check(classes, "(n)", y, y.rank() == 1);
    if (x.shape().get(0) != y.size()) {
      throw new DataException(
          "%s has %d images, and %s %d classes. They belong to different data."
              .formatted(images, x.shape().get(0), classes, y.size()));
    }
    return Dataset.of(x.to(DType.FLOAT32).div(255).unsqueeze(1), y.to(DType.INT64));
  }

  private static void check(Path path, String needed, Tensor found, boolean fits) {
    if (!fits || found.dtype() != DType.UINT8) {
      throw new DataException("%s needs bytes %s; found %s.".formatted(path, needed, found.type()));
    }
  }

  /// The bytes of one file.
  private record Reader(Path path, InputStream in) {
    Tensor tensor() throws IOException {
      var start = take(4, "its first 4 bytes");
      if (start.getShort() != 0) {
        throw wrong(
            "it begins with %02x %02x, and IDX with 00 00".formatted(start.get(0), start.get(1)));
      }
      int type = start.get() & 0xff;
      int width = width(type);
      var shape = shape(start.get() & 0xff, width);
      var values = take((int) (shape.size() * width), "its %s values".formatted(shape));
      if (in.read() >= 0) {
        throw wrong("it goes on behind its %s values".formatted(shape));
      }
      return tensor(type, shape, values);
    }

    private int width(int type) {
      return switch (type) {
        case 0x08, 0x09 -> 1;
        case 0x0b -> 2;
        case 0x0c, 0x0d -> 4;
        case 0x0e -> 8;
        default ->
            throw wrong("its type is %02x; known are 08, 09, 0b, 0c, 0d and 0e".formatted(type));
      };
    }

    /// Checks that there is memory for the values before a shape is made of the extents.
    private Shape shape(int rank, int width) throws IOException {
      var header = take(4 * rank, "the extents of its %d axes".formatted(rank));
      var extents = new long[rank];
      double bytes = width;
      for (int axis = 0; axis < rank; axis++) {
        extents[axis] = header.getInt() & 0xffff_ffffL;
        bytes *= extents[axis];
      }
      if (bytes > MOST) {
        throw wrong(
            "its %s values take %.3g bytes; at most %d can be read"
                .formatted(Arrays.toString(extents), bytes, MOST));
      }
      return Shape.of(extents);
    }

    private ByteBuffer take(int count, String what) throws IOException {
      var bytes = in.readNBytes(count);
      if (bytes.length < count) {
        throw wrong(
            "it ends within %s: %d bytes of %d are there".formatted(what, bytes.length, count));
      }
      return ByteBuffer.wrap(bytes); // big-endian
    }

    private DataException wrong(String problem) {
      return new DataException(
          "%s is no whole IDX file: %s. Was it cut off, or unpacked to something else?"
              .formatted(path, problem));
    }

    private static Tensor tensor(int type, Shape shape, ByteBuffer values) {
      return switch (type) {
        case 0x08 -> Tensor.of(DType.UINT8, shape, values);
        case 0x09 -> Tensor.of(DType.INT8, shape, values);
        case 0x0b -> shorts(shape, values);
        case 0x0c -> Tensor.of(DType.INT32, shape, values);
        case 0x0d -> Tensor.of(DType.FLOAT32, shape, values);
        default -> Tensor.of(DType.FLOAT64, shape, values);
      };
    }

    private static Tensor shorts(Shape shape, ByteBuffer values) {
      var numbers = new int[values.remaining() / 2];
      Arrays.setAll(numbers, i -> values.getShort(2 * i));
      return Tensor.of(numbers, shape);
    }
  }
}
