package io.ligature.examples.chapter;

import io.ligature.Shape;
import io.ligature.nn.Init;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;

/// Section 6.4: everything can be said before a shape is known.
final class Laziness {
  private Laziness() {}

  static void tell(Tour tour) {
    var out = tour.out();
    tour.type(
"""
var lazy = new Sequential(new LazyLinear(256), new ReLU(), new LazyLinear(10));
out.println(lazy.get(0, Linear.class).weight());
""");
    var lazy = new Sequential(new LazyLinear(256), new ReLU(), new LazyLinear(10));
    out.println(lazy.get(0, Linear.class).weight());
    tour.pytorch("<UninitializedParameter>: of the 256 nothing is said")
        .gluon(
            "Parameter (shape=(256, -1), dtype=float32) in MXNet 2; 0 for the unknown "
                + "extent in MXNet 1")
        .flax("nothing to print: there are no parameters before init")
        .keras("[]: an unbuilt layer has no weights");
    tour.type(
"""
lazy.freeze();
lazy.initialize(Init.normal(0, 0.01));
lazy.materialize(Shape.of(2, 20));
out.println(lazy.parameters());
""");
    lazy.freeze();
    lazy.initialize(Init.normal(0, 0.01));
    lazy.materialize(Shape.of(2, 20));
    out.println(lazy.parameters());
    tour.pytorch(
            "no such call: a real input has to run, and draws random numbers and moves "
                + "batch-norm statistics")
        .gluon("a real input has to run")
        .flax("net.init(key, x) runs the model; jax.eval_shape finds the shapes alone")
        .keras("net.build((2, 20)) gives shapes and values, without data");
  }
}
