/* Channels of samples x (samples, channels, inner), brought to mean 0 and variance 1 over all samples,
 * or with GIVEN by statistics that are operands; then scaled and shifted.
 *
 *   h = (x - m) r      r = 1 / sqrt(v + eps)      y = h w + b
 *
 *   m = mean of x      v = mean of (x - m)^2      dw = sum of g h      db = sum of g
 *   dx = r w (g - mean of g - h mean of g h) + dm / n + dv 2 (x - m) / n
 *   or given: dx = r w g      dm = -r w sum of g      dv = -r^2 / 2 w sum of g h
 *
 * Samples are cut into segments, `per` samples each, as the shape says. What is found of each segment
 * of a channel is joined in their order, by whoever needs it. */

#include "rows.cl"

#define SHAPE \
  const long samples, const long channels, const long inner, const long segments, const long per

/* Segment `row % segments` of channel c, n elements: those of samples `from` to `to - 1`. */
#define EACH_SEGMENT(row) EACH_ROW(row, channels * segments)
#define SEGMENT(row)                                                                              \
  const long c = row / segments, from = row % segments * per, to = min(from + per, samples);      \
  const T n = (to - from) * inner;

#define OF_SEGMENT long c, long from, long to, long channels, long inner
#define THE_SEGMENT c, from, to, channels, inner

/* Each element i of a segment, and functions that add a term for each. */
#ifdef GPU

#define EACH_ELEMENT(i)                                                                           \
  for (long s = from + get_local_id(0) / inner, k = get_local_id(0) % inner; s < to;              \
       k += GROUP % inner, s += GROUP / inner + (k >= inner), k -= k >= inner ? inner : 0)        \
    for (long i = (s * channels + c) * inner + k, once = 1; once; once = 0)

#define SUM(name, parameters, term)                                                               \
  inline T name parameters {                                                                      \
    const int t = get_local_id(0);                                                                \
    T a = 0;                                                                                      \
    EACH_ELEMENT(i) a += term;                                                                    \
    JOIN(a + b)                                                                                   \
  }

#else

