package io.ligature.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Parameters by name, in order. A tied parameter is one entry, under its first name; its other
/// names find it too.
@SuppressWarnings("DoNotCallSuggester") // a skeleton for now
public final class ParameterDict {
  private final Map<String, Parameter> byName; // every name, aliases too
  private final Map<Parameter, List<String>> names; // by slot, the first name first

  ParameterDict(Map<String, Parameter> byName, Map<Parameter, List<String>> names) {
    this.byName = Collections.unmodifiableMap(byName);
    this.names = names;
  }

  /// {@return the number of parameters; a tied one counts once}
  public int size() {
    return names.size();
  }

  /// {@return every name, those of ties too}
  public Set<String> names() {
    return byName.keySet();
  }

  /// {@return the number of values; those of a tied parameter count once}
  public long count() {
    throw new UnsupportedOperationException();
  }

  /// {@return the parameter with this name}
  ///
  /// @throws IllegalArgumentException if there is none; lists the names
  public Parameter get(String name) {
    var found = byName.get(name);
    if (found == null) {
      throw new IllegalArgumentException(
          "There is no parameter '" + name + "' in " + names() + ".");
    }
    return found;
  }

  /// Calls for every parameter with its first name.
  public void forEach(BiConsumer<String, Parameter> action) {
    toMap().forEach(action);
  }

  /// Calls for every parameter.
  public ParameterDict each(Consumer<Parameter> action) {
    toMap().values().forEach(action);
    return this;
  }

  /// {@return the parameters by their first names, in order}
  public Map<String, Parameter> toMap() {
    var first = new LinkedHashMap<String, Parameter>();
    names.forEach((parameter, all) -> first.put(all.getFirst(), parameter));
    return Collections.unmodifiableMap(first);
  }

  /// {@return the parameters of which some name matches as a whole}
  public ParameterDict select(String regex) {
    throw new UnsupportedOperationException(regex);
  }

  /// {@return the parameters that are not frozen}
  public ParameterDict trainable() {
    throw new UnsupportedOperationException();
  }

  /// {@return the further names of every tied parameter, by its first}
  public Map<String, List<String>> ties() {
    throw new UnsupportedOperationException();
  }
}
