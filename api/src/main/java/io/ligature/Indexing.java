package io.ligature;

/// Elements by place.
public sealed interface Indexing permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }
}
