package io.ligature.conformance;

import static io.ligature.conformance.Fixtures.assertNear;
import static io.ligature.conformance.Fixtures.assertRefused;
import static io.ligature.conformance.Fixtures.assertValues;
import static io.ligature.conformance.Fixtures.input;
import static io.ligature.conformance.Fixtures.linear;
import static io.ligature.conformance.Fixtures.matrix;
import static io.ligature.conformance.Fixtures.present;
import static io.ligature.conformance.Fixtures.real;
import static io.ligature.conformance.Fixtures.threeTimesPlusOne;
import static io.ligature.conformance.Fixtures.tiedNet;
import static io.ligature.conformance.Fixtures.two;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.GradMode;
import io.ligature.Key;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Embedding;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.Parameter;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.nn.WeightNorm;
import io.ligature.nn.optim.Adam;
import io.ligature.nn.optim.AdamW;
import io.ligature.nn.optim.Clip;
import io.ligature.nn.optim.Optimizer;
import io.ligature.nn.optim.SGD;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One parameter under several names: gradients add up, steps happen once, files hold one copy.
public abstract class TyingConformance {
  /// For subclasses.
  protected TyingConformance() {}

  private static Sequential ready() {
    var net = tiedNet();
    net.apply(input());
    return net;
  }

  @Test
  void theTwoNamesAreOneParameter() {
    var net = ready();
    assertSame(net.parameter("2.weight"), net.parameter("4.weight"));
    var second = net.get(2, Linear.class).weight().data();
    var third = net.get(4, Linear.class).weight().data();
    second.set(0, 0, 100);
    assertEquals(100, third.get(0, 0).item());
    assertTrue(second.eq(third).all().itemBoolean());
    assertEquals(
        Map.of("2.weight", List.of("4.weight"), "2.bias", List.of("4.bias")),
        net.parameters().ties());
    assertEquals("{2.weight=[4.weight], 2.bias=[4.bias]}", net.parameters().ties().toString());
  }

  @Test
  void eachWayOfCountingCountsItsOwnThing() {
    var net = ready();
    assertEquals(6, net.parameters().size());
    assertEquals(8, net.parameters().names().size());
    assertEquals(3, net.params().size());
    assertEquals(121, net.parameters().count());
    assertEquals(193, net.parameters().countByAlias());
    assertEquals(6, net.layers().size());
    assertEquals(7, net.size());
  }

  @Test
  void bothUsesAddToOneGradient() {
    var a = threeTimesPlusOne();
    var y = new Sequential(a, a).apply(two());
    assertEquals(22, y.item());
    y.sum().backward();
    assertValues(a.weight().grad(), 13);
    assertValues(a.bias().grad(), 4);
  }

  @Test
  void withoutBiasBothUsesAddToo() {
    var t = linear(3);
    var y = new Sequential(t, t).apply(two());
    assertEquals(18, y.item());
    y.sum().backward();
    assertValues(t.weight().grad(), 12);
  }

  @Test
  void threeUsesAddToo() {
    var t = linear(2);
    var y = new Sequential(t, t, t).apply(real(new double[] {1}, 1, 1));
    assertEquals(8, y.item());
    y.sum().backward();
    assertValues(t.weight().grad(), 12);
  }

  /// Linear(3, 2), a shared Linear(2, 2) twice, and an output, with activations between them.
  private static Sequential fourLayers() {
    var shared = linear(new double[][] {{1, 2}, {3, -1}}, new double[] {1, 0});
    return new Sequential(
        linear(new double[][] {{1, 0, 1}, {0, 1, 1}}, new double[] {0, 0}),
        new ReLU(),
        shared,
        new ReLU(),
        shared,
        new ReLU(),
        linear(new double[][] {{1, -1}}, null));
  }

