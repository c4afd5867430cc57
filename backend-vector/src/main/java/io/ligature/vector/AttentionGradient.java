package io.ligature.vector;

import io.ligature.Shape;
import io.ligature.cpu.Heap;
import io.ligature.op.Attention;
import io.ligature.op.Backward;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The gradient of attention, whose weights are computed again block by block.
///
/// ```text
/// w = e^(s - m) / l      dw = g vᵀ      ds = w (dw - sum over e of g y)
/// dq = scale ds k      dk = scale dsᵀ q      dv = wᵀ g      dm = ds
/// ```
///
/// The blocks of a head come in one order, whoever computes them: one thread each pair of head and
/// group if there are enough, else one each block, first of queries and then of keys.
final class AttentionGradient {
  private final Heads heads;
  private final View y;
  private final View g;
  private final @Nullable View dq;
  private final @Nullable View dk;
  private final @Nullable View dv;
  private final @Nullable Room dm; // of all scores
  private final float[] most; // of each query; where there is only one block of keys, not needed
  private final float[] shares; // 1 / l

  private AttentionGradient(
      Heads heads,
      View y,
      View g,
      @Nullable View dq,
      @Nullable View dk,
      @Nullable View dv,
      @Nullable Room dm) {
    this.heads = heads;
    this.y = y;
    this.g = g;
    this.dq = dq;
    this.dk = dk;
    this.dv = dv;
    this.dm = dm;
    int queries = isCut() ? heads.samples * heads.heads * heads.queries : 0;
    most = new float[queries];
    shares = new float[queries];
  }

  private boolean isCut() {
    return heads.keys > Attentions.KEYS;
  }

  /// Operands q, k, v, perhaps a mask, then y and g; results for those that are wanted.
  static void run(Team team, Backward op, View[] in, View[] out) {
    var mask = op.inputs() > 3 ? in[3] : null;
    var heads = new Heads((Attention) op.of(), in[0], in[1], in[2], mask);
    var g = Heap.rowMajor(in[op.inputs() + 1]);
    int next = 0;
    var dq = op.wants(0) ? zeroed(out[next++]) : null;
    var dk = op.wants(1) ? zeroed(out[next++]) : null;
    var dv = op.wants(2) ? zeroed(out[next++]) : null;
    var dm = op.inputs() > 3 && op.wants(3) ? Room.of(g, heads.scores().size()) : null;
    if (dm != null) {
      Arrays.fill(dm.array(), 0, (int) heads.scores().size(), 0);
    }
    var gradient = new AttentionGradient(heads, in[op.inputs()], g, dq, dk, dv, dm);
    if (g.layout().size() > 0 && heads.keys > 0) {
      gradient.run(Attentions.pays(team, heads, in[0]));
    }
    if (dm != null) {
      gradient.maskGradient(team, dm, out[next]);
      dm.close();
    }
    Steps.release(g, in[op.inputs() + 1]);
  }

  private static View zeroed(View out) {
    int at = (int) out.layout().offset();
    Arrays.fill(Heap.floats(out), at, at + (int) out.layout().size(), 0);
    return out;
  }

  private void run(Team team) {
    int all = heads.samples * heads.heads;
    int rows = (heads.queries + Attentions.QUERIES - 1) / Attentions.QUERIES;
    int columns = (heads.keys + Attentions.KEYS - 1) / Attentions.KEYS;
    int groups = heads.samples * heads.groups;
    if (isCut()) {
      team.run(all * rows, part -> measure(part / rows, part % rows * Attentions.QUERIES));
    }
    if (groups >= team.size()) {
      team.run(
          groups,
          group -> {
            for (int i = 0; i < heads.readers(); i++) {
              for (int row = 0; row < rows; row++) {
                for (int column = 0; column < columns; column++) {
                  block(head(group, i), group, row, column, true, true);
                }
              }
            }
          });
      return;
    }
    team.run(
        all * rows,
        part -> {
          int head = part / rows;
          for (int column = 0; column < columns; column++) {
            block(head, heads.group(head), part % rows, column, true, false);
          }
        });
    team.run(
        groups * columns,
        part -> {
          int group = part / columns;
          for (int i = 0; i < heads.readers(); i++) {
            for (int row = 0; row < rows; row++) {
              block(head(group, i), group, row, part % columns, false, true);
            }
          }
        });
  }

  private int head(int group, int reader) {
    return group / heads.groups * heads.heads + group % heads.groups * heads.readers() + reader;
  }

  /// Finds the maximum and the sum of the scores of some queries, over all blocks of keys.
  private void measure(int head, int from) {
    int count = Math.min(Attentions.QUERIES, heads.queries - from);
    int end = heads.seen(from + count - 1, 0, heads.keys);
    int at = head * heads.queries + from;
    Arrays.fill(most, at, at + count, Float.NEGATIVE_INFINITY);
    var sums = new double[count];
    try (var room = Room.of(g, (long) count * Attentions.KEYS)) {
      for (int key = 0; key < end; key += Attentions.KEYS) {
        var s = scores(room.array(), head, from, count, key, Math.min(Attentions.KEYS, end - key));
        for (int i = 0; i < count; i++) {
          int seen = heads.seen(from + i, key, s.columns());
          int p = i * s.columns();
          heads.finish(head, from + i, key, s.array(), p, seen);
          if (seen > 0) {
            float before = most[at + i];
            float largest = Math.max(before, FloatSoftmax.largest(s.array(), p, seen));
            float shift = finite(largest);
            double sum = FloatSoftmax.exponentials(s.array(), p, shift, s.array(), p, seen);
            sums[i] = sums[i] * Math.exp(before - shift) + sum;
            most[at + i] = largest;
          }
        }
      }
    }
    for (int i = 0; i < count; i++) {
      shares[at + i] = sums[i] == 0 ? 0 : (float) (1 / sums[i]);
    }
  }

