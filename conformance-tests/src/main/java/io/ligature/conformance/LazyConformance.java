package io.ligature.conformance;

import static io.ligature.conformance.Fixtures.assertRefused;
import static io.ligature.conformance.Fixtures.assertValues;
import static io.ligature.conformance.Fixtures.input;
import static io.ligature.conformance.Fixtures.net;
import static io.ligature.conformance.Fixtures.shape;
import static io.ligature.conformance.Fixtures.tiedNet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Buffer;
import io.ligature.nn.Dropout;
import io.ligature.nn.Init;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.nn.UninitializedParameterException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Layers whose shapes the first input decides.
public abstract class LazyConformance {
  /// For subclasses.
  protected LazyConformance() {}

  @Test
  void beforeTheFirstInputAnExtentIsUnknown() {
    var weight = net().get(0, Linear.class).weight();
    assertEquals("[8, ?]", weight.shape().toString());
    assertFalse(weight.isInitialized());
  }

  @Test
  void readingAValueTooEarlyNamesPathAndRemedy() {
    var net = net();
    net.parameters();
    var weight = net.get(0, Linear.class).weight();
    assertRefused(UninitializedParameterException.class, weight::data, "0.weight", "apply");
    assertRefused(UninitializedParameterException.class, weight::value, "0.weight", "apply");
    assertRefused(UninitializedParameterException.class, weight::gradOrZeros, "0.weight", "apply");
  }

  @Test
  void printingWorksBeforeTheFirstInput() {
    var lazy = new Sequential(new LazyLinear(256));
    lazy.parameters();
    assertEquals(
        "Parameter 0.weight [256, ?] f32, uninitialized",
        lazy.get(0, Linear.class).weight().toString());
  }

  @Test
  void theFirstForwardDecidesTheShapes() {
    var net = net();
    assertEquals(shape(2, 1), net.apply(input()).shape());
    var seen = new ArrayList<String>();
    net.parameters().forEach((name, p) -> seen.add(name + " " + p.shape()));
    assertEquals(List.of("0.weight [8, 4]", "0.bias [8]", "2.weight [1, 8]", "2.bias [1]"), seen);
    assertEquals(49, net.parameters().count());
  }

  /// A running mean as batch norm keeps one, by both ways to write a buffer, and its updates
  /// counted.
  static final class Statistics extends Block {
    final Buffer mean = Buffer.of(Tensor.zeros(1));
    final Buffer batches = Buffer.of(Tensor.zeros(1));

    @Override
    protected Tensor forward(Tensor x) {
      var batch = x.mean().reshape(1);
      mean.set(mean.value().times(0.9).plus(batch.times(0.1)));
      batches.data().plusAssign(1);
      return x.minus(batch);
    }
  }

  @Test
  void aDryRunMovesNeitherStatisticsNorTheGenerator() {
    Key.seed(7);
    new Sequential(new LazyLinear(3), new LazyLinear(2)).materialize(Shape.of(5, 4));
    var expected = Key.next(); // the parameters took the same keys, and nothing else took any
    Key.seed(7);
    var statistics = new Statistics();
    var net = new Sequential(new LazyLinear(3), statistics, new Dropout(0.5), new LazyLinear(2));
    net.materialize(Shape.of(5, 4));
    assertEquals(expected, Key.next());
    assertEquals(shape(3, 4), net.get(0, Linear.class).weight().shape());
    assertValues(statistics.mean.data(), 0);
    assertValues(statistics.batches.data(), 0);
  }

  @Test
  void aSummaryMovesNothingAtAll() {
    Key.seed(7);
    var expected = Key.next();
    Key.seed(7);
    var statistics = new Statistics();
    var net = new Sequential(new LazyLinear(3), statistics, new Dropout(0.5), new LazyLinear(2));
    assertTrue(net.summary(Shape.of(5, 4)).contains("[5, 2]"));
    assertEquals(expected, Key.next());
    assertFalse(net.isInitialized());
    assertValues(statistics.batches.data(), 0);
  }

  @Test
  void theFirstForwardMovesStatisticsOnce() {
    var statistics = new Statistics();
    new Sequential(new LazyLinear(3), statistics).apply(input());
    assertValues(statistics.batches.data(), 1);
  }

  @Test
  void aFirstForwardThatFailsMovesNothing() {
    var statistics = new Statistics();
    var net = new Sequential(new LazyLinear(3), statistics, new Linear(7, 1));
    var x = input();
    Key.seed(7);
    var expected = Key.next();
    Key.seed(7);
    assertRefused(ShapeException.class, () -> net.apply(x), "2", "7");
    assertEquals(expected, Key.next());
    assertValues(statistics.mean.data(), 0);
    assertValues(statistics.batches.data(), 0);
    assertEquals("[3, ?]", net.parameter("0.weight").shape().toString());
  }

  @Test
  void theFirstForwardAfterAFailedOneDecides() {
    var net = new Sequential(new LazyLinear(3), new Linear(3, 1));
    assertRefused(ShapeException.class, () -> net.apply(Tensor.of(1f)), "scalar");
    net.apply(Tensor.rand(2, 9));
    assertEquals(shape(3, 9), net.parameter("0.weight").shape());
  }

