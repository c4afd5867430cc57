package io.ligature.nn.optim;

import io.ligature.Memory;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.nn.Parameter;
import io.ligature.spi.Storage;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A parameter in the hands of an optimizer: the settings that hold for it, and what is remembered
/// of it from step to step.
public final class Trainee {
  private final String name;
  private final List<String> aliases;
  private final Parameter parameter;
  private final ParameterGroup group;
  private final double[] optimizers;
  private final Map<String, Tensor> memory = new LinkedHashMap<>();
  private final Map<String, Double> numbers = new HashMap<>();
  private long steps;
  private @Nullable WeakReference<Storage>
      seen; // memory of the last gradient that was stepped or accumulated
  private int seenVersion; // and its version then

  Trainee(
      String name,
      List<String> aliases,
      Parameter parameter,
      ParameterGroup group,
      double[] optimizers) {
    this.name = name;
    this.aliases = List.copyOf(aliases);
    this.parameter = parameter;
    this.group = group;
    this.optimizers = optimizers;
  }

  /// {@return the name under which it is remembered}
  public String name() {
    return name;
  }

  /// {@return every name under which it may have been remembered: its own, and those of its ties}
  List<String> names() {
    return Stream.concat(Stream.of(name), aliases.stream()).toList();
  }

  /// {@return the parameter}
  public Parameter parameter() {
    return parameter;
  }

  /// {@return how many steps it has taken, this one included}
  public long steps() {
    return steps;
  }

  /// {@return the learning rate for it: the group's, else the optimizer's, times its own factor}
  public double lr() {
    return get(Setting.LR) * parameter.lrMult();
  }

  /// {@return the weight decay for it: the group's, else the optimizer's, times its own factor}
  public double weightDecay() {
    return get(Setting.WEIGHT_DECAY) * parameter.wdMult();
  }

  double get(Setting setting) {
    return group.get(setting, optimizers);
  }

  /// {@return whether something is remembered under this name}
  public boolean remembers(String what) {
    return memory.containsKey(what);
  }

  /// {@return what is remembered under a name, of the parameter's shape and on its device, for
  /// editing in place; zeros at first}. Its type is the one that arithmetic on the parameter uses.
  public Tensor memory(String what) {
    return memory(what, 0);
  }

  /// {@return what is remembered under a name, as [#memory(String)]; this number everywhere at
  /// first}
  public Tensor memory(String what, double first) {
    var like = parameter.data();
    var held = memory.get(what);
    if (held == null) {
      var fresh = Tensor.full(like.dtype().widened(), like.shape(), first);
      return remember(what, fresh.to(like.device()));
    }
    if (!held.shape().equals(like.shape())) {
      throw new ShapeException(
          "What is remembered of %s as %s has shape %s; the parameter now has %s. Make a new optimizer."
              .formatted(name, what, held.shape(), like.shape()));
    }
    var moved = held.to(like.device()).to(like.dtype().widened());
    return moved == held ? held : remember(what, moved);
  }

  /// {@return a number that is remembered, or what it is at first}
  double number(String what, double first) {
    return numbers.getOrDefault(what, first);
  }

  void remember(String what, double number) {
    numbers.put(what, number);
  }

  private Tensor remember(String what, Tensor tensor) {
    memory.put(what, Memory.keep(tensor));
    return tensor;
  }

  // ---- steps

  void countStep() {
    steps++;
  }

  /// Remembers a gradient, as it is now, as one that was stepped or accumulated.
  void markSeen(Tensor gradient) {
    var storage = gradient.view().storage();
    if (seen == null || !seen.refersTo(storage)) {
      seen = new WeakReference<>(storage);
    }
    seenVersion = storage.version();
  }

  /// {@return whether this very gradient was stepped or accumulated, and not changed since}
  boolean hasSeen(Tensor gradient) {
    var storage = gradient.view().storage();
    return seen != null && seen.refersTo(storage) && seenVersion == storage.version();
  }

  // ---- saving and loading

  /// Replaces what is remembered by copies.
  void restore(Map<String, Tensor> saved, long stepsTaken) {
    memory.clear();
    numbers.clear();
    saved.forEach((what, tensor) -> remember(what, tensor.detach().copy()));
    steps = stepsTaken;
    seen = null;
  }
}