  @Test
  void theWorkedExampleComesOutExactly() {
    var net = fourLayers();
    var x = real(new double[] {1, 2, 3}, 1, 3);
    var activations = x;
    var expected =
        Map.of(1, new double[] {4, 5}, 3, new double[] {15, 7}, 5, new double[] {30, 38});
    for (int place = 0; place < net.size(); place++) {
      activations = net.get(place).apply(activations);
      if (expected.containsKey(place)) {
        assertValues(activations, expected.get(place));
      }
    }
    var y = net.apply(x).sum();
    assertEquals(-8, y.item());
    y.backward();
    assertValues(net.parameter("2.weight").grad(), 7, -3, -3, 8);
    assertValues(net.parameter("2.bias").grad(), -1, 2);
    assertValues(net.parameter("0.weight").grad(), 7, 14, 21, -7, -14, -21);
    assertValues(net.parameter("6.weight").grad(), 30, 38);
  }

  @Test
  void theTraceSplitsTheGradientByUse() {
    var net = fourLayers();
    var trace = net.traceGrads(() -> net.apply(real(new double[] {1, 2, 3}, 1, 3)).sum());
    assertValues(trace.get("2.weight@2"), -8, -10, 12, 15);
    assertValues(trace.get("2.weight@4"), 15, 7, -15, -7);
    assertValues(present(trace.get("2.bias@2")).plus(present(trace.get("2.bias@4"))), -1, 2);
    assertValues(trace.get("0.weight@0"), 7, 14, 21, -7, -14, -21);
    assertTrue(trace.toString().contains("2.weight@2"), trace::toString);
    assertTrue(trace.toString().contains("2.weight@4"), trace::toString);
    assertNull(net.parameter("2.weight").grad());
  }

  @Test
  void aStepMovesTheSharedParameterOnce() {
    var a = threeTimesPlusOne();
    var net = new Sequential(a, a);
    net.apply(two()).sum().backward();
    new SGD(net.parameters(), 0.1).step();
    assertNear(a.weight().data(), 1.7);
    assertNear(a.bias().data(), 0.6);
    // 1.7 (1.7 * 2 + 0.6) + 0.6
    assertNear(net.apply(two()), 7.4);
  }

  private static Tensor[] twoSteps(Function<Sequential, Optimizer> optimizer) {
    var t = linear(1);
    var net = new Sequential(t, t);
    var steps = optimizer.apply(net);
    var weights = new Tensor[2];
    for (int i = 0; i < 2; i++) {
      steps.zeroGrad();
      net.apply(real(new double[] {1}, 1, 1)).sum().backward();
      steps.step();
      weights[i] = t.weight().data().copy();
    }
    return weights;
  }

  @Test
  void momentumSeesTheSharedParameterOnce() {
    var weights = twoSteps(net -> new SGD(net.parameters(), 0.1).momentum(0.9));
    assertNear(weights[0], 0.8);
    assertNear(weights[1], 0.46);
  }

  @Test
  void adamSeesTheSharedParameterOnce() {
    var weights = twoSteps(net -> new Adam(net.parameters(), 0.1));
    assertNear(weights[0], 0.9000000005); // 1 - 0.1 · 2 / (2 + 1e-8)
    assertNear(weights[1], 0.80041222869179215);
  }

  @Test
  void decoupledDecayHappensOnce() {
    var weights = twoSteps(net -> new AdamW(net.parameters(), 0.1).weightDecay(0.1));
    assertNear(weights[0], 0.8900000005); // 1 - 0.1 · 0.1 - 0.1 · 2 / (2 + 1e-8)
  }

  @Test
  void theNormCountsTheSharedGradientOnce() {
    var t = linear(3);
    var net = new Sequential(t, t);
    net.apply(two()).sum().backward();
    assertEquals(12, Clip.norm(net.parameters(), 6));
    assertValues(t.weight().grad(), 6);
  }

  static final class Logits extends Block {
    final Embedding embedding = new Embedding(3, 2);
    final Linear head = new Linear(2, 3, false);

    Logits() {
      tie("head.weight", "embedding.weight");
    }

    @Override
    protected Tensor forward(Tensor ids) {
      return head.apply(embedding.apply(ids));
    }
  }

  private static Logits logits() {
    var model = new Logits();
    model.to(Fixtures.real());
    model.parameter("embedding.weight").set(matrix(new double[][] {{1, 2}, {3, 4}, {5, 6}}));
    return model;
  }

