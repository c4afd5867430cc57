package io.ligature.npy;

import io.ligature.DTypeException;
import io.ligature.Device;
import io.ligature.Tensor;
import io.ligature.files.AtomicFile;
import io.ligature.files.Failure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// Tensors by name in an `.npz` file, as `numpy.savez` and `numpy.savez_compressed` write and
/// `numpy.load` reads them.
///
/// Arrays are read as by [Npy]. Sizes are checked before anything is allocated, sums after: an
/// array whose CRC-32 is another is refused.
public final class Npz {
  private Npz() {}

  /// {@return the arrays of a file by name, in its order, on the current device}
  ///
  /// @throws NpyException if it is no such file, damaged, or holds something else
  /// @throws UncheckedIOException if it is missing or cannot be read
  public static SequencedMap<String, Tensor> load(Path path) {
    return load(path, Device.current());
  }

  /// {@return the arrays of a file by name, in its order, on a device}
  ///
  /// @throws NpyException if it is no such file, damaged, or holds something else
  /// @throws UncheckedIOException if it is missing or cannot be read
  public static SequencedMap<String, Tensor> load(Path path, Device device) {
    Npy.checkFile(path);
    var arrays = new LinkedHashMap<String, Tensor>();
    try (var zip = new ZipFile(path.toFile())) {
      for (var entries = zip.entries(); entries.hasMoreElements(); ) {
        var entry = new ZippedArray(path, zip, entries.nextElement());
        if (arrays.put(entry.name(), entry.read(device)) != null) {
          throw new NpyException(
              path, "expected every name once, found '" + entry.name() + "' again.");
        }
      }
    } catch (ZipException e) {
      throw new NpyException(
          path,
          "expected a zip file of arrays; %s. Is this an .npz file?".formatted(e.getMessage()));
    } catch (IOException e) {
      throw Failure.of("read", path, e);
    }
    return Collections.unmodifiableSequencedMap(arrays);
  }

  /// Saves tensors by name, as a whole or not at all, each as [Npy#save] does.
  ///
  /// In the order of the map, or by name if it has none.
  ///
  /// @throws DTypeException if one is of BFLOAT16, which NumPy has not
  /// @throws IllegalArgumentException if a name is empty, or a tensor is dry
  /// @throws UncheckedIOException if the file cannot be written; it is then as it was
  public static void save(Path path, Map<String, Tensor> tensors) {
    write(path, tensors, false);
  }

  /// Saves tensors by name, deflated, as a whole or not at all: smaller, and much slower.
  ///
  /// @throws DTypeException if one is of BFLOAT16, which NumPy has not
  /// @throws IllegalArgumentException if a name is empty, or a tensor is dry
  /// @throws UncheckedIOException if the file cannot be written; it is then as it was
  public static void saveCompressed(Path path, Map<String, Tensor> tensors) {
    write(path, tensors, true);
  }

  private static void write(Path path, Map<String, Tensor> tensors, boolean compressed) {
    var ordered = tensors instanceof SequencedMap ? tensors : new TreeMap<>(tensors);
    ordered.forEach(
        (name, tensor) -> {
          if (name.isEmpty()) {
            throw new IllegalArgumentException("An array in a file needs a name; found ''.");
          }
          ArrayStream.checkWritable("Tensor '" + name + "'", tensor);
        });
    try {
      AtomicFile.write(path, channel -> ZippedArray.writeAll(channel, ordered, compressed));
    } catch (IOException e) {
      throw Failure.of("write", path, e);
    }
  }
}
