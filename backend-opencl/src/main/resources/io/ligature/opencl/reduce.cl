/* Many elements become one. COMBINE(a, b) makes one of two numbers or vectors, START is what none
 * are. V is a vector of LANES elements of type T.
 *
 * The order is fixed by the shape alone. Up to RUN elements are combined one after another, and on a
 * CPU those runs, and the runs of runs, in halves of halves; on a GPU RUNS runs or those of a group,
 * and what they give is reduced again. So rounding errors grow with the logarithm of the number of
 * elements. */

#define RUN 64
#define LEVELS 40

#if defined(SUM)
#define START 0
#define COMBINE(a, b) ((a) + (b))
#elif defined(PROD)
#define START 1
#define COMBINE(a, b) ((a) * (b))
#elif defined(MAX)
#define START LOWEST
#define COMBINE(a, b) ((a) != (a) || (a) > (b) ? (a) : (b))
#else
#define START HIGHEST
#define COMBINE(a, b) ((a) != (a) || (a) < (b) ? (a) : (b))
#endif

#ifndef GPU

/* Results of 1, 2, 4, ... pieces that still wait for one of as many; of numbers, and of vectors. */
#define HALVES(name, X)                                                            \
  typedef struct {                                                                 \
    long pieces;                                                                   \
    X waiting[LEVELS];                                                             \
  } name##_halves;                                                                 \
                                                                                   \
  inline void name##_put(name##_halves *h, X piece) {                              \
    int level = 0;                                                                 \
    for (long bit = h->pieces; (bit & 1) != 0; bit >>= 1) {                        \
      piece = COMBINE(h->waiting[level], piece);                                   \
      level++;                                                                     \
    }                                                                              \
    h->waiting[level] = piece;                                                     \
    h->pieces++;                                                                   \
  }                                                                                \
                                                                                   \
  inline X name##_total(const name##_halves *h) {                                  \
    X all = START;                                                                 \
    bool any = false;                                                              \
    for (int level = 0; level < LEVELS && h->pieces >> level != 0; level++) {      \
      if ((h->pieces >> level & 1) != 0) {                                         \
        all = any ? COMBINE(h->waiting[level], all) : h->waiting[level];           \
        any = true;                                                                \
      }                                                                            \
    }                                                                              \
    return all;                                                                    \
  }

HALVES(number, T)

#define PIECE (RUN * LANES) /* elements that are combined in LANES lanes */

HALVES(vector, V)

inline T across(V lanes) {
  T lane[LANES];
  VSTORE(lanes, 0, lane);
  for (int width = LANES / 2; width > 0; width /= 2) {
    for (int i = 0; i < width; i++) lane[i] = COMBINE(lane[i], lane[i + width]);
  }
  return lane[0];
}

/* One result of up to PIECE elements, `step` apart. */
inline T piece(global const T *x, long n, long step) {
  if (step == 1 && n >= 2 * LANES) {
    V lanes = VLOAD(0, x);
    long i = LANES;
    for (; i + LANES <= n; i += LANES) lanes = COMBINE(lanes, VLOAD(0, x + i));
    T all = across(lanes);
    for (; i < n; i++) all = COMBINE(all, x[i]);
    return all;
  }
  T all = START;
  for (long begin = 0; begin < n; begin += RUN) { /* a few runs, one after another */
    T run_ = x[begin * step];
    for (long i = begin + 1; i < min(begin + RUN, n); i++) run_ = COMBINE(run_, x[i * step]);
    all = begin == 0 ? run_ : COMBINE(all, run_);
  }
  return all;
}

/* Each result, or where it takes many elements each segment of `pieces` pieces of it: `kept` says
 * where its first element and the result lie, `over` which elements it takes. */
kernel void reduce(
    global const T *x, global T *y, const walk2 kept, const walk1 over, const long segments,
    const long pieces) {
  const long length = over.extent[over.rank - 1], step = STEP(over, 0);
  const long perRow = (length + PIECE - 1) / PIECE;
  const long all = over.size == 0 ? 0 : over.size / length * perRow;
  EACH(e, kept.size * segments) {
    const long segment = e % segments;
    long at[2];
    place2(&kept, e / segments, at);
    number_halves h;
    h.pieces = 0;
    const long end = segments == 1 ? all : min((segment + 1) * pieces, all);
    for (long p = segment * pieces; p < end; p++) {
      const long begin = p % perRow * PIECE;
      long row;
      place1(&over, p / perRow * length, &row);
      number_put(&h, piece(x + at[0] + row + begin * step, min((long)PIECE, length - begin), step));
    }
    y[at[1] + segment] = number_total(&h);
  }
}

