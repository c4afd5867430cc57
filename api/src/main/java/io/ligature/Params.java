package io.ligature;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A tree of named tensors beside a model: immutable, ordered, one entry for every parameter.
///
/// Names are paths, `2.bias`; each dot is a branch. A tied parameter has one entry, under its first
/// name.
public final class Params {
  private static final Params EMPTY = new Params(new LinkedHashMap<>());

  private final Map<String, Object> entries; // a Tensor or a Params each

  private Params(Map<String, Object> entries) {
    this.entries = Collections.unmodifiableMap(entries);
  }

  /// {@return the tree of these tensors, whose names are paths; the map's order is kept}
  ///
  /// @throws IllegalArgumentException if a name has an empty part, or is a tensor and a branch at
  ///   once
  public static Params of(Map<String, Tensor> tensors) {
    var root = new LinkedHashMap<String, Object>();
    tensors.forEach((path, tensor) -> put(root, path, tensor));
    return freeze(root);
  }

  @SuppressWarnings("unchecked") // branches under construction are maps of this kind
  private static void put(Map<String, Object> root, String path, Tensor tensor) {
    var parts = path.split("\\.", -1);
    var branch = root;
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].isEmpty()) {
        throw new IllegalArgumentException(
            "A name needs no empty parts; found '" + path + "'. Write it like hidden.weight.");
      }
      boolean last = i == parts.length - 1;
      var held = branch.get(parts[i]);
      if (last ? held != null : held instanceof Tensor) {
        throw new IllegalArgumentException(
            "The name '" + path + "' is a tensor and a branch at once. Rename one of them.");
      }
      if (last) {
        branch.put(parts[i], tensor);
      } else {
        branch =
            (Map<String, Object>)
                branch.computeIfAbsent(parts[i], _ -> new LinkedHashMap<String, Object>());
      }
    }
  }

  @SuppressWarnings("unchecked") // what is no Tensor is a branch under construction
  private static Params freeze(Map<String, Object> building) {
    building.replaceAll(
        (_, held) -> held instanceof Tensor ? held : freeze((Map<String, Object>) held));
    return new Params(building);
  }

  private static String join(String prefix, String name) {
    return prefix.isEmpty() ? name : prefix + "." + name;
  }

  /// {@return the tensor with this path, such as `2.bias`}
  ///
  /// @throws IllegalArgumentException if there is none; lists what there is beside it
  public Tensor get(String path) {
    var found = find(path);
    if (found instanceof Tensor tensor) {
      return tensor;
    }
    throw new IllegalArgumentException(
        "'%s' is a branch with the entries %s. Name one of them, or take the branch with at(path)."
            .formatted(path, ((Params) found).entries.keySet()));
  }

  /// {@return the branch with this path; the whole tree for the empty path}
  ///
  /// @throws IllegalArgumentException if there is none; lists what there is beside it
  public Params at(String path) {
    if (path.isEmpty()) {
      return this;
    }
    var found = find(path);
    if (found instanceof Params branch) {
      return branch;
    }
    throw new IllegalArgumentException(
        "'%s' is a tensor and not a branch. Take it with get(path).".formatted(path));
  }

  private Object find(String path) {
    Object found = this;
    var walked = "";
    for (var part : path.split("\\.", -1)) {
      var next = found instanceof Params branch ? branch.entries.get(part) : null;
      if (next == null) {
        throw new IllegalArgumentException(
            found instanceof Params branch
                ? "There is no entry '%s' in %s; it has %s."
                    .formatted(
                        part,
                        walked.isEmpty() ? "these parameters" : "'" + walked + "'",
                        branch.entries.keySet())
                : "'%s' is a tensor and has no entry '%s'.".formatted(walked, part));
      }
      walked = join(walked, part);
      found = next;
    }
    return found;
  }

  /// {@return whether a tensor has this path}
  public boolean has(String path) {
    @Nullable Object found = this;
    for (var part : path.split("\\.", -1)) {
      found = found instanceof Params branch ? branch.entries.get(part) : null;
    }
    return found instanceof Tensor;
  }

  /// {@return the number of entries directly here, tensors and branches}
  public int size() {
    return entries.size();
  }

  /// {@return the names of the entries directly here}
  public Set<String> keys() {
    return entries.keySet();
  }

  /// {@return the paths of all tensors}
  public Set<String> names() {
    return toMap().keySet();
  }

  /// {@return all tensors by path, in order}
  public Map<String, Tensor> toMap() {
    var flat = new LinkedHashMap<String, Tensor>();
    forEach(flat::put);
    return Collections.unmodifiableMap(flat);
  }

  /// {@return all tensors, in order}
  public List<Tensor> tensors() {
    return List.copyOf(toMap().values());
  }

  /// Calls for every tensor with its path, in order.
  public void forEach(BiConsumer<String, Tensor> action) {
    visit("", action);
  }

  private void visit(String path, BiConsumer<String, Tensor> action) {
    entries.forEach(
        (name, held) -> {
          if (held instanceof Params branch) {
            branch.visit(join(path, name), action);
          } else {
            action.accept(join(path, name), (Tensor) held);
          }
        });
  }

  /// {@return a tree of the same form with every tensor replaced}
  @SuppressWarnings("overloads") // an untyped lambda means this one, which is more specific
  public Params map(UnaryOperator<Tensor> change) {
    return edit("", (_, tensor) -> change.apply(tensor));
  }

  /// {@return what a function says of every tensor, by path and in order; for a lambda, write its
  /// type: `(Tensor t) -> t.size()`}
  @SuppressWarnings("overloads") // see above
  public <R> Map<String, R> map(Function<Tensor, R> function) {
    var results = new LinkedHashMap<String, R>();
    forEach((path, tensor) -> results.put(path, function.apply(tensor)));
    return Collections.unmodifiableMap(results);
  }

  /// {@return a tree of the same form, each tensor computed from the pair with the same path}
  ///
  /// @throws IllegalArgumentException if the trees have different paths; names them
  public Params zip(Params other, BinaryOperator<Tensor> combine) {
    checkSameNames("zip", "the second", other);
    return edit("", (path, tensor) -> combine.apply(tensor, other.get(path)));
  }

  private void checkSameNames(String op, String which, Params other) {
    var here = names();
    var there = other.names();
    var onlyHere = without(here, there);
    var onlyThere = without(there, here);
    if (!onlyHere.isEmpty() || !onlyThere.isEmpty()) {
      throw new IllegalArgumentException(
          "%s needs trees with the same names; only the first has %s, only %s has %s."
              .formatted(op, onlyHere, which, onlyThere));
    }
  }

  private static Set<String> without(Set<String> some, Set<String> others) {
    var rest = new LinkedHashSet<>(some);
    rest.removeAll(others);
    return rest;
  }

  /// {@return this tree with the tensor at a path replaced, or added at the end}
  public Params with(String path, Tensor tensor) {
    var changed = new LinkedHashMap<>(toMap());
    changed.put(path, tensor);
    return of(changed);
  }

  private Params edit(String path, BiFunction<String, Tensor, Tensor> change) {
    var changed = new LinkedHashMap<String, Object>();
    entries.forEach(
        (name, held) ->
            changed.put(
                name,
                held instanceof Params branch
                    ? branch.edit(join(path, name), change)
                    : change.apply(join(path, name), (Tensor) held)));
    return new Params(changed);
  }

  /// {@return one tree for an ensemble: its tensors have a new first axis, with a place a member}
  ///
  /// @throws IllegalArgumentException if names, shapes or dtypes differ; names them
  public static Params stack(List<Params> members) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("stack needs at least one tree; found none.");
    }
    var first = members.getFirst();
    for (int i = 1; i < members.size(); i++) {
      first.checkSameNames("stack", "tree " + i, members.get(i));
    }
    return first.edit("", (path, tensor) -> stack(path, tensor, members));
  }

  private static Tensor stack(String path, Tensor first, List<Params> members) {
    var tensors = members.stream().map(member -> member.get(path)).toArray(Tensor[]::new);
    for (int i = 1; i < tensors.length; i++) {
      if (!tensors[i].type().equals(first.type())) {
        throw new IllegalArgumentException(
            "stack: %s is %s in the first tree and %s in tree %d. Members of an ensemble need the same shapes and dtypes."
                .formatted(path, first.type(), tensors[i].type(), i));
      }
    }
    return Tensor.stack(0, tensors);
  }

  /// {@return the members of an ensemble; the counterpart of [#stack]}
  ///
  /// @throws IllegalArgumentException if the first extents differ; names them
  public List<Params> unstack() {
    var tensors = toMap();
    long members = -1;
    for (var entry : tensors.entrySet()) {
      var shape = entry.getValue().shape();
      if (shape.rank() == 0 || (members >= 0 && shape.get(0) != members)) {
        throw new IllegalArgumentException(
            "unstack needs tensors with one first extent; %s is %s%s."
                .formatted(
                    entry.getKey(), shape, members < 0 ? "" : ", those before have " + members));
      }
      members = shape.get(0);
    }
    return LongStream.range(0, members)
        .mapToObj(i -> edit("", (_, tensor) -> tensor.get(i)))
        .toList();
  }

  /// {@return an empty tree}
  public static Params empty() {
    return EMPTY;
  }

  /// {@return names and types in order, such as `{weight: f32[1, 8], bias: f32[1]}`}
  @Override
  public String toString() {
    return entries.entrySet().stream()
        .map(
            entry ->
                entry.getKey()
                    + ": "
                    + (entry.getValue() instanceof Tensor tensor
                        ? tensor.type()
                        : entry.getValue()))
        .collect(Collectors.joining(", ", "{", "}"));
  }
}
