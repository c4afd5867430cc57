package io.ligature.safetensors;

import io.ligature.Tensor;
import io.ligature.files.AtomicFile;
import io.ligature.files.Bytes;
import io.ligature.files.Failure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// How tensors are split into files.
///
/// @param path of the index
/// @param shards the tensors of each file
/// @param metadata of all
record Sharding(
    Path path, List<SequencedMap<String, Tensor>> shards, SequencedMap<String, String> metadata) {
  /// In order, each file as full as it may be.
  static Sharding of(
      Path path, Map<String, Tensor> tensors, Map<String, String> metadata, long maxShardBytes) {
    if (!path.toString().endsWith(ShardedFile.SUFFIX)) {
      throw new IllegalArgumentException(
          "An index needs a name that ends with %s, such as model.safetensors%s; found %s."
              .formatted(ShardedFile.SUFFIX, ShardedFile.SUFFIX, path));
    }
    if (maxShardBytes < 1) {
      throw new IllegalArgumentException(
          "A shard needs a size of 1 byte or more; found %d.".formatted(maxShardBytes));
    }
    var shards = new ArrayList<SequencedMap<String, Tensor>>();
    SequencedMap<String, Tensor> last = new LinkedHashMap<>();
    shards.add(last);
    long filled = 0;
    for (var tensor : SafetensorsFile.ordered(tensors).entrySet()) {
      SafetensorsFile.writable(tensor.getKey(), tensor.getValue());
      long more = bytes(tensor.getValue());
      if (!last.isEmpty() && more > maxShardBytes - filled) {
        last = new LinkedHashMap<>();
        shards.add(last);
        filled = 0;
      }
      filled += more;
      last.put(tensor.getKey(), tensor.getValue());
    }
    return new Sharding(path, shards, SafetensorsFile.ordered(metadata));
  }

  private static long bytes(Map<String, Tensor> tensors) {
    return tensors.values().stream().mapToLong(Sharding::bytes).sum();
  }

  private static long bytes(Tensor tensor) {
    return tensor.size() * tensor.dtype().bytes();
  }

  /// `model.safetensors.index.json` becomes `model-00001-of-00002.safetensors`.
  private String name(int shard) {
    return "%s-%05d-of-%05d.safetensors".formatted(stem(), shard + 1, shards.size());
  }

  private String stem() {
    var name = path.getFileName().toString();
    return name.substring(0, name.length() - ShardedFile.SUFFIX.length())
        .replaceFirst("\\.safetensors$", "");
  }

  void write() {
    var prepared = new ArrayList<AtomicFile>();
    var map = new LinkedHashMap<String, String>();
    long total = 0;
    var at = path;
    try {
      for (int i = 0; i < shards.size(); i++) {
        var shard = shards.get(i);
        var name = name(i);
        shard.keySet().forEach(tensor -> map.put(tensor, name));
        total += bytes(shard);
        at = path.resolveSibling(name);
        prepared.add(SafetensorsFile.prepare(at, shard, remarks(shard)));
      }
      at = path;
      var text = new Index(map).format(total);
      try (var index =
          AtomicFile.prepare(path, out -> Bytes.writeFully(out, ByteBuffer.wrap(text)))) {
        var old = oldShards();
        Files.deleteIfExists(path); // its files are about to change
        for (var file : prepared) {
          file.commit();
        }
        index.commit();
        remove(old, Set.copyOf(map.values()));
      }
    } catch (IOException e) {
      throw Failure.of("write", at, e);
    } finally {
      prepared.forEach(Sharding::discard);
    }
  }

  private static void discard(AtomicFile file) {
    try {
      file.close();
    } catch (IOException _) {
      return; // a temporary file more; what was asked for is done, or has failed by itself
    }
  }

  /// A file has the aliases of its own tensors, and not those of others', so that it can be read
  /// alone.
  private Map<String, String> remarks(Map<String, Tensor> shard) {
    var remarks = new LinkedHashMap<>(metadata);
    for (var other : shards) {
      if (other != shard) {
        remarks.values().removeAll(other.keySet());
      }
    }
    return remarks;
  }

  // ---- the old set

  private Set<String> oldShards() throws IOException {
    var pattern = Pattern.compile("\\Q" + stem() + "\\E-\\d{5}-of-\\d{5}\\.safetensors");
    var old = new TreeSet<String>();
    if (Files.exists(path)) {
      try (var files = Files.list(path.toAbsolutePath().resolveSibling(""))) {
        files.map(file -> file.getFileName().toString()).forEach(old::add);
      }
    }
    old.removeIf(name -> !pattern.matcher(name).matches());
    return old;
  }

  private void remove(Set<String> old, Set<String> used) throws IOException {
    for (var name : old) {
      if (!used.contains(name)) {
        Files.deleteIfExists(path.resolveSibling(name));
      }
    }
  }
}
