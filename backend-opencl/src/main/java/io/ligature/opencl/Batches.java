package io.ligature.opencl;

import io.ligature.op.Backward;
import io.ligature.op.BatchNorm;
import io.ligature.op.BatchNormInference;
import io.ligature.spi.View;
import org.jspecify.annotations.Nullable;

/// Channels normalised over a batch, or by statistics that are given; see `batch.cl`.
///
/// Each direction is two launches: one finds sums of segments of channels, one joins and uses them.
/// With statistics that are given, forward is one.
final class Batches {
  private static final long SEGMENT = 4096; // elements that are worth a work item
  private static final long MOST_SEGMENTS = 64; // of a channel

  private final OpenClDevice device;
  private final Temporaries temporaries;
  private final View x;
  private final long samples;
  private final long channels;
  private final long inner; // elements of a channel of a sample
  private final long segments;
  private final long per; // samples of a segment
  private final String options;

  private Batches(OpenClDevice device, Temporaries temporaries, View x, boolean given) {
    this.device = device;
    this.temporaries = temporaries;
    this.x = temporaries.rowMajor(x);
    channels = x.shape().get(1);
    long size = x.layout().size();
    samples = size == 0 ? 0 : x.shape().get(0);
    inner = size == 0 ? 1 : size / samples / channels;
    long wanted = Math.clamp(samples * inner / SEGMENT, 1, MOST_SEGMENTS);
    per = (samples + wanted - 1) / wanted;
    segments = per == 0 ? 1 : (samples + per - 1) / per;
    options = Types.options(x.dtype()) + (given ? " -DGIVEN" : "");
  }

  private Object[] shape() {
    return new Object[] {samples, channels, inner, segments, per};
  }

  private void run(String name, Arguments arguments) {
    long rows = channels * segments;
    device.overRows(rows, per * inner, 4, "batch.cl", options, name, arguments.array());
  }

  private View parts() {
    return temporaries.of(x, Math.max(1, 2 * channels * segments));
  }

  /// {@return an operand of one number a channel, if there is one}
  private @Nullable View operand(View[] in, int inputs, int i) {
    return i < inputs ? temporaries.rowMajor(in[i]) : null;
  }

  /// The results y, m and v.
  static void forward(OpenClDevice device, BatchNorm op, View[] in, View[] out) {
    try (var temporaries = new Temporaries(device)) {
      var batch = new Batches(device, temporaries, in[0], false);
      var parts = batch.parts();
      batch.run("moments", new Arguments().view(batch.x).values(batch.shape()).all(parts));
      batch.normalise(in, 1, op.eps(), parts, out[1], out[2], out[0]);
    }
  }

  /// With statistics that are given: operands x, m, v, perhaps w and b.
  static void inference(OpenClDevice device, BatchNormInference op, View[] in, View out) {
    try (var temporaries = new Temporaries(device)) {
      var batch = new Batches(device, temporaries, in[0], true);
      var m = temporaries.rowMajor(in[1]);
      var v = temporaries.rowMajor(in[2]);
      batch.normalise(in, 3, op.eps(), m, m, v, out);
    }
  }

  /// @param first which operand is w, if there is one
  private void normalise(View[] in, int first, double eps, View parts, View m, View v, View y) {
    run(
        "normalise",
        new Arguments()
            .view(x)
            .view(operand(in, in.length, first))
            .view(operand(in, in.length, first + 1))
            .values(shape())
            .values(Types.number(x.dtype(), eps))
            .all(parts)
            .view(m)
            .view(v)
            .view(y));
  }

  /// Operands x, perhaps w and b, then y, m and v, then the gradients of all three; results for
  /// those that are wanted.
  static void backward(OpenClDevice device, Backward op, View[] in, View[] out) {
    try (var temporaries = new Temporaries(device)) {
      int inputs = op.inputs();
      double eps = ((BatchNorm) op.of()).eps();
      var batch = new Batches(device, temporaries, in[0], false);
      var results = new Wanted(op, out);
      batch.gradient(
          in[inputs + 3],
          batch.statistics(in[inputs + 1], in[inputs + 2], eps),
          batch.operand(in, inputs, 1),
          temporaries.rowMajor(in[inputs + 4]),
          temporaries.rowMajor(in[inputs + 5]),
          results.next(0),
          results.next(1),
          results.next(2));
    }
  }

  /// Operands x, m, v, perhaps w and b, then y and g; results for those that are wanted.
  static void inferenceBackward(OpenClDevice device, Backward op, View[] in, View[] out) {
    try (var temporaries = new Temporaries(device)) {
      int inputs = op.inputs();
      double eps = ((BatchNormInference) op.of()).eps();
      var batch = new Batches(device, temporaries, in[0], true);
      var results = new Wanted(op, out);
      var dx = results.next(0);
      batch.gradient(
          in[inputs + 1],
          batch.statistics(in[1], in[2], eps),
          batch.operand(in, inputs, 3),
          results.next(1),
          results.next(2),
          dx,
          results.next(3),
          results.next(4));
    }
  }

  private Object[] statistics(View m, View v, double eps) {
    return new Arguments()
        .view(temporaries.rowMajor(m))
        .view(temporaries.rowMajor(v))
        .values(Types.number(x.dtype(), eps))
        .array();
  }

  private void gradient(
      View above,
      Object[] statistics,
      @Nullable View w,
      @Nullable View dm,
      @Nullable View dv,
      @Nullable View dx,
      @Nullable View dw,
      @Nullable View db) {
    var g = temporaries.rowMajor(above);
    var parts = parts();
    run("sums", new Arguments().view(x).view(g).values(shape()).values(statistics).all(parts));
    run(
        "gradient",
        new Arguments()
            .view(x)
            .view(g)
            .values(shape())
            .values(statistics)
            .all(parts)
            .view(w)
            .view(dm)
            .view(dv)
            .view(dx)
            .view(dw)
            .view(db));
  }
}
