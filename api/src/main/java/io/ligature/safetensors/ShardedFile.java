package io.ligature.safetensors;

import io.ligature.Device;
import io.ligature.Tensor;
import io.ligature.files.Failure;
import io.ligature.op.TensorType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeSet;

/// Named tensors in several safetensors files beside an index, which names the file of each.
///
/// ```text
/// model.safetensors.index.json
/// model-00001-of-00002.safetensors
/// model-00002-of-00002.safetensors
/// ```
///
/// Opening reads the index and all headers, and refuses a set in which they disagree.
///
/// @see <a href="https://huggingface.co/docs/huggingface_hub/package_reference/serialization">The
///   layout</a>
public final class ShardedFile implements TensorFile {
  /// What the name of an index ends with.
  static final String SUFFIX = ".index.json";

  private final Path path;
  private final Index index;
  private final Map<String, SafetensorsFile> shards = new LinkedHashMap<>();

  private ShardedFile(Path path, Index index) {
    this.path = path;
    this.index = index;
  }

  /// {@return the set of files, all headers read and checked}
  ///
  /// @param path of the index
  /// @throws SafetensorsException if index or files are damaged, missing or disagree
  /// @throws UncheckedIOException if the index is missing, or something cannot be read
  public static ShardedFile open(Path path) {
    var set = new ShardedFile(path, readIndex(path));
    set.checkPresent();
    try {
      for (var name : new LinkedHashSet<>(set.index.shards().values())) {
        set.shards.put(name, SafetensorsFile.open(path.resolveSibling(name)));
      }
      set.checkNames();
    } catch (Throwable e) {
      set.close();
      throw e;
    }
    return set;
  }

  private static Index readIndex(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new SafetensorsException(path, "expected a file, found a folder or a device.");
    }
    try {
      long size = Files.size(path);
      if (size > Header.MAX_BYTES) {
        throw new SafetensorsException(
            path,
            "expected an index of at most %d bytes, found %d.".formatted(Header.MAX_BYTES, size));
      }
      return Index.parse(path, Files.readAllBytes(path));
    } catch (IOException e) {
      throw Failure.of("read", path, e);
    }
  }

  private void checkPresent() {
    var missing = new TreeSet<>(index.shards().values());
    int all = missing.size();
    missing.removeIf(name -> Files.exists(path.resolveSibling(name)));
    if (!missing.isEmpty()) {
      throw new SafetensorsException(
          path,
          "expected %d files beside it, missing %s. Fetch or save them again."
              .formatted(all, String.join(", ", missing)));
    }
  }

  private void checkNames() {
    var problems = new ArrayList<String>();
    index
        .shards()
        .forEach(
            (name, shard) -> {
              if (!shard(shard).types().containsKey(name)) {
                problems.add("'%s' is not in %s".formatted(name, shard));
              }
            });
    shards.forEach(
        (shard, file) -> {
          for (var name : file.types().keySet()) {
            var other = index.shards().get(name);
            if (other == null) {
              problems.add("'%s' in %s is not in the index".formatted(name, shard));
            } else if (!other.equals(shard)) {
              problems.add("'%s' is in %s too, not only in %s".formatted(name, shard, other));
            }
          }
        });
    if (!problems.isEmpty()) {
      throw new SafetensorsException(
          path,
          "index and files disagree: %s. Fetch or save all of them again."
              .formatted(String.join("; ", problems)));
    }
  }

  private SafetensorsFile shard(String name) {
    return Objects.requireNonNull(shards.get(name));
  }

  @Override
  public Path path() {
    return path;
  }

  /// {@return the types of the tensors by name, in the order of the index}
  @Override
  public SequencedMap<String, TensorType> types() {
    var types = new LinkedHashMap<String, TensorType>();
    index
        .shards()
        .forEach(
            (name, shard) ->
                types.put(name, Objects.requireNonNull(shard(shard).types().get(name))));
    return Collections.unmodifiableSequencedMap(types);
  }

  /// {@return the remarks of all files; where two have one of a name, the first}
  @Override
  public SequencedMap<String, String> metadata() {
    var metadata = new LinkedHashMap<String, String>();
    shards.values().forEach(file -> file.metadata().forEach(metadata::putIfAbsent));
    return Collections.unmodifiableSequencedMap(metadata);
  }

  @Override
  public SequencedMap<String, String> aliases() {
    return Header.aliases(metadata(), index.shards().keySet());
  }

  @Override
  public Tensor read(String name, Device device) {
    var shard = index.shards().get(name);
    if (shard == null) {
      throw new IllegalArgumentException(
          "%s has no tensor '%s'; it has %s.".formatted(path, name, index.shards().keySet()));
    }
    return shard(shard).read(name, device);
  }

  /// Writes tensors into several files, each as [SafetensorsFile#write] does, and an index.
  ///
  /// All files are written and forced to the disk under other names first, then renamed, and the
  /// index comes last. A crash leaves the old set, the new set or, in the moment of renaming, files
  /// without an index; never a mixture that could be read. Files of an old set that the new one has
  /// no use for are removed.
  ///
  /// @param path of the index; ends with `.index.json`
  /// @param metadata remarks; each file has them, but for those on names that stand for tensors of
  ///   others
  /// @param maxShardBytes how large the tensors of a file may be together, 1 or more; a larger
  ///   tensor has a file of its own
  /// @throws IllegalArgumentException if the path or the size is none, a name is empty or
  ///   `__metadata__`, or a tensor is dry
  /// @throws UncheckedIOException if a file cannot be written
  public static void write(
      Path path, Map<String, Tensor> tensors, Map<String, String> metadata, long maxShardBytes) {
    Sharding.of(path, tensors, metadata, maxShardBytes).write();
  }

  @Override
  public void close() {
    shards.values().forEach(SafetensorsFile::close);
  }

  @Override
  public String toString() {
    return path + " " + types();
  }
}
