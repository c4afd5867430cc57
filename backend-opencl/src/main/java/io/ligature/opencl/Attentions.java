package io.ligature.opencl;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Attention;
import io.ligature.op.Backward;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Attention as products of matrices, with a kernel between them that makes scores weights; see
/// `attention.cl`.
///
/// ```text
/// s = q kᵀ      p = weights of s      y = p v
/// dp = g vᵀ     ds = p (dp - sum of dp p)
/// dq = scale ds k      dk = scale dsᵀ q      dv = pᵀ g      dm = ds, summed to its shape
/// ```
///
/// Heads that read the same keys are one matrix of queries, so their gradients of keys and values
/// are one product. Some pairs of sample and group at a time, or some queries of a pair, so that
/// the scores fit into a room; weights are computed again for the gradient. The parts of a sum are
/// added in the order of the queries. Forward is three launches a part.
final class Attentions {
  private static final String FILE = "attention.cl";
  private static final long GPU_ROOM = 1 << 26; // scores at a time
  private static final long CPU_ROOM = 1 << 20;

  private final OpenClDevice device;
  private final Temporaries temporaries;
  private final View q; // (pairs, rows, width)
  private final View k; // (pairs, keys, width)
  private final View v; // (pairs, keys, values)
  private final Shape scores; // of all, (..., heads, queries, keys)
  private final @Nullable View mask; // of that shape
  private final Object scale;
  private final String options;
  private final long room;

  private Attentions(
      OpenClDevice device,
      Temporaries temporaries,
      Attention op,
      View[] in,
      @Nullable View mask,
      long room) {
    this.device = device;
    this.temporaries = temporaries;
    int rank = in[0].layout().rank();
    long groups = rank < 3 ? 1 : in[1].shape().get(-3);
    long heads = rank < 3 ? 1 : in[0].shape().get(-3);
    long pairs = groups;
    for (int axis = 0; axis < rank - 3; axis++) {
      pairs *= in[0].shape().get(axis);
    }
    long queries = in[0].shape().get(-2);
    long keys = in[1].shape().get(-2);
    long readers = groups == 0 ? 0 : heads / groups;
    q = temporaries.reshape(in[0], pairs, readers * queries, in[0].shape().get(-1));
    k = temporaries.reshape(in[1], pairs, keys, in[1].shape().get(-1));
    v = temporaries.reshape(in[2], pairs, keys, in[2].shape().get(-1));
    scores = in[0].shape().with(-1, keys);
    this.mask = mask == null ? null : lean(mask.expand(scores));
    scale = Types.number(in[0].dtype(), op.scale());
    options = Types.options(in[0].dtype()) + (op.causal() ? " -DCAUSAL" : "") + options(mask);
    this.room = room;
  }

  private static String options(@Nullable View mask) {
    if (mask == null) {
      return "";
    }
    return mask.dtype() == DType.BOOL ? " -DMASK=uchar -DHIDES" : " -DMASK=T -DADDS";
  }

  /// {@return the mask, copied if a walk has not axes enough for its rows}
  private View lean(View whole) {
    return Walk.of(lines(whole)).fits() ? whole : temporaries.rowMajor(whole);
  }

  /// {@return where the rows of a mask begin}
  private static Layout lines(View mask) {
    var layout = mask.layout();
    int last = layout.rank() - 1;
    return Layout.of(
        layout.shape().without(last), Arrays.copyOf(layout.strides(), last), layout.offset());
  }

  private static long room(OpenClDevice device) {
    return device.traits().isGpu() ? GPU_ROOM : CPU_ROOM;
  }

  static void forward(OpenClDevice device, Attention op, View[] in, View out) {
    forward(device, op, in, out, room(device));
  }

  static void forward(OpenClDevice device, Attention op, View[] in, View out, long room) {
    if (out.layout().size() == 0) {
      return;
    }
    if (in[1].shape().get(-2) == 0) {
      Make.fill(device, 0, out);
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var mask = in.length > 3 ? in[3] : null;
      var attention = new Attentions(device, temporaries, op, in, mask, room);
      var y = temporaries.reshape(out, attention.extents(attention.q, out));
      attention.each(
          part -> MatMul.run(device, part.weights(), part.of(attention.v), part.queries(y)));
    }
  }

  /// Operands q, k, v, perhaps a mask, then y and g; results for those that are wanted.
  static void backward(OpenClDevice device, Backward op, View[] in, View[] out) {
    backward(device, op, in, out, room(device));
  }

  static void backward(OpenClDevice device, Backward op, View[] in, View[] out, long room) {
    var g = in[op.inputs() + 1];
    if (g.layout().size() == 0 || in[1].shape().get(-2) == 0) {
      for (var result : out) {
        if (result.layout().size() > 0) {
          Make.fill(device, 0, result);
        }
      }
      return;
    }
    try (var temporaries = new Temporaries(device)) {
      var mask = op.inputs() > 3 ? in[3] : null;
      var attention = new Attentions(device, temporaries, (Attention) op.of(), in, mask, room);
      attention.backward(g, new Wanted(op, out));
    }
  }

