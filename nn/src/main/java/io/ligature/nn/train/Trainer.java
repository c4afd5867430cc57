package io.ligature.nn.train;

import io.ligature.Key;
import io.ligature.Memory;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.StateDict;
import io.ligature.nn.data.Batch;
import io.ligature.nn.data.DataLoader;
import io.ligature.nn.loss.Loss;
import io.ligature.nn.metric.Metric;
import io.ligature.nn.optim.Ema;
import io.ligature.nn.optim.Optimizer;
import io.ligature.nn.optim.schedule.Plateau;
import io.ligature.nn.optim.schedule.Scheduler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The loop of a training:
///
/// ```text
/// for each epoch
///   for each batch
///     optimizer.zeroGrad()
///     l = loss(net(input), target)         stops if l is not finite
///     l.backward()                         stops if a gradient is not finite
///     optimizer.step()
///   validate
/// ```
///
/// A step runs in a [Memory#scope], so that it leaves no garbage. Settings are for the time before
/// [#fit]; those who need another loop write it, with the same parts.
public final class Trainer {
  private final Block net;
  private final Optimizer optimizer;
  private final Loss loss;
  private final List<Callback> callbacks = new ArrayList<>();
  private final SequencedMap<String, Metric> metrics = new LinkedHashMap<>();
  private @Nullable DataLoader validation;
  private @Nullable Scheduler everyStep;
  private @Nullable Scheduler everyEpoch;
  private @Nullable Plateau plateau;
  private String watched = "loss"; // by the plateau
  private @Nullable Ema ema;
  private int accumulation = 1;
  private boolean checksGradients = true;

  private @Nullable Path file;
  private long saveEvery;
  private Position position = Position.START;
  private @Nullable String resumed; // the data that a checkpoint was made with
  private boolean stopping;

  /// Makes the loop.
  ///
  /// @param loss a scalar, the mean over a batch
  public Trainer(Block net, Optimizer optimizer, Loss loss) {
    this.net = Objects.requireNonNull(net, "net");
    this.optimizer = Objects.requireNonNull(optimizer, "optimizer");
    this.loss = Objects.requireNonNull(loss, "loss");
  }

  // ---- settings

  /// Adds something that watches. They are told in the order in which they were added.
  public Trainer with(Callback callback) {
    callbacks.add(callback);
    return this;
  }

  /// Computes the loss on other data after every epoch, in inference mode.
  public Trainer validate(DataLoader data) {
    return validate(data, Map.of());
  }

  /// Computes the loss and metrics on other data after every epoch, in inference mode. They are
  /// reported as `val.loss` and `val.` with their names.
  public Trainer validate(DataLoader data, Map<String, ? extends Metric> more) {
    validation = data;
    metrics.clear();
    more.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(entry -> metrics.put(entry.getKey(), entry.getValue()));
    return this;
  }

  /// Moves the learning rates after every step of the optimizer.
  public Trainer everyStep(Scheduler scheduler) {
    everyStep = mine(scheduler);
    return this;
  }

  /// Moves the learning rates after every epoch.
  public Trainer everyEpoch(Scheduler scheduler) {
    everyEpoch = mine(scheduler);
    return this;
  }

  private Scheduler mine(Scheduler scheduler) {
    if (scheduler.optimizer() != optimizer) {
      throw new IllegalArgumentException(
          "The scheduler moves the rates of another optimizer: %s. Make one for the trainer's."
              .formatted(scheduler.optimizer()));
    }
    return scheduler;
  }

  /// Lowers the learning rates when a value of the epochs no longer gets better.
  ///
  /// @param value a name of [EpochReport#values], such as `val.loss`
  public Trainer plateau(Plateau plateau, String value) {
    this.plateau = plateau;
    watched = value;
    return this;
  }

  /// Takes an average of the weights after every step. Validation is of the averages.
  public Trainer average(Ema ema) {
    this.ema = ema;
    return this;
  }

  /// Has the optimizer step once in so many batches, with the mean gradient over all their examples
  /// ([Optimizer#accumulate]); the last step of an epoch may be over fewer.
  ///
  /// @throws IllegalArgumentException if it is not 1 or more
  public Trainer accumulate(int batches) {
    check(batches >= 1, "accumulate needs 1 batch or more; found " + batches + ".");
    accumulation = batches;
    return this;
  }

