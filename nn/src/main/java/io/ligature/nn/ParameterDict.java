package io.ligature.nn;

import io.ligature.ShapeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Parameters by name, in declaration order. A tied parameter is one entry, under its first name;
/// its other names, the aliases, find it too.
public final class ParameterDict {
  private record Entry(String name, Parameter parameter, List<Traversal.Place> aliases) {
    Stream<String> names() {
      return Stream.concat(Stream.of(name), aliases.stream().map(Traversal.Place::path));
    }
  }

  private final List<Entry> entries;
  private final Map<String, Parameter> byName; // aliases too, in traversal order

  private ParameterDict(List<Entry> entries, Map<String, Parameter> byName) {
    this.entries = entries;
    this.byName = Collections.unmodifiableMap(byName);
  }

  static ParameterDict of(Traversal tree) {
    var entries = new LinkedHashMap<String, Entry>();
    var byName = new LinkedHashMap<String, Parameter>();
    for (var place : tree.slots()) {
      if (place.slot() instanceof Parameter parameter) {
        byName.put(place.path(), parameter);
        if (place.isFirst()) {
          entries.put(place.path(), new Entry(place.path(), parameter, new ArrayList<>()));
        }
      }
    }
    for (var place : tree.slots()) {
      var entry = entries.get(place.firstPath());
      if (entry != null && !place.isFirst()) {
        entry.aliases.add(place);
      }
    }
    return new ParameterDict(List.copyOf(entries.values()), byName);
  }

  /// {@return the number of parameters; a tied one counts once}
  public int size() {
    return entries.size();
  }

  /// {@return every name in order, aliases too}
  public Set<String> names() {
    return byName.keySet();
  }

  /// {@return the number of values; those of a tied parameter count once}
  ///
  /// @throws ShapeException if extents are unknown; names the parameters
  public long count() {
    return entries.stream().mapToLong(entry -> size(entry.parameter)).sum();
  }

  /// {@return the number of values of a parameter}
  private long size(Parameter parameter) {
    if (parameter.shape().isKnown()) {
      return parameter.shape().size();
    }
    var unknown =
        entries.stream()
            .filter(entry -> !entry.parameter.shape().isKnown())
            .map(entry -> entry.name + " " + entry.parameter.shape())
            .toList();
    throw new ShapeException(
        "The values cannot be counted before the extents of %s are known. Apply the block to data, or give materialize(...) the shape of its input."
            .formatted(LoadReport.names(unknown)));
  }

  /// {@return the number of values, counted again under every alias}
  ///
  /// @throws ShapeException if extents are unknown; names the parameters
  public long countByAlias() {
    return byName.values().stream().mapToLong(this::size).sum();
  }

  /// {@return whether a parameter has this name or alias}
  public boolean has(String name) {
    return byName.containsKey(name);
  }

  /// {@return the parameter with this name or alias}
  ///
  /// @throws IllegalArgumentException if there is none; lists the names
  public Parameter get(String name) {
    var found = byName.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "There is no parameter '%s'; there are %s.".formatted(name, names()));
    }
    return found;
  }

  /// Calls for every parameter with its first name, in order.
  public void forEach(BiConsumer<String, Parameter> action) {
    for (var entry : entries) {
      action.accept(entry.name, entry.parameter);
    }
  }

  /// Calls for every parameter.
  ///
  /// @return this
  public ParameterDict each(Consumer<? super Parameter> action) {
    entries.forEach(entry -> action.accept(entry.parameter));
    return this;
  }

  /// {@return the parameters, in order}
  public List<Parameter> toList() {
    return entries.stream().map(Entry::parameter).toList();
  }

  /// {@return the parameters by their first names, in order}
  public Map<String, Parameter> toMap() {
    var map = new LinkedHashMap<String, Parameter>();
    for (var entry : entries) {
      map.put(entry.name, entry.parameter);
    }
    return Collections.unmodifiableMap(map);
  }

  /// {@return the parameters of which a name or alias matches a regular expression as a whole}
  public ParameterDict select(String regex) {
    var pattern = Pattern.compile(regex);
    return where(entry -> entry.names().anyMatch(name -> pattern.matcher(name).matches()));
  }

  /// {@return the parameters that are not frozen}
  public ParameterDict trainable() {
    return where(entry -> !entry.parameter.isFrozen());
  }

  private ParameterDict where(Predicate<Entry> condition) {
    var chosen = entries.stream().filter(condition).toList();
    var names = chosen.stream().flatMap(Entry::names).collect(Collectors.toSet());
    var rest = new LinkedHashMap<>(byName);
    rest.keySet().retainAll(names);
    return new ParameterDict(chosen, rest);
  }

  /// {@return the aliases of every tied parameter by its first name: `{2.weight=[4.weight]}`}
  public Map<String, List<String>> ties() {
    var ties = new LinkedHashMap<String, List<String>>();
    for (var entry : entries) {
      if (!entry.aliases.isEmpty()) {
        ties.put(entry.name, entry.aliases.stream().map(Traversal.Place::path).toList());
      }
    }
    return Collections.unmodifiableMap(ties);
  }

  /// {@return one line a parameter: name, shape, dtype, and what is special}
  @Override
  public String toString() {
    return entries.stream().map(ParameterDict::line).collect(Collectors.joining("\n"));
  }

  private static String line(Entry entry) {
    var parameter = entry.parameter;
    var line = "Parameter " + entry.name + " " + parameter.shape() + " " + parameter.dtype();
    var also =
        entry.aliases.stream()
            .map(alias -> alias.path() + (alias.isTransposed() ? " (transposed)" : ""))
            .toList();
    return line
        + (also.isEmpty() ? "" : ", also " + String.join(", ", also))
        + (parameter.isFrozen() ? ", frozen" : "")
        + (parameter.isInitialized() ? "" : ", uninitialized");
  }
}
