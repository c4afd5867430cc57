package io.ligature.nn;

import static io.ligature.nn.Example.assertMessage;

import io.ligature.IndexException;
import io.ligature.Tensor;
import io.ligature.nn.loss.CrossEntropyLoss;
import io.ligature.nn.loss.NLLLoss;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Errors of values, not of shapes: they say in which layer they happened, too.
class LocatedErrorsTest {
  /// {@return a net that computes this in its layer `1.0`}
  private static Block net(UnaryOperator<Tensor> work) {
    var layer =
        new Block() {
          @Override
          protected Tensor forward(Tensor x) {
            return work.apply(x);
          }
        };
    return new Sequential(new Identity(), new Sequential(layer));
  }

  private static void assertLocated(String message, Block net, Tensor x) {
    assertMessage("In layer 1.0: " + message, IndexException.class, () -> net.apply(x));
  }

  @Test
  void aNumberOutsideAnEmbeddingSaysWhichEmbedding() {
    assertLocated(
        "Embedding needs indices of 0 to 2; found 3 at place 1 of (2). Check the indices, or build"
            + " the layer with more rows.",
        new Sequential(new Identity(), new Sequential(new Embedding(3, 2))),
        Tensor.of(0, 3));
  }

  @Test
  void anIndexOutsideAnAxisSaysInWhichLayer() {
    assertLocated(
        "gather: index 5 is not within axis 0 of f32[3], whose extent is 3. Use -3 to 2.",
        net(x -> x.gather(0, Tensor.of(new int[] {5}))),
        Tensor.ones(3));
    assertLocated(
        "get: index 4 is not within axis 0 of f32[3], whose extent is 3. Use -3 to 2.",
        net(x -> x.get(4)),
        Tensor.ones(3));
    assertLocated(
        "narrow of f32[3] along axis 0, whose extent is 3: 2 elements from 2 do not lie within it.",
        net(x -> x.narrow(0, 2, 2)),
        Tensor.ones(3));
    assertLocated(
        "oneHot of i32[1] needs classes from 0 to 2; found 7.",
        net(x -> x.oneHot(3)),
        Tensor.of(new int[] {7}));
  }

  @Test
  void aClassOutsideALossSaysInWhichLayer() {
    assertLocated(
        "CrossEntropy needs classes of 0 to 2; found 3 at place 0 of (1). Check the labels; -100"
            + " marks samples to skip.",
        net(x -> new CrossEntropyLoss().apply(x, Tensor.of(new int[] {3}))),
        Tensor.ones(1, 3));
    assertLocated(
        "NLLLoss found class 3 for sample 0; classes are 0 to 2, or -100 to skip a sample.",
        net(x -> new NLLLoss().apply(x, Tensor.of(new int[] {3}))),
        Tensor.ones(1, 3));
  }
}