#define EACH_ELEMENT(i)                                                                           \
  for (long s = from; s < to; s++)                                                                \
    for (long i = (s * channels + c) * inner, i##_end = i + inner; i < i##_end; i++)

#define SUM(name, parameters, term)                                                               \
  inline T name parameters {                                                                      \
    T lane[LANES];                                                                                \
    for (int l = 0; l < LANES; l++) lane[l] = 0;                                                  \
    for (long s = from; s < to; s++) {                                                            \
      const long begin = (s * channels + c) * inner;                                              \
      long k = 0;                                                                                 \
      for (; k + LANES <= inner; k += LANES) {                                                    \
        for (int l = 0; l < LANES; l++) {                                                         \
          const long i = begin + k + l;                                                           \
          lane[l] += term;                                                                        \
        }                                                                                         \
      }                                                                                           \
      for (; k < inner; k++) { /* few a sample: sample after sample takes the next lane */        \
        const long i = begin + k;                                                                 \
        lane[(s + k) % LANES] += term;                                                            \
      }                                                                                           \
    }                                                                                             \
    JOIN(a + b)                                                                                   \
  }

#endif

SUM(sum, (IN_ROOM global const T *x, OF_SEGMENT), x[i])
SUM(squares, (IN_ROOM global const T *x, T m, OF_SEGMENT), (x[i] - m) * (x[i] - m))
SUM(products, (IN_ROOM global const T *x, T m, T r, global const T *g, OF_SEGMENT),
    g[i] * ((x[i] - m) * r))

/* The mean of each segment, and the sum of squares from there. */
kernel void moments(global const T *xs, const long xAt, SHAPE, global T *parts) {
  ROOM
  EACH_SEGMENT(row) {
    SEGMENT(row)
    const T m = sum(WITH_ROOM xs + xAt, THE_SEGMENT) / n;
    const T square = squares(WITH_ROOM xs + xAt, m, THE_SEGMENT);
    if (IS_FIRST) {
      parts[2 * row] = m;
      parts[2 * row + 1] = square;
    }
  }
}

typedef struct {
  T mean, variance;
} statistics;

/* Those of a channel: two sets of numbers together have the squares of both from their means, and
 * what these are apart. */
inline statistics joined(global const T *parts, long c, SHAPE) {
  T count = 0, mean = 0, square = 0;
  for (long part = 0; part < segments; part++) {
    const T n = (min((part + 1) * per, samples) - part * per) * inner, all = count + n;
    const T apart = parts[2 * (c * segments + part)] - mean;
    square += parts[2 * (c * segments + part) + 1] + apart * apart * count * (n / all);
    mean += apart * (n / all);
    count = all;
  }
  const statistics both = {mean, square / count};
  return both;
}

#define PARAMETER(p, missing) (p != 0 ? p[p##At + c] : (T)missing)

/* Statistics are those of the parts, and written; or GIVEN. */
kernel void normalise(
    global const T *xs, const long xAt, global const T *ws, const long wsAt, global const T *bs,
    const long bsAt, SHAPE, const T eps, global const T *parts, global T *means, const long meansAt,
    global T *variances, const long variancesAt, global T *ys, const long yAt) {
  EACH_SEGMENT(row) {
    SEGMENT(row)
#ifdef GIVEN
    const statistics all = {means[meansAt + c], variances[variancesAt + c]};
#else
    const statistics all = joined(parts, c, samples, channels, inner, segments, per);
    if (from == 0 && IS_FIRST) {
      means[meansAt + c] = all.mean;
      variances[variancesAt + c] = all.variance;
    }
#endif
    const T r = 1 / sqrt(all.variance + eps), w = PARAMETER(ws, 1), b = PARAMETER(bs, 0);
    EACH_ELEMENT(i) ys[yAt + i] = (xs[xAt + i] - all.mean) * r * w + b;
  }
}

#define STATISTICS \
  global const T *means, const long meansAt, global const T *variances, const long variancesAt, \
      const T eps

/* The sums of g and of g h of each segment. */
kernel void sums(
    global const T *xs, const long xAt, global const T *gs, const long gAt, SHAPE, STATISTICS,
    global T *parts) {
  ROOM
  EACH_SEGMENT(row) {
    SEGMENT(row)
    const T m = means[meansAt + c], r = 1 / sqrt(variances[variancesAt + c] + eps);
    const T g = sum(WITH_ROOM gs + gAt, THE_SEGMENT);
    const T gh = products(WITH_ROOM xs + xAt, m, r, gs + gAt, THE_SEGMENT);
    if (IS_FIRST) {
      parts[2 * row] = g;
      parts[2 * row + 1] = gh;
    }
  }
}

/* Each gradient that is wanted. dms and dvs are those of the operands with GIVEN, else what comes in
 * for the results. */
kernel void gradient(
    global const T *xs, const long xAt, global const T *gs, const long gAt, SHAPE, STATISTICS,
    global const T *parts, global const T *ws, const long wsAt, global T *dms, const long dmsAt,
    global T *dvs, const long dvsAt, global T *dxs, const long dxAt, global T *dws,
    const long dwAt, global T *dbs, const long dbAt) {
  EACH_SEGMENT(row) {
    SEGMENT(row)
    const T m = means[meansAt + c], r = 1 / sqrt(variances[variancesAt + c] + eps);
    const T w = PARAMETER(ws, 1);
    T g = 0, gh = 0;
    for (long part = 0; part < segments; part++) {
      g += parts[2 * (c * segments + part)];
      gh += parts[2 * (c * segments + part) + 1];
    }
    if (from == 0 && IS_FIRST) {
      if (dws != 0) dws[dwAt + c] = gh;
      if (dbs != 0) dbs[dbAt + c] = g;
#ifdef GIVEN
      if (dms != 0) dms[dmsAt + c] = -r * w * g;
      if (dvs != 0) dvs[dvsAt + c] = -r * r / 2 * w * gh;
#endif
    }
    if (dxs == 0) continue;
#ifdef GIVEN
    EACH_ELEMENT(i) dxs[dxAt + i] = r * w * gs[gAt + i];
#else
    const T all = (T)samples * inner;
    const T shift = g / all * w - dms[dmsAt + c] / all / r;
    const T turn = gh / all * w - 2 * dvs[dvsAt + c] / all / (r * r);
    EACH_ELEMENT(i) {
      dxs[dxAt + i] = r * (gs[gAt + i] * w - shift - (xs[xAt + i] - m) * r * turn);
    }
#endif
  }
}
