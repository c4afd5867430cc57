package io.ligature.safetensors;

import io.ligature.Device;
import io.ligature.Tensor;
import io.ligature.op.TensorType;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.SequencedMap;

/// Named tensors that are read one at a time: a file, or several files with an index.
///
/// May be read from many threads.
public sealed interface TensorFile extends AutoCloseable permits SafetensorsFile, ShardedFile {
  /// {@return a file, open for reading: an index if its name ends with `.index.json`}
  ///
  /// @throws SafetensorsException if it is neither, or damaged
  /// @throws UncheckedIOException if it is missing or cannot be read
  static TensorFile open(Path path) {
    return path.toString().endsWith(ShardedFile.SUFFIX)
        ? ShardedFile.open(path)
        : SafetensorsFile.open(path);
  }

  /// {@return the path that was opened}
  Path path();

  /// {@return the types of the tensors by name, in order}
  SequencedMap<String, TensorType> types();

  /// {@return the remarks that go with them}
  SequencedMap<String, String> metadata();

  /// {@return the remarks that say of a name, which has no tensor here, that it stands for one that
  /// has}
  SequencedMap<String, String> aliases();

  /// {@return a tensor with the values of this name, on the current device}
  ///
  /// @throws IllegalArgumentException if there is none; lists those there are
  /// @throws SafetensorsException if the values are none of its type
  /// @throws UncheckedIOException if they cannot be read
  default Tensor read(String name) {
    return read(name, Device.current());
  }

  /// {@return a tensor with the values of this name, on a device}
  ///
  /// @throws IllegalArgumentException if there is none; lists those there are
  /// @throws SafetensorsException if the values are none of its type
  /// @throws UncheckedIOException if they cannot be read
  Tensor read(String name, Device device);

  /// Closes the file; tensors that were read stay.
  @Override
  void close();
}