  @Test
  void anEmbeddingTiedToTheHeadGathersBothGradients() {
    var model = logits();
    var y = model.apply(Tensor.of(new long[] {0, 2}));
    assertValues(y, 5, 11, 17, 17, 39, 61);
    y.sum().backward();
    assertValues(model.parameter("head.weight").grad(), 15, 20, 6, 8, 15, 20);
    assertSame(model.parameter("head.weight"), model.parameter("embedding.weight"));
  }

  static final class Autoencoder extends Block {
    final Linear encode = new Linear(2, 1, false);
    final Linear decode = new Linear(1, 2, false);

    Autoencoder() {
      tieTransposed("decode.weight", "encode.weight");
    }

    @Override
    protected Tensor forward(Tensor x) {
      return decode.apply(encode.apply(x));
    }
  }

  @Test
  void aTransposedTieHasOneKeyAndBothGradients() {
    var model = new Autoencoder();
    model.to(Fixtures.real());
    model.parameter("encode.weight").set(matrix(new double[][] {{1, 2}}));
    var y = model.apply(real(new double[] {1, 1}, 1, 2));
    assertValues(y, 3, 6);
    y.sum().backward();
    assertValues(model.parameter("encode.weight").grad(), 6, 6);
    assertEquals(List.of("encode.weight"), List.copyOf(model.stateDict().names()));
  }

  @Test
  void aTieOfUnequalShapesNamesBothAtOnce() {
    class Wrong extends Block {
      final Linear a = new Linear(2, 3);
      final Linear b = new Linear(3, 4);

      Wrong() {
        tie("b.weight", "a.weight");
      }

      @Override
      protected Tensor forward(Tensor x) {
        return b.apply(a.apply(x));
      }
    }
    assertRefused(ShapeException.class, Wrong::new, "b.weight", "[4, 3]", "a.weight", "[3, 2]");
  }

  @Test
  void aCopyKeepsTheTieAndSharesNothing() {
    var net = ready();
    var source = net.parameter("2.weight");
    source.gradMode(GradMode.WRITE).lrMult(0.5);
    net.get(0).freeze();
    var copy = net.copy();
    assertSame(copy.parameter("2.weight"), copy.parameter("4.weight"));
    assertNotSame(source, copy.parameter("2.weight"));
    assertEquals(GradMode.WRITE, copy.parameter("4.weight").gradMode());
    assertEquals(0.5, copy.parameter("4.weight").lrMult());
    assertTrue(copy.parameter("0.weight").isFrozen());
    var before = source.data().toDoubleArray();
    copy.parameter("2.weight").data().plusAssign(1);
    assertValues(source.data(), before);
    assertEquals(121, copy.parameters().count());
  }

  @Test
  void aCopyOfTwoBlocksKeepsTheTieAcrossThem() {
    var shared = new Linear(2, 2);
    var copies = Block.copyAll(new Sequential(shared), new Sequential(new ReLU(), shared));
    assertSame(copies.get(0).parameter("0.weight"), copies.get(1).parameter("1.weight"));
    assertNotSame(shared.weight(), copies.get(0).parameter("0.weight"));
  }

  @Test
  void untyingMakesIndependentParametersOfEqualValues() {
    var net = ready();
    net.untie("4");
    assertEquals(8, net.parameters().size());
    assertEquals(Map.of(), net.parameters().ties());
    var second = net.parameter("2.weight");
    var third = net.parameter("4.weight");
    assertNotSame(second, third);
    assertTrue(second.data().eq(third.data()).all().itemBoolean());
    second.data().plusAssign(1);
    assertFalse(second.data().eq(third.data()).any().itemBoolean());
    net.apply(input()).sum().backward();
    assertNotSame(present(second.grad()), third.grad());
  }

  @Test
  void freezingThroughOneNameFreezesTheParameter() {
    var net = ready();
    net.get(4).freeze();
    assertTrue(net.parameter("2.weight").isFrozen());
    net.apply(input()).sum().backward();
    assertNull(net.parameter("2.weight").grad());
    net.get(2).unfreeze();
    net.apply(input()).sum().backward();
    present(net.parameter("4.weight").grad());
  }

