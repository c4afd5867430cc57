package io.ligature.op;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// Values averaged by how well their keys match a query.
///
/// ```text
/// s[i, j] = scale q[i] · k[j] + m[i, j]      -∞ where m is true, or j > i if causal
/// p[i, j] = e^s[i, j] / sum over l of e^s[i, l]
/// y[i]    = sum over j of p[i, j] v[j]
///
/// q (..., heads, L, d)   k (..., groups, S, d)   v (..., groups, S, e)   y (..., heads, L, e)
/// m BOOL, or numbers to add; broadcast to (..., heads, L, S); may be left out
/// ```
///
/// A query that may look nowhere, because its whole row is masked or there are no keys, gives
/// zeros, and no gradient. With fewer groups than heads, head `h` reads the keys and values of
/// group `h / (heads / groups)`. Without an axis of heads, `q (L, d)`, there is one head.
///
/// @param causal whether query `i` sees only the keys 0 to `i`
/// @param scale finite; usually 1 / √d
/// @see <a href="https://arxiv.org/abs/1706.03762">Vaswani et al. (2017), eq. 1</a>
/// @see <a href="https://arxiv.org/abs/2305.13245">Ainslie et al. (2023)</a>, grouped heads
public record Attention(boolean causal, double scale) implements FusedOp {
  private static final double NEVER = Double.NEGATIVE_INFINITY;

  /// Checks the scale.
  ///
  /// @throws IllegalArgumentException if it is not finite
  public Attention {
    if (!Double.isFinite(scale)) {
      throw new IllegalArgumentException("Attention needs a finite scale; found " + scale + ".");
    }
  }

  /// {@return attention with the usual scale}
  ///
  /// ```text
  /// scale = 1 / √d
  /// ```
  ///
  /// @param d the width of queries and keys
  public static Attention ofWidth(long d, boolean causal) {
    return new Attention(causal, d == 0 ? 1 : 1 / Math.sqrt((double) d));
  }

  @Override
  public String label() {
    return "Attention";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    var q = inputs[0];
    var v = inputs[2];
    checkTriple(q, inputs[1], v);
    if (inputs.length > 3) {
      checkMask(q, inputs[1], inputs[3]);
    }
    return Operands.type(q.dtype(), q.shape().with(-1, v.shape().get(-1)));
  }

  private void checkTriple(Tensor q, Tensor k, Tensor v) {
    Operands.real(this, q, k, v);
    int rank = q.rank();
    boolean fits = rank >= 2 && k.rank() == rank && v.rank() == rank;
    for (int axis = 0; fits && axis < rank - 3; axis++) {
      fits = k.shape().get(axis) == q.shape().get(axis);
    }
    for (int axis = 0; fits && axis < rank - 1; axis++) {
      fits = v.shape().get(axis) == k.shape().get(axis);
    }
    if (!fits || q.shape().get(-1) != k.shape().get(-1) || !groups(q, k)) {
      throw new ShapeException(
          "Attention needs q (..., heads, L, d), k (..., groups, S, d) and v (..., groups, S, e), groups a divisor of heads; found q %s, k %s and v %s. Transpose or project them first."
              .formatted(Operands.extents(q), Operands.extents(k), Operands.extents(v)));
    }
  }

  private static boolean groups(Tensor q, Tensor k) {
    if (q.rank() < 3) {
      return true;
    }
    long heads = q.shape().get(-3);
    long groups = k.shape().get(-3);
    return heads == groups || (groups > 0 && heads % groups == 0);
  }

  private void checkMask(Tensor q, Tensor k, Tensor mask) {
    if (mask.dtype() != DType.BOOL && mask.dtype() != q.dtype()) {
      throw new DTypeException(
          "Attention needs a mask of BOOL, true where not to look, or of %s, to add; found %s. Cast it with to(dtype)."
              .formatted(q.dtype(), mask.type()));
    }
    var scores = scores(q.shape(), k.shape());
    int ahead = scores.rank() - mask.rank();
    boolean fits = ahead >= 0;
    for (int axis = 0; fits && axis < mask.rank(); axis++) {
      fits = mask.shape().get(axis) == 1 || mask.shape().get(axis) == scores.get(ahead + axis);
    }
    if (!fits) {
      throw Operands.misfit(
          this,
          "a mask that broadcasts to its scores " + scores,
          "mask",
          mask,
          "Put in axes of extent 1 with unsqueeze(axis).");
    }
  }

  private static Shape scores(Shape q, Shape k) {
    return q.with(-1, k.get(-2));
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var p = weights(inputs[0], inputs[1], inputs.length > 3 ? inputs[3] : null);
    return new Tensor[] {average(p, inputs[2])};
  }

  /// {@return how much each query looks at each key: `p`, of which a row sums to 1, or to 0 if it
  /// is masked as a whole}
  ///
  /// @param mask `m`, or null for none
  public Tensor weights(Tensor q, Tensor k, @Nullable Tensor mask) {
    var keys = perHead(k, q);
    var scores = q.times(scale).matmul(keys.transpose(-2, -1));
    var hidden = hidden(mask, q, k);
    if (mask != null && mask.dtype() != DType.BOOL) {
      scores = scores.plus(mask);
    }
    if (hidden == null) {
      return scores.softmax(-1);
    }
    // A row of -∞ alone has no softmax; it is computed from zeros, and replaced afterwards, which
    // keeps NaN out of the gradient as well.
    var lost = hidden.all(true, -1);
    var open = scores.maskedFill(hidden, NEVER).maskedFill(lost, 0);
    return open.softmax(-1).maskedFill(lost, 0);
  }

  /// {@return the averages of the values: `y`}
  ///
  /// @param p from [#weights], perhaps with some left out
  public Tensor average(Tensor p, Tensor v) {
    return p.matmul(perHead(v, p));
  }

  /// {@return true where a query must not look; null if it may look anywhere}
  private @Nullable Tensor hidden(@Nullable Tensor mask, Tensor q, Tensor k) {
    var masked =
        mask == null || mask.dtype() == DType.BOOL ? mask : mask.detach().eq(NEVER); // added
    if (!causal) {
      return masked;
    }
    long queries = q.shape().get(-2);
    long keys = k.shape().get(-2);
    var later =
        q.device().with(() -> Tensor.arange(keys).gt(Tensor.arange(queries).reshape(queries, 1)));
    return masked == null ? later : masked.or(later);
  }

  /// {@return keys or values, each as often as heads of `q` read them}
  private static Tensor perHead(Tensor grouped, Tensor q) {
    if (q.rank() < 3 || q.shape().get(-3) == grouped.shape().get(-3)) {
      return grouped;
    }
    return grouped.repeatInterleave(q.rank() - 3, q.shape().get(-3) / grouped.shape().get(-3));
  }
}
