package io.ligature.benchmarks.peers;

import java.util.List;

/// A layer as every rival builds it, with PyTorch's layouts and names.
public sealed interface Layer {
  /// {@return the extents of its parameters; fan-in decides how they are drawn}
  default List<int[]> parameters() {
    return List.of();
  }

  /// `y = x Wᵀ + b`.
  record Dense(int in, int out) implements Layer {
    @Override
    public List<int[]> parameters() {
      return List.of(new int[] {out, in}, new int[] {out});
    }
  }

  /// `max(x, 0)`.
  record Relu() implements Layer {}

  /// A convolution with a square window and stride 1.
  record Conv(int in, int out, int size, int padding) implements Layer {
    @Override
    public List<int[]> parameters() {
      return List.of(new int[] {out, in, size, size}, new int[] {out});
    }
  }

  /// Maxima of windows of 2 x 2 that do not overlap.
  record MaxPool() implements Layer {}

  /// All axes but the first as one.
  ///
  /// @param channels how many there are, of squares of a side
  record Flatten(int channels, int side) implements Layer {}

  /// A transformer's encoder block, normalised after each half, without dropout.
  ///
  /// ```text
  /// h = norm1(x + attention(x))      y = norm2(h + W2 relu(W1 h + b1) + b2)
  /// ```
  ///
  /// Parameters: queries, keys and values as one `(3 width, width)`, output, W1, W2, norm1, norm2,
  /// each followed by its bias.
  record Encoder(int width, int heads, int inner) implements Layer {
    @Override
    public List<int[]> parameters() {
      return List.of(
          new int[] {3 * width, width},
          new int[] {3 * width},
          new int[] {width, width},
          new int[] {width},
          new int[] {inner, width},
          new int[] {inner},
          new int[] {width, inner},
          new int[] {width},
          new int[] {width},
          new int[] {width},
          new int[] {width},
          new int[] {width});
    }
  }
}
