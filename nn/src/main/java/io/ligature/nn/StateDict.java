package io.ligature.nn;

import io.ligature.Device;
import io.ligature.Tensor;
import io.ligature.op.TensorType;
import io.ligature.safetensors.SafetensorsException;
import io.ligature.safetensors.SafetensorsFile;
import io.ligature.safetensors.ShardedFile;
import io.ligature.safetensors.TensorFile;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/// Tensors by name, in order: the parameters and persistent buffers of a [Block], or the contents
/// of a file.
///
/// A tied parameter is one tensor under its first name, its key; its other names are aliases, and
/// find it too. The dictionary does not change; its tensors may: [Block#stateDict] gives those that
/// the block uses, [Block#snapshot] copies.
public final class StateDict {
  private final SequencedMap<String, Tensor> tensors;
  private final SequencedMap<String, String> aliases; // and the keys that they stand for
  private final SequencedMap<String, String> metadata;

  StateDict(
      SequencedMap<String, Tensor> tensors,
      SequencedMap<String, String> aliases,
      SequencedMap<String, String> metadata) {
    this.tensors = Collections.unmodifiableSequencedMap(tensors);
    this.aliases = Collections.unmodifiableSequencedMap(aliases);
    this.metadata = Collections.unmodifiableSequencedMap(metadata);
  }

