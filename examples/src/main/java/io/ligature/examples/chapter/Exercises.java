package io.ligature.examples.chapter;

import io.ligature.GradMode;
import io.ligature.Tensor;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.nn.optim.SGD;
import io.ligature.nn.optim.Stale;

/// Section 6.2.4: the gradients of a tied layer, and of several micro-batches.
final class Exercises {
  private Exercises() {}

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
var optimizer = new SGD(tied.parameters(), 0.1);
for (int step = 0; step < 3; step++) {
  optimizer.zeroGrad();
  tied.apply(x).sum().backward();
  tied.parameters().forEach((name, p) -> out.println(name + " " + p.data() + " " + p.grad()));
  optimizer.step();
}
""");
    var optimizer = new SGD(tied.parameters(), 0.1);
    for (int step = 0; step < 3; step++) {
      optimizer.zeroGrad();
      tied.apply(x).sum().backward();
      tied.parameters().forEach((name, p) -> out.println(name + " " + p.data() + " " + p.grad()));
      optimizer.step();
    }
    tour.pytorch(
            "the same loop; the gradients of both uses are added, and the optimizer steps "
                + "once")
        .gluon(
            "backward() overwrites, so there is nothing to zero; trainer.step(batch) "
                + "divides by the batch size")
        .flax(
            "grads = jax.grad(loss)(params); optax gives updates, and the next params are a "
                + "new tree")
        .keras("optimizer.apply_gradients(zip(grads, variables)), or fit()");
    tour.type("out.println(tied.traceGrads(() -> tied.apply(x).sum()));");
    out.println(tied.traceGrads(() -> tied.apply(x).sum()));
    tour.pytorch(
            "no such call: .grad is the sum. To see the uses apart, clone the weight for "
                + "each, by hand.")
        .gluon("no such call")
        .flax("no such call")
        .keras("no such call");
    tour.type(
"""
tied.zeroGrad();
tied.apply(x).mean().times(0.5).backward();
tied.apply(x).mean().times(0.5).backward();
out.println(tied.parameter("6.bias").grad());
optimizer.step();
""");
    tied.zeroGrad();
    tied.apply(x).mean().times(0.5).backward();
    tied.apply(x).mean().times(0.5).backward();
    out.println(tied.parameter("6.bias").grad());
    optimizer.step();
    tour.pytorch("tensor([1.]): backward() adds up")
        .gluon(
            "array([0.5]): by default, grad_req='write', the last backward() overwrites; "
                + "'add' gives 1.")
        .flax("[1.], if you add the trees, or through optax.MultiSteps")
        .keras(
            "[1.], if you add the lists; Keras 3 has gradient_accumulation_steps in its "
                + "optimizers");
    tour.type(
"""
shared.weight().gradMode(GradMode.WRITE);
out.println(shared.weight().gradMode() + ", " + tied.parameter("0.weight").gradMode());
""");
    shared.weight().gradMode(GradMode.WRITE);
    out.println(shared.weight().gradMode() + ", " + tied.parameter("0.weight").gradMode());
    tour.pytorch("no such mode: zero_grad() before each backward()")
        .gluon("shared.weight.grad_req = 'write', the default for all")
        .flax("nothing is stored, so there is no mode")
        .keras("nothing is stored, so there is no mode");
    tour.type(
"""
optimizer.accumulate(tied.apply(x).sum(), 2);
optimizer.step(Stale.ERROR);
""");
    optimizer.accumulate(tied.apply(x).sum(), 2);
    optimizer.step(Stale.ERROR);
    tour.pytorch("a parameter without a gradient is skipped, and nothing is said")
        .gluon(
            "step() raises a UserWarning that names the stale gradient, unless "
                + "ignore_stale_grad=True")
        .flax("every leaf has a gradient; an unused one gets zeros")
        .keras(
            "a variable without a gradient is skipped with a warning; none at all is a "
                + "ValueError");
  }
}
