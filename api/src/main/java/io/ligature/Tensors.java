package io.ligature;

import io.ligature.safetensors.SafetensorsException;
import io.ligature.safetensors.SafetensorsFile;
import io.ligature.safetensors.TensorFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;

/// Several tensors at once.
public final class Tensors {
  private static final String ONLY = "tensor";

  private Tensors() {}

  /// Saves tensors by name in a safetensors file, as a whole or not at all.
  ///
  /// Histories are not saved. In the order of the map, or by name if it has none.
  ///
  /// @throws IllegalArgumentException if a name is empty or `__metadata__`, or a tensor is dry
  /// @throws UncheckedIOException if the file cannot be written; it is then as it was
  public static void save(Path path, Map<String, Tensor> tensors) {
    save(path, tensors, Map.of());
  }

  /// Saves tensors by name with remarks, as a whole or not at all.
  ///
  /// @throws IllegalArgumentException if a name is empty or `__metadata__`, or a tensor is dry
  /// @throws UncheckedIOException if the file cannot be written; it is then as it was
  public static void save(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) {
    SafetensorsFile.write(path, tensors, metadata);
  }

  /// {@return the tensors of a safetensors file, or of several with an index, by name, in its
  /// order, on the current device}
  ///
  /// @throws SafetensorsException if it is not such a file, or damaged
  /// @throws UncheckedIOException if it is missing or cannot be read
  public static SequencedMap<String, Tensor> load(Path path) {
    return load(path, Device.current());
  }

  /// {@return the tensors of a safetensors file, or of several with an index, by name, in its
  /// order, on a device}
  ///
  /// @throws SafetensorsException if it is not such a file, or damaged
  /// @throws UncheckedIOException if it is missing or cannot be read
  public static SequencedMap<String, Tensor> load(Path path, Device device) {
    try (var file = TensorFile.open(path)) {
      var tensors = new LinkedHashMap<String, Tensor>();
      for (var name : file.types().keySet()) {
        tensors.put(name, file.read(name, device));
      }
      return Collections.unmodifiableSequencedMap(tensors);
    }
  }

  static void saveOne(Path path, Tensor tensor) {
    save(path, Map.of(ONLY, tensor));
  }

  static Tensor loadOne(Path path) {
    try (var file = SafetensorsFile.open(path)) {
      var names = file.types().keySet();
      if (names.size() != 1) {
        throw new SafetensorsException(
            path,
            "expected one tensor, found " + names + ". Use Tensors.load, which gives them all.");
      }
      return file.read(names.iterator().next());
    }
  }
}
