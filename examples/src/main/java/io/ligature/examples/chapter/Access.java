package io.ligature.examples.chapter;

import io.ligature.Key;
import io.ligature.Params;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;

/// Section 6.2.1: parameters of a layer, of a model, one, all.
final class Access {
  private Access() {}

  static void tell(Tour tour) {
    var out = tour.out();
    tour.type(
"""
var net = new Sequential(new LazyLinear(8), new ReLU(), new LazyLinear(1));
var x = Tensor.rand(2, 4);
out.println(net.apply(x).shape());
""");
    var net = new Sequential(new LazyLinear(8), new ReLU(), new LazyLinear(1));
    var x = Tensor.rand(2, 4);
    out.println(net.apply(x).shape());
    tour.pytorch("torch.Size([2, 1])").gluon("(2, 1)").flax("(2, 1)").keras("TensorShape([2, 1])");
    tour.type("out.println(net.get(2).stateDict());");
    out.println(net.get(2).stateDict());
    tour.pytorch(
            "OrderedDict([('weight', tensor([[...]])), ('bias', tensor([...]))]), shapes "
                + "(1, 8) and (1,)")
        .gluon("net[2].collect_params(): a dictionary of Parameters, without their values")
        .flax(
            "params['params']['layers_2']: {'kernel': (8, 1), 'bias': (1,)}; a kernel is "
                + "[in, out], the transpose of ours")
        .keras("net.layers[2].weights: a list of two variables; kernel (8, 1), also [in, out]");
    tour.type("out.println(net.get(2).parameters());");
    out.println(net.get(2).parameters());
    tour.pytorch(
            "<generator object Module.parameters ...>; list(...) prints the values, without "
                + "names")
        .gluon(
            "Parameter (shape=(1, 8), dtype=float32) and Parameter (shape=(1,), "
                + "dtype=float32), by name")
        .flax("no such call: the tree of values is all there is")
        .keras("net.layers[2].variables: the two variables with their values");
    tour.type("out.println(net.layers().get(2).getWeights());");
    out.println(net.layers().get(2).getWeights());
    tour.pytorch("no such call; state_dict() holds the live tensors, and copy.deepcopy copies")
        .gluon("no such call; p.data().asnumpy() for each")
        .flax("the tree is a value: keep it, and it will not change")
        .keras(
            "[array of shape (8, 1), array of shape (1,)]: NumPy copies, known by their "
                + "position alone");
    tour.type(
"""
Params params = net.init(Key.of(0), x);
out.println(params.at("2"));
""");
    Params params = net.init(Key.of(0), x);
    out.println(params.at("2"));
    tour.pytorch("dict(net.named_parameters()), a flat dictionary of the live parameters")
        .gluon("no tree beside the model")
        .flax(
            "variables = net.init(jax.random.key(0), x): {'params': {'layers_0': ..., "
                + "'layers_2': {'kernel': (8, 1), 'bias': (1,)}}}")
        .keras("Keras 3: net.trainable_variables, a list");
    tour.type(
"""
var last = net.get(2, Linear.class);
out.println(last.bias().getClass() + " " + last.bias().data());
""");
    var last = net.get(2, Linear.class);
    out.println(last.bias().getClass() + " " + last.bias().data());
    tour.pytorch(
            "<class 'torch.nn.parameter.Parameter'> tensor([...]); the bias begins random, "
                + "between -1/sqrt(8) and 1/sqrt(8)")
        .gluon("<class 'mxnet.gluon.parameter.Parameter'> array([0.])")
        .flax("an ordinary jax.Array with [0.]: Linen has no parameter class")
        .keras("a Variable with [0.]");
    tour.type("out.println(last.weight().grad() == null);");
    out.println(last.weight().grad() == null);
    tour.pytorch("True: there is no gradient before the first backward()")
        .gluon("False: space for a gradient exists from the start, and holds zeros")
        .flax("no such attribute: jax.grad returns gradients, and nothing stores them")
        .keras("no such attribute: tape.gradient(loss, variables) returns them");
    tour.type("out.println(last.weight().gradOrZeros());");
    out.println(last.weight().gradOrZeros());
    tour.pytorch("None for net[2].weight.grad; code that adds gradients up has to ask first")
        .gluon("net[2].weight.grad(): array([[0., 0., 0., 0., 0., 0., 0., 0.]])")
        .flax("no gradient is stored")
        .keras("no gradient is stored");
    tour.type(
"""
out.println(Grad.grad((Params q) -> net.apply(q, x).sum()).apply(params).get("2.bias"));
""");
    out.println(Grad.grad((Params q) -> net.apply(q, x).sum()).apply(params).get("2.bias"));
    tour.pytorch(
            "tensor([2.]), from torch.func.grad with functional_call, or from backward() "
                + "and .grad")
        .gluon("array([2.]), from autograd.record() and backward()")
        .flax(
            "jax.grad(lambda p: net.apply(p, "
                + "x).sum())(params)['params']['layers_2']['bias']: [2.]")
        .keras("[2.], from a GradientTape above TensorFlow");
    tour.type("net.parameters().forEach((name, p) -> out.println(name + \" \" + p.shape()));");
    net.parameters().forEach((name, p) -> out.println(name + " " + p.shape()));
    tour.pytorch(
            "named_parameters(): '0.weight' torch.Size([8, 4]), '0.bias' torch.Size([8]), "
                + "'2.weight' torch.Size([1, 8]), '2.bias' torch.Size([1])")
        .gluon(
            "MXNet 2 has the same names; MXNet 1 has dense0_weight, with a counter that "
                + "runs on from model to model")
        .flax("layers_0 kernel (4, 8), bias (8,); layers_2 kernel (8, 1), bias (1,)")
        .keras(
            "kernel (4, 8), bias (8,), kernel (8, 1), bias (1,), in order; Keras 3 has "
                + "paths such as sequential/dense/kernel");
    tour.type("out.println(net.parameters());");
    out.println(net.parameters());
    tour.pytorch("no table: print name and shape of named_parameters() in a loop")
        .gluon("net.collect_params(): the same four, with shape and dtype")
        .flax("net.tabulate(key, x): a table with shapes and counts")
        .keras("net.summary(): a table with a line for each layer");
    tour.type("out.println(params.map(Tensor::shape));");
    out.println(params.map(Tensor::shape));
    tour.pytorch("{k: v.shape for k, v in net.named_parameters()}")
        .gluon("{k: v.shape for k, v in net.collect_params().items()}")
        .flax(
            "jax.tree_util.tree_map(jnp.shape, params). JAX flattens dictionaries in sorted "
                + "order: bias before kernel, and layers_10 before layers_2.")
        .keras("[w.shape for w in net.weights], without names");
    tour.type("out.println(net.getWeights());");
    out.println(net.getWeights());
    tour.pytorch("[p.detach().clone() for p in net.parameters()]")
        .gluon("[p.data().asnumpy() for p in net.collect_params().values()]")
        .flax("jax.tree_util.tree_leaves(params), in sorted order")
        .keras("net.get_weights(): four arrays, (4, 8), (8,), (8, 1), (1,)");
    tour.type("out.println(net.parameter(\"2.bias\").data());");
    out.println(net.parameter("2.bias").data());
    tour.pytorch("net.get_parameter('2.bias') or net.state_dict()['2.bias']")
        .gluon("net.collect_params()['2.bias'].data() in MXNet 2")
        .flax("params['params']['layers_2']['bias']")
        .keras("net.layers[2].bias");
    tour.type("net.parameters().select(\".*weight\").each(p -> p.lrMult(0.5).wdMult(0));");
    net.parameters().select(".*weight").each(p -> p.lrMult(0.5).wdMult(0));
    tour.pytorch("no multiplier on a parameter: make parameter groups for the optimizer by hand")
        .gluon("net.collect_params('.*weight').setattr('lr_mult', 0.5)")
        .flax("optax.multi_transform with a tree of labels")
        .keras("no multiplier on a variable; exclude_from_weight_decay for the decay");
  }
}
