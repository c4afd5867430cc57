package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.Attention;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Queries, keys and values of a [MultiHeadAttention] by head: `(batch, heads, steps, d)`.
///
/// @param single whether there is one sequence, and no batch
record AttentionHeads(
    Attention op,
    Tensor q,
    Tensor k,
    Tensor v,
    @Nullable Tensor mask,
    boolean single,
    boolean batchFirst) {

  /// {@return projected queries, keys and values, cut into heads}
  static AttentionHeads of(
      List<Tensor> projected,
      AttentionProjections by,
      @Nullable RotaryPositions rotary,
      AttentionMask mask) {
    boolean batchFirst = by.options().batchFirst();
    var dtype = Promoted.type(projected.toArray(Tensor[]::new));
    var q = cut(projected.get(0), by.heads(), dtype, batchFirst);
    var k = cut(projected.get(1), by.groups(), dtype, batchFirst);
    var v = cut(projected.get(2), by.groups(), dtype, batchFirst);
    if (rotary != null) {
      q = rotary.apply(q);
      k = rotary.apply(k);
    }
    boolean single = projected.getFirst().rank() == 2;
    var scores = q.shape().with(-1, k.shape().get(-2));
    var op = Attention.ofWidth(q.shape().get(-1), mask.causal());
    return new AttentionHeads(op, q, k, v, mask.merged(scores, single, dtype), single, batchFirst);
  }

  private static Tensor cut(Tensor x, long heads, DType dtype, boolean batchFirst) {
    var split = x.to(dtype).unflatten(-1, heads, x.shape().get(-1) / heads);
    if (x.rank() == 2) {
      return split.transpose(0, 1).unsqueeze(0);
    }
    return batchFirst ? split.transpose(1, 2) : split.permute(1, 2, 0, 3);
  }

  /// {@return the averaged values, heads joined, laid out as the queries came}
  Tensor attend() {
    return join(mask == null ? Dispatch.execute(op, q, k, v) : Dispatch.execute(op, q, k, v, mask));
  }

  /// {@return how much each query looks at each key: (batch, heads, L, S)}
  Tensor weights() {
    return op.weights(q, k, mask);
  }

  /// {@return the values averaged by these weights, heads joined, laid out as the queries came}
  Tensor average(Tensor weights) {
    return join(op.average(weights, v));
  }

  private Tensor join(Tensor y) {
    if (single) {
      return y.squeeze(0).transpose(0, 1).flatten(1, 2);
    }
    return (batchFirst ? y.transpose(1, 2) : y.permute(2, 0, 1, 3)).flatten(2, 3);
  }
}
