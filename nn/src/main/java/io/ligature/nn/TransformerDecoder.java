package io.ligature.nn;

import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A stack of [TransformerDecoderLayer]s that look at one memory, under one pair of masks.
///
/// ```text
/// y = norm(layer_n(... layer_1(layer_0(x, memory), memory) ..., memory))
/// ```
///
/// Parameters are named as in PyTorch: `layers.0.multihead_attn.in_proj_weight` and so on, and
/// those of `norm`. Every layer begins with values of its own, where PyTorch's begin as copies of
/// one.
///
/// @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017), section 3.1</a>
public final class TransformerDecoder extends Block {
  private List<TransformerDecoderLayer> layers;
  private @Nullable Block norm;

  /// Makes a stack without a norm behind it, as layers need whose norms are last.
  ///
  /// @param layer makes a layer
  /// @throws IllegalArgumentException if `count` is below 1
  public TransformerDecoder(int count, Supplier<? extends TransformerDecoderLayer> layer) {
    this(count, layer, null);
  }

  /// Makes a stack.
  ///
  /// @param layer makes a layer
  /// @param norm what ends the stack, as layers need whose norms are first; null for nothing
  /// @throws IllegalArgumentException if `count` is below 1
  public TransformerDecoder(
      int count, Supplier<? extends TransformerDecoderLayer> layer, @Nullable Block norm) {
    TransformerParts.checkCount("TransformerDecoder", count);
    layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layers.add(layer.get());
    }
    this.norm = norm;
  }

  /// {@return the result}
  ///
  /// @param memory what an encoder made, of the same width
  /// @param mask of the sequences among themselves, usually [AttentionMask#CAUSAL]
  /// @param memoryMask of the memory
  /// @throws ShapeException if `x`, the memory or a mask does not fit
  public Tensor run(Tensor x, Tensor memory, AttentionMask mask, AttentionMask memoryMask) {
    return call(x, input -> decode(input, memory, mask, memoryMask));
  }

  /// Refuses: there must be a memory.
  ///
  /// @throws IllegalArgumentException always
  @Override
  protected Tensor forward(Tensor x) {
    throw TransformerParts.withoutMemory("TransformerDecoder");
  }

  private Tensor decode(Tensor x, Tensor memory, AttentionMask mask, AttentionMask memoryMask) {
    for (var layer : layers) {
      x = layer.run(x, memory, mask, memoryMask);
    }
    return norm == null ? x : norm.apply(x);
  }
}
