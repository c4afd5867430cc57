package io.ligature.examples;

import io.ligature.Tensor;
import io.ligature.nn.AttentionMask;
import io.ligature.nn.Block;
import io.ligature.nn.Embedding;
import io.ligature.nn.GELU;
import io.ligature.nn.Init;
import io.ligature.nn.LayerNorm;
import io.ligature.nn.Linear;
import io.ligature.nn.RotaryPositions;
import io.ligature.nn.TransformerEncoder;
import io.ligature.nn.TransformerEncoderLayer;
import io.ligature.nn.TransformerOptions;

/// A transformer that guesses the next character from those before it.
///
/// ```text
/// scores = norm(layers(E[ids])) Eᵀ      ids (batch, steps)   scores (batch, steps, letters)
/// ```
///
/// One matrix `E` reads and writes: the head is tied to the embedding.
final class CharModel extends Block {
  private static final int HEADS = 4;

  private final Embedding embedding;
  private final TransformerEncoder encoder;
  private final Linear head;

  CharModel(long letters, long width, int layers) {
    var options =
        TransformerOptions.DEFAULT
            .feedForward(4 * width)
            .activation(GELU::new)
            .batchFirst(true)
            .normFirst(true)
            .rotaryBase(RotaryPositions.BASE);
    embedding = new Embedding(letters, width);
    encoder =
        new TransformerEncoder(
            layers, () -> new TransformerEncoderLayer(width, HEADS, options), new LayerNorm(width));
    head = new Linear(width, letters, false);
    embedding.weight().init(Init.normal(0, 1 / Math.sqrt((double) width)));
    tie("head.weight", "embedding.weight");
  }

  @Override
  protected Tensor forward(Tensor ids) {
    return head.apply(encoder.run(embedding.apply(ids), AttentionMask.CAUSAL));
  }
}
