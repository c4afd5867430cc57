package io.ligature.nn.train;

import io.ligature.Tensor;
import java.util.Map;

/// Something that watches a training. Every method may be left out.
public interface Callback {
  /// Before the first batch of a [Trainer#fit].
  ///
  /// @param epochs how many there are to be
  /// @param batches how many an epoch has
  default void begin(Trainer trainer, long epochs, long batches) {}

  /// After every batch.
  default void step(Trainer trainer, StepReport report) {}

  /// After every epoch and its validation.
  default void epoch(Trainer trainer, EpochReport report) {}

  /// After the last batch of a [Trainer#fit], or the error that ended it.
  default void end(Trainer trainer) {}

  /// {@return what a checkpoint keeps of this, by name; nothing by default}. Either always
  /// something or never anything.
  default Map<String, Tensor> state() {
    return Map.of();
  }

  /// Goes on with what a checkpoint kept.
  default void load(Map<String, Tensor> state) {}
}
