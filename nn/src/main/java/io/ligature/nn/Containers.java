package io.ligature.nn;

import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// The containers that members are found in, rebuilt around other elements.
final class Containers {
  private Containers() {}

  /// What becomes of an element under its key.
  interface Change extends BiFunction<String, @Nullable Object, @Nullable Object> {}

  /// {@return a container of the same kind with every element changed; itself if it is none, or
  /// nothing changes in one that cannot be edited}
  static @Nullable Object map(@Nullable Object value, Change change) {
    return switch (value) {
      case Optional<?> optional -> Optional.ofNullable(change.apply("", optional.orElse(null)));
      case List<?> list -> list(list, change);
      case Map<?, ?> map -> map(map, change);
      case Object[] array -> array(array, change);
      case Record record -> record(record, change);
      case null, default -> value;
    };
  }

  private static Object list(List<?> list, Change change) {
    var changed = new ArrayList<@Nullable Object>();
    boolean same = true;
    for (var element : list) {
      var next = change.apply(Integer.toString(changed.size()), element);
      same &= next == element;
      changed.add(next);
    }
    if (list.getClass() == ArrayList.class) {
      return changed;
    }
    return same ? list : Collections.unmodifiableList(changed);
  }

  private static Object map(Map<?, ?> map, Change change) {
    var changed = new LinkedHashMap<@Nullable Object, @Nullable Object>();
    boolean same = true;
    for (var entry : map.entrySet()) {
      var next = change.apply(String.valueOf(entry.getKey()), entry.getValue());
      same &= next == entry.getValue();
      changed.put(entry.getKey(), next);
    }
    if (map instanceof TreeMap<?, ?> sorted) {
      var tree = new TreeMap<@Nullable Object, @Nullable Object>(comparator(sorted));
      tree.putAll(changed);
      return tree;
    }
    if (map.getClass() == LinkedHashMap.class) {
      return changed;
    }
    if (map.getClass() == HashMap.class) {
      return new HashMap<>(changed);
    }
    return same ? map : Collections.unmodifiableMap(changed);
  }

  @SuppressWarnings({
    "unchecked",
    "NonApiType"
  }) // it has compared these very keys; only a TreeMap has one
  private static java.util.@Nullable Comparator<@Nullable Object> comparator(TreeMap<?, ?> map) {
    return (java.util.Comparator<@Nullable Object>) map.comparator();
  }

  private static Object array(Object[] array, Change change) {
    var changed = Arrays.copyOf(array, array.length);
    for (int i = 0; i < changed.length; i++) {
      changed[i] = change.apply(Integer.toString(i), changed[i]);
    }
    return changed;
  }

  private static Object record(Record record, Change change) {
    var parts = Fields.components(record);
    var changed = new LinkedHashMap<String, @Nullable Object>();
    parts.forEach((name, value) -> changed.put(name, change.apply(name, value)));
    if (parts.entrySet().stream().allMatch(e -> changed.get(e.getKey()) == e.getValue())) {
      return record;
    }
    var components = record.getClass().getRecordComponents();
    var types = new Class<?>[components.length];
    var values = new @Nullable Object[components.length];
    try {
      for (int i = 0; i < components.length; i++) {
        var name = components[i].getName();
        types[i] = components[i].getType();
        values[i] =
            changed.containsKey(name)
                ? changed.get(name)
                : components[i].getAccessor().invoke(record);
      }
      var constructor = record.getClass().getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (NoSuchMethodException
        | InstantiationException
        | IllegalAccessException
        | InvocationTargetException e) {
      throw new IllegalStateException("A copy of " + record + " cannot be made.", e);
    }
  }
}
