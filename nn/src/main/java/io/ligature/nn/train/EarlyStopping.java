package io.ligature.nn.train;

import io.ligature.Tensor;
import java.util.Map;

/// Stops a training when a value of its epochs has not got better for a while.
///
/// ```text
/// better    v < best - margin           with maximize  v > best + margin
/// stops     after so many epochs in a row that were not better
/// ```
///
/// A training that was stopped so, and is resumed with the same settings, does nothing more. Keep
/// the best weights with [BestModel].
///
/// @see <a href="https://doi.org/10.1007/3-540-49430-8_3">Prechelt (1998)</a>
public final class EarlyStopping implements Callback {
  private final Best best;
  private final long patience;

  /// Watches a value.
  ///
  /// @param value a name of [EpochReport#values], such as `val.loss`
  /// @param patience how many epochs in a row may be no better, 1 or more
  /// @throws IllegalArgumentException if it is less
  public EarlyStopping(String value, long patience) {
    if (patience < 1) {
      throw new IllegalArgumentException(
          "EarlyStopping needs a patience of 1 or more; found " + patience + ".");
    }
    this.best = new Best(value);
    this.patience = patience;
  }

  /// Sets by how much a value must be better to count; 0 by default.
  ///
  /// @throws IllegalArgumentException if it is negative or not finite
  public EarlyStopping margin(double least) {
    best.margin("EarlyStopping", least);
    return this;
  }

  /// Has greater values be better.
  public EarlyStopping maximize() {
    best.maximize();
    return this;
  }

  /// {@return whether it had enough}
  public boolean hasStopped() {
    return best.bad() >= patience;
  }

  /// {@return the best value so far; NaN before the first}
  public double best() {
    return best.value();
  }

  @Override
  public void begin(Trainer trainer, long epochs, long batches) {
    stopIfEnough(trainer);
  }

  @Override
  public void epoch(Trainer trainer, EpochReport report) {
    best.take(report);
    stopIfEnough(trainer);
  }

  private void stopIfEnough(Trainer trainer) {
    if (hasStopped()) {
      trainer.stop();
    }
  }

  @Override
  public Map<String, Tensor> state() {
    return best.state();
  }

  @Override
  public void load(Map<String, Tensor> state) {
    best.load("EarlyStopping", state);
  }
}