  /// Sets whether every gradient is looked at for NaN and infinities, as by default.
  public Trainer checkGradients(boolean on) {
    checksGradients = on;
    return this;
  }

  /// Saves all that the training needs to go on, after every epoch and every so many steps, in one
  /// safetensors file: model, optimizer, schedules, averages, callbacks, random keys, and the
  /// position in the data. The file is replaced as a whole, so that there is always a good one.
  ///
  /// @param every how many steps; 0 for epochs alone
  /// @throws IllegalArgumentException if it is negative
  public Trainer checkpoint(Path path, long every) {
    check(every >= 0, "checkpoint needs 0 steps or more; found " + every + ".");
    file = path;
    saveEvery = every;
    return this;
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }

  // ---- what there is

  /// {@return the model}
  public Block net() {
    return net;
  }

  /// {@return the optimizer}
  public Optimizer optimizer() {
    return optimizer;
  }

  /// {@return how far the training has come}
  public Position position() {
    return position;
  }

  /// {@return copies of what is validated: the averages, where some are taken, else the weights}
  public StateDict validatedState() {
    return ema == null ? net.snapshot() : ema.average().snapshot();
  }

  // ---- checkpoints

  /// Goes on from the file of [#checkpoint], if there is one: the next [#fit] continues where it
  /// was saved, with the same bits as if nothing had happened.
  ///
  /// That needs the same program around it: the model, the optimizer with its settings, the data,
  /// and everything this trainer was given. What differs and can be seen is refused.
  ///
  /// @return whether there was one
  /// @throws IllegalArgumentException if the file does not fit; nothing has changed
  /// @throws IllegalStateException if no file was named
  public boolean resume() {
    if (file == null) {
      throw new IllegalStateException(
          "resume needs a file. Name it with checkpoint(path, every) first.");
    }
    Unfinished.remove(file);
    if (!Files.exists(file)) {
      return false;
    }
    var loaded = checkpoint().load(file);
    position = loaded.position();
    resumed = loaded.data();
    return true;
  }

  private Checkpoint checkpoint() {
    return new Checkpoint(
        net, parts(), Map.of("optimizer class", optimizer.getClass().getSimpleName()));
  }

  private List<Part> parts() {
    var parts = new ArrayList<Part>();
    parts.add(new Part("optimizer", optimizer::state, optimizer::load));
    if (everyStep != null) {
      parts.add(new Part("schedule.step", everyStep::state, everyStep::load));
    }
    if (everyEpoch != null) {
      parts.add(new Part("schedule.epoch", everyEpoch::state, everyEpoch::load));
    }
    if (plateau != null) {
      parts.add(new Part("plateau", plateau::state, plateau::load));
    }
    if (ema != null) {
      parts.add(new Part("average", ema::state, ema::load));
    }
    for (int i = 0; i < callbacks.size(); i++) {
      var callback = callbacks.get(i);
      if (!callback.state().isEmpty()) {
        var name = "callback.%d.%s".formatted(i, callback.getClass().getSimpleName());
        parts.add(new Part(name, callback::state, callback::load));
      }
    }
    var random = new Randomness(net);
    parts.add(new Part("random", random::state, random::load));
    return parts;
  }

  private void save(DataLoader data) {
    if (file != null) {
      checkpoint().save(file, position, data.toString());
    }
  }

  // ---- training

  /// Trains until so many epochs are complete, those of earlier calls and of a resumed run
  /// included.
  ///
  /// @param epochs how many in all
  /// @throws DivergedException if the loss or a gradient is NaN or infinite; says where it began
  /// @throws IllegalArgumentException if the run was resumed with other data
  public void fit(DataLoader data, long epochs) {
    check(epochs >= 0, "fit needs 0 epochs or more; found " + epochs + ".");
    check(
        resumed == null || resumed.equals(data.toString()),
        "The checkpoint was made with %s; this loader has %s. Give the same data and settings."
            .formatted(resumed, data));
    stopping = false;
    if (!net.isTraining()) {
      net.train();
    }
    try {
      callbacks.forEach(callback -> callback.begin(this, epochs, data.batches()));
      while (position.epoch() < epochs && !stopping) {
        epoch(data, epochs);
      }
    } finally {
      callbacks.forEach(callback -> callback.end(this));
    }
  }

