/* Cross-entropy of logits x (n, classes) and labels y (n), and its gradients.
 *
 *   l[n] = (1 - s) w[y] (z - x[y]) + s / C sum over c of w[c] (z - x[c])      z = m + log sum e^(x - m)
 *   dl[n] / dx[c] = e^(x[c] - z) ((1 - s) w[y] + s / C sum of w) - (1 - s) w[y] [c = y] - s / C w[c]
 *
 * A sample whose label is `ignore` has no loss and no weight. Without weights all are 1. */

#define OPERANDS                                                                             \
  global const T *xs, const long xAt, global const long *ys, const long yAt,                 \
      const long yStep, global const T *ws, const long wAt, const long n, const long classes, \
      const long ignore, const T smoothing

#define LABEL(i) ys[yAt + (i) * yStep]
#define WEIGHT(c) (ws != 0 ? ws[wAt + (c)] : (T)1)
#define LOGITS(i) (xs + xAt + (i) * classes)

inline T normaliser(global const T *x, long classes) {
  T m = x[0];
  for (long c = 1; c < classes; c++) m = m != m || m > x[c] ? m : x[c];
  T sum = 0;
  for (long c = 0; c < classes; c++) sum += exp(x[c] - m);
  return m + log(sum);
}

/* The loss and the weight of each sample; no weights are asked for where samples stay alone. */
kernel void losses(
    OPERANDS, global T *out, const long outAt, global T *weights, const long weightsAt) {
  EACH(i, n) {
    const long label = LABEL(i);
    T loss = 0;
    if (label != ignore) {
      global const T *x = LOGITS(i);
      const T z = normaliser(x, classes);
      loss = WEIGHT(label) * (z - x[label]);
      if (smoothing != 0) {
        T all = 0;
        for (long c = 0; c < classes; c++) all += WEIGHT(c) * (z - x[c]);
        loss = loss * (1 - smoothing) + all * smoothing / classes;
      }
    }
    out[outAt + i] = loss;
    if (weights != 0) weights[weightsAt + i] = label == ignore ? (T)0 : WEIGHT(label);
  }
}

/* The sum of losses, or with `mean` by that of weights; in runs, so that errors stay small. */
#define RUN 64

inline T sum_of(global const T *x, long n) {
  T sum = 0;
  for (long begin = 0; begin < n; begin += RUN) {
    T part = 0;
    for (long i = begin; i < min(begin + RUN, n); i++) part += x[i];
    sum += part;
  }
  return sum;
}

kernel void total(
    global const T *out, global const T *weights, const long n, const int mean, global T *loss,
    const long lossAt) {
  if (get_global_id(0) == 0) {
    const T sum = sum_of(out, n);
    loss[lossAt] = mean ? sum / sum_of(weights, n) : sum;
  }
}

/* The weight of all samples that count. */
kernel void total_weight(OPERANDS, global T *total_, const long totalAt) {
  if (get_global_id(0) == 0) {
    T sum = 0;
    for (long begin = 0; begin < n; begin += RUN) {
      T part = 0;
      for (long i = begin; i < min(begin + RUN, n); i++) {
        part += LABEL(i) == ignore ? (T)0 : WEIGHT(LABEL(i));
      }
      sum += part;
    }
    total_[totalAt] = sum;
  }
}

kernel void gradient(
    OPERANDS, global T *dxs, const long dxAt, global const T *gs, const long gAt, const long gStep,
    global const T *total_, const long totalAt) {
  T allWeights = 0;
  for (long c = 0; c < classes; c++) allWeights += WEIGHT(c);
  EACH(i, n) {
    const long label = LABEL(i);
    global T *dx = dxs + dxAt + i * classes;
    if (label == ignore) {
      for (long c = 0; c < classes; c++) dx[c] = 0;
      continue;
    }
    global const T *x = LOGITS(i);
    const T z = normaliser(x, classes);
    const T g = total_ != 0 ? gs[gAt + i * gStep] / total_[totalAt] : gs[gAt + i * gStep];
    const T own = (1 - smoothing) * WEIGHT(label), each = smoothing / classes;
    for (long c = 0; c < classes; c++) {
      dx[c] = g * (exp(x[c] - z) * (own + each * allWeights) - each * WEIGHT(c));
    }
    dx[label] -= g * own;
  }
}

kernel void normalisers(OPERANDS, global T *zs, const long zsAt) {
  EACH(i, n) {
    zs[zsAt + i] = normaliser(LOGITS(i), classes);
  }
}

/* Weights stand above the line and, in a mean, below it too. */
kernel void weight_gradient(
    OPERANDS, global T *dws, const long dwAt, global const T *zs, const long zsAt,
    global const T *gs, const long gAt, const long gStep, global const T *total_, const long totalAt,
    global const T *mean, const long meanAt) {
  EACH(c, classes) {
    T sum = 0;
    for (long i = 0; i < n; i++) {
      const long label = LABEL(i);
      if (label == ignore) continue;
      const T g = total_ != 0 ? gs[gAt + i * gStep] / total_[totalAt] : gs[gAt + i * gStep];
      const T below = zs[zsAt + i] - LOGITS(i)[c];
      if (label == c) sum += g * ((1 - smoothing) * below - (mean != 0 ? mean[meanAt] : (T)0));
      sum += g * smoothing / classes * below;
    }
    dws[dwAt + c] = sum;
  }
}
