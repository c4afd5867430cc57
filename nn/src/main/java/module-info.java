import org.jspecify.annotations.NullMarked;

/// Layers, parameters, optimizers, state and data.
@NullMarked
module io.ligature.nn {
  requires static org.jspecify;
  requires transitive io.ligature.api;

  exports io.ligature.nn;
  exports io.ligature.nn.data;
  exports io.ligature.nn.loss;
  exports io.ligature.nn.metric;
  exports io.ligature.nn.optim;
  exports io.ligature.nn.optim.schedule;
  exports io.ligature.nn.train;
}
