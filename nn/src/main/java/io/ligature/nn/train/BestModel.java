package io.ligature.nn.train;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import java.nio.file.Path;
import java.util.Map;

/// Saves the model after the epoch that was the best so far.
///
/// ```text
/// better    v < best                    with maximize  v > best
/// ```
///
/// What is saved is what was validated: the averages where the trainer takes them, else the
/// weights. The file is replaced as a whole.
public final class BestModel implements Callback {
  private final Best best;
  private final Path path;

  /// Watches a value.
  ///
  /// @param value a name of [EpochReport#values], such as `val.loss`
  /// @param path where the model goes, a safetensors file
  public BestModel(String value, Path path) {
    this.best = new Best(value);
    this.path = path;
  }

  /// Has greater values be better.
  public BestModel maximize() {
    best.maximize();
    return this;
  }

  /// {@return the best value so far; NaN before the first}
  public double best() {
    return best.value();
  }

  /// Loads the best weights into a model.
  ///
  /// @throws IllegalStateException if no epoch was complete
  public void restore(Block net) {
    if (Double.isNaN(best.value())) {
      throw new IllegalStateException(
          "BestModel has seen no number for %s yet, and saved nothing. Call restore after an epoch."
              .formatted(best.name()));
    }
    net.load(path);
  }

  @Override
  public void begin(Trainer trainer, long epochs, long batches) {
    Unfinished.remove(path);
  }

  @Override
  public void epoch(Trainer trainer, EpochReport report) {
    if (best.take(report)) {
      trainer.validatedState().save(path);
    }
  }

  @Override
  public Map<String, Tensor> state() {
    return best.state();
  }

  @Override
  public void load(Map<String, Tensor> state) {
    best.load("BestModel", state);
  }
}