  /// {@return a dictionary of these tensors, in the order of the map}
  public static StateDict of(Map<String, Tensor> tensors) {
    return new StateDict(
        new LinkedHashMap<>(tensors), new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /// {@return the live parameters and persistent buffers of a block}
  ///
  /// @throws UninitializedParameterException if extents of some are unknown; names them
  static StateDict of(Block block) {
    var live = new LinkedHashMap<String, Tensor>();
    var further = new LinkedHashMap<String, String>();
    var first = new LinkedHashMap<Slot, Traversal.Place>();
    var unknown = new ArrayList<String>();
    for (var place : block.traverse().slots()) {
      var slot = place.slot();
      if (slot instanceof Buffer buffer && !buffer.isPersistent()) {
        continue;
      }
      var known = first.putIfAbsent(Loading.root(slot), place);
      if (known == null && !slot.isInitialized() && !slot.shape().isKnown()) {
        unknown.add(place.path() + " " + slot.shape());
      } else if (known == null) {
        live.put(place.path(), slot.data());
      } else if (Loading.isTransposed(slot) == Loading.isTransposed(known.slot())) {
        further.put(place.path(), known.path());
      }
    }
    if (!unknown.isEmpty()) {
      throw new UninitializedParameterException(
          "There is no state yet: %s have no value. Apply the block to data, or give materialize(...) the shape of its input."
              .formatted(LoadReport.names(unknown)));
    }
    return new StateDict(live, further, new LinkedHashMap<>());
  }

  // ---- what is in it

  /// {@return the names that have a tensor of their own, in order}
  public SequencedSet<String> keys() {
    return tensors.sequencedKeySet();
  }

  /// {@return every name, those of ties too}
  public SequencedSet<String> names() {
    var names = new LinkedHashSet<>(tensors.keySet());
    names.addAll(aliases.keySet());
    return Collections.unmodifiableSequencedSet(names);
  }

  /// {@return the further names of ties, and the keys that they stand for}
  public SequencedMap<String, String> aliases() {
    return aliases;
  }

  /// {@return remarks, as files carry them}
  public SequencedMap<String, String> metadata() {
    return metadata;
  }

  /// {@return the number of tensors}
  public int size() {
    return tensors.size();
  }

  /// {@return whether there is a tensor of this name}
  public boolean contains(String name) {
    return tensors.containsKey(name) || aliases.containsKey(name);
  }

  /// {@return the tensor of this name}
  ///
  /// @throws IllegalArgumentException if there is none; lists the names
  public Tensor get(String name) {
    var found = tensors.get(aliases.getOrDefault(name, name));
    if (found == null) {
      throw new IllegalArgumentException(
          "There is no '%s' in this state; it has %s.".formatted(name, LoadReport.names(names())));
    }
    return found;
  }

  /// Calls for every key and its tensor.
  public void forEach(BiConsumer<String, Tensor> action) {
    tensors.forEach(action);
  }

  /// {@return the tensors by key, in order}
  public SequencedMap<String, Tensor> toMap() {
    return tensors;
  }

  SequencedMap<String, TensorType> types() {
    var types = new LinkedHashMap<String, TensorType>();
    tensors.forEach((key, tensor) -> types.put(key, tensor.type()));
    return types;
  }

  // ---- other dictionaries

  /// {@return the same with copies of the tensors, which no training changes}
  public StateDict snapshot() {
    var copies = new LinkedHashMap<String, Tensor>();
    tensors.forEach((key, tensor) -> copies.put(key, tensor.detach().copy()));
    return new StateDict(copies, aliases, metadata);
  }

  /// {@return the same tensors under other names: each match of `regex` in a name is replaced}
  ///
  /// For example `rename("^module\\.", "")` takes a prefix away and `rename("^", "encoder.")` adds
  /// one.
  ///
  /// @param replacement may refer to groups, as in `$1`
  /// @throws IllegalArgumentException if two names become one, or one becomes empty
  public StateDict rename(String regex, String replacement) {
    var pattern = Pattern.compile(regex);
    var origins = new LinkedHashMap<String, String>();
    for (var name : names()) {
      var renamed = pattern.matcher(name).replaceAll(replacement);
      var other = origins.putIfAbsent(renamed, name);
      if (other != null || renamed.isEmpty()) {
        throw new IllegalArgumentException(
            "rename(\"%s\", \"%s\") makes '%s' of '%s'%s. Names must stay different."
                .formatted(
                    regex,
                    replacement,
                    renamed,
                    name,
                    other == null ? "" : " and of '" + other + "'"));
      }
    }
    return choose(origins);
  }

  /// {@return what has a name that matches `regex` as a whole}
  public StateDict select(String regex) {
    var pattern = Pattern.compile(regex);
    var chosen = new LinkedHashMap<String, String>();
    for (var name : names()) {
      if (pattern.matcher(name).matches()) {
        chosen.put(name, name);
      }
    }
    return choose(chosen);
  }

  /// {@return these names of this dictionary}
  ///
  /// @param origins new names, and the old ones
  private StateDict choose(SequencedMap<String, String> origins) {
    var chosen = new LinkedHashMap<String, Tensor>();
    var further = new LinkedHashMap<String, String>();
    var first = new LinkedHashMap<String, String>(); // old key to new
    origins.forEach(
        (name, origin) -> {
          var key = aliases.getOrDefault(origin, origin);
          var known = first.putIfAbsent(key, name);
          if (known == null) {
            chosen.put(name, get(key));
          } else {
            further.put(name, known);
          }
        });
    return new StateDict(chosen, further, metadata);
  }

  /// {@return the same with a remark}
  public StateDict withMetadata(String name, String text) {
    var more = new LinkedHashMap<>(metadata);
    more.put(name, text);
    return new StateDict(tensors, aliases, more);
  }

  // ---- files

  /// {@return the contents of a safetensors file, or of several with an index, on the current
  /// device}
  ///
  /// @throws SafetensorsException if it is not such a file, or damaged
  /// @throws UncheckedIOException if it is missing or cannot be read
  public static StateDict load(Path path) {
    return load(path, Device.current());
  }

  /// {@return the contents of a safetensors file, or of several with an index, on a device}
  ///
  /// @throws SafetensorsException if it is not such a file, or damaged
  /// @throws UncheckedIOException if it is missing or cannot be read
  public static StateDict load(Path path, Device device) {
    try (var file = TensorFile.open(path)) {
      var read = new LinkedHashMap<String, Tensor>();
      for (var name : file.types().keySet()) {
        read.put(name, file.read(name, device));
      }
      var remarks = new LinkedHashMap<>(file.metadata());
      remarks.keySet().removeAll(file.aliases().keySet());
      return new StateDict(read, file.aliases(), remarks);
    }
  }

  /// Saves the tensors in a safetensors file, as a whole or not at all: one copy of a tie, its
  /// other names in the metadata, as in `{"out.weight": "emb.weight"}`.
  ///
  /// @throws UncheckedIOException if the file cannot be written; it is then as it was
  public void save(Path path) {
    SafetensorsFile.write(path, tensors, remarks());
  }

  /// Saves the tensors in several safetensors files beside an index, as large models are published:
  /// `model-00001-of-00002.safetensors` and so on beside `model.safetensors.index.json`. A crash
  /// leaves nothing that could be read as a mixture of two sets.
  ///
  /// @param index the path of the index; ends with `.index.json`
  /// @param maxShardBytes how large the tensors of a file may be together, 1 or more; a larger
  ///   tensor has a file of its own
  /// @throws IllegalArgumentException if the path or the size is none
  /// @throws UncheckedIOException if a file cannot be written
  public void save(Path index, long maxShardBytes) {
    ShardedFile.write(index, tensors, remarks(), maxShardBytes);
  }

  private SequencedMap<String, String> remarks() {
    var remarks = new LinkedHashMap<>(metadata);
    remarks.putAll(aliases);
    return remarks;
  }

  /// {@return a line for every tensor, with its values abridged, and one for every alias}
  @Override
  public String toString() {
    var text = new StringBuilder();
    tensors.forEach(
        (key, tensor) ->
            text.append("%s %s = %s%n".formatted(key, tensor.shape(), indented(key, tensor))));
    aliases.forEach((alias, key) -> text.append(alias).append(" = ").append(key).append('\n'));
    return text.toString().stripTrailing();
  }

  private static String indented(String key, Tensor tensor) {
    var margin = " ".repeat((key + " " + tensor.shape() + " = ").length());
    return tensor.toString().replace("\n", "\n" + margin);
  }
}