/* Results side by side, made of elements side by side: LANES at a time. */
kernel void reduce_columns(
    global const T *x, global T *y, const walk2 kept, const walk1 over) {
  const long columns = kept.extent[kept.rank - 1];
  const long blocks = (columns + LANES - 1) / LANES;
  EACH(e, kept.size / columns * blocks) {
    const long j = e % blocks * LANES;
    long at[2];
    place2(&kept, e / blocks * columns + j, at);
    const long n = min((long)LANES, columns - j);
    vector_halves h;
    h.pieces = 0;
    for (long begin = 0; begin < over.size; begin += RUN) {
      V all = START;
      for (long i = begin; i < min(begin + RUN, over.size); i++) {
        long from;
        place1(&over, i, &from);
        from += at[0];
        V v;
        if (n == LANES) {
          v = VLOAD(0, x + from);
        } else {
          T some[LANES];
          for (int l = 0; l < LANES; l++) some[l] = x[from + (l < n ? l : 0)];
          v = VLOAD(0, some);
        }
        all = i == begin ? v : COMBINE(all, v);
      }
      vector_put(&h, all);
    }
    T some[LANES];
    VSTORE(vector_total(&h), 0, some);
    for (int l = 0; l < n; l++) y[at[1] + l] = some[l];
  }
}

#else

#define GROUP LARGEST_GROUP
#define PIECE (RUN * GROUP)
#define AT_ONCE 8 /* elements that are read before they are combined */

inline long place_over(const walk1 *over, long i) {
  if (over->rank == 1) return i * over->stride[0][0];
  long at;
  place1(over, i, &at);
  return at;
}

/* Combines the elements from `begin` on, `step` apart, one after another. */
inline T run_of(global const T *x, const walk1 *over, long begin, long end, long step) {
  T all = START;
  long i = begin;
  for (; i + (AT_ONCE - 1) * step < end; i += AT_ONCE * step) {
    T v[AT_ONCE];
    UNROLLED for (int u = 0; u < AT_ONCE; u++) v[u] = x[place_over(over, i + u * step)];
    UNROLLED for (int u = 0; u < AT_ONCE; u++) all = COMBINE(all, v[u]);
  }
  for (; i < end; i += step) all = COMBINE(all, x[place_over(over, i)]);
  return all;
}

/* Each result, or where it takes many elements each segment of PIECE of them, by a group: a work
 * item combines every GROUP-th one, and the group joins them in local memory. */
kernel __attribute__((reqd_work_group_size(GROUP, 1, 1))) void reduce(
    global const T *x, global T *y, const walk2 kept, const walk1 over, const long segments) {
  local T room[GROUP];
  const int t = get_local_id(0);
  for (long e = get_group_id(0); e < kept.size * segments; e += get_num_groups(0)) {
    const long begin = e % segments * PIECE, end = min(begin + PIECE, over.size);
    long at[2];
    place2(&kept, e / segments, at);
    room[t] = run_of(x + at[0], &over, begin + t, end, GROUP);
    for (int width = GROUP / 2; width > 0; width /= 2) {
      barrier(CLK_LOCAL_MEM_FENCE);
      if (t < width) room[t] = COMBINE(room[t], room[t + width]);
    }
    if (t == 0) y[at[1] + e % segments] = room[0];
    barrier(CLK_LOCAL_MEM_FENCE); /* the room is used again */
  }
}

#define RUNS 4

/* A work item makes a result, or where it takes many elements a segment of RUNS runs of them, as its
 * neighbours do of neighbouring elements; segments of one number lie side by side in y. */
kernel void reduce_columns(
    global const T *x, global T *y, const walk2 kept, const walk1 over, const long segments) {
  EACH(e, kept.size * segments) {
    const long segment = e / kept.size;
    long at[2];
    place2(&kept, e % kept.size, at);
    T all = START;
    for (int r = 0; r < RUNS; r++) {
      const long begin = (segment * RUNS + r) * RUN;
      all = COMBINE(all, run_of(x + at[0], &over, begin, min(begin + RUN, over.size), 1));
    }
    y[at[1] + segment * kept.size] = all;
  }
}

#endif
