package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CopierTest {
  private static Sequential net() {
    return new Sequential(new Linear(2, 2), new Tanh(), new Linear(2, 2));
  }

  private static float[] values(Block block, String name) {
    return block.parameter(name).data().toFloatArray();
  }

  @Test
  void aCopyHasTheValuesAndSharesNone() {
    var net = net();
    net.materialize();
    var copy = net.copy();
    assertArrayEquals(values(net, "0.weight"), values(copy, "0.weight"));
    copy.parameter("0.weight").set(Tensor.of(9f));
    assertTrue(net.parameter("0.weight").data().ne(9).all().itemBoolean());
    assertNotSame(net.get(0), copy.get(0));
  }

  @Test
  void tiesInsideStayTies() {
    var shared = new Linear(2, 2);
    var copy = new Sequential(shared, shared).copy();
    assertSame(copy.get(0), copy.get(1));
    assertNotSame(shared, copy.get(0));
    assertEquals(2, copy.parameters().size());
  }

  /// A head that reads an embedding the other way round.
  private static final class Turned extends Block {
    final Embedding table = new Embedding(5, 3);
    final Linear down = new Linear(5, 3, false);

    Turned() {
      tieTransposed("down.weight", "table.weight");
    }

    @Override
    protected Tensor forward(Tensor x) {
      return down.apply(x);
    }
  }

  @Test
  void aTransposeStaysOneOfTheCopysOwnMatrix() {
    var net = new Turned();
    var copy = (Turned) net.copy();
    copy.table.weight().set(Tensor.of(4f));
    assertTrue(copy.down.weight().data().eq(4).all().itemBoolean());
    assertTrue(net.down.weight().data().ne(4).all().itemBoolean());
  }

  @Test
  void tiesAmongBlocksThatAreCopiedTogetherStay() {
    var first = new Linear(2, 2);
    var second = new Linear(2, 2);
    second.share(first);
    var copies = Block.copyAll(first, second);
    copies.get(0).parameter("weight").set(Tensor.of(3f));
    assertArrayEquals(new float[] {3, 3, 3, 3}, values(copies.get(1), "weight"));
    var alone = second.copy();
    alone.parameter("weight").set(Tensor.of(5f));
    assertFalse(first.weight().data().eq(5).any().itemBoolean());
  }

  @Test
  void whatIsLazyStaysLazyAndIsDrawnAlike() {
    var net = new Sequential(new LazyLinear(3));
    var copy = net.copy();
    var x = Tensor.ones(1, 2);
    Key.seed(5);
    var expected = net.apply(x).toFloatArray();
    assertFalse(copy.isInitialized());
    Key.seed(5);
    assertArrayEquals(expected, copy.apply(x).toFloatArray());
  }

  @Test
  void policiesAreCopiedGradientsAndHooksAreNot() {
    var net = net();
    net.apply(Tensor.ones(1, 2)).sum().backward();
    net.parameter("0.weight").freeze().lrMult(0.5).wdMult(0.25);
    net.parameter("0.weight").onGrad(g -> g.times(2));
    net.eval();
    var copied = net.copy().parameter("0.weight");
    assertTrue(copied.isFrozen());
    assertEquals(0.5, copied.lrMult());
    assertEquals(0.25, copied.wdMult());
    assertNull(copied.grad());
    assertFalse(net.copy().isTraining());
  }

  private record Pair(Block left, String label) {}

  /// Members in everything that may hold some, and a pointer past the tree.
  private static final class Holder extends Block {
    final List<Block> list = List.of(new Linear(1, 1));
    final Map<String, Block> map = new HashMap<>(Map.of("a", new Linear(1, 1)));
    final Block[] array = {new Linear(1, 1)};
    final Optional<Block> optional = Optional.of(new Linear(1, 1));
    final Pair pair = new Pair(new Linear(1, 1), "pair");
    final Buffer buffer = Buffer.of(Tensor.ones(1));
    final float[] numbers = {1};
    final Tensor constant = Tensor.ones(1);
    final transient Block again = list.get(0);
    final String label = "label";

    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }
  }

  @Test
  void everyContainerIsRebuiltAroundTheCopies() {
    var net = new Holder();
    var copy = (Holder) net.copy();
    assertNotSame(net.list.get(0), copy.list.get(0));
    assertInstanceOf(HashMap.class, copy.map);
    assertNotSame(net.map.get("a"), copy.map.get("a"));
    assertNotSame(net.array[0], copy.array[0]);
    assertNotSame(net.optional.get(), copy.optional.get());
    assertNotSame(net.pair.left(), copy.pair.left());
    assertNotSame(net.buffer, copy.buffer);
    assertNotSame(net.numbers, copy.numbers);
    assertNotSame(net.constant, copy.constant);
    assertSame(net.label, copy.label);
    assertEquals(net.parameters().names(), copy.parameters().names());
  }

  @Test
  void aPointerPastTheTreeIsToTheCopy() {
    var copy = (Holder) new Holder().copy();
    assertSame(copy.list.get(0), copy.again);
  }

  @Test
  void aComputedParameterIsComputedFromPartsOfItsOwn() {
    var layer = new Linear(2, 2);
    layer.weight().parametrize(new WeightNorm());
    var copy = layer.copy();
    assertEquals(layer.parameters().names(), copy.parameters().names());
    copy.parameter("weight_g").set(Tensor.of(0f));
    assertTrue(layer.weight().value().ne(0).any().itemBoolean());
    assertEquals(Shape.of(2, 2), ((Linear) copy).weight().shape());
    assertEquals(DType.FLOAT32, ((Linear) copy).weight().dtype());
  }
}
