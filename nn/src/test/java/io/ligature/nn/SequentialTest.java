package io.ligature.nn;

import static io.ligature.nn.Example.assertMessage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class SequentialTest {
  private static Block function(UnaryOperator<Tensor> f) {
    return new Block() {
      @Override
      protected Tensor forward(Tensor x) {
        return f.apply(x);
      }
    };
  }

  @Test
  void eachBlockReadsWhatTheOneBeforeItGave() {
    var net = new Sequential(function(x -> x.plus(1)), function(x -> x.times(10)));
    assertArrayEquals(new float[] {20, 30}, net.apply(Tensor.of(1f, 2f)).toFloatArray());
    var x = Tensor.ones(2);
    assertSame(x, new Sequential().apply(x));
  }

  @Test
  void aBlockInTwoPlacesIsComputedTwiceAndCountedAtEach() {
    var twice = function(x -> x.times(3));
    var net = new Sequential(twice, new Identity(), twice);
    assertEquals(9, net.apply(Tensor.of(1f)).item());
    assertEquals(3, net.size());
    assertEquals(2, net.layers().size());
  }

  @Test
  void blocksAreFoundByPlaceByClassAndByName() {
    var net = new Sequential(new Linear(1, 1), new Tanh());
    assertSame(net.get(0), net.get(-2));
    assertSame(net.get(1), net.get(-1));
    assertSame(net.get(1), net.get("1"));
    assertEquals(Shape.of(1, 1), net.get(0, Linear.class).weight().shape());
    var all = new ArrayList<Block>();
    net.forEach(all::add);
    assertEquals(List.of(net.get(0), net.get(1)), all);
  }

  @Test
  void placesAndClassesThatAreNotThereAreRefused() {
    var net = new Sequential(new Linear(1, 1), new Tanh());
    for (int place : new int[] {2, -3}) {
      assertMessage(
          "There is no block %d in a Sequential of size 2.".formatted(place),
          IndexOutOfBoundsException.class,
          () -> net.get(place));
    }
    assertMessage(
        "Block 1 is a Tanh and not a Linear.",
        ClassCastException.class,
        () -> net.get(1, Linear.class));
  }

  @Test
  void namesMayBeChosen() {
    var net = Sequential.of(Map.entry("in", new Linear(1, 1)), Map.entry("f", new Tanh()));
    assertEquals(List.of("in.weight", "in.bias"), Example.names(net));
    assertSame(net.get(1), net.get("f"));
    assertMessage(
        "Sequential has a member named 'f' already. Choose another name.",
        IllegalArgumentException.class,
        () -> Sequential.of(Map.entry("f", new Tanh()), Map.entry("f", new Tanh())));
  }

  @Test
  void repeatingMakesNewBlocks() {
    var net = Sequential.repeat(3, () -> new Linear(2, 2));
    assertEquals(3, net.size());
    assertNotSame(net.get(0), net.get(1));
    assertEquals(18, net.parameters().count());
    assertEquals(0, Sequential.repeat(0, Tanh::new).size());
    assertMessage(
        "repeat needs a count of 0 or more; found -1.",
        IllegalArgumentException.class,
        () -> Sequential.repeat(-1, Tanh::new));
  }

  @Test
  void nullIsRefusedByItsName() {
    assertMessage(
        "The block '1' is null.",
        NullPointerException.class,
        () -> new Sequential(new Tanh(), null));
  }

  @Test
  void errorsNameThePlaceTheBlockStoodAt() {
    var layer = new Linear(2, 3);
    assertMessage(
        "In layer 1: Linear needs x (..., 2); found [1, 3]. Reshape x, or build the layer for its"
            + " last extent.",
        ShapeException.class,
        () -> new Sequential(layer, layer).apply(Tensor.ones(1, 2)));
  }
}