  @Test
  void sharingGivesTheOtherLayersParameters() {
    var shared = new LazyLinear(8);
    var net =
        new Sequential(
            new LazyLinear(8), shared, new LazyLinear(8).share(shared), new LazyLinear(10));
    net.apply(input());
    assertSame(net.parameter("1.weight"), net.parameter("2.weight"));
    assertEquals(4, net.layers().size());
  }

  @Test
  void aThirdNameOfATieIsTheSameParameterAfterACopyAndAFailedCall() {
    var t = linear(2);
    var net = new Sequential(t, t, t);
    var copy = net.copy();
    assertRefused(ShapeException.class, () -> copy.apply(Tensor.zeros(1, 5)), "5");
    assertSame(copy.parameter("0.weight"), copy.parameter("1.weight"));
    assertSame(copy.parameter("0.weight"), copy.parameter("2.weight"));
    copy.apply(real(new double[] {1}, 1, 1)).sum().backward();
    assertValues(copy.parameter("2.weight").grad(), 12);
    assertNull(t.weight().grad());
  }

  static final class Twice extends Block {
    final Parameter first;
    final Parameter second;

    Twice(Parameter weight) {
      first = weight;
      second = weight;
    }

    @Override
    protected Tensor forward(Tensor x) {
      return x.times(first.value()).times(second.value());
    }
  }

  @Test
  void oneParameterInTwoFieldsIsATie() {
    var block =
        new Twice(Parameter.of(Tensor.randn(Key.of(1), Fixtures.real(), Fixtures.shape(2))));
    assertEquals(1, block.parameters().size());
    assertEquals(Map.of("first", List.of("second")), block.parameters().ties());
  }

  // ---- a computed weight under several names

  private static Linear normed(double... row) {
    var layer = linear(new double[][] {row}, null);
    layer.weight().parametrize(new WeightNorm());
    return layer;
  }

  @Test
  void aWeightOfLengthAndDirectionGivesBothTheirGradients() {
    var layer = normed(3, 4);
    assertEquals(5, layer.parameter("weight_g").data().item());
    var y = layer.apply(real(new double[] {1, 0}, 1, 2));
    assertNear(y, 3);
    y.sum().backward();
    assertNear(layer.parameter("weight_g").grad(), 0.6);
    assertNear(layer.parameter("weight_v").grad(), 0.64, -0.48);
  }

  @Test
  void weightNormOnOneNameOfATieIsSeenByEveryUse() {
    var first = linear(2);
    var second = linear(9);
    var third = linear(9);
    second.share(first);
    third.share(second);
    var net = new Sequential(first, second, third);
    second.weight().parametrize(new WeightNorm());
    assertEquals(
        Map.of(
            "0.weight_g", List.of("1.weight_g", "2.weight_g"),
            "0.weight_v", List.of("1.weight_v", "2.weight_v")),
        net.parameters().ties());
    var x = real(new double[] {1}, 1, 1);
    net.apply(x).sum().backward();
    assertValues(net.parameter("2.weight_g").grad(), 12); // 3 w²
    new SGD(net.parameters(), 0.25).step();
    assertValues(net.apply(x), -1); // g = 2 - 3, in all three
    var copy = net.copy();
    assertSame(copy.parameter("0.weight_g"), copy.parameter("2.weight_g"));
    copy.parameter("1.weight_g").set(real(new double[] {3}, 1, 1));
    assertValues(copy.apply(x), 27);
    assertValues(net.apply(x), -1);
  }

  @Test
  void writingThroughAComputedWeightIsNeverLost() {
    var layer = normed(3, 4);
    var net = new Sequential(layer, linear(1));
    net.parameters();
    assertRefused(
        IllegalStateException.class,
        () -> layer.weight().data(),
        "data() of 0.weight",
        "[0.weight_g, 0.weight_v]",
        "set(tensor)");
    layer.weight().set(matrix(new double[][] {{6, 8}}));
    assertValues(net.parameter("0.weight_g").data(), 10);
    assertValues(net.parameter("0.weight_v").data(), 6, 8);
    assertNear(layer.apply(real(new double[] {1, 0}, 1, 2)), 6);
  }

