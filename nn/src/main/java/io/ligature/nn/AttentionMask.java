package io.ligature.nn;

import static io.ligature.nn.RecurrentNet.extents;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// Where the queries of a [MultiHeadAttention] must not look. What any of the three parts hides is
/// hidden.
///
/// ```text
/// AttentionMask.CAUSAL.padding(ids.eq(0))
///
/// pairs     (L, S), (batch · heads, L, S) or (batch, heads, L, S), extents of 1 broadcast in the last
/// padding   (batch, S), or (S) beside a single sequence
/// ```
///
/// Both are BOOL, true where not to look, as in PyTorch's layers (its function
/// `scaled_dot_product_attention` has it the other way round), or real numbers to add to the scores
/// before the softmax, where -∞ hides. A query that may look nowhere gets zeros, where PyTorch
/// gives NaN.
///
/// @param pairs for each query, the keys it must not see; null for none
/// @param padding the keys that no query must see, such as those behind the end of a sequence; null
///   for none
/// @param causal whether query `i` sees only the keys 0 to `i`
public record AttentionMask(@Nullable Tensor pairs, @Nullable Tensor padding, boolean causal) {
  /// Hides nothing.
  public static final AttentionMask NONE = new AttentionMask(null, null, false);

  /// Hides the future.
  public static final AttentionMask CAUSAL = new AttentionMask(null, null, true);

  /// {@return this mask with these pairs hidden}
  public AttentionMask pairs(@Nullable Tensor hidden) {
    return new AttentionMask(hidden, padding, causal);
  }

  /// {@return this mask with these keys hidden}
  public AttentionMask padding(@Nullable Tensor hidden) {
    return new AttentionMask(pairs, hidden, causal);
  }

  /// {@return pairs and padding as one mask for scores (batch, heads, L, S); null for none}
  ///
  /// @param single whether there is one sequence, and no batch
  /// @param dtype of the scores
  @Nullable Tensor merged(Shape scores, boolean single, DType dtype) {
    var first = pairs == null ? null : fourAxes(added("mask of pairs", pairs, dtype), scores);
    var second =
        padding == null ? null : keys(added("padding mask", padding, dtype), scores, single);
    if (first == null || second == null) {
      return first == null ? second : first;
    }
    return first.dtype() == DType.BOOL && second.dtype() == DType.BOOL
        ? first.or(second)
        : numbers(first, dtype).plus(numbers(second, dtype));
  }

  private static Tensor fourAxes(Tensor mask, Shape scores) {
    long batch = scores.get(0);
    long heads = scores.get(1);
    var pairs = Shape.of(scores.get(2), scores.get(3));
    var each = pairs.insert(0, batch * heads);
    if (mask.shape().equals(pairs)) {
      return mask;
    }
    if (mask.shape().equals(each)) {
      return mask.reshape(scores);
    }
    boolean fits = mask.rank() == 4;
    for (int axis = 0; fits && axis < 4; axis++) {
      fits = mask.shape().get(axis) == 1 || mask.shape().get(axis) == scores.get(axis);
    }
    if (!fits) {
      throw new ShapeException(
          "MultiHeadAttention needs a mask of pairs (L, S), (batch · heads, L, S) or (batch, heads, L, S), here %s, %s or %s; found %s. Put in axes of extent 1 with unsqueeze(axis)."
              .formatted(extents(pairs), extents(each), extents(scores), extents(mask.shape())));
    }
    return mask;
  }

  private static Tensor keys(Tensor mask, Shape scores, boolean single) {
    var needed = single ? Shape.of(scores.get(3)) : Shape.of(scores.get(0), scores.get(3));
    if (!mask.shape().equals(needed)) {
      throw new ShapeException(
          "MultiHeadAttention needs a padding mask %s, here %s; found %s. Give it one value for each key."
              .formatted(single ? "(S)" : "(batch, S)", extents(needed), extents(mask.shape())));
    }
    return mask.reshape(scores.get(0), 1, 1, scores.get(3));
  }

  private static Tensor added(String name, Tensor mask, DType dtype) {
    if (mask.dtype() != DType.BOOL && !mask.dtype().isFloating()) {
      throw new DTypeException(
          "MultiHeadAttention needs a %s of BOOL, true where not to look, or of real numbers, to add; found %s. Compare it, or cast it with to(dtype)."
              .formatted(name, mask.type()));
    }
    return mask.dtype() == DType.BOOL ? mask : mask.to(dtype);
  }

  private static Tensor numbers(Tensor mask, DType dtype) {
    return mask.dtype() == DType.BOOL
        ? mask.to(dtype).zerosLike().maskedFill(mask, Double.NEGATIVE_INFINITY)
        : mask;
  }
}
