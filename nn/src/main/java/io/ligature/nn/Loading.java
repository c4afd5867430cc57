package io.ligature.nn;

import io.ligature.Device;
import io.ligature.Tensor;
import io.ligature.op.TensorType;
import io.ligature.safetensors.TensorFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A load in two halves: a plan, which finds everything that is wrong and may fail; and a commit,
/// which cannot.
final class Loading {
  /// Where values come from, each read when it is needed.
  interface Source {
    Map<String, TensorType> types();

    Map<String, String> aliases();

    /// {@return the values in memory that nobody else holds}
    Tensor read(String key, Device device);
  }

  record FromFile(TensorFile file) implements Source {
    @Override
    public Map<String, TensorType> types() {
      return file.types();
    }

    @Override
    public Map<String, String> aliases() {
      return file.aliases();
    }

    @Override
    public Tensor read(String key, Device device) {
      return file.read(key, device);
    }

    @Override
    public String toString() {
      return file.path().toString();
    }
  }

  record FromState(StateDict state) implements Source {
    @Override
    public Map<String, TensorType> types() {
      return state.types();
    }

    @Override
    public Map<String, String> aliases() {
      return state.aliases();
    }

    @Override
    public Tensor read(String key, Device device) {
      return state.get(key).detach().copy().to(device);
    }

    @Override
    public String toString() {
      return "a state";
    }
  }

  /// Something to load, under all its names.
  ///
  /// @param slot has the value
  /// @param places its names; at some it may be seen transposed
  private record Target(Slot slot, List<Traversal.Place> places) {
    String name() {
      return places.getFirst().path();
    }
  }

  /// A name of a target for which the source has values.
  private record Match(Target target, Traversal.Place place, String key, TensorType found) {
    Slot slot() {
      return place.slot();
    }

    String name() {
      return place.path();
    }
  }

  private record Write(Slot slot, Tensor value) {}

  private final Block block;
  private final Source source;
  private final Set<LoadOption> options;

  private final Map<Target, List<Match>> matches = new LinkedHashMap<>();
  private final List<String> missing = new ArrayList<>();
  private final Set<String> unexpected = new LinkedHashSet<>();
  private final LinkedHashMap<String, String> cast = new LinkedHashMap<>();
  private final LinkedHashMap<String, String> aliased = new LinkedHashMap<>();
  private final List<String> problems = new ArrayList<>();
  private final List<Write> writes = new ArrayList<>();

  private Loading(Block block, Source source, LoadOption... options) {
    this.block = block;
    this.source = source;
    this.options = EnumSet.noneOf(LoadOption.class);
    this.options.addAll(List.of(options));
  }

  static LoadReport load(Block block, Source source, LoadOption... options) {
    var loading = new Loading(block, source, options);
    loading.match();
    loading.checkNames();
    loading.checkTypes();
    loading.failIfProblems();
    loading.read();
    loading.failIfProblems();
    loading.writes.forEach(Loading::commit);
    return loading.report();
  }

  // ---- the plan

  private void match() {
    unexpected.addAll(source.types().keySet());
    unexpected.addAll(source.aliases().keySet());
    for (var target : targets(block)) {
      var found = new ArrayList<Match>();
      for (var place : target.places()) {
        var name = place.path();
        var key = source.aliases().getOrDefault(name, name);
        var type = source.types().get(key);
        if (type != null) {
          unexpected.remove(name);
          found.add(new Match(target, place, key, type));
        }
      }
      if (found.isEmpty()) {
        missing.add(target.name());
      } else {
        matches.put(target, found);
        for (var place : target.places()) {
          addAlias(place, found.getFirst());
        }
      }
    }
  }

  private void addAlias(Traversal.Place place, Match first) {
    if (!place.path().equals(first.key())) {
      boolean turned = isTransposed(place.slot()) != isTransposed(first.slot());
      aliased.put(place.path(), first.key() + (turned ? " transposed" : ""));
    }
  }

  private static Collection<Target> targets(Block block) {
    var targets = new LinkedHashMap<Slot, Target>();
    for (var place : block.traverse().slots()) {
      if (!isTransient(place.slot())) {
        var slot = root(place.slot());
        targets.computeIfAbsent(slot, s -> new Target(s, new ArrayList<>())).places().add(place);
      }
    }
    return targets.values();
  }

