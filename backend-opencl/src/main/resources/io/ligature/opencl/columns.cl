/* What windows read as columns of a matrix, and such columns added up where the windows read.
 *
 *   column[c, k, s, o] = x[s, c, o STRIDE - BEFORE + k DILATION], beside x 0
 *   x[s, c, i] = b[c] + sum of column[c, k, s, o] over all k and o that meet i, k by k
 *
 * Channel c, element k of a window, sample s, window o; k and o count along three axes in row-major
 * order. On a CPU a work item has a channel of a sample and goes through it k by k, a row at a time;
 * on a GPU it has a window, or an element of x, and its neighbours have neighbouring ones. */

#include "windows.cl"

/* Elements of a window. */
#define WINDOW (SIZE[DEPTH] * SIZE[HEIGHT] * SIZE[WIDTH])

/* Where element k of window 0 lies. */
#define AFTER(axis, k) ((k) * DILATION[axis] - BEFORE[axis])

#define EACH_K(kd, kh, kw)                         \
  for (long kd = 0; kd < SIZE[DEPTH]; kd++)        \
    for (long kh = 0; kh < SIZE[HEIGHT]; kh++)     \
      for (long kw = 0; kw < SIZE[WIDTH]; kw++)

/* The windows whose element k lies inside, from the first to before the last. */
inline long first_inside(const grid *g, int axis, long k) {
  const long behind = -AFTER(axis, k);
  return behind <= 0 ? 0 : min(g->count[axis], (behind + STRIDE[axis] - 1) / STRIDE[axis]);
}

inline long last_inside(const grid *g, int axis, long k) {
  const long room = g->extent[axis] - AFTER(axis, k);
  return room <= 0 ? 0 : min(g->count[axis], (room + STRIDE[axis] - 1) / STRIDE[axis]);
}

/* The window whose element k is element i of x; -1 if there is none. */
inline long window_at(const grid *g, int axis, long i, long k) {
  const long ahead = i - AFTER(axis, k);
  return ahead >= 0 && ahead % STRIDE[axis] == 0 && ahead / STRIDE[axis] < g->count[axis]
      ? ahead / STRIDE[axis]
      : -1;
}

kernel void gather(
    global const T *restrict xs, const long xAt, const long samples, const long channels,
    const grid g, global T *restrict columns) {
  const long windows = area(g.count);
#ifdef GPU
  EACH_PLACE(channels * samples, g.count, plane, od, oh, ow) {
    const long c = plane / samples, s = plane % samples;
    global const T *x = xs + xAt + (s * channels + c) * area(g.extent);
    global T *to = columns + (c * WINDOW * samples + s) * windows + place(g.count, od, oh, ow);
    EACH_K(kd, kh, kw) {
      const long d = od * STRIDE[DEPTH] + AFTER(DEPTH, kd);
      const long h = oh * STRIDE[HEIGHT] + AFTER(HEIGHT, kh);
      const long w = ow * STRIDE[WIDTH] + AFTER(WIDTH, kw);
      const bool inside =
          is_inside(&g, DEPTH, d) && is_inside(&g, HEIGHT, h) && is_inside(&g, WIDTH, w);
      *to = inside ? x[place(g.extent, d, h, w)] : (T)0;
      to += samples * windows;
    }
  }
#else
  EACH(plane, channels * samples) {
    const long c = plane / samples, s = plane % samples;
    global const T *x = xs + xAt + (s * channels + c) * area(g.extent);
    global T *to = columns + (c * WINDOW * samples + s) * windows;
    EACH_K(kd, kh, kw) {
      const long from = first_inside(&g, WIDTH, kw), end = last_inside(&g, WIDTH, kw);
      for (long od = 0; od < g.count[DEPTH]; od++) {
        for (long oh = 0; oh < g.count[HEIGHT]; oh++) {
          const long d = od * STRIDE[DEPTH] + AFTER(DEPTH, kd);
          const long h = oh * STRIDE[HEIGHT] + AFTER(HEIGHT, kh);
          const bool inside = is_inside(&g, DEPTH, d) && is_inside(&g, HEIGHT, h);
          const long begin = inside ? from : g.count[WIDTH];
          global T *row = to + place(g.count, od, oh, 0);
          global const T *read = x + place(g.extent, d, h, AFTER(WIDTH, kw));
          for (long w = 0; w < begin; w++) row[w] = 0;
          for (long w = begin; w < end; w++) row[w] = read[w * STRIDE[WIDTH]];
          for (long w = max(begin, end); w < g.count[WIDTH]; w++) row[w] = 0;
        }
      }
      to += samples * windows;
    }
  }
#endif
}

kernel void spread(
    global const T *restrict columns, const long samples, const long channels, const grid g,
    global const T *restrict bs, const long bAt, global T *restrict xs, const long xAt) {
  const long windows = area(g.count);
#ifdef GPU
  EACH_PLACE(samples * channels, g.extent, plane, d, h, w) {
    const long s = plane / channels, c = plane % channels;
    global const T *from = columns + (c * WINDOW * samples + s) * windows;
    T sum = bs != 0 ? bs[bAt + c] : (T)0;
    EACH_K(kd, kh, kw) {
      const long od = window_at(&g, DEPTH, d, kd), oh = window_at(&g, HEIGHT, h, kh);
      const long ow = window_at(&g, WIDTH, w, kw);
      if (od >= 0 && oh >= 0 && ow >= 0) sum += from[place(g.count, od, oh, ow)];
      from += samples * windows;
    }
    xs[xAt + plane * area(g.extent) + place(g.extent, d, h, w)] = sum;
  }
#else
  EACH(plane, samples * channels) {
    const long s = plane / channels, c = plane % channels;
    global const T *from = columns + (c * WINDOW * samples + s) * windows;
    global T *x = xs + xAt + plane * area(g.extent);
    const T b = bs != 0 ? bs[bAt + c] : (T)0;
    for (long i = 0; i < area(g.extent); i++) x[i] = b;
    EACH_K(kd, kh, kw) {
      const long begin = first_inside(&g, WIDTH, kw), end = last_inside(&g, WIDTH, kw);
      for (long od = first_inside(&g, DEPTH, kd); od < last_inside(&g, DEPTH, kd); od++) {
        for (long oh = first_inside(&g, HEIGHT, kh); oh < last_inside(&g, HEIGHT, kh); oh++) {
          const long d = od * STRIDE[DEPTH] + AFTER(DEPTH, kd);
          const long h = oh * STRIDE[HEIGHT] + AFTER(HEIGHT, kh);
          global T *row = x + place(g.extent, d, h, AFTER(WIDTH, kw));
          global const T *read = from + place(g.count, od, oh, 0);
          for (long w = begin; w < end; w++) row[w * STRIDE[WIDTH]] += read[w];
        }
      }
      from += samples * windows;
    }
  }
#endif
}