  /// {@return 0 for -∞, which is the maximum of nothing}
  private static float finite(float most) {
    return most == Float.NEGATIVE_INFINITY ? 0 : most;
  }

  private Matrix scores(float[] to, int head, int from, int count, int key, int n) {
    var s = Matrix.of(to, 0, count, n);
    var k = heads.k(heads.group(head)).rows(key, n);
    s.setProduct(Team.ALONE, heads.q(head).rows(from, count), k.transposed(), null);
    return s;
  }

  /// What some queries and some keys have to do with each other.
  private void block(
      int head, int group, int row, int column, boolean forQueries, boolean forKeys) {
    int from = row * Attentions.QUERIES;
    int count = Math.min(Attentions.QUERIES, heads.queries - from);
    int key = column * Attentions.KEYS;
    int n = heads.seen(from + count - 1, key, Math.min(Attentions.KEYS, heads.keys - key));
    if (n == 0) {
      return;
    }
    try (var first = Room.of(g, (long) count * n);
        var second = Room.of(g, (long) count * n)) {
      var w = scores(first.array(), head, from, count, key, n);
      for (int i = 0; i < count; i++) {
        weigh(head, from + i, key, w.array(), i * n, n);
      }
      var above = Heads.matrix(g, head).rows(from, count);
      if (forKeys && dv != null) {
        Heads.matrix(dv, group).rows(key, n).addProduct(w.transposed(), above);
      }
      if (dq == null && dk == null && dm == null) {
        return;
      }
      var ds = Matrix.of(second.array(), 0, count, n);
      ds.setProduct(Team.ALONE, above, heads.v(group).rows(key, n).transposed(), null);
      slopes(head, from, key, w, ds, forQueries ? dm : null);
      if (forQueries && dq != null) {
        Heads.matrix(dq, head).rows(from, count).addProduct(ds, heads.k(group).rows(key, n));
      }
      if (forKeys && dk != null) {
        var q = heads.q(head).rows(from, count);
        Heads.matrix(dk, group).rows(key, n).addProduct(ds.transposed(), q);
      }
    }
  }

  /// Makes weights of the scores of a query.
  private void weigh(int head, int query, int key, float[] s, int p, int n) {
    int seen = heads.seen(query, key, n);
    heads.finish(head, query, key, s, p, seen);
    Arrays.fill(s, p + seen, p + n, 0);
    if (seen == 0) {
      return;
    }
    if (isCut()) {
      int at = head * heads.queries + query;
      FloatSoftmax.exponentials(s, p, finite(most[at]), s, p, seen);
      FloatAttention.scale(s, p, shares[at], seen);
      return;
    }
    float shift = finite(FloatSoftmax.largest(s, p, seen));
    double sum = FloatSoftmax.exponentials(s, p, shift, s, p, seen);
    FloatAttention.scale(s, p, sum == 0 ? 0 : (float) (1 / sum), seen);
  }

  /// Makes scaled gradients of the scores, given those of the weights, and keeps the unscaled ones
  /// for the mask if it wants them.
  private void slopes(int head, int from, int key, Matrix w, Matrix ds, @Nullable Room keep) {
    int n = ds.columns();
    for (int i = 0; i < ds.rows(); i++) {
      var result = Heads.matrix(y, head).rows(from + i, 1);
      var above = Heads.matrix(g, head).rows(from + i, 1);
      double along =
          FloatSums.products(
              result.array(), result.at(), above.array(), above.at(), result.columns());
      int p = i * n;
      FloatAttention.slope(w.array(), p, (float) along, ds.array(), p, n);
      if (keep != null) {
        int at = (head * heads.queries + from + i) * heads.keys + key;
        System.arraycopy(ds.array(), p, keep.array(), at, n);
      }
      FloatAttention.scale(ds.array(), p, heads.scale(), n);
    }
  }

  /// Sums over the axes along which the mask was repeated.
  private void maskGradient(Team team, Room slopes, View out) {
    var shape = heads.scores();
    int ahead = shape.rank() - out.layout().rank();
    var own = new long[shape.rank()];
    for (int axis = 0; axis < own.length; axis++) {
      own[axis] = axis < ahead ? 1 : out.shape().get(axis - ahead);
    }
    var axes =
        IntStream.range(0, own.length).filter(axis -> own[axis] != shape.get(axis)).toArray();
    var x = slopes.view(shape);
    var to =
        new View(
            out.storage(),
            Layout.of(
                Shape.of(own), Layout.rowMajor(Shape.of(own)).strides(), out.layout().offset()));
    var kernels = new VectorKernels(team);
    if (axes.length == 0) {
      kernels.copy(x, to);
    } else {
      kernels.reduce(Op.Reduction.SUM, axes, x, to);
    }
  }
}
