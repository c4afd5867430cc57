package io.ligature.nn.optim;

import io.ligature.Memory;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.StateDict;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// An exponential moving average of the weights, which is often a better model than the last
/// weights are.
///
/// ```text
/// a = w                            at the first update
/// a = decay a + (1 - decay) w      then
/// ```
///
/// Buffers, and whatever is not of real numbers, are taken as they are. PyTorch's `AveragedModel`
/// with `get_ema_multi_avg_fn` does the same.
///
/// @see <a href="https://doi.org/10.1137/0330046">Polyak and Juditsky (1992)</a>
public final class Ema {
  private final Block net;
  private final double decay;
  private final Map<String, Tensor> averages =
      new LinkedHashMap<>(); // none before the first update

  /// Averages with a decay of 0.999.
  public Ema(Block net) {
    this(net, 0.999);
  }

  /// Averages the weights of a block.
  ///
  /// @param decay how much of the average stays from update to update
  /// @throws IllegalArgumentException if it is not from 0 to 1
  public Ema(Block net, double decay) {
    if (!(decay >= 0 && decay <= 1)) {
      throw new IllegalArgumentException("Ema needs a decay of 0 to 1; found %s.".formatted(decay));
    }
    this.net = net;
    this.decay = decay;
  }

  /// Takes the weights into the average. Call it after every step.
  public void update() {
    var weights = net.parameters().names();
    net.stateDict()
        .forEach(
            (name, value) -> {
              var average = averages.get(name);
              if (average == null) {
                averages.put(name, Memory.keep(value.detach().copy()));
              } else if (weights.contains(name)) {
                average.timesAssign(decay);
                average.plusAssign(value.times(1 - decay));
              } else {
                average.assign(value);
              }
            });
  }

  /// {@return the result of work that finds the averages in the model}. The weights come back
  /// afterwards, whatever happens.
  ///
  /// @throws IllegalStateException before the first update
  public <T> T with(Supplier<? extends T> work) {
    var weights = net.snapshot();
    net.load(average());
    try {
      return work.get();
    } finally {
      net.load(weights);
    }
  }

  /// Puts the averages into the model for good.
  ///
  /// @throws IllegalStateException before the first update
  public void apply() {
    net.load(average());
  }

  /// {@return the averages, as a state of the model}
  ///
  /// @throws IllegalStateException before the first update
  public StateDict average() {
    if (averages.isEmpty()) {
      throw new IllegalStateException(
          "Ema has no average yet. Call update() after the first step.");
    }
    return StateDict.of(averages);
  }

  /// {@return the averages by name, those that are used; none before the first update}
  public Map<String, Tensor> state() {
    return new LinkedHashMap<>(averages);
  }

  /// Goes on with copies of the averages of another; with none it begins anew.
  ///
  /// @throws IllegalArgumentException if they are not those of such a model; nothing has changed
  public void load(Map<String, Tensor> state) {
    if (!state.isEmpty()) {
      check(state);
    }
    averages.clear();
    state.forEach((name, value) -> averages.put(name, Memory.keep(value.detach().copy())));
  }

  private void check(Map<String, Tensor> state) {
    var now = net.stateDict();
    var given = StateDict.of(state);
    boolean fits =
        given.keys().equals(now.keys())
            && now.keys().stream()
                .allMatch(name -> given.get(name).shape().equals(now.get(name).shape()));
    if (!fits) {
      throw new IllegalArgumentException(
          "Ema needs averages of %s in their shapes; found %s."
              .formatted(now.keys(), given.keys()));
    }
  }
}