  private static boolean isTransient(Slot slot) {
    return slot instanceof Buffer buffer && !buffer.isPersistent();
  }

  static Slot root(Slot slot) {
    return slot instanceof Parameter parameter ? parameter.root() : slot;
  }

  static boolean isTransposed(Slot slot) {
    return slot instanceof Parameter parameter && parameter.isTransposed();
  }

  private void checkNames() {
    if (matches.isEmpty() && !(missing.isEmpty() && unexpected.isEmpty())) {
      throw new LoadException(
          "%s has nothing that %s needs; nothing was changed.\n  needed: %s\n  found: %s\n%s"
              .formatted(
                  source,
                  name(block),
                  LoadReport.names(missing),
                  LoadReport.names(unexpected),
                  Renaming.suggest(missing, unexpected)));
    }
    if (!missing.isEmpty() && !options.contains(LoadOption.ALLOW_MISSING)) {
      problems.add("missing: " + LoadReport.names(missing) + " (LoadOption.ALLOW_MISSING)");
    }
    if (!unexpected.isEmpty() && !options.contains(LoadOption.ALLOW_UNEXPECTED)) {
      problems.add(
          "unexpected: " + LoadReport.names(unexpected) + " (LoadOption.ALLOW_UNEXPECTED)");
    }
  }

  private void checkTypes() {
    for (var found : matches.values()) {
      for (var match : found) {
        var expected = match.slot().shape();
        if (!expected.accepts(match.found().shape())) {
          problems.add(
              "%s: expected %s, found %s".formatted(match.name(), expected, match.found().shape()));
        }
        checkDType(match);
      }
    }
  }

  private void checkDType(Match match) {
    var from = match.found().dtype();
    var to = match.slot().dtype();
    if (from == to) {
      return;
    }
    cast.put(match.name(), from + " to " + to);
    if (!Narrowing.holds(to, from) && !options.contains(LoadOption.CAST_DTYPE)) {
      problems.add(
          "%s: expected %s, found %s (LoadOption.CAST_DTYPE)".formatted(match.name(), to, from));
    }
  }

  private void read() {
    matches.forEach(
        (target, found) -> {
          var first = read(found.getFirst());
          for (var other : found) {
            if (!other.key().equals(found.getFirst().key()) && !SameBits.test(first, read(other))) {
              problems.add(
                  "%s and %s are one parameter, found two different values"
                      .formatted(found.getFirst().name(), other.name()));
            }
          }
          writes.add(new Write(target.slot(), first));
        });
  }

  /// {@return the values as the slot of the target holds them}
  private Tensor read(Match match) {
    var slot = match.slot();
    var found = source.read(match.key(), slot.device());
    var value = found.to(slot.dtype());
    if (!options.contains(LoadOption.ALLOW_OVERFLOW) && Narrowing.overflows(found, value)) {
      problems.add(
          "%s: values exceed %s, found %s (LoadOption.ALLOW_OVERFLOW)"
              .formatted(match.name(), slot.dtype(), found.dtype()));
    }
    return isTransposed(slot) ? value.t().contiguous() : value;
  }

  private void failIfProblems() {
    if (!problems.isEmpty()) {
      throw new LoadException(
          "%s does not fit %s; nothing was changed.\n  %s"
              .formatted(source, name(block), String.join("\n  ", problems)));
    }
  }

  private static String name(Block block) {
    return block.getClass().getSimpleName();
  }

  // ---- the commit

  private static void commit(Write write) {
    var slot = write.slot();
    if (slot.isInitialized()) {
      slot.data().assign(write.value().detach()); // in place: whoever holds the memory sees it
    } else if (slot instanceof Parameter parameter) {
      parameter.adopt(write.value());
    } else if (slot instanceof Buffer buffer) {
      buffer.cell().adopt(write.value());
    }
  }

  private LoadReport report() {
    return new LoadReport(
        source.toString(),
        matches.keySet().stream().map(Target::name).toList(),
        missing,
        List.copyOf(unexpected),
        cast,
        aliased);
  }
}
