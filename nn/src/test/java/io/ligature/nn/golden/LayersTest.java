package io.ligature.nn.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Embedding;
import io.ligature.nn.GroupNorm;
import io.ligature.nn.LayerNorm;
import io.ligature.nn.Linear;
import io.ligature.nn.PReLU;
import io.ligature.nn.RMSNorm;
import io.ligature.nn.WeightNorm;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A state that PyTorch saved loads by name, and gives the same outputs and gradients.
class LayersTest {
  @TestFactory
  List<DynamicTest> linearAndNormalisingLayersAreThoseOfPyTorch() {
    var normed = new Linear(4, 3);
    normed.weight().parametrize(new WeightNorm());
    return new LayerCases()
        .with("linear", new Linear(4, 3))
        .with("linear_no_bias", new Linear(4, 3, false))
        .with("linear_float32", new Linear(4, 3))
        .with("layer_norm", new LayerNorm(5))
        .with("layer_norm_two_axes", new LayerNorm(Shape.of(2, 3), 0.1, true, true))
        .with("rms_norm", new RMSNorm(5, 0.1))
        .with("group_norm", new GroupNorm(2, 4))
        .with("embedding", new Embedding(5, 3))
        .with("embedding_padding", new Embedding(5, 3, 2))
        .with("prelu", new PReLU(3))
        .with("weight_norm", normed)
        .tests();
  }

  /// Reads a table both ways.
  private static final class Tied extends Block {
    final Embedding table = new Embedding(5, 3);
    final Linear head = new Linear(3, 5, false);

    Tied() {
      tie("head.weight", "table.weight");
    }

    @Override
    protected Tensor forward(Tensor x) {
      return head.apply(table.apply(x).tanh());
    }
  }

  @Test
  void aStateThatLeavesOutATiedWeightLoads() {
    var golden = Golden.read("tied");
    assertEquals(List.of("table.weight"), List.copyOf(golden.under("state.").names()));
    LayerCases.check(golden, new Tied(), (net, in) -> List.of(net.apply(in.get(0))));
  }
}
