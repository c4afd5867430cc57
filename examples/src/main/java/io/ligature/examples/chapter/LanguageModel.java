package io.ligature.examples.chapter;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Embedding;
import io.ligature.nn.Linear;

/// Scores for the next token; the embedding is the head's weight too.
class LanguageModel extends Block {
  final Embedding embedding = new Embedding(100, 8);
  final Linear head = new Linear(8, 100);

  LanguageModel() {
    tie("head.weight", "embedding.weight");
  }

  @Override
  protected Tensor forward(Tensor tokens) {
    return head.apply(embedding.apply(tokens));
  }
}
