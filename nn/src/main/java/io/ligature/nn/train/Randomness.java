package io.ligature.nn.train;

import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Dropout;
import java.util.LinkedHashMap;
import java.util.Map;

/// Where random numbers come from: the default stream of keys, and layers that draw from a key of
/// their own.
///
/// ```text
/// root, drawn         of the default stream
/// dropout.2.drop      how often layer 2.drop drew
/// ```
final class Randomness {
  private static final String ROOT = "root";
  private static final String DRAWN = "drawn";
  private static final String DROPOUT = "dropout.";

  private final Block net;

  Randomness(Block net) {
    this.net = net;
  }

  Map<String, Tensor> state() {
    var state = new LinkedHashMap<String, Tensor>();
    var position = Key.position();
    state.put(ROOT, Tensor.of(position.root().bits()));
    state.put(DRAWN, Tensor.of(position.drawn()));
    dropouts().forEach((path, layer) -> state.put(DROPOUT + path, Tensor.of(layer.draws())));
    return state;
  }

  void load(Map<String, Tensor> state) {
    var layers = dropouts();
    var expected = state().keySet();
    if (!state.keySet().equals(expected)) {
      throw new IllegalArgumentException(
          "The random keys of this model need %s; found %s.".formatted(expected, state.keySet()));
    }
    Key.resume(new Key.Position(Key.of(number(state, ROOT)), number(state, DRAWN)));
    layers.forEach((path, layer) -> layer.draws(number(state, DROPOUT + path)));
  }

  private static long number(Map<String, Tensor> state, String name) {
    var found = state.get(name);
    if (found == null) {
      throw new IllegalArgumentException("There is no " + name + " among the random keys.");
    }
    return found.itemLong();
  }

  private Map<String, Dropout> dropouts() {
    var layers = new LinkedHashMap<String, Dropout>();
    for (var visit : net.traverse()) {
      if (visit.isFirst() && visit.block() instanceof Dropout layer) {
        layers.put(visit.path(), layer);
      }
    }
    return layers;
  }
}
