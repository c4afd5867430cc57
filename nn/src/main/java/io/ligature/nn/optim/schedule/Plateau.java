package io.ligature.nn.optim.schedule;

import io.ligature.Tensor;
import io.ligature.nn.StateDict;
import io.ligature.nn.optim.Optimizer;
import java.util.Map;

/// Lowers the learning rates of an optimizer when a value has stopped getting better: PyTorch's
/// `ReduceLROnPlateau`, with its defaults.
///
/// ```text
/// better    v < best (1 - threshold)           with maximize  v > best (1 + threshold)
///           v < best - threshold               with absolute, and v > best + threshold
/// rate = max(rate factor, least)               once more than `patience` steps in a row were not better
/// ```
///
/// A rate that would change by no more than 1e-8 stays.
public final class Plateau {
  private static final double SMALLEST_CHANGE = 1e-8;

  private final Optimizer optimizer;
  private double factor = 0.1;
  private long patience = 10;
  private double threshold = 1e-4;
  private long cooldown;
  private double least;
  private boolean maximize;
  private boolean absolute;

  private double best = Double.NaN; // before the first value
  private long bad;
  private long cooling;

  /// Watches over the rates of an optimizer.
  public Plateau(Optimizer optimizer) {
    this.optimizer = optimizer;
  }

  // ---- settings

  /// Sets what rates are multiplied by; 0.1 by default.
  ///
  /// @throws IllegalArgumentException if it is not between 0 and 1
  public Plateau factor(double factor) {
    if (!(factor > 0 && factor < 1)) {
      throw new IllegalArgumentException(
          "Plateau needs a factor between 0 and 1; found %s.".formatted(factor));
    }
    this.factor = factor;
    return this;
  }

  /// Sets how many steps in a row may be no better; 10 by default.
  public Plateau patience(long steps) {
    Ranges.atLeast("Plateau", "patience", 0, steps);
    patience = steps;
    return this;
  }

  /// Sets by which part of the best a value must be better to count; 1e-4 by default.
  public Plateau threshold(double part) {
    Ranges.factor("Plateau", "threshold", part);
    threshold = part;
    return this;
  }

  /// Sets for how many steps after a change nothing is counted; 0 by default.
  public Plateau cooldown(long steps) {
    Ranges.atLeast("Plateau", "cooldown", 0, steps);
    cooldown = steps;
    return this;
  }

  /// Sets below what no rate goes; 0 by default.
  public Plateau least(double rate) {
    Ranges.factor("Plateau", "least", rate);
    least = rate;
    return this;
  }

  /// Has the threshold be a difference and not a part, as values below 0 need it.
  public Plateau absolute() {
    absolute = true;
    return this;
  }

  /// Has greater values be better.
  public Plateau maximize() {
    maximize = true;
    return this;
  }

  // ---- steps

  /// Looks at a value, such as the loss of an epoch, and lowers the rates if it is time.
  ///
  /// @return whether it did
  public boolean step(double value) {
    boolean better = isBetter(value);
    best = better ? value : best;
    bad = better ? 0 : bad + 1;
    if (cooling > 0) {
      cooling--;
      bad = 0;
    }
    if (bad <= patience) {
      return false;
    }
    bad = 0;
    cooling = cooldown;
    Rates.of(optimizer).apply(this::lowered);
    return true;
  }

  private boolean isBetter(double value) {
    if (Double.isNaN(best)) {
      return !Double.isNaN(value);
    }
    double margin = absolute ? threshold : best * threshold;
    return maximize ? value > best + margin : value < best - margin;
  }

  private double lowered(double rate) {
    double lower = Math.max(rate * factor, least);
    return rate - lower > SMALLEST_CHANGE ? lower : rate;
  }

  // ---- state

  /// {@return where it stands, the rates included, for [#load]}
  public Map<String, Tensor> state() {
    return Map.of(
        "best", Tensor.of(best),
        "bad", Tensor.of(bad),
        "cooling", Tensor.of(cooling),
        "rates", Tensor.of(Rates.of(optimizer).values()));
  }

  /// Goes on where another stood, with its rates.
  ///
  /// @throws IllegalArgumentException if it is not such a state, or that of an optimizer with other
  ///   groups
  public void load(Map<String, Tensor> state) {
    var given = StateDict.of(state);
    var now = StateDict.of(state());
    boolean fits =
        state.keySet().equals(now.keys())
            && now.keys().stream()
                .allMatch(name -> given.get(name).shape().equals(now.get(name).shape()));
    if (!fits) {
      throw new IllegalArgumentException(
          "Plateau needs a state with %s of an optimizer with as many groups; found %s."
              .formatted(now.keys().stream().sorted().toList(), state.keySet()));
    }
    best = given.get("best").item();
    bad = given.get("bad").itemLong();
    cooling = given.get("cooling").itemLong();
    Rates.of(optimizer, given.get("rates").toDoubleArray()).apply(rate -> rate);
  }
}
