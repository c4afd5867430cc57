package io.ligature.nn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gives what lies under a path values of its own, equal to those it shared.
final class Untying {
  private final Block root;
  private final String prefix;

  private record Handle(Block in, String name, Parameter parameter) {}

  private Untying(Block root, String prefix) {
    this.root = root;
    this.prefix = prefix;
  }

  static void untie(Block root, String prefix) {
    var tree = root.traverse();
    var declared = // a computed parameter by its own name, since its parts leave together
        tree.stream()
            .flatMap(
                visit -> Members.of(visit.block()).declared().keySet().stream().map(visit::child))
            .toList();
    if (declared.stream().noneMatch(path -> Names.isUnder(path, prefix))) {
      throw new IllegalArgumentException(
          "There are no parameters under '%s' to untie; %s has %s."
              .formatted(prefix, root.getClass().getSimpleName(), declared));
    }
    var untying = new Untying(root, prefix);
    untying.separateBlocks(tree);
    untying.separateParameters();
  }

  // ---- blocks that stand in several places

  /// A block on the way that also stands elsewhere is replaced, here, by a copy that shares what
  /// does not lie under the path; from the outside in, until there is none.
  private void separateBlocks(Traversal tree) {
    for (var visit : tree) {
      if (isOnTheWay(visit) && standsElsewhere(tree, visit)) {
        var copy = copy(visit);
        for (var place : tree) {
          if (place == visit || (place.block() == visit.block() && isInside(place))) {
            replace(place, tree, copy);
          }
        }
        separateBlocks(root.traverse());
        return;
      }
    }
  }

  private boolean isInside(Visit visit) {
    return Names.isUnder(visit.path(), prefix);
  }

  private boolean isOnTheWay(Visit visit) {
    return isInside(visit) || Names.isUnder(/* path= */ prefix, /* prefix= */ visit.path());
  }

  private boolean standsElsewhere(Traversal tree, Visit here) {
    return tree.stream()
        .anyMatch(
            other ->
                other != here
                    && other.block() == here.block()
                    && !(isInside(other) && isInside(here)));
  }

  private Block copy(Visit visit) {
    var copier = new Copier();
    for (var place : visit.block().traverse().slots()) {
      if (!Names.isUnder(visit.child(place.path()), prefix)) {
        copier.keep(Slots.root(place.slot()));
      }
    }
    return copier.copy(List.of(visit.block())).getFirst();
  }

  private static void replace(Visit place, Traversal tree, Block copy) {
    tree.stream()
        .filter(above -> above.path().length() < place.path().length())
        .filter(above -> Names.isUnder(place.path(), above.path()))
        .reduce((_, inner) -> inner)
        .ifPresent(
            parent -> {
              int from = parent.path().isEmpty() ? 0 : parent.path().length() + 1;
              replace(parent.block(), place.path().substring(from), copy);
            });
  }

  // ---- parameters that are tied across the border

  private void separateParameters() {
    var inside = new LinkedHashMap<Parameter, List<Handle>>();
    var outside = new LinkedHashMap<Parameter, List<Handle>>();
    for (var visit : root.traverse()) {
      Members.of(visit.block())
          .declared()
          .forEach(
              (name, parameter) ->
                  (Names.isUnder(visit.child(name), prefix) ? inside : outside)
                      .computeIfAbsent(parameter.root(), _ -> new ArrayList<>())
                      .add(new Handle(visit.block(), name, parameter)));
    }
    inside.forEach(
        (value, handles) -> {
          var others = outside.get(value);
          if (others != null) {
            boolean valueIsOutside = others.stream().anyMatch(other -> other.parameter == value);
            separate(value, valueIsOutside ? handles : others);
          }
        });
  }

  /// The first of the handles that leave takes a copy of the value; the others are tied to it.
  private static void separate(Parameter value, List<Handle> leaving) {
    @Nullable Parameter first = null;
    boolean firstIsTransposed = false;
    for (var handle : leaving) {
      var own = handle.parameter;
      boolean isTransposed = own.isTransposed();
      if (own == value) { // one object in several fields
        own = value.alias();
        own.tie(value, false);
        replace(handle.in, handle.name, own);
      }
      if (first == null) {
        own.separate();
        first = own;
        firstIsTransposed = isTransposed;
      } else {
        own.tie(first, isTransposed != firstIsTransposed);
      }
    }
  }

  // ---- members of blocks

  private static void replace(Block in, String name, Object member) {
    var fields = Fields.of(in.getClass());
    for (var field : fields) {
      if (!field.isReadable()) {
        field.refuseCopy(in); // it would still be the old member
      }
    }
    var registered = in.registered();
    var old = registered.containsKey(name) ? registered.put(name, member) : null;
    for (var field : fields) {
      if (!field.isReadable()) {
        continue;
      }
      var held = field.get(in);
      var next = held;
      if (old != null) {
        next = held == old && !registered.containsValue(old) ? member : held;
      } else if (Names.isUnder(name, field.name())) {
        next = replaced(held, name.substring(field.name().length()), member);
      }
      if (next != held && next != null) {
        field.set(in, next);
      }
    }
    in.replaced(name, member);
  }

  /// @param rest the path within the value: a dot before each name
  private static @Nullable Object replaced(@Nullable Object value, String rest, Object member) {
    if (rest.isEmpty()) {
      return value instanceof Optional ? Optional.of(member) : member;
    }
    return Containers.map(
        value,
        (key, element) ->
            Names.isUnder(rest, "." + key)
                ? replaced(element, rest.substring(1 + key.length()), member)
                : element);
  }
}