  @Test
  void untyingAComputedWeightGivesPartsOfTheirOwn() {
    var t = linear(2);
    t.weight().parametrize(new WeightNorm());
    var net = new Sequential(t, t, t);
    net.untie("1");
    assertEquals(
        Map.of("0.weight_g", List.of("2.weight_g"), "0.weight_v", List.of("2.weight_v")),
        net.parameters().ties());
    net.parameter("1.weight_g").set(real(new double[] {5}, 1, 1));
    assertValues(net.apply(real(new double[] {1}, 1, 1)), 20);
  }

  // ---- the same, where one looks less

  @Test
  void untyingTheMiddleOfThreeLeavesTheOthersTied() {
    var t = linear(2);
    var net = new Sequential(t, t, t);
    net.untie("1");
    assertSame(net.parameter("0.weight"), net.parameter("2.weight"));
    assertNotSame(net.parameter("0.weight"), net.parameter("1.weight"));
    net.apply(real(new double[] {1}, 1, 1)).sum().backward();
    assertValues(net.parameter("0.weight").grad(), 8); // 2 · 4
    assertValues(net.parameter("1.weight").grad(), 4);
  }

  @Test
  void aTieThatIsRefusedLeavesBothAsTheyWere() {
    var a = new Linear(2, 3);
    var b = new Linear(3, 4);
    assertRefused(ShapeException.class, () -> b.share(a), "weight", "[4, 3]", "[3, 2]");
    assertNotSame(a.weight(), b.weight());
    assertEquals(Fixtures.shape(4, 3), b.weight().shape());
    b.apply(a.apply(Tensor.rand(1, 2))).sum().backward();
    present(b.weight().grad());
  }

  @Test
  void aTieThatFitsInPartIsRefusedAsAWhole() {
    var a = linear(new double[][] {{1, 2}, {3, 4}}, new double[] {5, 6});
    class Odd extends Block {
      final Parameter weight = Parameter.of(matrix(new double[][] {{9, 9}, {9, 9}}));

      @SuppressWarnings("unused") // found by its name
      final Parameter bias = Parameter.of(real(new double[] {1, 2, 3}));

      @Override
      protected Tensor forward(Tensor x) {
        return x.matmul(weight.value());
      }
    }
    var odd = new Odd();
    assertRefused(ShapeException.class, () -> odd.share(a), "bias", "[3]", "[2]");
    assertNotSame(a.weight(), odd.parameter("weight"));
    assertValues(odd.weight.data(), 9, 9, 9, 9);
  }

  @Test
  void theStepAfterAFailedStepIsAsIfNothingHadHappened() {
    var a = threeTimesPlusOne();
    var net = new Sequential(a, a);
    var optimizer = new SGD(net.parameters(), 0.1);
    assertRefused(RuntimeException.class, optimizer::step, "gradient");
    net.apply(two()).sum().backward();
    optimizer.step();
    assertNear(a.weight().data(), 1.7);
  }

  @Test
  void aFileOfThreeNamesReloadsTied(@TempDir Path folder) {
    var t = linear(2);
    new Sequential(t, t, t).save(folder.resolve("three.safetensors"));
    var u = linear(0);
    var fresh = new Sequential(u, u, u);
    fresh.load(folder.resolve("three.safetensors"));
    var x = real(new double[] {1}, 1, 1);
    fresh.apply(x).sum().backward();
    assertValues(fresh.parameter("2.weight").grad(), 12);
    new SGD(fresh.parameters(), 0.25).step();
    assertValues(fresh.apply(x), -1);
  }

  @Test
  void oneNameOfATieIsEnoughForAnOptimizersState() {
    var t = linear(1);
    var net = new Sequential(t, t);
    var optimizer = new SGD(net.parameters(), 0.1).momentum(0.9);
    optimizer.load(Map.of("1.weight.momentum_buffer", real(new double[] {4}, 1, 1)));
    assertValues(optimizer.state().get("0.weight.momentum_buffer"), 4);
  }
}
