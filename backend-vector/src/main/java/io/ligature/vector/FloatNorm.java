package io.ligature.vector;

import jdk.incubator.vector.FloatVector;

/// Lines of FLOAT32 elements brought to a scale of 1, and the gradient of that.
///
/// ```text
/// z = (x - m) r      y = z w + b      r = 1 / √(mean((x - m)²) + eps)
/// dx = r (g w - mean(g w) - z mean(g w z))      dw = g z      db = g
/// ```
///
/// `m` is the mean, or 0 for a root mean square, whose gradient lacks `mean(g w)`.
final class FloatNorm {
  private static final int LANES = Lanes.FLOAT.length();
  private static final int RUN = 64 * LANES; // so many floats are added before doubles are

  private FloatNorm() {}

  static float mean(float[] x, int p, int n) {
    return (float) (FloatSums.sum(x, p, n) / n);
  }

  /// {@return `r`}
  static float scale(float[] x, int p, float m, double eps, int n) {
    return (float) (1 / Math.sqrt(squares(x, p, m, n) / n + eps));
  }

  /// {@return the sum of (x - m)²}
  static double squares(float[] x, int p, float m, int n) {
    double total = 0;
    var lanes = new float[LANES];
    for (int i = 0; i < n; i += RUN) {
      int end = Math.min(n, i + RUN);
      var sum = FloatVector.zero(Lanes.FLOAT);
      int j = i;
      for (; j <= end - LANES; j += LANES) {
        var d = FloatVector.fromArray(Lanes.FLOAT, x, p + j).sub(m);
        sum = Lanes.fma(d, d, sum);
      }
      sum.intoArray(lanes, 0);
      for (float lane : lanes) {
        total += lane;
      }
      for (; j < end; j++) {
        double d = x[p + j] - m;
        total += d * d;
      }
    }
    return total;
  }

  /// Writes `y`.
  static void forward(
      float[] x,
      int p,
      float m,
      float r,
      float[] w,
      int v,
      float[] b,
      int u,
      float[] y,
      int q,
      int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var z = FloatVector.fromArray(Lanes.FLOAT, x, p + i).sub(m).mul(r);
      var scale = FloatVector.fromArray(Lanes.FLOAT, w, v + i);
      Lanes.fma(z, scale, FloatVector.fromArray(Lanes.FLOAT, b, u + i)).intoArray(y, q + i);
    }
    for (; i < n; i++) {
      y[q + i] = Lanes.fma((x[p + i] - m) * r, w[v + i], b[u + i]);
    }
  }

  /// Writes `y` where `w` and `b` are the same for all.
  static void forward(
      float[] x, int p, float m, float r, float w, float b, float[] y, int q, int n) {
    for (int i = 0; i < n; i++) {
      y[q + i] = (x[p + i] - m) * r * w + b;
    }
  }

  /// Writes `dx`.
  ///
  /// @param centred whether `m` is the mean
  static void gradient(
      boolean centred,
      float[] x,
      int p,
      float m,
      float r,
      float[] w,
      int v,
      float[] g,
      int q,
      float[] dx,
      int o,
      int n) {
    double shift = 0;
    double turn = 0;
    var lanes = new float[LANES];
    for (int i = 0; i < n; i += RUN) {
      int end = Math.min(n, i + RUN);
      var first = FloatVector.zero(Lanes.FLOAT);
      var second = FloatVector.zero(Lanes.FLOAT);
      int j = i;
      for (; j <= end - LANES; j += LANES) {
        var h = FloatVector.fromArray(Lanes.FLOAT, g, q + j);
        h = h.mul(FloatVector.fromArray(Lanes.FLOAT, w, v + j));
        first = first.add(h);
        second = Lanes.fma(h, FloatVector.fromArray(Lanes.FLOAT, x, p + j).sub(m).mul(r), second);
      }
      first.intoArray(lanes, 0);
      for (float lane : lanes) {
        shift += lane;
      }
      second.intoArray(lanes, 0);
      for (float lane : lanes) {
        turn += lane;
      }
      for (; j < end; j++) {
        float h = g[q + j] * w[v + j];
        shift += h;
        turn += (double) h * ((x[p + j] - m) * r);
      }
    }
    turned(x, p, m, r, w, v, g, q, centred ? (float) (shift / n) : 0, (float) (turn / n), dx, o, n);
  }

  private static void turned(
      float[] x,
      int p,
      float m,
      float r,
      float[] w,
      int v,
      float[] g,
      int q,
      float shift,
      float turn,
      float[] dx,
      int o,
      int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var z = FloatVector.fromArray(Lanes.FLOAT, x, p + i).sub(m).mul(r);
      var h = FloatVector.fromArray(Lanes.FLOAT, g, q + i);
      h = h.mul(FloatVector.fromArray(Lanes.FLOAT, w, v + i)).sub(shift);
      h.sub(z.mul(turn)).mul(r).intoArray(dx, o + i);
    }
    for (; i < n; i++) {
      float z = (x[p + i] - m) * r;
      dx[o + i] = (g[q + i] * w[v + i] - shift - z * turn) * r;
    }
  }

  /// Adds `g z` to `dw`.
  static void products(
      float[] x, int p, float m, float r, float[] g, int q, float[] dw, int o, int n) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      var z = FloatVector.fromArray(Lanes.FLOAT, x, p + i).sub(m).mul(r);
      var sum = FloatVector.fromArray(Lanes.FLOAT, dw, o + i);
      Lanes.fma(FloatVector.fromArray(Lanes.FLOAT, g, q + i), z, sum).intoArray(dw, o + i);
    }
    for (; i < n; i++) {
      dw[o + i] += g[q + i] * ((x[p + i] - m) * r);
    }
  }

  /// {@return the sum of `g z`}
  static double along(float[] x, int p, float m, float r, float[] g, int q, int n) {
    double total = 0;
    var lanes = new float[LANES];
    for (int i = 0; i < n; i += RUN) {
      int end = Math.min(n, i + RUN);
      var sum = FloatVector.zero(Lanes.FLOAT);
      int j = i;
      for (; j <= end - LANES; j += LANES) {
        var d = FloatVector.fromArray(Lanes.FLOAT, x, p + j).sub(m);
        sum = Lanes.fma(d, FloatVector.fromArray(Lanes.FLOAT, g, q + j), sum);
      }
      sum.intoArray(lanes, 0);
      for (float lane : lanes) {
        total += lane;
      }
      for (; j < end; j++) {
        total += (double) (x[p + j] - m) * g[q + j];
      }
    }
    return total * r;
  }

  /// Writes `dx` where `w` is the same for all, of the means `shift` and `turn`.
  static void gradient(
      float[] x,
      int p,
      float m,
      float r,
      float w,
      float[] g,
      int q,
      float shift,
      float turn,
      float[] dx,
      int o,
      int n) {
    for (int i = 0; i < n; i++) {
      dx[o + i] = (g[q + i] * w - shift - (x[p + i] - m) * r * turn) * r;
    }
  }
}
