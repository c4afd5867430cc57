package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

@SuppressWarnings("unused") // fields are read by reflection
class TraversalTest {
  /// A buffer that is declared before a parameter, and a layer before both.
  private static final class Mixed extends Block {
    final Linear layer = new Linear(1, 1, false);
    final Buffer buffer = Buffer.of(Tensor.ones(1));
    final Parameter parameter = Parameter.of(Tensor.ones(1));

    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }
  }

  /// A matrix that is the transpose of another, which comes after it.
  private static final class Turned extends Block {
    final Parameter turned = Parameter.of(Tensor.ones(3, 2));
    final Parameter upright = Parameter.of(Tensor.ones(2, 3));

    Turned() {
      tieTransposed("turned", "upright");
    }

    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }
  }

  private static List<String> paths(Block block) {
    return block.traverse().stream().map(Visit::path).toList();
  }

  private static List<String> slots(Block block) {
    return block.traverse().slots().stream()
        .map(
            place ->
                place.path()
                    + (place.isFirst() ? "" : " = " + place.firstPath())
                    + (place.isTransposed() ? " transposed" : ""))
        .toList();
  }

  @Test
  void aBlockComesBeforeItsChildrenInDeclarationOrder() {
    var net = new Sequential(new Sequential(new Tanh(), new Mixed()), new ReLU());
    assertEquals(List.of("", "0", "0.0", "0.1", "0.1.layer", "1"), paths(net));
  }

  @Test
  void aBlockInTwoPlacesIsVisitedAtBothAndFirstAtOne() {
    var shared = new Linear(1, 1, false);
    var net = new Sequential(shared, new Sequential(shared));
    var visits = new ArrayList<Visit>();
    net.traverse().forEach(visits::add);
    assertEquals(List.of("", "0", "1", "1.0"), visits.stream().map(Visit::path).toList());
    assertSame(shared, visits.get(3).block());
    assertFalse(visits.get(3).isFirst());
    assertEquals("0", visits.get(3).firstPath());
    assertEquals("1.0.weight", visits.get(3).child("weight"));
    assertEquals(List.of("0.weight", "1.0.weight = 0.weight"), slots(net));
  }

  @Test
  void whatIsBelowABlockInTwoPlacesHasBothPaths() {
    var shared = new Sequential(new Sequential(new Linear(1, 1)));
    assertEquals(
        List.of(
            "0.0.0.weight", "0.0.0.bias", "1.0.0.weight = 0.0.0.weight", "1.0.0.bias = 0.0.0.bias"),
        slots(new Sequential(shared, shared)));
  }

  @Test
  void slotsComeAsParametersThenBuffersThenChildren() {
    assertEquals(List.of("parameter", "buffer", "layer.weight"), slots(new Mixed()));
  }

  @Test
  void aValueIsNamedByWhereItStandsUpright() {
    assertEquals(List.of("turned = upright transposed", "upright"), slots(new Turned()));
  }

  private static final class Growing extends Block {
    final List<Block> layers = new ArrayList<>(List.of(new Tanh()));

    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }
  }

  @Test
  void aTraversalIsASnapshot() {
    var net = new Growing();
    var before = net.traverse();
    net.layers.add(new ReLU());
    assertEquals(List.of("", "layers.0"), before.stream().map(Visit::path).toList());
    assertEquals(List.of("", "layers.0", "layers.1"), paths(net));
  }
}
