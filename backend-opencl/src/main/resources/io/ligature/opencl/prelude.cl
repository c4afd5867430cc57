/* What every program begins with: walks through layouts, and how work items share them.
 *
 * CPU and GPU say which shape is built. On a CPU a work item has a long piece of its own, which the
 * compiler turns into vectors; on a GPU neighbouring work items have neighbouring elements. */

#pragma OPENCL FP_CONTRACT OFF /* a * b + c rounds twice, as everywhere; fma is asked for by name */
#ifdef DOUBLES
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#else
#define double this_device_has_no_double /* whoever writes it learns so on every driver */
#endif

#define AXES 8

/* For a loop that is to become one step after another. */
#define UNROLLED _Pragma("unroll")

/* A piece of a walk: `length` elements that each layout steps through evenly, from at[] on. On a GPU
 * a work item has NEAR neighbours, then as many further on. DENSE says that all elements of every
 * layout lie side by side, and are a multiple of NEAR. */
typedef struct {
  long next, end, length;
  long at[4];
} run;

/* Which of `size` things are this work item's: first, first + stride, ... before last. */
#ifdef GPU
inline long first(long size) { return get_global_id(0); }
inline long last(long size) { return size; }
inline long stride(void) { return get_global_size(0); }
#else
inline long first(long size) { return size * get_global_id(0) / get_global_size(0); }
inline long last(long size) { return size * (get_global_id(0) + 1) / get_global_size(0); }
inline long stride(void) { return 1; }
#endif

#define EACH(i, size) for (long i = first(size), i##_end = last(size); i < i##_end; i += stride())

#ifdef GPU
#define NEAR 4 /* as in OpenClDevice.java */
#define ADVANCE(r)                                                     \
  r->length = min(r->length, NEAR - r->next % NEAR);                   \
  r->next += r->length;                                                \
  if (r->next % NEAR == 0) r->next += NEAR * (stride() - 1);
#else
#define NEAR 1
#define ADVANCE(r) r->next += r->length;
#endif
#ifndef DENSE
#define DENSE 0
#endif

inline run first_run(long size) {
  run r;
  r.next = NEAR * first(size);
  r.end = last(size);
  return r;
}

/* For each element i of a run: TAKE makes v what is read, of type T, and GIVE is what becomes of place.
 * On a GPU the whole run was read AHEAD, since a read has to wait for every write before it, and is
 * written BEHIND, at once where a result took branches. */
#ifdef GPU
#define EACH_OF(i, r) UNROLLED for (int i = 0; i < NEAR; i++) if (DENSE || i < r.length)
#define AHEAD(T, v, read) T v##_[NEAR]; EACH_OF(i, r) v##_[i] = read;
#define TAKE(T, v, read) const T v = v##_[i];
#define BEHIND(T, v) T v##_[NEAR];
#define GIVE(v, place, result) v##_[i] = result;
#define WRITE(v, place) EACH_OF(i, r) place = v##_[i];
#else
#define EACH_OF(i, r) for (long i = 0; i < r.length; i++)
#define AHEAD(T, v, read)
#define TAKE(T, v, read) const T v = read;
#define BEHIND(T, v)
#define GIVE(v, place, result) place = result;
#define WRITE(v, place)
#endif

/* The structs walk1 to walk4, ways through as many layouts of one shape (Walk.java), and for each
 * a function that makes a run the next piece, unless there is none. */
#define WALK(n)                                                                                 \
  typedef struct {                                                                              \
    long size, rank, extent[AXES], offset[n], stride[n][AXES];                                  \
  } walk##n;                                                                                    \
                                                                                                \
  inline bool next_run##n(const walk##n *w, run *r) {                                           \
    if (r->next >= r->end) return false;                                                        \
    if (DENSE) {                                                                                \
      for (int k = 0; k < n; k++) r->at[k] = w->offset[k] + r->next;                            \
      r->length = NEAR;                                                                         \
      r->next += NEAR * stride();                                                               \
      return true;                                                                              \
    }                                                                                           \
    long rest = r->next;                                                                        \
    for (int k = 0; k < n; k++) r->at[k] = w->offset[k];                                        \
    for (int axis = w->rank - 1; axis >= 0; axis--) {                                           \
      long i = axis == 0 ? rest : rest % w->extent[axis];                                       \
      if (axis != 0) rest /= w->extent[axis];                                                   \
      for (int k = 0; k < n; k++) r->at[k] += i * w->stride[k][axis];                           \
      if (axis == w->rank - 1) r->length = min(w->extent[axis] - i, r->end - r->next);          \
    }                                                                                           \
    ADVANCE(r)                                                                                  \
    return true;                                                                                \
  }                                                                                             \
                                                                                                \
  /* Where element i of each layout lies. */                                                    \
  inline void place##n(const walk##n *w, long i, long *at) {                                    \
    for (int k = 0; k < n; k++) at[k] = w->offset[k];                                           \
    for (int axis = w->rank - 1; axis >= 0; axis--) {                                           \
      long along = axis == 0 ? i : i % w->extent[axis];                                         \
      if (axis != 0) i /= w->extent[axis];                                                      \
      for (int k = 0; k < n; k++) at[k] += along * w->stride[k][axis];                          \
    }                                                                                           \
  }

WALK(1)
WALK(2)
WALK(3)
WALK(4)

/* The distance between neighbours of a run in layout k. */
#define STEP(w, k) (DENSE ? 1 : w.stride[k][w.rank - 1])
