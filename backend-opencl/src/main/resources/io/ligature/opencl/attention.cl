/* Rows of scores made weights, in place, and gradients of weights made those of scores.
 *
 *   s  = scale s + m, or -infinity where a query must not look
 *   p  = e^(s - largest) / sum of e^(s - largest)        0 where every s is -infinity
 *   ds = p (dp - sum of dp p)
 *
 * A row has the scores of a query with n keys; row `begin + row` of all belongs to query number
 * (begin + row) % queries. CAUSAL says that a query sees no key behind it, MASK is the type of the
 * mask if there is one: uchar hides where it is not 0, T is added. `lines` finds the first element of
 * each of its rows, whose elements lie `step` apart. */

#include "rows.cl"

ROW(largest, (IN_ROOM global const T *s, long n), -INFINITY, s[i], a != a || a > b ? a : b)
ROW(sum_exp, (IN_ROOM global const T *s, T shift, long n), 0, exp(s[i] - shift), a + b)
ROW(dot_, (IN_ROOM global const T *p, global const T *d, long n), 0, p[i] * d[i], a + b)

#ifdef CAUSAL
#define IS_BEHIND(i) ((i) > query)
#else
#define IS_BEHIND(i) false
#endif

#if defined(HIDES)
#define IS_HIDDEN(i) (IS_BEHIND(i) || m[(i) * step] != 0)
#define ADDED(i) 0
#elif defined(ADDS)
#define IS_HIDDEN(i) (IS_BEHIND(i) || m[(i) * step] == -INFINITY)
#define ADDED(i) m[(i) * step]
#else
#define IS_HIDDEN(i) IS_BEHIND(i)
#define ADDED(i) 0
#endif

kernel void weights(
    global T *scores, const long rows, const long n, const T scale, const long begin,
    const long queries
#ifdef MASK
    , global const MASK *mask, const walk1 lines, const long step
#endif
) {
  ROOM
  EACH_ROW(row, rows) {
    global T *s = scores + row * n;
#ifdef CAUSAL
    const long query = (begin + row) % queries;
#endif
#ifdef MASK
    long at[1];
    place1(&lines, begin + row, at);
    global const MASK *m = mask + at[0];
#endif
    EACH_IN_ROW(i, n) s[i] = IS_HIDDEN(i) ? -INFINITY : scale * s[i] + ADDED(i);
    const T most = largest(WITH_ROOM s, n); /* a work item reads what it wrote itself */
    const T shift = most == -INFINITY ? 0 : most;
    const T sum = sum_exp(WITH_ROOM s, shift, n);
    const T share = sum == 0 ? 0 : 1 / sum;
    EACH_IN_ROW(i, n) s[i] = exp(s[i] - shift) * share;
  }
}

/* Gradients ds of weights become those of scores before they were scaled; `kept` has those of after,
 * if it is wanted. */
kernel void slopes(
    global const T *weights, global T *gradients, const long rows, const long n, const T scale,
    global T *kept, const long keptAt) {
  ROOM
  EACH_ROW(row, rows) {
    global const T *p = weights + row * n;
    global T *d = gradients + row * n;
    const T along = dot_(WITH_ROOM p, d, n);
    EACH_IN_ROW(i, n) {
      const T slope = p[i] * (d[i] - along);
      if (kept != 0) kept[keptAt + row * n + i] = slope;
      d[i] = slope * scale;
    }
  }
}
