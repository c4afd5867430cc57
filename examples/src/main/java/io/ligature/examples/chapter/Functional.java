package io.ligature.examples.chapter;

import io.ligature.Params;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;

/// The functional form: parameters go in, gradients come out, nothing is stored.
final class Functional {
  private Functional() {}

  static void tell(Tour tour) {
    var out = tour.out();
    tour.type(
"""
var x = Tensor.rand(2, 4);
var shared = new LazyLinear(8);
var tied =
    new Sequential(
        new LazyLinear(8), new ReLU(), shared, new ReLU(), shared, new ReLU(), new LazyLinear(1));
tied.apply(x);
""");
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
Params p = tied.params();
Params g = Grad.grad((Params q) -> tied.apply(q, x).sum()).apply(p);
Params next = p.zip(g, (w, d) -> w.minus(d.times(0.1)));
out.println(tied.apply(next, x).shape());
""");
    Params p = tied.params();
    Params g = Grad.grad((Params q) -> tied.apply(q, x).sum()).apply(p);
    Params next = p.zip(g, (w, d) -> w.minus(d.times(0.1)));
    out.println(tied.apply(next, x).shape());
    tour.pytorch(
            "torch.func.functional_call(net, params, x) swaps the tensors in for the call "
                + "and out again; ties are kept by tie_weights=True, the default")
        .gluon("no such form")
        .flax("net.apply(next, x), the only form there is")
        .keras("Keras 3: net.stateless_call(trainable, non_trainable, x)");
    tour.type(
"""
out.println(g.map(Tensor::shape));
out.println(tied.parameter("2.weight").grad() == null);
""");
    out.println(g.map(Tensor::shape));
    out.println(tied.parameter("2.weight").grad() == null);
    tour.pytorch("a dictionary with one entry for the tie; .grad stays None")
        .gluon("no such form")
        .flax("a tree like params, with one entry for the shared module")
        .keras("a list of gradients from the tape, one for the shared layer");
  }
}
