package io.ligature.examples.chapter;

import io.ligature.Tensor;
import io.ligature.nn.Init;
import io.ligature.nn.Initializer;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;

/// Section 6.3: initialisers, for all and for one, before and after shapes are known.
final class Initialisation {
  private Initialisation() {}

  static void tell(Tour tour) {
    var out = tour.out();
    tour.type(
"""
var net = new Sequential(new LazyLinear(8), new ReLU(), new LazyLinear(1));
net.visit(
    Linear.class,
    layer -> {
      layer.weight().init(Init.normal(0, 0.01));
      layer.bias().init(Init.zeros());
    });
out.println(net.parameters());
""");
    var net = new Sequential(new LazyLinear(8), new ReLU(), new LazyLinear(1));
    net.visit(
        Linear.class,
        layer -> {
          layer.weight().init(Init.normal(0, 0.01));
          layer.bias().init(Init.zeros());
        });
    out.println(net.parameters());
    tour.pytorch(
            "net.apply(init_normal) with nn.init.normal_ in it; on a lazy layer that has "
                + "seen no input, a ValueError about an uninitialized parameter")
        .gluon("net.initialize(init.Normal(sigma=0.01)); remembered until the shapes are known")
        .flax(
            "nn.Dense(8, kernel_init=nn.initializers.normal(0.01)): said where the layer is "
                + "made")
        .keras("Dense(8, kernel_initializer=...): said where the layer is made");
    tour.type(
"""
net.initialize(Init.constant(1));
net.apply(Tensor.rand(2, 4));
out.println(net.get(0, Linear.class).weight().data().get(0));
""");
    net.initialize(Init.constant(1));
    net.apply(Tensor.rand(2, 4));
    out.println(net.get(0, Linear.class).weight().data().get(0));
    tour.pytorch(
            "tensor([1., 1., 1., 1.]), after net.apply(...) with "
                + "nn.init.constant_(m.weight, 1)")
        .gluon(
            "array([1., 1., 1., 1.]), from net.initialize(init.Constant(1), "
                + "force_reinit=True)")
        .flax("eight times 1.: a row of the kernel (4, 8) belongs to an input")
        .keras("eight times 1., likewise");
    tour.type(
"""
net.get(0, Linear.class).weight().init(Init.xavierUniform());
net.get(2).initialize(Init.constant(42));
out.println(net.get(2, Linear.class).weight().data());
""");
    net.get(0, Linear.class).weight().init(Init.xavierUniform());
    net.get(2).initialize(Init.constant(42));
    out.println(net.get(2, Linear.class).weight().data());
    tour.pytorch("tensor([[42., 42., 42., 42., 42., 42., 42., 42.]]), from net[2].apply(init_42)")
        .gluon(
            "array([[42., ...]]), from net[2].initialize(init=init.Constant(42), "
                + "force_reinit=True)")
        .flax("an initialiser for each layer, before init")
        .keras("an initialiser for each layer, before it is built");
    tour.type(
"""
Initializer custom =
    (shape, dtype, key) -> {
      var w = Tensor.uniform(key, shape, -10, 10);
      return w.times(w.abs().ge(5).to(dtype));
    };
net.visit(Linear.class, layer -> layer.weight().init(custom));
out.println(net.parameter("2.weight").data());
""");
    Initializer custom =
        (shape, dtype, key) -> {
          var w = Tensor.uniform(key, shape, -10, 10);
          return w.times(w.abs().ge(5).to(dtype));
        };
    net.visit(Linear.class, layer -> layer.weight().init(custom));
    out.println(net.parameter("2.weight").data());
    tour.pytorch("a function that edits m.weight.data in place")
        .gluon("a subclass of init.Initializer with _init_weight(name, data), in place")
        .flax("a function (key, shape, dtype) that returns an array: ours in another order")
        .keras(
            "a subclass of Initializer whose __call__(shape, dtype) returns a tensor; the "
                + "key is its own affair");
    tour.type(
"""
out.println(net.parameter("0.weight").data().get(0, 0));
net.parameter("0.weight").data().plusAssign(1);
out.println(net.parameter("0.weight").data().get(0, 0));
""");
    out.println(net.parameter("0.weight").data().get(0, 0));
    net.parameter("0.weight").data().plusAssign(1);
    out.println(net.parameter("0.weight").data().get(0, 0));
    tour.pytorch(
            "net[0].weight.data[:] += 1; autograd does not notice, so a graph made before "
                + "it gives a wrong gradient")
        .gluon("net[0].weight.data()[:] += 1")
        .flax("jax.tree_util.tree_map(lambda w: w + 1, params): a new tree")
        .keras("net.layers[0].kernel.assign_add(...)");
  }
}
