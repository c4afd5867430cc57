package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Backward;
import io.ligature.op.GroupNorm;
import io.ligature.spi.View;
import org.jspecify.annotations.Nullable;

/// Normalisation of groups of channels, and its gradient, sample by sample.
///
/// A group is a line of `n` elements, in which every channel is a run of `area` elements.
final class Groups {
  private final View x;
  private final float[] array;
  private final double eps;
  private final int samples;
  private final int channels;
  private final int groups;
  private final int area;
  private final int n;
  private final @Nullable View w;

  private Groups(GroupNorm op, View[] in, int inputs) {
    x = Heap.rowMajor(in[0]);
    array = Heap.floats(x);
    eps = op.eps();
    samples = (int) x.shape().get(0);
    channels = (int) x.shape().get(1);
    groups = (int) op.groups();
    long size = x.layout().size();
    area = size == 0 ? 0 : (int) (size / samples / channels);
    n = channels / groups * area;
    w = inputs > 1 ? Heap.rowMajor(in[1]) : null;
  }

  private static float parameter(@Nullable View view, int channel, float missing) {
    return view == null ? missing : Heap.floats(view)[(int) view.layout().offset() + channel];
  }

  private int lines() {
    return n == 0 ? 0 : samples * groups;
  }

  private int at(int line) {
    return (int) x.layout().offset() + line * n;
  }

  /// {@return the channel with which a line begins, counted through all samples}
  private int first(int line) {
    return line * (channels / groups);
  }

  static void forward(Team team, GroupNorm op, View[] in, View out) {
    var norm = new Groups(op, in, in.length);
    var b = in.length > 2 ? Heap.rowMajor(in[2]) : null;
    var y = Heap.floats(out);
    int q = (int) out.layout().offset();
    Reduce.lines(
        team,
        norm.lines(),
        norm.n,
        (begin, end) -> {
          for (int line = begin; line < end; line++) {
            norm.forward(line, b, y, q + line * norm.n);
          }
        });
    Steps.release(norm.x, in[0]);
  }

  private void forward(int line, @Nullable View b, float[] y, int q) {
    int p = at(line);
    float m = FloatNorm.mean(array, p, n);
    float r = FloatNorm.scale(array, p, m, eps, n);
    for (int i = 0; i < n; i += area) {
      int channel = (first(line) + i / area) % channels;
      float scale = parameter(w, channel, 1);
      FloatNorm.forward(array, p + i, m, r, scale, parameter(b, channel, 0), y, q + i, area);
    }
  }

  /// Operands x, perhaps w and b, then y and g; results for those that are wanted.
  static void backward(Team team, Backward op, View[] in, View[] out) {
    var norm = new Groups((GroupNorm) op.of(), in, op.inputs());
    var gradient = Heap.rowMajor(in[op.inputs() + 1]);
    int next = 0;
    var dx = op.wants(0) ? out[next++] : null;
    var shifts = new double[norm.samples * norm.channels]; // the sum of g, of each channel
    var turns = new double[norm.samples * norm.channels]; // the sum of g z
    Reduce.lines(
        team,
        norm.lines(),
        norm.n,
        (begin, end) -> {
          for (int line = begin; line < end; line++) {
            norm.backward(line, gradient, dx, shifts, turns);
          }
        });
    if (op.inputs() > 1 && op.wants(1)) {
      norm.overSamples(turns, out[next++]);
    }
    if (op.inputs() > 2 && op.wants(2)) {
      norm.overSamples(shifts, out[next]);
    }
    Steps.release(gradient, in[op.inputs() + 1]);
    Steps.release(norm.x, in[0]);
  }

  private void backward(
      int line, View gradient, @Nullable View dx, double[] shifts, double[] turns) {
    var g = Heap.floats(gradient);
    int q = (int) gradient.layout().offset() + line * n;
    int p = at(line);
    float m = FloatNorm.mean(array, p, n);
    float r = FloatNorm.scale(array, p, m, eps, n);
    double shift = 0;
    double turn = 0;
    for (int i = 0; i < n; i += area) {
      int channel = first(line) + i / area;
      shifts[channel] = FloatSums.sum(g, q + i, area);
      turns[channel] = FloatNorm.along(array, p + i, m, r, g, q + i, area);
      float scale = parameter(w, channel % channels, 1);
      shift += shifts[channel] * scale;
      turn += turns[channel] * scale;
    }
    if (dx == null) {
      return;
    }
    var to = Heap.floats(dx);
    int o = (int) dx.layout().offset() + line * n;
    for (int i = 0; i < n; i += area) {
      float scale = parameter(w, (first(line) + i / area) % channels, 1);
      FloatNorm.gradient(
          array,
          p + i,
          m,
          r,
          scale,
          g,
          q + i,
          (float) (shift / n),
          (float) (turn / n),
          to,
          o + i,
          area);
    }
  }

  private void overSamples(double[] sums, View out) {
    var to = Heap.floats(out);
    int at = (int) out.layout().offset();
    for (int channel = 0; channel < channels; channel++) {
      double total = 0;
      for (int sample = 0; sample < samples; sample++) {
        total += sums[sample * channels + channel];
      }
      to[at + channel] = (float) total;
    }
  }
}
