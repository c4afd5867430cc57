package io.ligature.conformance;

import static io.ligature.conformance.Fixtures.assertRefused;
import static io.ligature.conformance.Fixtures.assertValues;
import static io.ligature.conformance.Fixtures.input;
import static io.ligature.conformance.Fixtures.net;
import static io.ligature.conformance.Fixtures.present;
import static io.ligature.conformance.Fixtures.real;
import static io.ligature.conformance.Fixtures.shape;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Buffer;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.Parameter;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.nn.Traversal;
import io.ligature.nn.WeightNorm;
import io.ligature.nn.optim.SGD;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Access to parameters: by place, by type, by path, all at once.
public abstract class AccessConformance {
  /// For subclasses.
  protected AccessConformance() {}

  private static Sequential ready() {
    var net = net();
    net.apply(input());
    return net;
  }

  @Test
  void aPlaceIsTheSameObjectEveryTime() {
    var net = net();
    assertSame(net.get(2), net.get(2));
    assertSame(net.get(2), net.get(-1));
  }

  @Test
  void aPlaceOutsideNamesIndexAndSize() {
    var net = net();
    assertRefused(IndexOutOfBoundsException.class, () -> net.get(3), "3", "size 3");
    assertRefused(IndexOutOfBoundsException.class, () -> net.get(-4), "-4", "size 3");
  }

  @Test
  void aLazyLayerIsALinearBeforeAndAfterItsFirstForward() {
    var net = net();
    assertInstanceOf(Linear.class, net.get(2));
    var before = net.get(2, Linear.class);
    net.apply(input());
    assertSame(before, net.get(2, Linear.class));
  }

  @Test
  void aWrongTypeNamesBothClasses() {
    var net = net();
    assertRefused(RuntimeException.class, () -> net.get(1, Linear.class), "ReLU", "Linear");
  }

  @Test
  void aLayersStateIsWeightAndBias() {
    assertEquals(List.of("weight", "bias"), List.copyOf(ready().get(2).stateDict().names()));
  }

  @Test
  void allParametersComeInOrderWithTheirShapes() {
    var seen = new ArrayList<String>();
    ready().parameters().forEach((name, p) -> seen.add(name + " " + p.shape()));
    assertEquals(List.of("0.weight [8, 4]", "0.bias [8]", "2.weight [1, 8]", "2.bias [1]"), seen);
  }