  /// Ends [#fit] after this step, or this epoch; for callbacks. A later [#fit] goes on from there.
  public void stop() {
    stopping = true;
  }

  private void epoch(DataLoader data, long epochs) {
    long began = System.nanoTime();
    long seen = position.examples();
    for (var batch : data.epoch(position.epoch(), position.batch())) {
      if (batch(batch, data) && stopping) {
        save(data);
        return;
      }
    }
    double seconds = (System.nanoTime() - began) * 1e-9;
    var values = new LinkedHashMap<String, Double>();
    values.put("loss", position.loss());
    values.putAll(validated());
    values.put("lr", optimizer.lr());
    var report =
        new EpochReport(
            position.epoch() + 1,
            epochs,
            position.step(),
            values,
            position.examples() - seen,
            seconds);
    if (plateau != null) {
      plateau.step(report.value(watched));
    }
    if (everyEpoch != null) {
      everyEpoch.step();
    }
    position = position.afterEpoch();
    callbacks.forEach(callback -> callback.epoch(this, report));
    save(data);
  }

  /// {@return whether the optimizer did a step}
  private boolean batch(Batch batch, DataLoader data) {
    long number = position.batch() + 1;
    boolean steps = number % accumulation == 0 || number == data.batches();
    double value = Memory.scope(() -> learn(batch, steps));
    position = position.afterBatch(batch.size(), value, steps);
    var report =
        new StepReport(
            position.step(),
            position.epoch() + 1,
            number,
            data.batches(),
            value,
            optimizer.lr(),
            batch.size());
    callbacks.forEach(callback -> callback.step(this, report));
    if (steps && saveEvery > 0 && position.step() % saveEvery == 0) {
      save(data);
    }
    return steps;
  }

  private double learn(Batch batch, boolean steps) {
    var keys = Key.position();
    if (accumulation == 1) {
      optimizer.zeroGrad();
    }
    var result = loss(batch);
    double value = result.item();
    var divergence = new Divergence(net, position);
    if (!Double.isFinite(value)) {
      throw divergence.ofLoss(value, batch, keys);
    }
    if (accumulation == 1) {
      result.backward();
    } else {
      optimizer.accumulate(result, (double) batch.size());
    }
    if (steps) {
      step(divergence);
    }
    return value;
  }

  private Tensor loss(Batch batch) {
    var result = loss.apply(net.apply(batch.input()), batch.target());
    if (result.size() != 1) {
      throw new ShapeException(
          "A trainer needs a loss that is one number, the mean over the batch; found %s. Take its mean()."
              .formatted(result.type()));
    }
    return result;
  }

  private void step(Divergence divergence) {
    if (checksGradients) {
      divergence.checkGradients();
    }
    optimizer.step();
    if (everyStep != null) {
      everyStep.step();
    }
    if (ema != null) {
      ema.update();
    }
  }

  // ---- validation

  private Map<String, Double> validated() {
    var values = new LinkedHashMap<String, Double>();
    if (validation != null) {
      var data = validation;
      var found = ema == null ? evaluate(data) : ema.with(() -> evaluate(data));
      found.forEach((name, value) -> values.put("val." + name, value));
    }
    return values;
  }

  /// {@return the mean loss, and the metrics that the trainer validates with, on some data}. In
  /// inference mode; nothing is trained.
  public SequencedMap<String, Double> evaluate(DataLoader data) {
    metrics.values().forEach(Metric::reset);
    double sum = 0;
    long examples = 0;
    for (var batch : data.epoch(0)) {
      sum += batch.size() * Memory.<Double>scope(() -> evaluate(batch));
      examples += batch.size();
    }
    var values = new LinkedHashMap<String, Double>();
    values.put("loss", sum / examples);
    metrics.forEach((name, metric) -> values.put(name, metric.value()));
    return values;
  }

  private double evaluate(Batch batch) {
    var prediction = net.predict(batch.input());
    metrics.values().forEach(metric -> metric.update(prediction, batch.target()));
    return loss.apply(prediction, batch.target()).item();
  }
}
