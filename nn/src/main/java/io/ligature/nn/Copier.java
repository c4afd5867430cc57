package io.ligature.nn;

import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Copies blocks and everything they own, each thing once, so that what was tied inside is tied in
/// the copies.
///
/// A block is copied field by field. What a field holds besides blocks, slots, tensors, arrays and
/// the usual containers stays the same object.
final class Copier {
  private final Map<Object, Object> copies = new IdentityHashMap<>();

  /// Leaves a slot as it is: the copies will share it.
  void keep(Slot slot) {
    copies.put(slot, slot);
  }

  /// {@return copies of blocks, in order}
  List<Block> copy(List<? extends Block> roots) {
    var originals = new ArrayList<Block>();
    for (var root : roots) {
      for (var visit : root.traverse()) {
        if (!copies.containsKey(visit.block())) {
          originals.add(visit.block());
          copies.put(visit.block(), visit.block().shallowCopy());
        }
      }
    }
    originals.forEach(original -> rewire(original, Fields.of(original.getClass()), true));
    originals.forEach(original -> original.registered().forEach((_, member) -> copy(member, true)));
    originals.forEach(original -> rewire(original, Fields.pointers(original.getClass()), false));
    return roots.stream().map(this::copyOf).toList();
  }

  private Block copyOf(Block original) {
    return (Block) copies.getOrDefault(original, original);
  }

  /// @param owned whether the fields own what they hold; else they only point to what others own
  private void rewire(Block original, List<Fields> fields, boolean owned) {
    var copy = copyOf(original);
    for (var field : fields) {
      if (!field.isReadable()) {
        field.refuseCopy(original);
      } else {
        var held = field.get(copy);
        var next = copy(held, owned);
        if (next != held && next != null) {
          field.set(copy, next);
        }
      }
    }
    copy.registered().replaceAll((_, member) -> copies.getOrDefault(member, member));
  }

  private @Nullable Object copy(@Nullable Object value, boolean owned) {
    if (value == null || !owned) {
      return value == null ? null : pointed(value);
    }
    return switch (value) {
      case Block block -> copyOf(block);
      case Parameter parameter -> copyOf(parameter);
      case Buffer buffer ->
          copies.computeIfAbsent(
              buffer, _ -> new Buffer(new Cell(buffer.cell()), buffer.isPersistent()));
      case Tensor tensor -> copies.computeIfAbsent(tensor, _ -> tensor.detach().copy());
      case float[] array -> array.clone();
      case double[] array -> array.clone();
      case int[] array -> array.clone();
      case long[] array -> array.clone();
      default -> Containers.map(value, (_, element) -> copy(element, true));
    };
  }

  private @Nullable Object pointed(Object value) {
    var copy = copies.get(value);
    return copy == null ? Containers.map(value, (_, element) -> copy(element, false)) : copy;
  }

  private Parameter copyOf(Parameter original) {
    var known = copies.get(original);
    if (known != null) {
      return (Parameter) known;
    }
    var target = original.target();
    var copy = target == null ? original.duplicate(this::copyOf) : original.alias();
    copies.put(original, copy);
    var weight = target == null ? original.cell().besideWeight() : null;
    if (weight != null) {
      copy.cell().initializer(new DefaultBias(copyOf(weight)));
    }
    if (target != null) {
      copy.tie(copyOf(original.root()), original.isTransposed());
    }
    return copy;
  }
}
