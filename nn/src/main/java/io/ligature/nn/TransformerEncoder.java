package io.ligature.nn;

import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A stack of [TransformerEncoderLayer]s, all under one mask.
///
/// ```text
/// y = norm(layer_n(... layer_1(layer_0(x))))
/// ```
///
/// Parameters are named as in PyTorch: `layers.0.self_attn.in_proj_weight` and so on, and those of
/// `norm`. Every layer begins with values of its own, where PyTorch's begin as copies of one.
/// [#apply] masks nothing; [#run] takes masks.
///
/// @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017), section 3.1</a>
public final class TransformerEncoder extends Block {
  private List<TransformerEncoderLayer> layers;
  private @Nullable Block norm;

  /// Makes a stack without a norm behind it, as layers need whose norms are last.
  ///
  /// @param layer makes a layer
  /// @throws IllegalArgumentException if `count` is below 1
  public TransformerEncoder(int count, Supplier<? extends TransformerEncoderLayer> layer) {
    this(count, layer, null);
  }

  /// Makes a stack.
  ///
  /// @param layer makes a layer
  /// @param norm what ends the stack, as layers need whose norms are first; null for nothing
  /// @throws IllegalArgumentException if `count` is below 1
  public TransformerEncoder(
      int count, Supplier<? extends TransformerEncoderLayer> layer, @Nullable Block norm) {
    TransformerParts.checkCount("TransformerEncoder", count);
    layers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      layers.add(layer.get());
    }
    this.norm = norm;
  }

  /// {@return the result where queries must not look everywhere}
  ///
  /// @throws ShapeException if `x` or the mask does not fit
  public Tensor run(Tensor x, AttentionMask mask) {
    return call(x, input -> encode(input, mask));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return encode(x, AttentionMask.NONE);
  }

  private Tensor encode(Tensor x, AttentionMask mask) {
    for (var layer : layers) {
      x = layer.run(x, mask);
    }
    return norm == null ? x : norm.apply(x);
  }
}
