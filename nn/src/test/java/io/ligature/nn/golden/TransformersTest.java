package io.ligature.nn.golden;

import io.ligature.Tensor;
import io.ligature.nn.AttentionMask;
import io.ligature.nn.AttentionOptions;
import io.ligature.nn.MultiHeadAttention;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Attention loads what PyTorch saved, and computes and differentiates alike.
class TransformersTest {
  private static MultiHeadAttention heads(AttentionOptions options) {
    return new MultiHeadAttention(4, 2, options.batchFirst(true));
  }

  private static BiFunction<MultiHeadAttention, List<Tensor>, List<Tensor>> attend(
      AttentionMask mask) {
    return (heads, in) -> {
      var result = heads.runWithWeights(in.get(0), in.get(1), in.get(2), mask);
      return List.of(result.output(), result.weights().mean(1)); // of the heads
    };
  }

  @TestFactory
  List<DynamicTest> attentionIsThatOfPyTorch() {
    var plain = AttentionOptions.DEFAULT;
    var padded = Tensor.of(new boolean[] {false, false, true, false, true, true}).reshape(2, 3);
    return new LayerCases()
        .with("multihead_attention", heads(plain), attend(AttentionMask.NONE))
        .with(
            "multihead_attention_causal", heads(plain.hasBias(false)), attend(AttentionMask.CAUSAL))
        .with(
            "multihead_attention_padded",
            heads(plain.keyWidth(3).valueWidth(5)),
            attend(AttentionMask.NONE.padding(padded)))
        .tests();
  }
}
