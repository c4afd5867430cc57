package io.ligature.nn;

import io.ligature.Params;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The model as a function of its parameters.
final class Functional {
  private Functional() {}

  static Params params(Block root) {
    var values = new LinkedHashMap<String, Tensor>();
    root.parameters().forEach((name, parameter) -> values.put(name, parameter.data().copy()));
    return Params.of(values);
  }

  static Tensor apply(Block root, Params params, Tensor x) {
    return with(root, params, () -> root.apply(x));
  }

  static <T> T with(Block root, Params params, Supplier<T> work) {
    return new Values(bind(root, params)).run(work);
  }

  static Block.Applied applyWithState(Block root, Params params, Tensor x) {
    var pass = new Values(bind(root, params));
    var output = pass.run(() -> root.apply(x));
    var buffers = new LinkedHashMap<String, Tensor>();
    root.buffers()
        .forEach(
            (name, buffer) -> {
              if (pass.shapeOf(buffer).isKnown()) {
                buffers.put(name, pass.valueOf(buffer).detach().copy());
              }
            });
    return new Block.Applied(output, Params.of(buffers));
  }

  /// {@return the values by slot}
  ///
  /// @throws IllegalArgumentException listing every name that is missing, unexpected or of another
  ///   shape
  private static Map<Slot, Tensor> bind(Block root, Params params) {
    var problems = new ArrayList<String>();
    var slots = new LinkedHashMap<String, Traversal.Place>();
    root.traverse().slots().forEach(place -> slots.put(place.path(), place));
    var bound = new LinkedHashMap<Slot, Tensor>();
    params.forEach(
        (name, value) -> {
          var place = slots.get(name);
          if (place == null) {
            problems.add("unexpected " + name + " " + value.type());
          } else if (!place.slot().shape().accepts(value.shape())) {
            problems.add(
                "%s needs shape %s, found %s".formatted(name, place.slot().shape(), value.shape()));
          } else {
            var turned =
                place.slot() instanceof Parameter p && p.isTransposed() ? value.t() : value;
            var earlier = bound.put(Slots.root(place.slot()), turned);
            if (earlier != null && earlier != turned) {
              problems.add(
                  "%s and %s are one and have two values".formatted(place.firstPath(), name));
            }
          }
        });
    missing(slots.values(), params).forEach(name -> problems.add("missing " + name));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(
          "These parameters do not fit %s: %s. Take them from params() or init(key, x)."
              .formatted(root.getClass().getSimpleName(), String.join("; ", problems)));
    }
    return bound;
  }

  private static Set<String> missing(Collection<Traversal.Place> places, Params params) {
    var missing = new LinkedHashSet<String>();
    for (var place : places) {
      if (place.slot() instanceof Parameter) {
        missing.add(place.firstPath());
      }
    }
    for (var place : places) {
      if (params.has(place.path())) {
        missing.remove(place.firstPath());
      }
    }
    return missing;
  }
}
