package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("unused") // fields are found by their names
class BlockTest {
  /// A block that hands its input on; tests give it fields.
  private abstract static class Holder extends Block {
    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }
  }

  private static Parameter slot() {
    return Parameter.of(Tensor.zeros(1));
  }

  private static Linear layer() {
    return new Linear(1, 1, false);
  }

  private static List<String> names(Block block) {
    return List.copyOf(block.parameters().names());
  }

  private static void assertMessage(
      String message, Class<? extends Exception> type, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  // ---- fields

  private static class Base extends Holder {
    final Parameter ofBase = slot();
  }

  private static final class Derived extends Base {
    final Linear child = layer();
    final Parameter own = slot();
    final Parameter absent = null;
    static final Parameter OF_NOBODY = slot();
    final transient Parameter leftOut = slot();
  }

  @Test
  void fieldsOfSuperclassesComeFirst() {
    assertEquals(List.of("ofBase", "own", "child.weight"), names(new Derived()));
  }

  private record Gates(Parameter in, Linear out, int size) {}

  private static final class Containers extends Holder {
    final List<Object> mixed = new ArrayList<>(List.of(layer(), "text", slot()));
    final Gates gates = new Gates(slot(), layer(), 3);
    final Parameter[] array = {slot(), slot()};
    final List<List<Block>> nested = List.of(List.of(layer()), List.of(layer(), layer()));
    final Optional<Parameter> maybe = Optional.of(slot());
    final Optional<Parameter> not = Optional.empty();
    final Map<String, Parameter[]> map = Map.of("k", new Parameter[] {slot()});
  }

  @Test
  void containersAreLookedInto() {
    assertEquals(
        List.of(
            "mixed.2",
            "gates.in",
            "array.0",
            "array.1",
            "maybe",
            "map.k.0",
            "mixed.0.weight",
            "gates.out.weight",
            "nested.0.0.weight",
            "nested.1.0.weight",
            "nested.1.1.weight"),
        names(new Containers()));
  }

  private static final class Numbered extends Holder {
    final Map<Object, Block> unordered = new HashMap<>();
    final Map<String, Block> ordered = new LinkedHashMap<>();

    Numbered() {
      for (int i = 11; i >= 0; i--) {
        unordered.put("layer" + i, layer());
      }
      ordered.put("z", layer());
      ordered.put("a", layer());
    }
  }

  @Test
  void mapsWithoutOrderAreSortedWithNumbersByValueAndOthersKeepTheirs() {
    var names = names(new Numbered());
    assertEquals("unordered.layer2.weight", names.get(2));
    assertEquals("unordered.layer10.weight", names.get(10));
    assertEquals(List.of("ordered.z.weight", "ordered.a.weight"), names.subList(12, 14));
  }

  @Test
  void whatIsAddedToAListLaterIsFound() {
    var block =
        new Holder() {
          final List<Block> layers = new ArrayList<>();
        };
    assertEquals(List.of(), names(block));
    block.layers.add(layer());
    assertEquals(List.of("layers.0.weight"), names(block));
  }

  @Test
  void variablesThatAnAnonymousBlockUsesAreMembers() {
    var captured = layer();
    var block =
        new Block() {
          @Override
          protected Tensor forward(Tensor x) {
            return captured.apply(x);
          }
        };
    assertEquals(List.of("captured.weight"), names(block));
  }

  @Test
  void containersWithoutNamesAreRefused() {
    var set =
        new Holder() {
          final Set<Linear> several = Set.of(layer());
        };
    var e = assertThrows(IllegalStateException.class, set::parameters);
    assertTrue(
        e.getMessage()
            .matches(
                ".*BlockTest\\$\\d+ holds blocks or parameters in the field 'several', a Set\\w+,"
                    + " which gives them no names\\. Use a List, a Map, an array or an Optional, or"
                    + " make the field transient to leave them out\\."),
        e.getMessage());
    var reference =
        new Holder() {
          final AtomicReference<Block> current = new AtomicReference<>(layer());
        };
    var other = assertThrows(IllegalStateException.class, reference::parameters);
    assertTrue(other.getMessage().contains("'current', a AtomicReference"), other.getMessage());
    var harmless =
        new Holder() {
          final Set<String> words = Set.of("a");
        };
    assertEquals(List.of(), names(harmless));
  }

  // ---- names

  @ParameterizedTest(name = "''{0}''")
  @ValueSource(strings = {"", "a.b", "."})
  void namesThatPathsCannotHoldAreRefused(String name) {
    var text =
        "A name needs one letter or more and no dots, which separate the names of a path; found '"
            + name
            + "'.";
    var block = new Holder() {};
    Class<IllegalArgumentException> type = IllegalArgumentException.class;
    assertMessage(text, type, () -> block.child(name, layer()));
    assertMessage(text, type, () -> block.param(name, slot()));
    assertMessage(text, type, () -> block.buffer(name, Buffer.of(Tensor.zeros(1))));
    assertEquals(List.of(), names(block));
    var map =
        new Holder() {
          final Map<String, Block> byName = Map.of(name, layer());
        };
    assertMessage(text, type, map::parameters);
  }

  private static final class Taken extends Holder {
    final Linear layer = child("renamed", layer());
  }

  @Test
  void aNameGivenTwiceIsRefused() {
    var block = new Taken();
    assertMessage(
        "Taken has a member named 'renamed' already. Choose another name.",
        IllegalArgumentException.class,
        () -> block.param("renamed", slot()));
    assertEquals(List.of("renamed.weight"), names(block));
  }

  private static final class Clash extends Holder {
    final Linear layer = layer();

    Clash() {
      child("layer", layer());
    }
  }

  @Test
  void aFieldAndARegisteredMemberOfOneNameAreRefused() {
    assertMessage(
        "io.ligature.nn.BlockTest$Clash has two members named 'layer'. Rename one of them.",
        IllegalStateException.class,
        new Clash()::parameters);
  }

  private static final class Registered extends Holder {
    final Linear second;
    final Linear first;

    Registered() {
      first = child("one", layer());
      second = child("two", layer());
      param("late", slot());
    }
  }

  @Test
  void whatIsRegisteredStandsWhereItsFieldIsUnderItsOwnName() {
    assertEquals(List.of("late", "two.weight", "one.weight"), names(new Registered()));
  }

  @Test
  void aBlockThatContainsItselfIsRefused() {
    class Ring extends Holder {
      Block next = this;
    }
    assertMessage(
        Ring.class.getName()
            + " contains itself: the model itself and next are one block. Break the cycle, or make"
            + " that field transient.",
        IllegalStateException.class,
        new Ring()::parameters);
    var inner = new Ring();
    inner.next = null;
    var outer = new Ring();
    outer.next = new Sequential(inner);
    inner.next = outer.next;
    var e = assertThrows(IllegalStateException.class, outer::parameters);
    assertTrue(
        e.getMessage().contains("contains itself: next and next.0.next are one"), e.getMessage());
  }

  // ---- look-ups

  @Test
  void pathsThatLeadNowhereSayWhatIsThere() {
    var net = new Sequential(new Linear(2, 3), new ReLU());
    Class<IllegalArgumentException> type = IllegalArgumentException.class;
    assertMessage(
        "There is no parameter '7.x': the Sequential has the children 0, 1.",
        type,
        () -> net.parameter("7.x"));
    assertMessage(
        "There is no parameter '0.x': the Linear(2 -> 3) at '0' has the parameters weight, bias.",
        type,
        () -> net.parameter("0.x"));
    assertMessage(
        "There is no block '1.x': the ReLU at '1' has no members.", type, () -> net.block("1.x"));
    assertMessage(
        "'0' is no parameter but a Linear(2 -> 3) with the parameters weight, bias.",
        type,
        () -> net.parameter("0"));
    assertMessage(
        "'0.bias' is no buffer but the parameter 0.bias [3] f32.",
        type,
        () -> net.buffer("0.bias"));
    assertSame(net.get(0), net.block("0"));
    assertSame(net, net.block(""));
  }

  @Test
  void buffersComeInOrderOnceEach() {
    var shared = Buffer.of(Tensor.zeros(1));
    var block =
        new Holder() {
          final Buffer a = shared;
          final Buffer again = shared;
          final Buffer passing = Buffer.transientOf(Tensor.zeros(2));
        };
    assertEquals(List.of("a", "passing"), List.copyOf(block.buffers().keySet()));
    assertSame(block.a, block.buffer("again"));
    assertThrows(UnsupportedOperationException.class, () -> block.buffers().clear());
  }

  /// All blocks of this class are equal.
  private static final class Equal extends Holder {
    @Override
    public boolean equals(Object other) {
      return other instanceof Equal;
    }

    @Override
    public int hashCode() {
      return 1;
    }
  }

  @Test
  void layersAreToldApartByIdentity() {
    var first = new Equal();
    var second = new Equal();
    var layers = new Sequential(first, second, first).layers();
    assertEquals(2, layers.size());
    assertSame(first, layers.get(0));
    assertSame(second, layers.get(1));
    assertEquals(4, new Sequential(first, second, first).traverse().stream().count());
  }

  @Test
  void aVisitCallsForEachBlockOnceInOrder() {
    var shared = layer();
    var net = new Sequential(layer(), new ReLU(), shared, shared, new Sequential(layer()));
    var seen = new ArrayList<Block>();
    net.visit(Linear.class, seen::add);
    assertEquals(List.of(net.get(0), shared, net.block("4.0")), seen);
    var all = new ArrayList<Block>();
    net.visit(Block.class, all::add);
    assertSame(net, all.getFirst());
    assertEquals(6, all.size());
  }

  // ---- hooks

  @Test
  void hooksSeeAndReplaceInputAndResultInTheirOrder() {
    var net = new Sequential(new Identity());
    var log = new ArrayList<String>();
    try (var _ = net.beforeForward(x -> x.plus(1));
        var _ =
            net.onForward(
                (x, y) -> {
                  log.add(x.item() + " " + y.item());
                  return y.times(10);
                });
        var _ = net.onForward((_, y) -> y.plus(3))) {
      assertEquals(53, net.apply(Tensor.of(4f)).item());
    }
    assertEquals(List.of("5.0 5.0"), log);
    assertEquals(4, net.apply(Tensor.of(4f)).item());
  }

  @Test
  void closingAHookRemovesItAloneHoweverOften() {
    var block = new Identity();
    UnaryOperator<Tensor> plus = x -> x.plus(1);
    var one = block.beforeForward(plus);
    block.beforeForward(plus);
    one.close();
    one.close();
    assertEquals(1, block.apply(Tensor.of(0f)).item());
  }

  @Test
  void aHookThatReturnsNullIsNamed() {
    var block = new Identity();
    block.onForward((_, _) -> null);
    assertMessage(
        "A hook of Identity returned null. Return the tensor to go on with, perhaps the one it"
            + " got.",
        NullPointerException.class,
        () -> block.apply(Tensor.of(0f)));
  }

  @Test
  void dryRunsCallNoHooksAndCopiesHaveNone() {
    var net = new Sequential(new LazyLinear(2));
    var calls = new ArrayList<Shape>();
    net.get(0)
        .onForward(
            (x, y) -> {
              calls.add(x.shape());
              return y;
            });
    net.summary(Shape.of(1, 3));
    net.materialize(Shape.of(1, 3));
    net.copy().apply(Tensor.zeros(1, 3));
    assertEquals(List.of(), calls);
    net.apply(Tensor.zeros(1, 3));
    assertEquals(List.of(Shape.of(1, 3)), calls);
  }

  @Test
  void forwardMustReturnSomething() {
    var block =
        new Block() {
          @Override
          protected Tensor forward(Tensor x) {
            return null;
          }
        };
    assertMessage(
        "Block returned null from forward. Have it return its result.",
        NullPointerException.class,
        () -> block.apply(Tensor.of(0f)));
    assertMessage(
        "In layer 1.0: Block returned null from forward. Have it return its result.",
        NullPointerException.class,
        () -> new Sequential(new Identity(), new Sequential(block)).apply(Tensor.of(0f)));
  }

  @Test
  void aLayerNeedsAnInput() {
    assertMessage(
        "Identity needs an input; found null.",
        NullPointerException.class,
        () -> new Identity().apply((Tensor) null));
  }

  // ---- modes, weights

  @Test
  void modesReachTheWholeTree() {
    var net = new Sequential(new Sequential(new Dropout(0.5)));
    assertTrue(net.isTraining());
    assertSame(net, net.eval());
    assertEquals(false, net.block("0.0").isTraining());
    net.train();
    assertTrue(net.block("0.0").isTraining());
  }

  @Test
  void weightsAreSetAllOrNone() {
    var net = new Sequential(new Linear(1, 1), new Linear(2, 1));
    net.initialize(Init.ones());
    var values = new ArrayList<>(net.getWeights().stream().map(Tensor::zerosLike).toList());
    values.set(3, Tensor.zeros(2));
    assertMessage(
        "setWeights: 1.bias needs shape [1]; found [2].",
        ShapeException.class,
        () -> net.setWeights(values));
    assertMessage(
        "setWeights of Sequential needs 4 tensors; found 1.",
        IllegalArgumentException.class,
        () -> net.setWeights(List.of(Tensor.zeros(1))));
    assertArrayEquals(new float[] {1}, net.parameter("0.weight").data().toFloatArray());
  }

  @Test
  void sharingNeedsTheSameNames() {
    var a = new Linear(2, 2);
    var b = new Linear(2, 2, false);
    assertMessage(
        "share needs blocks with the same parameters; found [weight] and [weight, bias].",
        IllegalArgumentException.class,
        () -> b.share(a));
    assertNotSame(a.weight(), b.weight());
  }

  // ---- printing

  @Test
  void theTreePrintsALineABlock() {
    var shared = new Linear(2, 2);
    var net = new Sequential(shared, new Sequential(new ReLU(), shared));
    assertEquals(
        """
        Sequential {
          0: Linear(2 -> 2)
          1: Sequential {
            0: ReLU
            1: same as 0
          }
        }\
        """,
        net.toString());
    assertEquals("Block", new Holder() {}.toString());
  }

  @Test
  void theSummaryCountsOwnValuesOnceAndFindsResultsWithoutComputing() {
    var shared = new LazyLinear(4);
    var net = new Sequential(new LazyLinear(4), shared, shared, new ReLU());
    net.get(0).freeze();
    assertEquals(
        """
        path  block               values
        .     Sequential
        0     LazyLinear(? -> 4)  ?
        1     LazyLinear(? -> 4)  ?
        2     same as 1
        3     ReLU
        ? values in 4 parameters, 2 of them frozen\
        """,
        net.summary());
    assertEquals(
        """
        path  block               result  values
        .     Sequential          [2, 4]
        0     LazyLinear(? -> 4)  [2, 4]  16
        1     LazyLinear(? -> 4)  [2, 4]  20
        2     same as 1           [2, 4]
        3     ReLU                [2, 4]
        36 values in 4 parameters, 2 of them frozen\
        """,
        net.summary(Shape.of(2, 3)));
    assertEquals(false, net.isInitialized());
  }
}
