package io.ligature.cpu;

import io.ligature.op.AdamStep;
import io.ligature.op.SgdStep;
import io.ligature.spi.View;

/// Steps of optimizers, element by element in place; every rounding is that of the decomposition.
final class Steps {
  private Steps() {}

  static void sgd(SgdStep op, View[] in, View[] out) {
    int n = (int) out[0].layout().size();
    var p = Heap.floats(out[0]);
    int at = start(in[0], out[0]);
    var gradient = Heap.rowMajor(in[1]);
    var g = Heap.floats(gradient);
    int from = (int) gradient.layout().offset();
    float rate = (float) op.rate();
    float decay = (float) op.decay();
    if (op.momentum() == 0) {
      for (int i = 0; i < n; i++) {
        float d = op.maximize() ? -g[from + i] : g[from + i];
        if (decay != 0) {
          d += p[at + i] * decay;
        }
        p[at + i] -= d * rate;
      }
      return;
    }
    var b = Heap.floats(out[1]);
    int q = start(in[2], out[1]);
    float momentum = (float) op.momentum();
    float share = (float) (1 - op.dampening());
    for (int i = 0; i < n; i++) {
      float d = op.maximize() ? -g[from + i] : g[from + i];
      if (decay != 0) {
        d += p[at + i] * decay;
      }
      float velocity = op.first() ? d : b[q + i] * momentum + d * share;
      b[q + i] = velocity;
      p[at + i] -= (op.nesterov() ? d + velocity * momentum : velocity) * rate;
    }
  }

  static void adam(AdamStep op, View[] in, View[] out) {
    int n = (int) out[0].layout().size();
    var p = Heap.floats(out[0]);
    var m = Heap.floats(out[1]);
    var v = Heap.floats(out[2]);
    var h = Heap.floats(out[op.amsgrad() ? 3 : 2]);
    int pi = start(in[0], out[0]);
    int mi = start(in[2], out[1]);
    int vi = start(in[3], out[2]);
    int hi = op.amsgrad() ? start(in[4], out[3]) : vi;
    var gradient = Heap.rowMajor(in[1]);
    var g = Heap.floats(gradient);
    int gi = (int) gradient.layout().offset();
    float keep = (float) (1 - op.rate() * op.decay());
    float decay = (float) op.decay();
    float beta2 = (float) op.beta2();
    float share1 = (float) (1 - op.beta1());
    float share2 = (float) (1 - op.beta2());
    float root = (float) op.rootCorrection();
    float epsilon = (float) op.epsilon();
    float rate = (float) op.correctedRate();
    boolean shrinks = op.decay() != 0 && op.decoupled();
    boolean decays = op.decay() != 0 && !op.decoupled();
    for (int i = 0; i < n; i++) {
      float x = p[pi + i];
      float d = op.maximize() ? -g[gi + i] : g[gi + i];
      if (shrinks) {
        x *= keep;
      } else if (decays) {
        d += x * decay;
      }
      float mean = m[mi + i] + (d - m[mi + i]) * share1;
      float square = v[vi + i] * beta2 + d * d * share2;
      m[mi + i] = mean;
      v[vi + i] = square;
      float divisor = square;
      if (op.amsgrad()) {
        divisor = Math.max(h[hi + i], square);
        h[hi + i] = divisor;
      }
      p[pi + i] = x - mean / ((float) Math.sqrt(divisor) / root + epsilon) * rate;
    }
  }

  /// {@return where the values of an output begin, after it has been given those of its input}
  private static int start(View input, View output) {
    if (!output.isSame(input)) {
      Copy.run(input, output);
    }
    return (int) output.layout().offset();
  }
}
