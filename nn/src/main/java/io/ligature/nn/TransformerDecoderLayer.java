package io.ligature.nn;

import io.ligature.ShapeException;
import io.ligature.Tensor;

/// Self-attention, attention to a memory, then two linear layers at every step, each added to its
/// input.
///
/// ```text
/// h = norm1(x + attend(x, x))                         y = norm3(i + W₂ f(W₁ i + b₁) + b₂)
/// i = norm2(h + attend(h, memory))
/// h = x + attend(norm1(x))     if norms are first     y = i + W₂ f(W₁ norm3(i) + b₁) + b₂
/// i = h + attend(norm2(h), memory)
///
/// x, y (steps, batch, width)   memory (places, batch, width)
/// or, if the batch is first, (batch, steps, width) ...      or (steps, width) ... for one sequence
/// ```
///
/// Parameters are named as in PyTorch: those of `self_attn` and `multihead_attn` (see
/// [MultiHeadAttention]), `linear1`, `linear2`, `norm1`, `norm2` and `norm3`.
///
/// @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017), section 3.1</a>
/// @see <a href="https://arxiv.org/abs/2002.04745">Xiong et al. (2020)</a>, norms first
public class TransformerDecoderLayer extends Block {
  private final boolean normFirst;
  private MultiHeadAttention selfAttention;
  private MultiHeadAttention memoryAttention;
  private Linear linear1;
  private Block activation;
  private Dropout dropout;
  private Linear linear2;
  private LayerNorm norm1;
  private LayerNorm norm2;
  private LayerNorm norm3;
  private Dropout dropout1;
  private Dropout dropout2;
  private Dropout dropout3;

  /// Makes the layer with the options [TransformerOptions#DEFAULT].
  ///
  /// @param width of the vectors, a multiple of `heads`
  /// @throws IllegalArgumentException if a size is below 1, or `heads` does not divide `width`
  public TransformerDecoderLayer(long width, long heads) {
    this(width, heads, TransformerOptions.DEFAULT);
  }

  /// Makes the layer.
  ///
  /// @param width of the vectors, a multiple of `heads`
  /// @throws IllegalArgumentException if a size is below 1, `heads` does not divide `width`, or the
  ///   groups do not divide `heads`
  public TransformerDecoderLayer(long width, long heads, TransformerOptions options) {
    this(options, heads, TransformerParts.checked(width));
  }

  /// Makes a layer.
  ///
  /// @param width may be unknown
  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  TransformerDecoderLayer(TransformerOptions options, long heads, long width) {
    normFirst = options.normFirst();
    selfAttention = child("self_attn", TransformerParts.attention(width, heads, options.ofSelf()));
    memoryAttention =
        child("multihead_attn", TransformerParts.attention(width, heads, options.ofMemory()));
    linear1 = TransformerParts.first(width, options);
    activation = options.activation().get();
    dropout = new Dropout(options.dropout());
    linear2 = TransformerParts.second(width, options);
    norm1 = TransformerParts.norm(width, options);
    norm2 = TransformerParts.norm(width, options);
    norm3 = TransformerParts.norm(width, options);
    dropout1 = new Dropout(options.dropout());
    dropout2 = new Dropout(options.dropout());
    dropout3 = new Dropout(options.dropout());
  }

  /// {@return the result}
  ///
  /// @param memory what an encoder made, of the same width
  /// @param mask of the sequences among themselves, usually [AttentionMask#CAUSAL]
  /// @param memoryMask of the memory
  /// @throws ShapeException if `x`, the memory or a mask does not fit
  public final Tensor run(Tensor x, Tensor memory, AttentionMask mask, AttentionMask memoryMask) {
    return call(x, input -> decode(input, memory, mask, memoryMask));
  }

  /// Refuses: there must be a memory.
  ///
  /// @throws IllegalArgumentException always
  @Override
  protected Tensor forward(Tensor x) {
    throw TransformerParts.withoutMemory("TransformerDecoderLayer");
  }

  private Tensor decode(Tensor x, Tensor memory, AttentionMask mask, AttentionMask memoryMask) {
    var h = TransformerParts.add(x, normFirst, norm1, dropout1, in -> selfAttention.run(in, mask));
    var i =
        TransformerParts.add(
            h,
            normFirst,
            norm2,
            dropout2,
            in -> memoryAttention.run(in, memory, memory, memoryMask));
    return TransformerParts.add(
        i,
        normFirst,
        norm3,
        dropout3,
        in -> TransformerParts.feedForward(in, linear1, activation, dropout, linear2));
  }
}
