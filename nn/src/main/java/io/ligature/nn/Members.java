package io.ligature.nn;

import io.ligature.Tensor;
import io.ligature.spi.Leaf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What one block owns by name, in declaration order: read from its fields, and from what it
/// registered.
///
/// Lists, maps, arrays, records and Optionals are looked into: `layers.0`, `map.key`. The fields
/// are read anew each time, so a member that was replaced is never missed.
final class Members {
  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, Parameter> declared = new LinkedHashMap<>();
  private final Map<String, Buffer> buffers = new LinkedHashMap<>();
  private final Map<String, Block> blocks = new LinkedHashMap<>();
  private final Block block;

  private Members(Block block) {
    this.block = block;
  }

  static Members of(Block block) {
    var members = new Members(block);
    members.read();
    return members;
  }

  /// {@return what is trained: of a computed parameter, its parts}
  Map<String, Parameter> parameters() {
    return parameters;
  }

  /// {@return the parameters as they were declared, computed ones too}
  Map<String, Parameter> declared() {
    return declared;
  }

  Map<String, Buffer> buffers() {
    return buffers;
  }

  Map<String, Block> blocks() {
    return blocks;
  }

  private void read() {
    var registered = new IdentityHashMap<Object, Boolean>(); // these have names already
    for (var member : block.registered().values()) {
      registered.put(member, true);
    }
    var waiting = new LinkedHashMap<>(block.registered());
    for (var field : Fields.of(block.getClass())) {
      if (!field.isReadable()) {
        field.refuseUnless(block.registered().containsKey(field.name()), block);
        continue;
      }
      var value = field.get(block);
      if (value != null && registered.containsKey(value)) {
        takeRegistered(value, waiting); // at the place of its field
      } else {
        add(field.name(), value);
      }
    }
    for (var left : waiting.entrySet()) {
      add(left.getKey(), left.getValue());
    }
  }

  private void takeRegistered(Object value, Map<String, Object> waiting) {
    for (var left = waiting.entrySet().iterator(); left.hasNext(); ) {
      var entry = left.next();
      if (entry.getValue() == value) {
        add(entry.getKey(), value);
        left.remove();
      }
    }
  }

  private void add(String name, @Nullable Object value) {
    switch (value) {
      case null -> {}
      case Parameter parameter -> addParameter(name, parameter);
      case Buffer buffer -> put(buffers, name, buffer).owner().found(block, name);
      case Block child -> put(blocks, name, child).owner().found(block, name);
      case Tensor tensor when isLeaf(tensor) ->
          throw new IllegalStateException(
              ("%s holds a tensor that requires a gradient in the field '%s', where no optimizer"
                      + " and no file finds it. Wrap it: Parameter.of(tensor) is trained,"
                      + " Buffer.of(tensor) is saved. Or make the field transient to leave it out.")
                  .formatted(block.getClass().getName(), name));
      case Optional<?> optional -> add(name, optional.orElse(null));
      case List<?> list -> {
        checkWhole(name, list);
        int i = 0;
        for (var element : list) {
          add(name + "." + i++, element);
        }
      }
      case Object[] array -> add(name, Arrays.asList(array));
      case Map<?, ?> map -> addAll(name, map);
      case Record record ->
          Fields.components(record).forEach((part, held) -> add(name + "." + part, held));
      case Collection<?> other -> other.forEach(element -> refuse(name, other, element));
      case AtomicReference<?> other -> refuse(name, other, other.get());
      default -> {} // not ours
    }
  }

  private void addParameter(String name, Parameter parameter) {
    parameter.owner().found(block, name);
    declared.put(name, parameter);
    var parts = parameter.parts();
    if (parts.isEmpty()) {
      put(parameters, name, parameter);
    }
    for (var part : parts.entrySet()) {
      var partName = name + part.getKey();
      put(parameters, partName, part.getValue()).owner().found(block, partName);
    }
  }

  private void addAll(String name, Map<?, ?> map) {
    checkWhole(name, map.values());
    map.entrySet().stream()
        .sorted(order(map))
        .forEach(
            entry -> {
              if (isMember(entry.getValue())) {
                add(name + "." + Names.checked(String.valueOf(entry.getKey())), entry.getValue());
              }
            });
  }

  /// A map with an order of its own keeps it; the keys of others are sorted, numbers by value.
  private static Comparator<Map.Entry<?, ?>> order(Map<?, ?> map) {
    return map instanceof SequencedMap || map instanceof SortedMap
        ? (_, _) -> 0
        : Comparator.comparing(entry -> String.valueOf(entry.getKey()), Names::compare);
  }

  private <M> M put(Map<String, M> kind, String name, M member) {
    if (parameters.containsKey(name) || buffers.containsKey(name) || blocks.containsKey(name)) {
      throw new IllegalStateException(
          "%s has two members named '%s'. Rename one of them."
              .formatted(block.getClass().getName(), name));
    }
    kind.put(name, member);
    return member;
  }

  private void refuse(String name, Object container, @Nullable Object element) {
    if (isMember(element)) {
      throw new IllegalStateException(
          ("%s holds blocks or parameters in the field '%s', a %s, which gives them no names. Use a"
               + " List, a Map, an array or an Optional, or make the field transient to leave them"
               + " out.")
              .formatted(block.getClass().getName(), name, container.getClass().getSimpleName()));
    }
  }

  /// Refuses null beside members: it would be left out, and those after it have its number.
  private void checkWhole(String name, Collection<?> elements) {
    if (isMember(elements) && elements.stream().anyMatch(Objects::isNull)) {
      int place = new ArrayList<>(elements).indexOf(null);
      throw new IllegalStateException(
          "%s holds null at place %d of the field '%s', among blocks or parameters. Leave it out, or put Identity there."
              .formatted(block.getClass().getName(), place, name));
    }
  }

  /// Whether a gradient is kept here, rather than passed on to what the tensor was computed from.
  private static boolean isLeaf(Tensor tensor) {
    return tensor.history() instanceof Leaf;
  }

  private static boolean isMember(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case Slot _ -> true;
      case Tensor tensor -> isLeaf(tensor);
      case Block _ -> true;
      case Optional<?> optional -> isMember(optional.orElse(null));
      case Object[] array -> Arrays.stream(array).anyMatch(Members::isMember);
      case Collection<?> many -> many.stream().anyMatch(Members::isMember);
      case Map<?, ?> map -> isMember(map.values());
      case AtomicReference<?> one -> isMember(one.get());
      case Record record -> isMember(Fields.components(record).values());
      default -> false;
    };
  }
}
