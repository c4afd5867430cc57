package io.ligature.examples.chapter;

import io.ligature.Tensor;

/// Section 6.5: layers of one's own, without and with parameters, and with a tie.
final class CustomLayers {
  private CustomLayers() {}

  static void tell(Tour tour) {
    var out = tour.out();
    tour.typeClass("CenteredLayer");
    tour.type("out.println(new CenteredLayer().apply(Tensor.of(1.0f, 2, 3, 4, 5)));");
    out.println(new CenteredLayer().apply(Tensor.of(1.0f, 2, 3, 4, 5)));
    tour.pytorch("tensor([-2., -1., 0., 1., 2.])")
        .gluon("array([-2., -1., 0., 1., 2.])")
        .flax("[-2., -1., 0., 1., 2.]")
        .keras("the same numbers in a tf.Tensor");
    tour.typeClass("MyLinear")
        .pytorch(
            "nn.Parameter(torch.randn(...)); used as .data, as in the book, it is cut off "
                + "from the gradients without a word")
        .gluon("Parameter(shape=...), and .data() on the device of the input")
        .flax("self.param('weight', initialiser, shape) where it is used")
        .keras("self.add_weight(...) in build(input_shape)");
    tour.type("out.println(new MyLinear(5, 3).parameters());");
    out.println(new MyLinear(5, 3).parameters());
    tour.pytorch("'weight' torch.Size([5, 3]), 'bias' torch.Size([3])")
        .gluon("the two Parameters, with shape (5, 3) and (3,)")
        .flax("{'params': {'weight': (5, 3), 'bias': (3,)}} after init")
        .keras("variables (5, 3) and (3,)");
    tour.typeClass("LanguageModel")
        .pytorch("self.head.weight = self.embedding.weight in __init__")
        .gluon("nn.Dense(100, params=embedding.params) in MXNet 1")
        .flax("no second name: call embedding.attend(x) for the scores")
        .keras("no second name: use embedding.embeddings, transposed, in call()");
    tour.type(
"""
var language = new LanguageModel();
out.println(language.parameters().ties());
out.println(language.parameters().count() + ", by name " + language.parameters().countByAlias());
""");
    var language = new LanguageModel();
    out.println(language.parameters().ties());
    out.println(
        language.parameters().count() + ", by name " + language.parameters().countByAlias());
    tour.pytorch(
            "900 by parameters(), 1700 by state_dict(), which has both names. Known "
                + "trouble: a file that has two different values for the names of one tie loads "
                + "without a word, and the last one wins.")
        .gluon("900, one Parameter for the table")
        .flax("800 with attend, which has no bias")
        .keras("900: one table and the bias");
  }
}
