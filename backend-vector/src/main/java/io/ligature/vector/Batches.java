package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Backward;
import io.ligature.op.BatchNorm;
import io.ligature.op.BatchNormInference;
import io.ligature.spi.View;
import org.jspecify.annotations.Nullable;

/// Normalisation of channels over a batch, and its gradient, channel by channel.
///
/// ```text
/// z = (x - m) r      y = z w + b      r = 1 / √(v + eps)
/// dx = r w (g - mean(g) - z mean(g z))      dw = sum of g z      db = sum of g
/// ```
///
/// Sums of a channel run through its samples in order.
final class Batches {
  private final View x;
  private final float[] array;
  private final int samples;
  private final int channels;
  private final int area; // elements of a channel of a sample
  private final @Nullable View w;

  private Batches(View given, @Nullable View scale) {
    x = Heap.rowMajor(given);
    array = Heap.floats(x);
    samples = (int) x.shape().get(0);
    channels = (int) x.shape().get(1);
    long size = x.layout().size();
    area = size == 0 ? 0 : (int) (size / samples / channels);
    w = scale == null ? null : Heap.rowMajor(scale);
  }

  private static float parameter(@Nullable View view, int channel, float missing) {
    return view == null ? missing : Heap.floats(view)[(int) view.layout().offset() + channel];
  }

  private int at(int sample, int channel) {
    return (sample * channels + channel) * area;
  }

  private int x(int sample, int channel) {
    return (int) x.layout().offset() + at(sample, channel);
  }

  private double size() {
    return (double) samples * area;
  }

  private float mean(int channel) {
    double sum = 0;
    for (int n = 0; n < samples; n++) {
      sum += FloatSums.sum(array, x(n, channel), area);
    }
    return (float) (sum / size());
  }

  private double variance(int channel, float mean) {
    double sum = 0;
    for (int n = 0; n < samples; n++) {
      sum += FloatNorm.squares(array, x(n, channel), mean, area);
    }
    return sum / size();
  }

  /// The results y, m and v.
  static void forward(Team team, BatchNorm op, View[] in, View[] out) {
    var batch = new Batches(in[0], in.length > 1 ? in[1] : null);
    var b = in.length > 2 ? Heap.rowMajor(in[2]) : null;
    var means = Heap.floats(out[1]);
    int meansAt = (int) out[1].layout().offset();
    var variances = Heap.floats(out[2]);
    int variancesAt = (int) out[2].layout().offset();
    batch.each(
        team,
        channel -> {
          float m = batch.mean(channel);
          double v = batch.variance(channel, m);
          means[meansAt + channel] = m;
          variances[variancesAt + channel] = (float) v;
          batch.write(channel, m, (float) (1 / Math.sqrt(v + op.eps())), b, out[0]);
        });
    Steps.release(batch.x, in[0]);
  }

  /// With statistics that are given: operands x, m, v, perhaps w and b.
  static void inference(Team team, BatchNormInference op, View[] in, View out) {
    var batch = new Batches(in[0], in.length > 3 ? in[3] : null);
    var b = in.length > 4 ? Heap.rowMajor(in[4]) : null;
    var m = Heap.rowMajor(in[1]);
    var v = Heap.rowMajor(in[2]);
    batch.each(
        team,
        channel -> {
          double variance = parameter(v, channel, 1);
          float r = (float) (1 / Math.sqrt(variance + op.eps()));
          batch.write(channel, parameter(m, channel, 0), r, b, out);
        });
    Steps.release(batch.x, in[0]);
  }

  private void each(Team team, java.util.function.IntConsumer work) {
    Reduce.lines(
        team,
        channels,
        samples * area,
        (begin, end) -> {
          for (int channel = begin; channel < end; channel++) {
            work.accept(channel);
          }
        });
  }

  private void write(int channel, float m, float r, @Nullable View b, View out) {
    var y = Heap.floats(out);
    float scale = parameter(w, channel, 1);
    float shift = parameter(b, channel, 0);
    int q = (int) out.layout().offset();
    for (int n = 0; n < samples; n++) {
      FloatNorm.forward(array, x(n, channel), m, r, scale, shift, y, q + at(n, channel), area);
    }
  }

  /// Operands x, perhaps w and b, then y, m and v, then the gradients of all three; results for
  /// those that are wanted.
  static void backward(Team team, Backward op, View[] in, View[] out) {
    double eps = ((BatchNorm) op.of()).eps();
    int inputs = op.inputs();
    var batch = new Batches(in[0], inputs > 1 ? in[1] : null);
    var gradient = Heap.rowMajor(in[inputs + 3]);
    var dm = Heap.rowMajor(in[inputs + 4]);
    var dv = Heap.rowMajor(in[inputs + 5]);
    int next = 0;
    var dx = op.wants(0) ? out[next++] : null;
    var dw = inputs > 1 && op.wants(1) ? out[next++] : null;
    var db = inputs > 2 && op.wants(2) ? out[next] : null;
    var g = Heap.floats(gradient);
    int q = (int) gradient.layout().offset();
    double n = batch.size();
    batch.each(
        team,
        channel -> {
          float m = batch.mean(channel);
          float r = (float) (1 / Math.sqrt(batch.variance(channel, m) + eps));
          double shift = 0;
          double turn = 0;
          for (int i = 0; i < batch.samples; i++) {
            int at = q + batch.at(i, channel);
            shift += FloatSums.sum(g, at, batch.area);
            turn += FloatNorm.along(batch.array, batch.x(i, channel), m, r, g, at, batch.area);
          }
          put(dw, channel, turn);
          put(db, channel, shift);
          if (dx != null) {
            float scale = parameter(batch.w, channel, 1);
            // what the mean and the variance are wanted for joins what y passes on
            float shiftShare = (float) (shift * scale / n - parameter(dm, channel, 0) / n / r);
            float turnShare =
                (float) (turn * scale / n - 2 * parameter(dv, channel, 0) / n / ((double) r * r));
            for (int i = 0; i < batch.samples; i++) {
              int at = batch.at(i, channel);
              int o = (int) dx.layout().offset() + at;
              FloatNorm.gradient(
                  batch.array,
                  batch.x(i, channel),
                  m,
                  r,
                  scale,
                  g,
                  q + at,
                  shiftShare,
                  turnShare,
                  Heap.floats(dx),
                  o,
                  batch.area);
            }
          }
        });
    Steps.release(gradient, in[inputs + 3]);
    Steps.release(batch.x, in[0]);
  }

  private static void put(@Nullable View to, int channel, double value) {
    if (to != null) {
      Heap.floats(to)[(int) to.layout().offset() + channel] = (float) value;
    }
  }
}
