/* The largest element or the mean of every window, and the gradients.
 *
 *   y[o] = max of x[i]           dx[i] = sum of g[o] where x[i] was the first that is largest
 *   y[o] = 1 / m sum of x[i]     dx[i] = sum of g[o] / m                    i among what o reads
 *
 * A window has m elements; padding is among them with COUNTS_PADDING. An element of dx adds up the
 * windows that read it in their order: on a CPU a work item has a channel and goes through its
 * windows, on a GPU it has an element and looks for them. */

#include "windows.cl"

#define EACH_MEMBER(g, od, oh, ow, d, h, w) \
  EACH_READ(g, DEPTH, od, d) EACH_READ(g, HEIGHT, oh, h) EACH_READ(g, WIDTH, ow, w)

#define IS_FULL(g, od, oh, ow) \
  (is_full(g, DEPTH, od) && is_full(g, HEIGHT, oh) && is_full(g, WIDTH, ow))

#define IS_INSIDE(g, d, h, w) \
  (is_inside(g, DEPTH, d) && is_inside(g, HEIGHT, h) && is_inside(g, WIDTH, w))

/* ---- what is largest: of NaN and others NaN, of nothing -infinity */

inline T largest(global const T *x, const grid *g, bool full, long od, long oh, long ow) {
  T best = -INFINITY;
  EACH_MEMBER(g, od, oh, ow, d, h, w) {
    if (full || IS_INSIDE(g, d, h, w)) {
      const T v = x[place(g->extent, d, h, w)];
      best = ((v > best) | (v != v)) ? v : best;
    }
  }
  return best;
}

kernel void max_pool(
    global const T *xs, const long xAt, const long channels, const grid g, global T *ys,
    const long yAt) {
  EACH_PLACE(channels, g.count, c, d, h, w) {
    global const T *x = xs + xAt + c * area(g.extent);
    ys[yAt + c * area(g.count) + place(g.count, d, h, w)] =
        IS_FULL(&g, d, h, w) ? largest(x, &g, true, d, h, w) : largest(x, &g, false, d, h, w);
  }
}

/* The place of the first element that is largest, -1 if it is padding. */
inline long first_largest(global const T *x, const grid *g, bool full, long od, long oh, long ow) {
  T best = 0;
  long found = 0;
  bool begun = false;
  EACH_MEMBER(g, od, oh, ow, d, h, w) {
    const bool inside = full || IS_INSIDE(g, d, h, w);
    const long at = inside ? place(g->extent, d, h, w) : -1;
    const T v = inside ? x[at] : (T)-INFINITY;
    const bool better = !begun | (v > best) | ((v != v) & (best == best)); /* without branches */
    best = better ? v : best;
    found = better ? at : found;
    begun = true;
  }
  return found;
}

kernel void places(
    global const T *xs, const long xAt, const long channels, const grid g, global long *to) {
  EACH_PLACE(channels, g.count, c, d, h, w) {
    global const T *x = xs + xAt + c * area(g.extent);
    to[c * area(g.count) + place(g.count, d, h, w)] = IS_FULL(&g, d, h, w)
        ? first_largest(x, &g, true, d, h, w)
        : first_largest(x, &g, false, d, h, w);
  }
}

kernel void max_gradient(
    global const long *from, global const T *gs, const long gAt, const long channels, const grid g,
    global T *dxs, const long dxAt) {
#ifdef GPU
  EACH_PLACE(channels, g.extent, c, d, h, w) {
    const long own = place(g.extent, d, h, w), windows = c * area(g.count);
    T sum = 0;
    EACH_WINDOW(&g, DEPTH, d, od) EACH_WINDOW(&g, HEIGHT, h, oh) EACH_WINDOW(&g, WIDTH, w, ow) {
      const long o = windows + place(g.count, od, oh, ow);
      if (from[o] == own) sum += gs[gAt + o];
    }
    dxs[dxAt + c * area(g.extent) + own] = sum;
  }
#else
  EACH(c, channels) {
    global T *dx = dxs + dxAt + c * area(g.extent);
    for (long i = 0; i < area(g.extent); i++) dx[i] = 0;
    for (long o = c * area(g.count); o < (c + 1) * area(g.count); o++) {
      if (from[o] >= 0) dx[from[o]] += gs[gAt + o];
    }
  }
#endif
}

/* ---- the mean */

/* How many elements of a window count along an axis. */
inline long members(const grid *g, int axis, long o) {
  long n = 0;
  EACH_READ(g, axis, o, i) {
#ifdef COUNTS_PADDING
    n++;
#else
    n += is_inside(g, axis, i);
#endif
  }
  return n;
}

inline T members_of(const grid *g, long d, long h, long w) {
  return members(g, DEPTH, d) * members(g, HEIGHT, h) * members(g, WIDTH, w);
}

inline T total(global const T *x, const grid *g, bool full, long od, long oh, long ow) {
  T sum = 0;
  EACH_MEMBER(g, od, oh, ow, d, h, w) {
    if (full || IS_INSIDE(g, d, h, w)) sum += x[place(g->extent, d, h, w)];
  }
  return sum;
}

kernel void mean_pool(
    global const T *xs, const long xAt, const long channels, const grid g, global T *ys,
    const long yAt) {
  EACH_PLACE(channels, g.count, c, d, h, w) {
    global const T *x = xs + xAt + c * area(g.extent);
    ys[yAt + c * area(g.count) + place(g.count, d, h, w)] =
        (IS_FULL(&g, d, h, w) ? total(x, &g, true, d, h, w) : total(x, &g, false, d, h, w))
        / members_of(&g, d, h, w);
  }
}

inline void share(T each, global T *dx, const grid *g, bool full, long od, long oh, long ow) {
  EACH_MEMBER(g, od, oh, ow, d, h, w) {
    if (full || IS_INSIDE(g, d, h, w)) dx[place(g->extent, d, h, w)] += each;
  }
}

kernel void mean_gradient(
    global const T *gs, const long gAt, const long channels, const grid g, global T *dxs,
    const long dxAt) {
#ifdef GPU
  EACH_PLACE(channels, g.extent, c, d, h, w) {
    global const T *above = gs + gAt + c * area(g.count);
    T sum = 0;
    EACH_WINDOW(&g, DEPTH, d, od) EACH_WINDOW(&g, HEIGHT, h, oh) EACH_WINDOW(&g, WIDTH, w, ow) {
      if (reads(&g, DEPTH, od, d) && reads(&g, HEIGHT, oh, h) && reads(&g, WIDTH, ow, w)) {
        sum += above[place(g.count, od, oh, ow)] / members_of(&g, od, oh, ow);
      }
    }
    dxs[dxAt + c * area(g.extent) + place(g.extent, d, h, w)] = sum;
  }
#else
  EACH(c, channels) {
    global const T *above = gs + gAt + c * area(g.count);
    global T *dx = dxs + dxAt + c * area(g.extent);
    for (long i = 0; i < area(g.extent); i++) dx[i] = 0;
    EACH_OF(g.count, d, h, w) {
      const T each = above[place(g.count, d, h, w)] / members_of(&g, d, h, w);
      if (IS_FULL(&g, d, h, w)) {
        share(each, dx, &g, true, d, h, w);
      } else {
        share(each, dx, &g, false, d, h, w);
      }
    }
  }
#endif
}
