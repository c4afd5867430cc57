/* Windows that slide along three axes of a channel, depth, height and width. Where there are fewer,
 * those in front have one element and one window.
 *
 * SIZES, STRIDES, BEFORES and DILATIONS are three numbers each; PADDED says that windows read beside
 * the elements. ADAPTIVE windows are pieces instead, into which an axis is cut. */

enum { DEPTH, HEIGHT, WIDTH };

/* What differs from call to call. */
typedef struct {
  long extent[3], count[3];
} grid;

#ifdef ADAPTIVE

#define UNROLL
constant long DILATION[3] = {1, 1, 1};

/* Where window o begins, and how many elements it reads. */
inline long begin(const grid *g, int axis, long o) { return o * g->extent[axis] / g->count[axis]; }

inline long size_(const grid *g, int axis, long o) {
  return ((o + 1) * g->extent[axis] + g->count[axis] - 1) / g->count[axis] - begin(g, axis, o);
}

/* Only windows from the first to the last one may read element i. */
inline long first_window(const grid *g, int axis, long i) {
  return i * g->count[axis] / g->extent[axis];
}

inline long last_window(const grid *g, int axis, long i) {
  return ((i + 1) * g->count[axis] - 1) / g->extent[axis];
}

#else

#define UNROLL _Pragma("unroll") /* which PoCL does not by itself: largest of 2 x 2 in a third */
constant long SIZE[3] = {SIZES}, STRIDE[3] = {STRIDES};
constant long BEFORE[3] = {BEFORES}, DILATION[3] = {DILATIONS};

inline long begin(const grid *g, int axis, long o) { return o * STRIDE[axis] - BEFORE[axis]; }

inline long size_(const grid *g, int axis, long o) { return SIZE[axis]; }

inline long first_window(const grid *g, int axis, long i) {
  const long behind = i + BEFORE[axis] - (SIZE[axis] - 1) * DILATION[axis]; /* the last to begin */
  return behind <= 0 ? 0 : (behind + STRIDE[axis] - 1) / STRIDE[axis];
}

inline long last_window(const grid *g, int axis, long i) {
  return min(g->count[axis] - 1, (i + BEFORE[axis]) / STRIDE[axis]);
}

#endif

#define EACH_READ(g, axis, o, i)                                                                    \
  UNROLL for (long i = begin(g, axis, o), i##_rest = size_(g, axis, o); i##_rest > 0; i##_rest--,   \
              i += DILATION[axis])

#define EACH_WINDOW(g, axis, i, o)                                                        \
  for (long o = first_window(g, axis, i), o##_last = last_window(g, axis, i); o <= o##_last; o++)

inline bool is_inside(const grid *g, int axis, long i) { return i >= 0 && i < g->extent[axis]; }

/* Whether window o reads elements alone, and no padding. */
inline bool is_full(const grid *g, int axis, long o) {
#ifdef PADDED
  const long i = begin(g, axis, o);
  return i >= 0 && i + (size_(g, axis, o) - 1) * DILATION[axis] < g->extent[axis];
#else
  return true;
#endif
}

/* Whether window o, one of those that may, reads element i. */
inline bool reads(const grid *g, int axis, long o, long i) {
  return (i - begin(g, axis, o)) % DILATION[axis] == 0;
}

inline long area(const long *extent) { return extent[DEPTH] * extent[HEIGHT] * extent[WIDTH]; }

inline long place(const long *extent, long d, long h, long w) {
  return (d * extent[HEIGHT] + h) * extent[WIDTH] + w;
}

#define EACH_OF(extent, d, h, w)                         \
  for (long d = 0; d < extent[DEPTH]; d++)               \
    for (long h = 0; h < extent[HEIGHT]; h++)            \
      for (long w = 0; w < extent[WIDTH]; w++)

/* Each place in so many channels: a work item has some rows on a CPU, and some places on a GPU. */
#ifdef GPU
#define EACH_PLACE(channels, extent, channel, d, h, w)                                              \
  EACH(e, (channels) * area(extent))                                                                \
    for (long channel = e / area(extent), w = e % (extent)[WIDTH],                                  \
         h = e / (extent)[WIDTH] % (extent)[HEIGHT],                                                \
         d = e / (extent)[WIDTH] / (extent)[HEIGHT] % (extent)[DEPTH], once = 1; once; once = 0)
#else
#define EACH_PLACE(channels, extent, channel, d, h, w)                                              \
  EACH(e, (channels) * (extent)[DEPTH] * (extent)[HEIGHT])                                          \
    for (long channel = e / (extent)[HEIGHT] / (extent)[DEPTH], h = e % (extent)[HEIGHT],           \
         d = e / (extent)[HEIGHT] % (extent)[DEPTH], once = 1; once; once = 0)                      \
      for (long w = 0; w < (extent)[WIDTH]; w++)
#endif