  static final class OwnLast extends Block {
    final Linear child = new Linear(1, 1);
    final Buffer buffer = Buffer.of(Tensor.zeros(1));
    final Parameter parameter = Parameter.of(Tensor.zeros(1));

    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }
  }

  @Test
  void ownParametersAndBuffersComeBeforeChildren() {
    assertEquals(
        List.of("parameter", "buffer", "child.weight", "child.bias"),
        List.copyOf(new OwnLast().stateDict().names()));
  }

  @Test
  void aPathFindsTheParameter() {
    var net = ready();
    assertSame(net.get(2, Linear.class).bias(), net.parameter("2.bias"));
  }

  @Test
  void aPathToNowhereListsTheChildren() {
    var net = ready();
    assertRefused(IllegalArgumentException.class, () -> net.parameter("7.x"), "7", "0, 1, 2");
  }

  @Test
  void aPathToSomethingElseSaysWhatItIs() {
    var net = ready();
    assertRefused(IllegalArgumentException.class, () -> net.parameter("2"), "2", "LazyLinear");
  }

  @Test
  void withoutBiasThereIsNoBiasKeyAnywhere() {
    var layer = new Linear(2, 3, false);
    assertEquals(List.of("weight"), List.copyOf(layer.parameters().names()));
    assertEquals(List.of("weight"), List.copyOf(layer.stateDict().names()));
    assertEquals(List.of("weight"), List.copyOf(layer.params().names()));
  }

  @Test
  void selectMatchesTheWholeName() {
    var net = ready();
    net.get(0, Linear.class).weight().parametrize(new WeightNorm());
    var parameters = net.parameters();
    assertEquals(
        Set.of("0.weight_g", "0.weight_v", "0.bias", "2.weight", "2.bias"), parameters.names());
    assertEquals(Set.of("2.weight"), parameters.select(".*weight").names());
    assertEquals(Set.of(), parameters.select("weight").names());
    assertEquals(Set.of(), parameters.select("2").names());
    assertEquals(Set.of("0.weight_g"), parameters.select("0\\.weight_g").names());
    assertEquals(2, parameters.select(".*weight_.").size());
    assertEquals(2, ready().parameters().select(".*weight").size());
  }

  @Test
  void aLearningRateMultiplierCounts() {
    var layer = Fixtures.linear(1);
    layer.parameters().select(".*").each(p -> p.lrMult(0.5));
    layer.apply(real(new double[] {1}, 1, 1)).sum().backward();
    new SGD(layer.parameters(), 0.1).step();
    Fixtures.assertNear(layer.weight().data(), 0.95);
  }

  @Test
  void weightsAreCopies() {
    var net = ready();
    var before = net.parameter("0.weight").data().toDoubleArray();
    net.getWeights().get(0).plusAssign(1);
    assertValues(net.parameter("0.weight").data(), before);
  }

  @Test
  void aWrongNumberOfWeightsNamesBothCounts() {
    var net = ready();
    assertRefused(
        IllegalArgumentException.class, () -> net.setWeights(List.of(Tensor.zeros(1))), "4", "1");
  }

  @Test
  void setWeightsIsTheCounterpartOfGetWeights() {
    var net = ready();
    var zeros = net.getWeights().stream().map(Tensor::zerosLike).toList();
    net.setWeights(zeros);
    assertValues(net.apply(input()), 0, 0);
  }

  @Test
  void freezingChangesNeitherNamesNorOrder() {
    var net = ready();
    var names = List.copyOf(net.parameters().names());
    net.get(0).freeze();
    assertEquals(names, List.copyOf(net.parameters().names()));
    assertEquals(List.of("2.weight", "2.bias"), List.copyOf(net.parameters().trainable().names()));
    net.unfreeze();
    assertEquals(names, List.copyOf(net.parameters().trainable().names()));
  }

  static final class Containers extends Block {
    final List<Block> layers = List.of(new Linear(1, 1, false), new Linear(1, 1, false));
    final Map<String, Block> map = new LinkedHashMap<>(Map.of("key", new Linear(1, 1, false)));
    final Block[] array = {new Linear(1, 1, false)};
    final Optional<Block> maybe = Optional.of(new Linear(1, 1, false));

    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }
  }

  @Test
  void listsMapsArraysAndOptionalsOfBlocksAreRegistered() {
    assertEquals(
        List.of(
            "layers.0.weight",
            "layers.1.weight",
            "map.key.weight",
            "array.0.weight",
            "maybe.weight"),
        List.copyOf(new Containers().parameters().names()));
  }

  @Test
  void aSetOfBlocksIsRefusedByName() {
    var block =
        new Block() {
          final Set<Block> several = Set.of(new Linear(1, 1));

          @Override
          protected Tensor forward(Tensor x) {
            return several.iterator().next().apply(x);
          }
        };
    assertRefused(IllegalStateException.class, block::parameters, "several", "Set");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "final Linear it = new Linear(1, 1);",
        "private final Parameter it = Parameter.of(Tensor.zeros(1));",
        "private final Buffer it = Buffer.of(Tensor.zeros(1));",
        "final List<Block> it = List.of(new Linear(1, 1));",
        "final List<? extends Block> it = List.of(new Linear(1, 1));",
        "final Map<String, Linear> it = Map.of();",
        "final Map<String, List<Linear>> it = Map.of();",
        "final Optional<Linear> it = Optional.empty();",
        "final Linear[] it = {};",
        "final List<Linear>[] it = null;",
        "record Pair(Linear a, Linear b) {} final Pair it = null;",
        "final Object it = new Linear(1, 1);",
        "final UnaryOperator<Tensor> it = new Linear(1, 1);",
        "final Set<Linear> it = Set.of();",
      })
  void aFieldThatCannotBeReadIsNeverOverlooked(String field, @TempDir Path folder)
      throws Exception {
    var block = ClosedModule.block(folder, "Closed", field);
    assertRefused(
        IllegalStateException.class,
        block::parameters,
        "The field 'it' of models.Closed cannot be read, because module closed does not open its"
            + " package. Write `opens models",
        "` in its module-info. Or register the member under the field's name with child(\"it\","
            + " block), param(..) or buffer(..) in the constructor of Closed. If it holds no"
            + " member, make it transient.");
    assertRefused(IllegalStateException.class, block::copy, "'it'");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "final Linear it = child(\"it\", new Linear(1, 1));",
        "final Parameter it = param(\"it\", Parameter.of(Tensor.zeros(1)));",
        "final Buffer it = buffer(\"it\", Buffer.of(Tensor.zeros(1)));",
        "final int count = 1; final String text = \"\"; final List<String> it = List.of();",
        "transient Object it = new Object(); record Node(Node next) {} Node node;",
        "Closed() { child(\"it\", new Linear(1, 1)); }",
      })
  void whatIsRegisteredByHandNeedsNoOpenModule(String field, @TempDir Path folder)
      throws Exception {
    var block = ClosedModule.block(folder, "Closed", field);
    boolean isRegistered = field.contains("(\"it\"");
    assertEquals(
        isRegistered ? 1 : 0,
        block.traverse().slots().stream()
            .map(Traversal.Place::path)
            .map(path -> path.split("\\.")[0])
            .distinct()
            .count());
  }

  @Test
  void theCopyOfAFieldThatCannotBeWrittenIsRefused(@TempDir Path folder) throws Exception {
    var block =
        ClosedModule.block(folder, "Closed", "final Linear it = child(\"it\", new Linear(1, 1));");
    assertRefused(
        IllegalStateException.class,
        block::copy,
        "models.Closed cannot be copied: its field 'it' cannot be pointed to a copy, because module"
            + " closed does not open its package. Write `opens models");
  }

  @Test
  void anOpenPackageNeedsNothingElse(@TempDir Path folder) throws Exception {
    var block = ClosedModule.opened(folder, "Open", "final Linear it = new Linear(1, 1);");
    assertEquals(List.of("it.weight", "it.bias"), List.copyOf(block.parameters().names()));
    assertEquals(List.of("it.weight", "it.bias"), List.copyOf(block.copy().parameters().names()));
  }

  @Test
  void beforeBackwardThereIsNoGradient() {
    var net = ready();
    var weight = net.get(2, Linear.class).weight();
    assertNull(weight.grad());
    assertEquals(shape(1, 8), weight.gradOrZeros().shape());
    assertValues(weight.gradOrZeros(), 0, 0, 0, 0, 0, 0, 0, 0);
  }

  @Test
  void zeroGradForgetsAndTheKeepingFormZeroesTheSameTensor() {
    var net = ready();
    var bias = net.get(2, Linear.class).bias();
    net.apply(input()).sum().backward();
    var gradient = present(bias.grad());
    assertValues(gradient, 2);
    net.zeroGrad(true);
    assertSame(gradient, bias.grad());
    assertValues(bias.grad(), 0);
    net.zeroGrad();
    assertNull(bias.grad());
  }

  @Test
  void printingWorksBeforeAndAfterShapesAreKnown() {
    var net = net();
    var parameters = net.parameters().toString();
    assertEquals(4, parameters.strip().lines().filter(line -> line.contains("Parameter")).count());
    assertTrue(parameters.contains("[8, ?]"), parameters);
    assertNotNull(net.toString());
    net.apply(input());
    assertTrue(net.parameters().toString().contains("[8, 4]"), net.parameters()::toString);
    assertFalse(net.toString().contains("?"), net::toString);
  }

  @Test
  void aRepeatedChildPrintsAsAReferenceToItsFirstPlace() {
    var shared = new Linear(2, 2);
    assertEquals(
        """
        Sequential {
          0: Linear(2 -> 2)
          1: ReLU
          2: same as 0
        }\
        """,
        new Sequential(shared, new ReLU(), shared).toString());
  }

  @Test
  void largeTensorsPrintAbridged() {
    var layer = new Linear(200, 100);
    assertTrue(layer.weight().data().toString().contains("..."));
    assertTrue(layer.weight().data().toString().length() < 2000);
  }

  @Test
  void anUnknownExtentShowsAsAQuestionMark() {
    assertEquals(Shape.partial(8, Shape.UNKNOWN), new LazyLinear(8).weight().shape());
    assertEquals(DType.FLOAT32, new LazyLinear(8).weight().dtype());
  }
}
