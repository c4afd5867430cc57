package io.ligature.examples.chapter;

import io.ligature.Tensor;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import java.util.Map;

/// Section 6.1: a block is a class with fields and a forward method.
final class Blocks {
  private Blocks() {}

  static void tell(Tour tour) {
    var out = tour.out();
    tour.typeClass("MLP")
        .pytorch(
            "nn.Module; layers assigned in __init__ are registered, once super().__init__() "
                + "has run: without that line, an AttributeError.")
        .gluon("nn.Block, with the same ceremony.")
        .flax(
            "nn.Module is a dataclass; layers are made in setup(), or in __call__ under "
                + "@nn.compact.")
        .keras("keras.Model; layers are made in __init__ and used in call().");
    tour.type("out.println(new MLP().apply(Tensor.rand(2, 20)).shape());");
    out.println(new MLP().apply(Tensor.rand(2, 20)).shape());
    tour.pytorch("torch.Size([2, 10])")
        .gluon("(2, 10), after net.initialize()")
        .flax("(2, 10), from net.apply(variables, x): the module itself holds no values")
        .keras("TensorShape([2, 10])");
    tour.typeClass("MySequential")
        .pytorch(
            "A plain list is not looked into: what is in it is neither trained nor saved, "
                + "and nothing warns. Use nn.ModuleList.")
        .gluon(
            "A plain list is not looked into either; collect_params() warns of it. Call "
                + "register_child for each.")
        .flax("Lists assigned in setup() are; the names become layers_0, layers_1.")
        .keras("Lists of layers are tracked.");
    tour.type(
"""
var chain = new MySequential(new LazyLinear(256), new ReLU(), new LazyLinear(10));
chain.apply(Tensor.rand(2, 20));
out.println(chain.parameters());
""");
    var chain = new MySequential(new LazyLinear(256), new ReLU(), new LazyLinear(10));
    chain.apply(Tensor.rand(2, 20));
    out.println(chain.parameters());
    tour.pytorch(
            "with nn.ModuleList: 'layers.0.weight', 'layers.0.bias', 'layers.2.weight', "
                + "'layers.2.bias'; with a list: nothing at all")
        .gluon("with a list: nothing, and a warning")
        .flax("layers_0 and layers_2, each with kernel and bias")
        .keras("kernel (20, 256), bias (256,), kernel (256, 10), bias (10,)");
    tour.typeClass("FixedHiddenMLP")
        .pytorch(
            "register_buffer for what is saved and moved; a tensor in a plain attribute is "
                + "neither.")
        .gluon("A Constant: a parameter that takes no gradient.")
        .flax(
            "A variable in another collection than 'params'. A loop that looks at values "
                + "fails under jit; lax.while_loop does not.")
        .keras(
            "add_weight(trainable=False) is saved; a constant tensor in an attribute is " + "not.");
    tour.type(
"""
var fixed = new FixedHiddenMLP();
out.println(fixed.apply(Tensor.rand(2, 20)).shape());
out.println(fixed.parameters().names());
out.println(fixed.stateDict().keys());
""");
    var fixed = new FixedHiddenMLP();
    out.println(fixed.apply(Tensor.rand(2, 20)).shape());
    out.println(fixed.parameters().names());
    out.println(fixed.stateDict().keys());
    tour.pytorch(
            "torch.Size([]); linear.weight and linear.bias, once each although the layer is "
                + "called twice; a registered buffer is in state_dict() and not in parameters().")
        .gluon("(); collect_params() has the Constant beside weight and bias")
        .flax("(); linear with kernel and bias, once")
        .keras(
            "TensorShape([]); the extra weight is in net.weights and not in "
                + "net.trainable_weights.");
    tour.typeClass("NestMLP");
    tour.type(
"""
new Sequential(new NestMLP(), new LazyLinear(20), new FixedHiddenMLP())
    .apply(Tensor.rand(2, 20));
Sequential.repeat(3, MLP::new);
Sequential.of(Map.entry("hidden", new LazyLinear(8)), Map.entry("out", new LazyLinear(1)));
""");
    new Sequential(new NestMLP(), new LazyLinear(20), new FixedHiddenMLP())
        .apply(Tensor.rand(2, 20));
    Sequential.repeat(3, MLP::new);
    Sequential.of(Map.entry("hidden", new LazyLinear(8)), Map.entry("out", new LazyLinear(1)));
    tour.type(
"""
out.println(new Sequential(new NestMLP(), new LazyLinear(20), new FixedHiddenMLP()));
""");
    out.println(new Sequential(new NestMLP(), new LazyLinear(20), new FixedHiddenMLP()));
    tour.pytorch(
            "print(net) is such a tree, with LazyLinear(in_features=0, ...) until the first "
                + "input.")
        .gluon(
            "print(net) is such a tree, with Dense(None -> 64, linear) until the first " + "input.")
        .flax("net.tabulate(key, x) prints a table; it runs the model on shapes.")
        .keras("net.summary() prints a table; unbuilt layers have ? for their shapes.");
  }
}
