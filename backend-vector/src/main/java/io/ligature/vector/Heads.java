package io.ligature.vector;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.cpu.Heap;
import io.ligature.op.Attention;
import io.ligature.spi.View;
import org.jspecify.annotations.Nullable;

/// The matrices of an attention, of every sample and head, and what hides scores.
///
/// ```text
/// q (samples, heads, queries, d)   k (samples, groups, keys, d)   v (samples, groups, keys, e)
/// ```
final class Heads {
  final int samples;
  final int heads;
  final int groups;
  final int queries;
  final int keys;
  private final float scale;
  private final boolean causal;
  private final View q;
  private final View k;
  private final View v;
  private final @Nullable View mask; // of the shape of all scores

  Heads(Attention op, View q, View k, View v, @Nullable View mask) {
    int rank = q.layout().rank();
    heads = rank < 3 ? 1 : (int) q.shape().get(-3);
    groups = rank < 3 ? 1 : (int) k.shape().get(-3);
    queries = (int) q.shape().get(-2);
    keys = (int) k.shape().get(-2);
    int samples = 1;
    for (int axis = 0; axis < rank - 3; axis++) {
      samples *= (int) q.shape().get(axis);
    }
    this.samples = samples;
    scale = (float) op.scale();
    causal = op.causal();
    this.q = q;
    this.k = k;
    this.v = v;
    this.mask = mask == null ? null : mask.expand(q.shape().with(-1, keys));
  }

  /// {@return how many heads read the same keys}
  int readers() {
    return heads / groups;
  }

  /// {@return the group whose keys a head reads, both counted through all samples}
  int group(int head) {
    return head / heads * groups + head % heads / readers();
  }

  Matrix q(int head) {
    return matrix(q, head);
  }

  Matrix k(int group) {
    return matrix(k, group);
  }

  Matrix v(int group) {
    return matrix(v, group);
  }

  /// {@return matrix `i` of those in the last two axes of a view}
  static Matrix matrix(View x, int i) {
    var layout = x.layout();
    int rank = layout.rank();
    int rows = (int) x.shape().get(-2);
    int columns = (int) x.shape().get(-1);
    int at = rows * columns == 0 ? 0 : (int) layout.index((long) i * rows * columns);
    return new Matrix(
        Heap.floats(x),
        at,
        rows,
        columns,
        (int) layout.stride(rank - 2),
        (int) layout.stride(rank - 1));
  }

  /// {@return how many of `n` keys from `from` a query may see}
  int seen(int query, int from, int n) {
    return causal ? Math.clamp(query + 1L - from, 0, n) : n;
  }

  /// Makes scores of products: scales those that are seen, and hides what the mask hides.
  void finish(int head, int query, int from, float[] scores, int p, int seen) {
    FloatAttention.scale(scores, p, scale, seen);
    var hiding = mask;
    if (hiding == null || seen == 0) {
      return;
    }
    var layout = hiding.layout();
    int at = (int) layout.index(((long) head * queries + query) * keys + from);
    int step = (int) layout.stride(layout.rank() - 1);
    if (hiding.dtype() == DType.BOOL) {
      FloatAttention.hide(scores, p, Heap.bytes(hiding), at, step, seen);
    } else {
      FloatAttention.add(scores, p, Heap.floats(hiding), at, step, seen);
    }
  }

  float scale() {
    return scale;
  }

  /// {@return the shape of all scores}
  Shape scores() {
    return q.shape().with(-1, keys);
  }
}
