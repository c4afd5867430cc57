package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Backward;
import io.ligature.op.CrossEntropy;
import io.ligature.op.LossReduction;
import io.ligature.spi.View;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Cross-entropy of FLOAT32 logits and its gradient, without a table of all logarithms.
///
/// ```text
/// l[n] = (1 - s) w[y] (-p[n, y]) + s / C sum over c of w[c] (-p[n, c])      p = logSoftmax(x), y = y[n]
/// dl[n] / dx[n, c] = e^p[n, c] ((1 - s) w[y] + s / C sum of w) - (1 - s) w[y] [c = y] - s / C w[c]
/// ```
final class Losses {
  private Losses() {}

  /// The operands as arrays, and what every sample needs of them.
  private static final class Samples {
    final CrossEntropy op;
    final float[] x;
    final int xAt;
    final long[] y;
    final int yAt;
    final int yStep;
    final float @Nullable [] w;
    final int wAt;
    final int n;
    final int classes;
    final double allWeights;

    Samples(CrossEntropy op, View[] in, int inputs) {
      this.op = op;
      var logits = Heap.rowMajor(in[0]);
      x = Heap.floats(logits);
      xAt = (int) logits.layout().offset();
      y = Heap.longs(in[1]);
      yAt = (int) in[1].layout().offset();
      yStep = (int) in[1].layout().stride(0);
      n = (int) in[0].shape().get(0);
      classes = (int) in[0].shape().get(1);
      if (inputs > 2) {
        var weights = Heap.rowMajor(in[2]);
        w = Heap.floats(weights);
        wAt = (int) weights.layout().offset();
        allWeights = FloatSums.sum(w, wAt, classes);
      } else {
        w = null;
        wAt = 0;
        allWeights = classes;
      }
    }

    boolean isIgnored(int i) {
      return y[yAt + i * yStep] == op.ignore();
    }

    int label(int i) {
      return (int) y[yAt + i * yStep];
    }

    float weight(int c) {
      return w == null ? 1 : w[wAt + c];
    }

    /// {@return the sum of the weights of the samples that count}
    double samplesWeight() {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += isIgnored(i) ? 0 : weight(label(i));
      }
      return sum;
    }

    /// {@return m + log(sum of e^(x - m)) of a row}, leaving e^(x - m) in `room`
    double normaliser(int i, float[] room, int at) {
      int p = xAt + i * classes;
      float most = FloatSoftmax.largest(x, p, classes);
      return most + Math.log(FloatSoftmax.exponentials(x, p, most, room, at, classes));
    }

    double loss(int i, float[] room) {
      if (isIgnored(i)) {
        return 0;
      }
      double z = normaliser(i, room, 0);
      int p = xAt + i * classes;
      int label = label(i);
      double loss = weight(label) * (z - x[p + label]);
      if (op.smoothing() != 0) {
        double all = 0;
        for (int c = 0; c < classes; c++) {
          all += weight(c) * (z - x[p + c]);
        }
        loss = loss * (1 - op.smoothing()) + all * op.smoothing() / classes;
      }
      return loss;
    }
  }

  static void forward(Team team, CrossEntropy op, View[] in, View out) {
    var samples = new Samples(op, in, in.length);
    var losses = new double[samples.n];
    Reduce.lines(
        team,
        samples.n,
        samples.classes,
        (begin, end) -> {
          var room = new float[samples.classes];
          for (int i = begin; i < end; i++) {
            losses[i] = samples.loss(i, room);
          }
        });
    var to = Heap.floats(out);
    int at = (int) out.layout().offset();
    if (op.reduction() == LossReduction.NONE) {
      for (int i = 0; i < losses.length; i++) {
        to[at + i] = (float) losses[i];
      }
      return;
    }
    double total = 0;
    for (double loss : losses) {
      total += loss;
    }
    boolean mean = op.reduction() == LossReduction.MEAN;
    to[at] = (float) (mean ? total / samples.samplesWeight() : total);
  }

  /// Operands x, y, perhaps w, then the loss and g; results dx and dw, if wanted.
  static void backward(Team team, Backward op, View[] in, View[] out) {
    var entropy = (CrossEntropy) op.of();
    var samples = new Samples(entropy, in, op.inputs());
    var g = in[op.inputs() + 1];
    double total = entropy.reduction() == LossReduction.MEAN ? samples.samplesWeight() : 1;
    int next = 0;
    if (op.wants(0)) {
      logits(team, samples, g, total, out[next++]);
    }
    if (op.inputs() > 2 && op.wants(2)) {
      weights(samples, in[op.inputs()], g, total, out[next]);
    }
  }

  private static double gradient(Samples samples, View g, int i) {
    boolean each = samples.op.reduction() == LossReduction.NONE;
    int step = each ? (int) g.layout().stride(0) : 0;
    return Heap.floats(g)[(int) g.layout().offset() + i * step];
  }

  private static void logits(Team team, Samples samples, View g, double total, View out) {
    var to = Heap.floats(out);
    int at = (int) out.layout().offset();
    int classes = samples.classes;
    Reduce.lines(
        team,
        samples.n,
        classes,
        (begin, end) -> {
          for (int i = begin; i < end; i++) {
            row(samples, i, gradient(samples, g, i) / total, to, at + i * classes);
          }
        });
  }

  private static void row(Samples samples, int i, double g, float[] dx, int o) {
    int classes = samples.classes;
    if (samples.isIgnored(i)) {
      Arrays.fill(dx, o, o + classes, 0);
      return;
    }
    double smoothing = samples.op.smoothing();
    int label = samples.label(i);
    double own = (1 - smoothing) * samples.weight(label) * g;
    double each = smoothing / classes * g;
    int p = samples.xAt + i * classes;
    FloatSoftmax.softmax(samples.x, p, dx, o, classes);
    float scale = (float) (own + each * samples.allWeights);
    for (int c = 0; c < classes; c++) {
      dx[o + c] *= scale;
    }
    if (each != 0) {
      for (int c = 0; c < classes; c++) {
        dx[o + c] -= (float) (each * samples.weight(c));
      }
    }
    dx[o + label] -= (float) own;
  }

  /// The weights stand above and, in a mean, also below the line.
  private static void weights(Samples samples, View result, View g, double total, View out) {
    var op = samples.op;
    int classes = samples.classes;
    var sums = new double[classes];
    var room = new float[classes];
    double mean =
        op.reduction() == LossReduction.MEAN
            ? Heap.floats(result)[(int) result.layout().offset()]
            : 0;
    for (int i = 0; i < samples.n; i++) {
      if (!samples.isIgnored(i)) {
        double z = samples.normaliser(i, room, 0);
        double d = gradient(samples, g, i) / total;
        int p = samples.xAt + i * classes;
        int label = samples.label(i);
        sums[label] += d * ((1 - op.smoothing()) * (z - samples.x[p + label]) - mean);
        if (op.smoothing() != 0) {
          for (int c = 0; c < classes; c++) {
            sums[c] += d * op.smoothing() / classes * (z - samples.x[p + c]);
          }
        }
      }
    }
    var to = Heap.floats(out);
    int at = (int) out.layout().offset();
    for (int c = 0; c < classes; c++) {
      to[at + c] = (float) sums[c];
    }
  }
}
