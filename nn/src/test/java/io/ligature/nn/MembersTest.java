package io.ligature.nn;

import static io.ligature.nn.Example.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a block owns, and what it is told that it cannot.
@SuppressWarnings("unused") // fields are read by reflection
class MembersTest {
  private abstract static class Plain extends Block {
    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }
  }

  private static void assertRefused(String message, Block block) {
    assertMessage(
        message.replace("NAME", block.getClass().getName()),
        IllegalStateException.class,
        block::parameters);
  }

  private static final String LEAF =
      "NAME holds a tensor that requires a gradient in the field '%s', where no optimizer and no"
          + " file finds it. Wrap it: Parameter.of(tensor) is trained, Buffer.of(tensor) is saved."
          + " Or make the field transient to leave it out.";

  @Test
  void aTensorThatRequiresAGradientMustBeAParameter() {
    assertRefused(
        LEAF.formatted("w"),
        new Plain() {
          final Tensor w = Tensor.ones(2).requireGrad();
        });
    assertRefused(
        LEAF.formatted("ws.1"),
        new Plain() {
          final List<Tensor> ws = List.of(Tensor.ones(1), Tensor.ones(2).requireGrad());
        });
    assertRefused(
        LEAF.formatted("ws.b"),
        new Plain() {
          final Map<String, Tensor> ws = Map.of("b", Tensor.ones(2).requireGrad());
        });
  }

  @Test
  void otherTensorsAreTheBlocksOwnAffair() {
    var block =
        new Plain() {
          final Tensor constant = Tensor.ones(2);
          final Tensor computed = Tensor.ones(2).requireGrad().times(2);
          final transient Tensor hidden = Tensor.ones(2).requireGrad();
          final Parameter parameter = Parameter.of(Tensor.ones(2));
        };
    assertEquals(List.of("parameter"), Example.names(block));
  }

  @Test
  void nullAmongMembersIsRefused() {
    assertRefused(
        "NAME holds null at place 1 of the field 'layers', among blocks or parameters. Leave it"
            + " out, or put Identity there.",
        new Plain() {
          final List<Block> layers = Arrays.asList(new Identity(), null, new Linear(1, 1));
        });
    assertRefused(
        "NAME holds null at place 0 of the field 'weights', among blocks or parameters. Leave it"
            + " out, or put Identity there.",
        new Plain() {
          final Parameter[] weights = {null, Parameter.of(Tensor.ones(1))};
        });
    var map = new LinkedHashMap<String, Block>();
    map.put("a", new Identity());
    map.put("b", null);
    assertRefused(
        "NAME holds null at place 1 of the field 'layers', among blocks or parameters. Leave it"
            + " out, or put Identity there.",
        new Plain() {
          final Map<String, Block> layers = map;
        });
  }

  @Test
  void nullAloneIsNoMember() {
    var block =
        new Plain() {
          final Block none = null;
          final Optional<Block> empty = Optional.empty();
          final List<String> words = Arrays.asList("a", null);
          final Block[] later = new Block[2];
        };
    assertEquals(List.of(), Example.names(block));
  }
}
