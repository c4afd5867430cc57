package io.ligature.examples.chapter;

import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.nn.Flatten;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;

/// Section 6.2.2: one layer in two places, one parameter under two names.
final class Ties {
  private Ties() {}

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
out.println(tied.parameters());
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
    out.println(tied.parameters());
    tour.pytorch(
            "named_parameters() lists '2.weight' and leaves '4.weight' out; state_dict() "
                + "has both names")
        .gluon("MXNet 1 lists the shared one once, under the name that it was made with")
        .flax("one entry for the shared module, under the name it got first")
        .keras("one pair of variables for the shared layer");
    tour.type(
"""
var second = tied.get(2, Linear.class).weight().data();
var third = tied.get(4, Linear.class).weight().data();
out.println(second.get(0).eq(third.get(0)));
""");
    var second = tied.get(2, Linear.class).weight().data();
    var third = tied.get(4, Linear.class).weight().data();
    out.println(second.get(0).eq(third.get(0)));
    tour.pytorch("tensor([True, True, True, True, True, True, True, True])")
        .gluon("array([ True, True, True, True, True, True, True, True])")
        .flax("there is one array, and nothing to compare")
        .keras("likewise");
    tour.type(
"""
second.set(0, 0, 100);
out.println(second.get(0).eq(third.get(0)));
""");
    second.set(0, 0, 100);
    out.println(second.get(0).eq(third.get(0)));
    tour.pytorch("eight times True again: net[2].weight.data[0, 0] = 100 is seen at 4")
        .gluon("eight times True again")
        .flax("arrays do not change; params are replaced as a whole")
        .keras("assign(...) is seen by both uses");
    tour.type("out.println(tied.parameters().ties());");
    out.println(tied.parameters().ties());
    tour.pytorch(
            "no such call: compare id(p) or data_ptr() under "
                + "named_parameters(remove_duplicate=False)")
        .gluon("no such call")
        .flax("no such call")
        .keras("no such call");
    tour.type(
"""
out.println(tied.parameters().count() + " values, by name " + tied.parameters().countByAlias());
""");
    out.println(tied.parameters().count() + " values, by name " + tied.parameters().countByAlias());
    tour.pytorch(
            "121 by parameters(), which counts a tie once; 193 by state_dict(), which "
                + "counts it twice")
        .gluon("net.summary(x) has a line for the shared and one for the unique parameters")
        .flax("121: the tree has one copy")
        .keras("count_params() counts a variable once");
    tour.type("out.println(tied.init(Key.of(0), x).at(\"\").size() == 3);");
    out.println(tied.init(Key.of(0), x).at("").size() == 3);
    tour.pytorch("len(list(net.parameters())) == 6: a weight and a bias for each of three layers")
        .gluon("no tree beside the model")
        .flax("len(params['params']) == 3: True")
        .keras("len(net.trainable_variables) == 6, for the same reason");
    tour.type(
"""
var keras = new Sequential(new Flatten(), shared, shared, new LazyLinear(1));
out.println(keras.layers().size() == 3 && keras.size() == 4);
""");
    var keras = new Sequential(new Flatten(), shared, shared, new LazyLinear(1));
    out.println(keras.layers().size() == 3 && keras.size() == 4);
    tour.pytorch("len(net) is 4, and both uses run")
        .gluon("len(net) is 4, and both uses run")
        .flax("len(net.layers) is 4, and both uses run")
        .keras(
            "len(net.layers) == 3 in Keras 2, where the book says that the duplicate layer "
                + "is removed; in Keras 3 it is 4");
    tour.type(
"""
new Sequential(
    new LazyLinear(8), shared, new LazyLinear(8).share(shared), new LazyLinear(10));
""");
    new Sequential(new LazyLinear(8), shared, new LazyLinear(8).share(shared), new LazyLinear(10));
    tour.pytorch(
            "b.weight = a.weight ties too. Known trouble: it must be done again after "
                + "load_state_dict(..., assign=True), which puts a tensor of its own under each "
                + "name.")
        .gluon(
            "Dense(8, params=shared.params) in MXNet 1, "
                + "share_parameters(shared.collect_params()) in MXNet 2")
        .flax("call one module in both places")
        .keras("call one layer in both places");
  }
}
