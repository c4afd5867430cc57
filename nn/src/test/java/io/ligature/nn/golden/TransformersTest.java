package io.ligature.nn.golden;

import io.ligature.Tensor;
import io.ligature.nn.AttentionMask;
import io.ligature.nn.AttentionOptions;
import io.ligature.nn.GELU;
import io.ligature.nn.LayerNorm;
import io.ligature.nn.MultiHeadAttention;
import io.ligature.nn.TransformerDecoder;
import io.ligature.nn.TransformerDecoderLayer;
import io.ligature.nn.TransformerEncoder;
import io.ligature.nn.TransformerEncoderLayer;
import io.ligature.nn.TransformerOptions;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Attention, and layers of it, load what PyTorch saved, and compute and differentiate alike.
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

  @TestFactory
  List<DynamicTest> layersAreThoseOfPyTorch() {
    var options = TransformerOptions.DEFAULT.feedForward(6).dropout(0).batchFirst(true);
    var smooth = options.activation(GELU::new).normFirst(true);
    return new LayerCases()
        .with("transformer_encoder_layer", new TransformerEncoderLayer(4, 2, options))
        .with("transformer_encoder_layer_norm_first", new TransformerEncoderLayer(4, 2, smooth))
        .with(
            "transformer_decoder_layer",
            new TransformerDecoderLayer(4, 2, options),
            (layer, in) ->
                List.of(layer.run(in.get(0), in.get(1), AttentionMask.CAUSAL, AttentionMask.NONE)))
        .with(
            "transformer_encoder",
            new TransformerEncoder(
                2,
                () -> new TransformerEncoderLayer(4, 2, options.feedForward(3)),
                new LayerNorm(4)))
        .with(
            "transformer_decoder",
            new TransformerDecoder(
                2,
                () -> new TransformerDecoderLayer(4, 2, options.feedForward(3)),
                new LayerNorm(4)),
            (layers, in) ->
                List.of(layers.run(in.get(0), in.get(1), AttentionMask.NONE, AttentionMask.NONE)))
        .tests();
  }
}
