package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// Attention in several heads, each of which compares queries and keys in a projection of its own.
///
/// ```text
/// y = W_o [head 1, ..., head h] + b_o
/// head i = softmax(Q_i K_iᵀ / √d + m) V_i
/// Q = W_q q + b_q     K = W_k k + b_k     V = W_v v + b_v     cut into heads of d = width / heads
///
/// q (L, batch, width)   k (S, batch, keys)   v (S, batch, values)   y (L, batch, width)
/// or, if the batch is first, (batch, L, width) ...      or (L, width) ... for one sequence
/// ```
///
/// Parameters are named as in PyTorch, which lays W_q, W_k and W_v on each other:
///
/// ```text
/// in_proj_weight (3 · width, width)       if keys and values have the width and heads of queries, else
/// q_proj_weight (width, width)   k_proj_weight (groups · d, keys)   v_proj_weight (groups · d, values)
/// in_proj_bias (width + 2 · groups · d)   out_proj.weight (width, width)   out_proj.bias (width)
/// ```
///
/// Projections begin by [Init#xavierUniform()], biases at 0, and `out_proj.weight` as that of a
/// [Linear]. With fewer groups than heads, several heads read the same keys and values.
///
/// [#apply] is self-attention without a mask: queries, keys and values are all `x`.
///
/// @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017), section 3.2.2</a>
/// @see <a href="https://arxiv.org/abs/2305.13245">Ainslie et al. (2023)</a>, groups
public class MultiHeadAttention extends Block {
  private final AttentionProjections projections;
  private Linear out;
  private @Nullable Dropout dropout;
  private @Nullable RotaryPositions rotary;

  /// Makes the layer with the options [AttentionOptions#DEFAULT].
  ///
  /// @param width of queries and results, a multiple of `heads`
  /// @throws IllegalArgumentException if a size is below 1, or `heads` does not divide `width`
  public MultiHeadAttention(long width, long heads) {
    this(width, heads, AttentionOptions.DEFAULT);
  }

  /// Makes the layer.
  ///
  /// @param width of queries and results, a multiple of `heads`
  /// @throws IllegalArgumentException if a size is below 1, `heads` does not divide `width`, or the
  ///   groups do not divide `heads`
  public MultiHeadAttention(long width, long heads, AttentionOptions options) {
    this(heads, options, checked(width, heads, options));
  }

  /// Makes a layer whose width is found later.
  MultiHeadAttention(AttentionOptions options, long heads) {
    this(heads, options, Shape.UNKNOWN);
  }

  @SuppressWarnings("this-escape") // registering runs no code of subclasses
  private MultiHeadAttention(long heads, AttentionOptions options, long width) {
    projections = AttentionProjections.of(width, heads, options);
    projections.register(this, width);
    out = child("out_proj", new Linear(Shape.partial(width, width), options.hasBias()));
    if (options.hasBias()) {
      out.bias().init(Init.zeros());
    }
    dropout = options.dropout() > 0 ? new Dropout(options.dropout()) : null;
    rotary =
        options.rotaryBase() > 0
            ? new RotaryPositions(options.rotaryBase(), RotaryPositions.Pairs.NEIGHBOURS)
            : null;
  }

  private static long checked(long width, long heads, AttentionOptions options) {
    if (width < 1 || heads < 1 || width % heads != 0) {
      throw new IllegalArgumentException(
          "MultiHeadAttention needs a width that is a multiple of its heads, both 1 or more; found %d and %d heads."
              .formatted(width, heads));
    }
    if (options.rotaryBase() != 0 && width / heads % 2 != 0) {
      throw new IllegalArgumentException(
          "Attention by rotated queries and keys needs heads of an even width; found a width of %d and %d heads."
              .formatted(width, heads));
    }
    return width;
  }

  /// The averages of the values, and how they were weighted.
  ///
  /// @param output the result, of the shape of the queries
  /// @param weights how much each query looked at each key: (batch, heads, L, S), or (heads, L, S)
  ///   without batch. A row sums to 1, unless dropout has thinned it. PyTorch returns the mean over
  ///   heads: `weights.mean(-3)`.
  public record Result(Tensor output, Tensor weights) implements Outcome<Result> {
    @Override
    public Result withOutput(Tensor changed) {
      return new Result(changed, weights);
    }
  }

  /// {@return the result of self-attention}
  ///
  /// @throws ShapeException if `x` or the mask does not fit
  public final Tensor run(Tensor x, AttentionMask mask) {
    return run(x, x, x, mask);
  }

  /// {@return the result}
  ///
  /// @param q the queries
  /// @param k the keys
  /// @param v the values, one for each key
  /// @throws ShapeException if they do not fit, or the mask does not
  public final Tensor run(Tensor q, Tensor k, Tensor v, AttentionMask mask) {
    return call(q, x -> attend(x, k == q ? x : k, v == q ? x : v, mask));
  }

  /// {@return the result, and the weights behind it}
  ///
  /// @param q the queries
  /// @param k the keys
  /// @param v the values, one for each key
  /// @throws ShapeException if they do not fit, or the mask does not
  public final Result runWithWeights(Tensor q, Tensor k, Tensor v, AttentionMask mask) {
    return callFor(q, x -> weigh(x, k == q ? x : k, v == q ? x : v, mask));
  }

  @Override
  protected Tensor forward(Tensor x) {
    return attend(x, x, x, AttentionMask.NONE);
  }

  private Tensor attend(Tensor q, Tensor k, Tensor v, AttentionMask mask) {
    if (dropout != null && isTraining()) {
      return weigh(q, k, v, mask).output();
    }
    return out.apply(heads(q, k, v, mask).attend());
  }

  private Result weigh(Tensor q, Tensor k, Tensor v, AttentionMask mask) {
    var split = heads(q, k, v, mask);
    var full = split.weights();
    var weights = dropout == null ? full : dropout.apply(full);
    var output = out.apply(split.average(weights));
    return new Result(output, split.single() ? weights.squeeze(0) : weights);
  }

  private AttentionHeads heads(Tensor q, Tensor k, Tensor v, AttentionMask mask) {
    return AttentionHeads.of(projections.project(this, q, k, v), projections, rotary, mask);
  }

  @Override
  protected void infer(Tensor x) {
    long width = projections.infer(this, x);
    out.weight().resolve(Shape.of(width, width));
    if (out.hasBias()) {
      out.bias().resolve(Shape.of(width));
    }
  }

  @Override
  protected String describe() {
    long width = out.weight().shape().get(0);
    return "%s(%s, %d heads%s)"
        .formatted(
            getClass().getSimpleName(),
            width == Shape.UNKNOWN ? "?" : Long.toString(width),
            projections.heads(),
            projections.options().describe());
  }
}