  @Test
  void lazyEqualsEagerUnderOneSeed() {
    Key.seed(3);
    var lazy = new Sequential(new LazyLinear(8), new ReLU(), new LazyLinear(1));
    lazy.materialize(Shape.of(2, 4));
    Key.seed(3);
    var eager = new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 1));
    eager.materialize(Shape.of(2, 4));
    for (var name : lazy.parameters().names()) {
      assertValues(lazy.parameter(name).data(), eager.parameter(name).data().toDoubleArray());
    }
  }

  @Test
  void policiesSetBeforeShapesAreKnownAreRemembered() {
    var net = new Sequential(new LazyLinear(8), new ReLU(), new LazyLinear(1));
    net.initialize(Init.constant(1));
    net.get(2, Linear.class).weight().init(Init.constant(2)).lrMult(0.5);
    net.get(0).freeze();
    net.apply(input());
    assertValues(net.get(2, Linear.class).weight().data(), 2, 2, 2, 2, 2, 2, 2, 2);
    assertValues(net.get(2, Linear.class).bias().data(), 1);
    assertEquals(0.5, net.get(2, Linear.class).weight().lrMult());
    assertTrue(net.get(0, Linear.class).weight().isFrozen());
  }

  static final class WeightTied extends Block {
    final Linear first = new LazyLinear(4);
    final Linear second = new LazyLinear(4);

    WeightTied() {
      tie("second.weight", "first.weight");
    }

    @Override
    protected Tensor forward(Tensor x) {
      return second.apply(first.apply(x));
    }
  }

  @Test
  void tyingOnlyTheWeightOfTwoLazyLayersWorks() {
    var model = new WeightTied();
    model.apply(Tensor.rand(2, 4));
    assertSame(model.first.weight(), model.second.weight());
    assertEquals(3, model.parameters().size());
  }

  @Test
  void aThirdLayerTakesItsWidthFromTheTie() {
    var first = new LazyLinear(4);
    var second = new LazyLinear(4);
    var third = new LazyLinear(4);
    third.share(second.share(first));
    var net = new Sequential(first, new LazyLinear(6));
    assertEquals("[4, ?]", third.weight().shape().toString());
    net.apply(Tensor.rand(2, 6));
    assertEquals(shape(4, 6), third.weight().shape());
    assertSame(first.weight(), third.weight());
    assertRefused(ShapeException.class, () -> third.apply(Tensor.rand(2, 5)), "6", "[2, 5]");
  }

  @Test
  void laterInputOfAnotherWidthNamesPathExpectedAndFound() {
    var net = net();
    net.apply(input());
    assertRefused(ShapeException.class, () -> net.apply(Tensor.rand(2, 5)), "0", "4", "[2, 5]");
  }

  @Test
  void allShapesAreDecidedOrNone() {
    var net = new Sequential(new LazyLinear(8), new Linear(7, 3), new LazyLinear(2));
    assertRefused(ShapeException.class, () -> net.apply(input()), "1", "7");
    assertEquals("[8, ?]", net.get(0, Linear.class).weight().shape().toString());
    assertFalse(net.get(0, Linear.class).weight().isInitialized());
  }

  @Test
  void loadingDecidesTheShapes(@TempDir Path folder) {
    var net = net();
    net.apply(input());
    net.save(folder.resolve("net.safetensors"));
    var fresh = net();
    fresh.load(folder.resolve("net.safetensors"));
    assertEquals(shape(8, 4), fresh.parameter("0.weight").shape());
    var x = input();
    assertValues(fresh.apply(x), net.apply(x).toDoubleArray());
    assertRefused(ShapeException.class, () -> fresh.apply(Tensor.rand(2, 5)), "0", "4", "5");
  }

  @Test
  void aFileThatContradictsAKnownExtentIsRefused(@TempDir Path folder) {
    var net = new Sequential(new LazyLinear(9));
    net.apply(input());
    net.save(folder.resolve("net.safetensors"));
    var fresh = new Sequential(new LazyLinear(8));
    assertRefused(
        IllegalArgumentException.class,
        () -> fresh.load(folder.resolve("net.safetensors")),
        "0.weight",
        "[8, ?]",
        "[9, 4]");
    assertEquals("[8, ?]", fresh.get(0, Linear.class).weight().shape().toString());
  }

  @Test
  void savingSomethingUninitialisedNamesIt(@TempDir Path folder) {
    var file = folder.resolve("net.safetensors");
    assertRefused(UninitializedParameterException.class, () -> net().save(file), "0.weight");
    assertFalse(Files.exists(file));
  }

  @Test
  void theCopyOfALazyTiedNetIsLazyAndTied() {
    var copy = tiedNet().copy();
    assertEquals("[8, ?]", copy.parameter("2.weight").shape().toString());
    assertSame(copy.parameter("2.weight"), copy.parameter("4.weight"));
    copy.apply(input());
    assertEquals(121, copy.parameters().count());
  }

  @Test
  void theCopyOfACopyIsDecidedByItsOwnInput() {
    var net = tiedNet();
    var copy = net.copy().copy();
    net.apply(input());
    assertEquals("[8, ?]", copy.parameter("0.weight").shape().toString());
    copy.apply(Tensor.rand(1, 5));
    assertEquals(shape(8, 5), copy.parameter("0.weight").shape());
    assertEquals(shape(8, 4), net.parameter("0.weight").shape());
  }

  @Test
  void anEmptyBatchInitialises() {
    var net = net();
    assertEquals(shape(0, 1), net.apply(Tensor.zeros(0, 3)).shape());
    assertEquals(shape(8, 3), net.parameter("0.weight").shape());
  }

  @Test
  void lazyLayersKeepTheTypeTheyWereCastTo() {
    var net = net();
    net.to(Fixtures.real());
    net.materialize(Fixtures.real(), Shape.of(2, 4));
    assertEquals(Fixtures.real(), net.parameter("0.weight").dtype());
    assertEquals(DType.FLOAT32, net().get(0, Linear.class).weight().dtype());
  }
}
