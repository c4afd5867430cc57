package io.ligature.npy;

import io.ligature.DTypeException;
import io.ligature.Device;
import io.ligature.Tensor;
import io.ligature.files.AtomicFile;
import io.ligature.files.Failure;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A tensor in an `.npy` file, as `numpy.save` writes and `numpy.load` reads them.
///
/// Numbers of either byte order and arrays in either order of axes are read; one in Fortran order
/// becomes a view with its axes swapped. The header is checked before anything is allocated.
public final class Npy {
  private Npy() {}

  /// {@return the array of a file, on the current device}
  ///
  /// @throws NpyException if it is no such file, damaged, or its elements are none of a tensor
  /// @throws UncheckedIOException if it is missing or cannot be read
  public static Tensor load(Path path) {
    return load(path, Device.current());
  }

  /// {@return the array of a file, on a device}
  ///
  /// @throws NpyException if it is no such file, damaged, or its elements are none of a tensor
  /// @throws UncheckedIOException if it is missing or cannot be read
  public static Tensor load(Path path, Device device) {
    checkFile(path);
    try (var channel = FileChannel.open(path, StandardOpenOption.READ);
        var in = new BufferedInputStream(Channels.newInputStream(channel))) {
      return ArrayStream.read(
          in, channel.size(), device, problem -> new NpyException(path, problem));
    } catch (IOException e) {
      throw Failure.of("read", path, e);
    }
  }

  static void checkFile(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new NpyException(path, "expected a file, found a folder or a device.");
    }
  }

  /// Saves a tensor, row-major and little-endian, as a whole or not at all. Its history is not
  /// saved.
  ///
  /// @throws DTypeException if it is of BFLOAT16, which NumPy has not
  /// @throws IllegalArgumentException if it is dry
  /// @throws UncheckedIOException if the file cannot be written; it is then as it was
  public static void save(Path path, Tensor tensor) {
    ArrayStream.checkWritable("A tensor", tensor);
    try {
      AtomicFile.write(
          path, channel -> ArrayStream.write(Channels.newOutputStream(channel), tensor));
    } catch (IOException e) {
      throw Failure.of("write", path, e);
    }
  }
}
