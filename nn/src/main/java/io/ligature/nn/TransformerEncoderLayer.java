package io.ligature.nn;

import io.ligature.ShapeException;
import io.ligature.Tensor;

/// Self-attention, then two linear layers at every step, each added to its input.
///
/// ```text
/// h = norm1(x + attend(x))                            y = norm2(h + W₂ f(W₁ h + b₁) + b₂)
/// h = x + attend(norm1(x))     if norms are first     y = h + W₂ f(W₁ norm2(h) + b₁) + b₂
///
/// x, y (steps, batch, width), or (batch, steps, width) if the batch is first, or (steps, width)
/// ```
///
/// Parameters are named as in PyTorch: those of `self_attn` (see [MultiHeadAttention]), `linear1`,
/// `linear2`, `norm1` and `norm2`. [#apply] masks nothing; [#run] takes masks.
///
/// @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017), section 3.1</a>
/// @see <a href="https://arxiv.org/abs/2002.04745">Xiong et al. (2020)</a>, norms first
public class TransformerEncoderLayer extends Block {
  private final boolean normFirst;
  private MultiHeadAttention selfAttention;
  private Linear linear1;
  private Block activation;
  private Dropout dropout;
  private Linear linear2;
  private LayerNorm norm1;
  private LayerNorm norm2;
  private Dropout dropout1;
  private Dropout dropout2;

  /// Makes the layer with the options [TransformerOptions#DEFAULT].
  ///
  /// @param width of the vectors, a multiple of `heads`
  /// @throws IllegalArgumentException if a size is below 1, or `heads` does not divide `width`
  public TransformerEncoderLayer(long width, long heads) {
    this(width, heads, TransformerOptions.DEFAULT);
  }

  /// Makes the layer.
  ///
  /// @param width of the vectors, a multiple of `heads`
  /// @throws IllegalArgumentException if a size is below 1, `heads` does not divide `width`, or the
  ///   groups do not divide `heads`
  public TransformerEncoderLayer(long width, long heads, TransformerOptions options) {
    this(options, heads, TransformerParts.checked(width));
  }

  /// Makes a layer.
  ///
  /// @param width may be unknown
  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  TransformerEncoderLayer(TransformerOptions options, long heads, long width) {
    normFirst = options.normFirst();
    selfAttention = child("self_attn", TransformerParts.attention(width, heads, options.ofSelf()));
    linear1 = TransformerParts.first(width, options);
    activation = options.activation().get();
    dropout = new Dropout(options.dropout());
    linear2 = TransformerParts.second(width, options);
    norm1 = TransformerParts.norm(width, options);
    norm2 = TransformerParts.norm(width, options);
    dropout1 = new Dropout(options.dropout());
    dropout2 = new Dropout(options.dropout());
  }

  /// {@return the result where queries must not look everywhere}
  ///
  /// @throws ShapeException if `x` or the mask does not fit
  public final Tensor run(Tensor x, AttentionMask mask) {
    return call(x, input -> encode(input, mask));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return encode(x, AttentionMask.NONE);
  }

  private Tensor encode(Tensor x, AttentionMask mask) {
    var h = TransformerParts.add(x, normFirst, norm1, dropout1, in -> selfAttention.run(in, mask));
    return TransformerParts.add(
        h,
        normFirst,
        norm2,
        dropout2,
        in -> TransformerParts.feedForward(in, linear1, activation, dropout, linear2));
  }
}