  private void backward(View gradient, Wanted results) {
    var g = temporaries.reshape(gradient, extents(q, gradient));
    var dq = matrices(results.next(0), q);
    var dk = matrices(results.next(1), k);
    var dv = matrices(results.next(2), v);
    var dm = results.next(3);
    var all = dm == null ? null : temporaries.of(g, scores.toArray());
    each(
        part -> {
          var p = part.weights();
          if (dv != null) {
            part.sum(MatMul.transposed(p), part.queries(g), dv);
          }
          if (dq == null && dk == null && all == null) {
            return;
          }
          var ds = part.scores();
          MatMul.run(device, part.queries(g), MatMul.transposed(part.of(v)), ds);
          part.slopes(p, ds, all);
          if (dq != null) {
            MatMul.run(device, ds, part.of(k), part.queries(dq));
          }
          if (dk != null) {
            part.sum(MatMul.transposed(ds), part.queries(q), dk);
          }
        });
    if (dm != null && all != null) {
      maskGradient(all, dm);
    }
  }

  /// Sums the gradients of all scores to the shape of the mask.
  private void maskGradient(View all, View dm) {
    int ahead = scores.rank() - dm.layout().rank();
    var extents = new long[scores.rank()];
    Arrays.fill(extents, 1);
    for (int axis = ahead; axis < extents.length; axis++) {
      extents[axis] = dm.shape().get(axis - ahead);
    }
    var axes =
        IntStream.range(0, extents.length)
            .filter(axis -> extents[axis] != scores.get(axis))
            .toArray();
    var target = temporaries.reshape(dm, extents);
    if (axes.length == 0) {
      Copy.run(device, all, target);
    } else {
      Reduce.run(device, Op.Reduction.SUM, axes, all, target);
    }
  }

  private long[] extents(View like, View last) {
    return new long[] {like.shape().get(0), like.shape().get(1), last.shape().get(-1)};
  }

  private @Nullable View matrices(@Nullable View result, View like) {
    return result == null ? null : temporaries.reshape(result, like.shape().toArray());
  }

  // ---- some scores at a time

  private interface Work {
    void run(Part part);
  }

  private void each(Work work) {
    long pairs = q.shape().get(0);
    long rows = q.shape().get(1);
    long keys = k.shape().get(1);
    long most = Math.max(1, room / (rows * keys)); // pairs
    long some = most > 1 ? rows : Math.clamp(room / keys, 1, rows);
    for (long pair = 0; pair < pairs; pair += most) {
      for (long row = 0; row < rows; row += some) {
        try (var own = new Temporaries(device)) {
          work.run(
              new Part(own, pair, Math.min(most, pairs - pair), row, Math.min(some, rows - row)));
        }
      }
    }
  }

  /// Some pairs with all their rows, or some rows of a pair.
  private final class Part {
    private final Temporaries own;
    private final long pair;
    private final long pairs;
    private final long row;
    private final long rows;

    Part(Temporaries own, long pair, long pairs, long row, long rows) {
      this.own = own;
      this.pair = pair;
      this.pairs = pairs;
      this.row = row;
      this.rows = rows;
    }

    View of(View x) {
      return x.with(x.layout().slice(0, pair, pairs, 1));
    }

    View queries(View x) {
      return x.with(of(x).layout().slice(1, row, rows, 1));
    }

    View scores() {
      return own.of(q, pairs, rows, k.shape().get(1));
    }

    private long first() {
      return pair * q.shape().get(1) + row;
    }

    View weights() {
      var s = scores();
      MatMul.run(device, queries(q), MatMul.transposed(of(k)), s);
      long n = k.shape().get(1);
      var arguments =
          new Arguments().all(s).values(pairs * rows, n, scale, first(), scores.get(-2));
      if (mask != null) {
        long step = mask.layout().stride(mask.layout().rank() - 1);
        arguments.all(mask).values(Walk.of(lines(mask)), step);
      }
      device.overRows(pairs * rows, n, 8, FILE, options, "weights", arguments.array());
      return s;
    }

    /// Makes gradients of scores of those of weights, and keeps those that the mask wants.
    void slopes(View p, View ds, @Nullable View all) {
      long n = k.shape().get(1);
      var kept = all == null ? null : all.with(Layout.rowMajor(Shape.of(all.layout().size())));
      var arguments = new Arguments().all(p).all(ds).values(pairs * rows, n, scale);
      arguments.view(
          kept == null
              ? null
              : kept.with(kept.layout().slice(0, first() * n, pairs * rows * n, 1)));
      device.overRows(pairs * rows, n, 4, FILE, options, "slopes", arguments.array());
    }

    /// Writes a product over the rows of this part, or adds it to that of those before.
    void sum(View a, View b, View out) {
      var target = of(out);
      if (row == 0) {
        MatMul.run(device, a, b, target);
      } else if (target.layout().size() > 0) {
        var more = own.of(out, target.shape().toArray());
        MatMul.run(device, a, b, more);
        Elementwise.binary(device, Op.Binary.ADD, target, more, target);
      }
    }
  }
}
