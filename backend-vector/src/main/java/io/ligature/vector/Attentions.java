package io.ligature.vector;

import io.ligature.op.Attention;
import io.ligature.spi.View;
import java.util.Arrays;

/// Attention in blocks of queries and keys: no more scores are there at a time than the cache
/// holds.
///
/// ```text
/// for at most 128 queries q of a head
///   for at most 512 keys k
///     s = scale q kᵀ, hidden -∞
///     m' = max(m, rows of s)      e = e^(s - m')
///     y = e^(m - m') y + e v      l = e^(m - m') l + sum of e
///   y = y / l
/// ```
///
/// @see <a href="https://arxiv.org/abs/1805.02867">Milakov and Gimelshein (2018)</a>, the running
///   maximum
/// @see <a href="https://arxiv.org/abs/2205.14135">Dao et al. (2022)</a>, the blocks
final class Attentions {
  static final int QUERIES = 128;
  static final int KEYS = 512;

  private Attentions() {}

  static void forward(Team team, Attention op, View[] in, View out) {
    var heads = new Heads(op, in[0], in[1], in[2], in.length > 3 ? in[3] : null);
    int blocks = (heads.queries + QUERIES - 1) / QUERIES;
    if (out.layout().size() == 0) {
      return;
    }
    int parts = heads.samples * heads.heads * blocks;
    pays(team, heads, in[0])
        .run(
            parts,
            part -> {
              int from = part % blocks * QUERIES;
              forward(heads, part / blocks, from, Math.min(QUERIES, heads.queries - from), out);
            });
  }

  /// {@return the team, or nobody else where there is too little to do}
  static Team pays(Team team, Heads heads, View q) {
    return q.layout().size() * heads.keys < MatMul.LARGE ? Team.ALONE : team;
  }

  private static void forward(Heads heads, int head, int from, int count, View out) {
    var q = heads.q(head).rows(from, count);
    var k = heads.k(heads.group(head));
    var v = heads.v(heads.group(head));
    var y = Heads.matrix(out, head).rows(from, count);
    int end = heads.seen(from + count - 1, 0, heads.keys);
    var most = new float[count];
    Arrays.fill(most, Float.NEGATIVE_INFINITY);
    var sums = new double[count];
    try (var room = Room.of(out, (long) count * Math.min(KEYS, end))) {
      for (int key = 0; key < end; key += KEYS) {
        int n = Math.min(KEYS, end - key);
        var s = Matrix.of(room.array(), 0, count, n);
        s.setProduct(Team.ALONE, q, k.rows(key, n).transposed(), null);
        for (int i = 0; i < count; i++) {
          weigh(heads, head, from + i, key, s.rows(i, 1), y.rows(i, 1), most, sums, i);
        }
        if (key == 0) {
          y.setProduct(Team.ALONE, s, v.rows(key, n), null);
        } else {
          y.addProduct(s, v.rows(key, n));
        }
      }
    }
    for (int i = 0; i < count; i++) {
      if (sums[i] == 0) { // a query that may look nowhere
        Arrays.fill(y.array(), y.at() + i * y.down(), y.at() + (i + 1) * y.down(), 0);
      } else {
        FloatAttention.scale(y.array(), y.at() + i * y.down(), (float) (1 / sums[i]), y.columns());
      }
    }
  }

  /// Makes weights of the scores of a query, not yet divided by their sum, and brings what was
  /// summed before to the new maximum.
  private static void weigh(
      Heads heads,
      int head,
      int query,
      int key,
      Matrix s,
      Matrix y,
      float[] most,
      double[] sums,
      int i) {
    var array = s.array();
    int p = s.at();
    int seen = heads.seen(query, key, s.columns());
    heads.finish(head, query, key, array, p, seen);
    Arrays.fill(array, p + seen, p + s.columns(), 0);
    if (seen == 0) {
      return;
    }
    float largest = Math.max(most[i], FloatSoftmax.largest(array, p, seen));
    float shift = largest == Float.NEGATIVE_INFINITY ? 0 : largest;
    double sum = FloatSoftmax.exponentials(array, p, shift, array, p, seen);
    double rest = Math.exp(most[i] - shift);
    if (key > 0 && rest != 1) {
      FloatAttention.scale(y.array(), y.at(), (float) rest, y.columns());
    }
    sums[i] = sums[i] * rest + sum;
    most[i] = largest;
  }
}
