package io.ligature.nn.optim;

import io.ligature.GradMode;
import io.ligature.GradientException;
import io.ligature.Tensor;
import io.ligature.Tensors;
import io.ligature.spi.Storage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Moves parameters along their gradients, a step at a time.
///
/// Subclasses say in [#update] what a step does to one parameter, and in [#remembers] what they
/// keep of it.
public abstract class Optimizer {
  private final List<ParameterGroup> groups;
  private final List<Trainee> trainees;
  private final Accumulation accumulation;
  private final Together together = new Together();
  private final double[] settings = Setting.none();
  private double clipNorm = Double.POSITIVE_INFINITY;
  private double clipValue = Double.POSITIVE_INFINITY;

  /// Takes parameters in groups.
  ///
  /// @throws IllegalArgumentException if there are no parameters, one is in two groups, two have
  ///   one name, or `lr` is negative or not finite
  protected Optimizer(List<ParameterGroup> groups, double lr) {
    this(groups, lr, new Setting[0]);
  }

  Optimizer(List<ParameterGroup> groups, double lr, Setting... more) {
    this.groups = List.copyOf(groups);
    set(Setting.LR, lr);
    set(Setting.WEIGHT_DECAY, 0);
    Roll.checkSettings(label(), this.groups, more);
    this.trainees = Roll.call(label(), this.groups, settings);
    this.accumulation = new Accumulation(trainees);
  }

  // ---- for subclasses

  /// Does a step for one parameter.
  ///
  /// @param data the values, to edit in place, of a type that computes
  /// @param gradient of the same shape, type and device
  protected abstract void update(Trainee trainee, Tensor data, Tensor gradient);

  /// {@return the names under which [#update] remembers tensors of one parameter, with the settings
  /// as they are; `step` stands for the number of steps}
  protected abstract List<String> remembers(Trainee trainee);

  /// {@return where [#update] may leave a step for the end, to be done with others}
  final Together together() {
    return together;
  }

  private String label() {
    return getClass().getSimpleName();
  }

  final void set(Setting setting, double value) {
    setting.check(value);
    settings[setting.ordinal()] = value;
  }

  final double get(Setting setting) {
    return settings[setting.ordinal()];
  }

  final double get(Setting setting, ParameterGroup group) {
    return group.get(setting, settings);
  }

  // ---- settings

  /// {@return the groups}
  public final List<ParameterGroup> groups() {
    return groups;
  }

  /// {@return the learning rate of groups that set none}
  public final double lr() {
    return get(Setting.LR);
  }

  /// Sets the learning rate of groups that set none, from the next step on.
  public Optimizer lr(double lr) {
    set(Setting.LR, lr);
    return this;
  }

  /// {@return the weight decay of groups that set none}
  public final double weightDecay() {
    return get(Setting.WEIGHT_DECAY);
  }

  /// Sets the weight decay of groups that set none, from the next step on.
  public Optimizer weightDecay(double weightDecay) {
    set(Setting.WEIGHT_DECAY, weightDecay);
    return this;
  }

  /// Has every step scale the gradients down first, so that the norm of all of them together is at
  /// most `max`; [Clip#norm] once a step.
  public Optimizer clipNorm(double max) {
    Clip.check("clipNorm", max);
    clipNorm = max;
    return this;
  }

  /// Has every step bring each element of the gradients within `-max` and `max` first.
  public Optimizer clipValue(double max) {
    Clip.check("clipValue", max);
    clipValue = max;
    return this;
  }

  // ---- gradients

  /// Forgets all gradients.
  public final void zeroGrad() {
    accumulation.end();
    for (var trainee : trainees) {
      trainee.parameter().zeroGrad();
    }
  }

  /// Adds a micro-batch to the batch that the next [#step] is for: runs `loss.backward()`, and
  /// leaves in the gradients the mean over all that was accumulated since the last step.
  ///
  /// ```text
  /// g = sum of weight · dloss / sum of weight
  /// ```
  ///
  /// Gradients that a step has used are forgotten first. [GradMode#WRITE] counts from step to step
  /// here, not from one micro-batch to the next.
  ///
  /// @param loss a scalar, the mean over the micro-batch
  /// @param weight the number of examples in it
  /// @throws GradientException if there are gradients that no step has used and that were not
  ///   accumulated
  public final void accumulate(Tensor loss, double weight) {
    accumulation.add(loss, weight);
  }

  // ---- steps

  /// Moves every parameter that has a gradient; those without are left alone.
  ///
  /// @throws GradientException if none has; says why
  public final void step() {
    step(gradients(null));
  }

