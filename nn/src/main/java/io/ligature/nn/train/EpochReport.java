package io.ligature.nn.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What an epoch did.
///
/// @param epoch its number, from 1
/// @param epochs how many there are to be
/// @param step how many steps the optimizer has done in all
/// @param values by name: `loss`, the mean over the examples; where there is validation `val.loss`
///   and `val.` with the name of each metric; and `lr`, the optimizer's learning rate at its end
/// @param examples how many examples this run saw in it; fewer than all after a resume
/// @param seconds how long that took, validation left out
public record EpochReport(
    long epoch,
    long epochs,
    long step,
    SequencedMap<String, Double> values,
    long examples,
    double seconds) {
  /// Copies the values.
  public EpochReport {
    values = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(values));
  }

  /// {@return a value}
  ///
  /// @throws IllegalArgumentException if there is none of this name; lists the names
  public double value(String name) {
    var value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "There is no value '%s' after an epoch; there are %s.%s"
              .formatted(
                  name,
                  values.keySet(),
                  name.startsWith("val.") ? " Give the trainer data to validate with." : ""));
    }
    return value;
  }
}
