package io.ligature.nn.train;

import io.ligature.Tensor;
import java.util.Map;

/// The best of the values of an epoch so far.
///
/// ```text
/// better    v < best - margin           with maximize  v > best + margin
/// ```
///
/// The first number is better than none; what is not a number never is.
final class Best {
  private static final String BEST = "best";
  private static final String BAD = "bad";

  private final String name; // of the value
  private double margin;
  private boolean maximize;

  private double value = Double.NaN; // before the first
  private long bad; // epochs in a row that were not better

  Best(String name) {
    this.name = name;
  }

  void margin(String who, double least) {
    if (!(least >= 0 && least < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s needs a finite margin of 0 or more; found %s.".formatted(who, least));
    }
    margin = least;
  }

  void maximize() {
    maximize = true;
  }

  /// Looks at an epoch.
  ///
  /// @return whether it is the best so far
  boolean take(EpochReport report) {
    double found = report.value(name);
    boolean better = isBetter(found);
    value = better ? found : value;
    bad = better ? 0 : bad + 1;
    return better;
  }

  private boolean isBetter(double found) {
    if (Double.isNaN(value)) {
      return !Double.isNaN(found);
    }
    return maximize ? found > value + margin : found < value - margin;
  }

  String name() {
    return name;
  }

  double value() {
    return value;
  }

  long bad() {
    return bad;
  }

  Map<String, Tensor> state() {
    return Map.of(BEST, Tensor.of(value), BAD, Tensor.of(bad));
  }

  void load(String who, Map<String, Tensor> state) {
    var best = state.get(BEST);
    var rounds = state.get(BAD);
    if (state.size() != 2 || best == null || rounds == null) {
      throw new IllegalArgumentException(
          "%s needs a state with [bad, best]; found %s."
              .formatted(who, state.keySet().stream().sorted().toList()));
    }
    value = best.item();
    bad = rounds.itemLong();
  }
}
