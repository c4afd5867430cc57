package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Backward;
import io.ligature.op.BatchNorm;
import io.ligature.op.BatchNormInference;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
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
  private final boolean isScattered; // over samples, so that vectors would be short
  private final int samples;
  private final int channels;
  private final int area; // elements of a channel of a sample
  private final @Nullable View w;

  private Batches(View given, @Nullable View scale) {
    long size = given.layout().size();
    int count = (int) given.shape().get(0);
    channels = (int) given.shape().get(1);
    int elements = size == 0 ? 0 : (int) (size / count / channels);
    isScattered = count > 1 && elements < Lanes.FLOAT.length();
    samples = isScattered ? 1 : count;
    area = isScattered ? count * elements : elements;
    x = gathered(given);
    array = Heap.floats(x);
    w = scale == null ? null : Heap.rowMajor(scale);
  }

  /// {@return what lies in order}: of few elements a sample, all of a channel side by side
  private View gathered(View view) {
    return Heap.rowMajor(isScattered ? view.with(channelsFirst(view)) : view);
  }

  private static Layout channelsFirst(View view) {
    var order = IntStream.range(0, view.layout().rank()).toArray();
    order[0] = 1;
    order[1] = 0;
    return view.layout().permute(order);
  }

  /// Computes into the output, or beside it where its elements are not side by side.
  private void into(Team team, View out, Consumer<View> work) {
    if (!isScattered) {
      work.accept(out);
      return;
    }
    var to = out.with(channelsFirst(out));
    try (var room = Room.of(out, out.layout().size())) {
      var beside = room.view(to.shape());
      work.accept(beside);
      new VectorKernels(team).copy(beside, to);
    }
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
    batch.into(
        team,
        out[0],
        y ->
            batch.each(
                team,
                channel -> {
                  float m = batch.mean(channel);
                  double v = batch.variance(channel, m);
                  means[meansAt + channel] = m;
                  variances[variancesAt + channel] = (float) v;
                  batch.write(channel, m, (float) (1 / Math.sqrt(v + op.eps())), b, y);
                }));
    Steps.release(batch.x, in[0]);
  }

  /// With statistics that are given: operands x, m, v, perhaps w and b.
  static void inference(Team team, BatchNormInference op, View[] in, View out) {
    var batch = new Batches(in[0], in.length > 3 ? in[3] : null);
    var b = in.length > 4 ? Heap.rowMajor(in[4]) : null;
    var m = Heap.rowMajor(in[1]);
    var v = Heap.rowMajor(in[2]);
    batch.into(
        team,
        out,
        y ->
            batch.each(
                team,
                channel -> {
                  double variance = parameter(v, channel, 1);
                  float r = (float) (1 / Math.sqrt(variance + op.eps()));
                  batch.write(channel, parameter(m, channel, 0), r, b, y);
                }));
    Steps.release(batch.x, in[0]);
  }

  private void each(Team team, IntConsumer work) {
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
    int inputs = op.inputs();
    int next = 0;
    var dx = op.wants(0) ? out[next++] : null;
    var dw = inputs > 1 && op.wants(1) ? out[next++] : null;
    var db = inputs > 2 && op.wants(2) ? out[next] : null;
    var batch = new Batches(in[0], inputs > 1 ? in[1] : null);
    if (dx == null) {
      batch.backward(team, op, in, null, dw, db);
    } else {
      batch.into(team, dx, to -> batch.backward(team, op, in, to, dw, db));
    }
    Steps.release(batch.x, in[0]);
  }

  private void backward(
      Team team, Backward op, View[] in, @Nullable View dx, @Nullable View dw, @Nullable View db) {
    double eps = ((BatchNorm) op.of()).eps();
    var given = in[op.inputs() + 3];
    var gradient = gathered(given);
    var dm = Heap.rowMajor(in[op.inputs() + 4]);
    var dv = Heap.rowMajor(in[op.inputs() + 5]);
    var g = Heap.floats(gradient);
    int q = (int) gradient.layout().offset();
    double n = size();
    each(
        team,
        channel -> {
          float m = mean(channel);
          float r = (float) (1 / Math.sqrt(variance(channel, m) + eps));
          double shift = 0;
          double turn = 0;
          for (int i = 0; i < samples; i++) {
            int at = q + at(i, channel);
            shift += FloatSums.sum(g, at, area);
            turn += FloatNorm.along(array, x(i, channel), m, r, g, at, area);
          }
          put(dw, channel, turn);
          put(db, channel, shift);
          if (dx != null) {
            float scale = parameter(w, channel, 1);
            // what the mean and the variance are wanted for joins what y passes on
            float shiftShare = (float) (shift * scale / n - parameter(dm, channel, 0) / n / r);
            float turnShare =
                (float) (turn * scale / n - 2 * parameter(dv, channel, 0) / n / ((double) r * r));
            for (int i = 0; i < samples; i++) {
              int p = x(i, channel);
              int at = at(i, channel);
              int o = (int) dx.layout().offset() + at;
              var to = Heap.floats(dx);
              FloatNorm.gradient(
                  array, p, m, r, scale, g, q + at, shiftShare, turnShare, to, o, area);
            }
          }
        });
    Steps.release(gradient, given);
  }

  private static void put(@Nullable View to, int channel, double value) {
    if (to != null) {
      Heap.floats(to)[(int) to.layout().offset() + channel] = (float) value;
    }
  }
}
