package io.ligature.examples.chapter;

import io.ligature.DType;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;

/// Hooks, copies that keep ties, casts.
final class HooksAndCopies {
  private HooksAndCopies() {}

  @SuppressWarnings("try") // a hook is there while its block runs; nobody calls it
  static void tell(Tour tour) {
    var out = tour.out();
    tour.type(
"""
var net = new Sequential(new LazyLinear(8), new ReLU(), new LazyLinear(1));
var x = Tensor.rand(2, 4);
var shared = new LazyLinear(8);
var tied =
    new Sequential(
        new LazyLinear(8), new ReLU(), shared, new ReLU(), shared, new ReLU(), new LazyLinear(1));
tied.apply(x);
""");
    var net = new Sequential(new LazyLinear(8), new ReLU(), new LazyLinear(1));
    var x = Tensor.rand(2, 4);
    var shared = new LazyLinear(8);
    var tied =
        new Sequential(
            new LazyLinear(8),
            new ReLU(),
            shared,
            new ReLU(),
            shared,
            new ReLU(),
            new LazyLinear(1));
    tied.apply(x);
    tour.type(
"""
try (var hook = net.get(0).onForward((in, result) -> result)) {
  net.apply(x);
}
""");
    try (var hook = net.get(0).onForward((in, result) -> result)) {
      net.apply(x);
    }
    tour.pytorch(
            "register_forward_hook; what it returns, if not None, replaces the result, and "
                + "its handle removes it")
        .gluon("register_forward_hook; what it returns is ignored")
        .flax("nn.intercept_methods around the call")
        .keras("no hooks: build a second Model whose outputs are the inner ones");
    tour.type(
"""
Block copy = tied.copy();
copy.to(DType.FLOAT64);
out.println(copy.parameters());
out.println(copy.parameter("2.weight").data() == tied.parameter("2.weight").data());
""");
    Block copy = tied.copy();
    copy.to(DType.FLOAT64);
    out.println(copy.parameters());
    out.println(copy.parameter("2.weight").data() == tied.parameter("2.weight").data());
    tour.pytorch(
            "copy.deepcopy(net).double(): a layer in two places stays one; net.double() "
                + "casts in place")
        .gluon("net.cast('float64'), in place")
        .flax(
            "params cannot change, so nothing needs copying; tree_map(lambda w: "
                + "w.astype(...), params) casts")
        .keras(
            "clone_model makes new layers with new values; set_weights brings the old ones. "
                + "A dtype is chosen when a layer is made.");
  }
}