  /// Moves every parameter that got a gradient since the last step.
  ///
  /// @param stale what to do with the others
  /// @throws GradientException if there is none; or one did not, with [Stale#ERROR]
  public final void step(Stale stale) {
    step(gradients(stale));
  }

  private void step(@Nullable Tensor[] gradients) {
    clip(gradients);
    try {
      for (int i = 0; i < gradients.length; i++) {
        var gradient = gradients[i];
        if (gradient != null) {
          step(trainees.get(i), gradient);
        }
      }
      together.run();
    } finally {
      together.clear();
    }
    accumulation.end();
  }

  private void step(Trainee trainee, Tensor gradient) {
    var data = trainee.parameter().data();
    trainee.countStep();
    if (data.dtype().computes()) {
      update(trainee, data, gradient);
    } else {
      var wide = data.to(data.dtype().widened());
      update(trainee, wide, gradient.to(wide.dtype()));
      together.run();
      data.assign(wide);
    }
    var held = trainee.parameter().lentGrad();
    if (held != null) {
      trainee.markSeen(held);
    }
  }

  /// {@return the gradient of each parameter that is to be stepped, else null}
  private @Nullable Tensor[] gradients(@Nullable Stale stale) {
    var gradients = new @Nullable Tensor[trainees.size()];
    var left = new ArrayList<Trainee>(0);
    Set<Storage> seen = Collections.newSetFromMap(new IdentityHashMap<>()); // ties made since
    boolean found = false;
    for (int i = 0; i < gradients.length; i++) {
      var trainee = trainees.get(i);
      var gradient = trainee.parameter().lentGrad();
      if (trainee.parameter().isFrozen()) {
        continue;
      }
      if (gradient == null || (stale != null && isUsed(trainee, gradient))) {
        left.add(trainee);
        gradients[i] = stale == Stale.ZERO ? zeros(trainee, seen) : null;
      } else if (seen.add(gradient.view().storage())) {
        gradients[i] = gradient.detach();
        found = true;
      }
    }
    if (!found) {
      throw new GradientException(Roll.whyNoGradient(label(), trainees));
    }
    if (stale == Stale.ERROR && !left.isEmpty()) {
      throw new GradientException(
          "%s.step found no gradient since the last step in %s. Use every parameter in the loss, freeze these, or call step(Stale.SKIP)."
              .formatted(label(), Roll.names(left)));
    }
    return gradients;
  }

  private static @Nullable Tensor zeros(Trainee trainee, Set<Storage> seen) {
    if (!trainee.parameter().isInitialized()) {
      return null;
    }
    var data = trainee.parameter().data();
    return seen.add(data.view().storage()) ? data.zerosLike() : null;
  }

  private boolean isUsed(Trainee trainee, Tensor gradient) {
    return trainee.hasSeen(gradient) && !accumulation.isOpen();
  }

  private void clip(@Nullable Tensor[] gradients) {
    if (clipValue == Double.POSITIVE_INFINITY && clipNorm == Double.POSITIVE_INFINITY) {
      return;
    }
    var byName = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < gradients.length; i++) {
      var gradient = gradients[i];
      if (gradient != null) {
        byName.put(trainees.get(i).name(), gradient);
      }
    }
    if (clipValue != Double.POSITIVE_INFINITY) {
      Clip.value(byName, clipValue);
    }
    if (clipNorm != Double.POSITIVE_INFINITY) {
      Clip.norm(byName, clipNorm);
    }
  }

  // ---- state

  /// {@return what is remembered of every parameter, by its name, a dot and a name of its own, such
  /// as `0.weight.exp_avg`}. The tensors are the live ones; copy them to keep them. Settings are
  /// not among them.
  public final Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    for (var trainee : trainees) {
      Memories.save(trainee, remembers(trainee), state);
    }
    return Collections.unmodifiableMap(state);
  }

  /// Replaces what is remembered of every parameter by copies of what [#state] returned; parameters
  /// that do not occur begin anew. Any name of a tied parameter finds it. All or nothing.
  ///
  /// @throws IllegalArgumentException if a name is unknown, a part of what belongs together is
  ///   missing, or a shape does not fit; lists all of them
  public final void load(Map<String, Tensor> state) {
    Memories.load(label(), trainees, this::remembers, state);
  }

  /// Saves the [#state] as safetensors.
  public final void save(Path path) {
    Tensors.save(path, state());
  }

  /// Loads a [#state] that was saved.
  public final void load(Path path) {
    load(Tensors.load(path));
  }

  @Override
  public String toString() {
    return label() + " of " + Roll.names(trainees);
  }
}
