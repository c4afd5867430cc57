/* Kernels that make an element of the result from one element, or from two, of operands of any layout.
 * T is the operands' type. */

/* `result` is what becomes of v. */
#define MAP(name, v, result)                                          \
  kernel void name(global const T *xs, global T *ys, const walk2 w) { \
    const long dx = STEP(w, 0), dy = STEP(w, 1);                      \
    for (run r = first_run(w.size); next_run2(&w, &r);) {             \
      AHEAD(T, v, xs[r.at[0] + i * dx])                               \
      BEHIND(T, y)                                                    \
      EACH_OF(i, r) {                                                 \
        TAKE(T, v, xs[r.at[0] + i * dx])                              \
        GIVE(y, ys[r.at[1] + i * dy], result)                         \
      }                                                               \
      WRITE(y, ys[r.at[1] + i * dy])                                  \
    }                                                                 \
  }

/* `result`, of type Z, is what becomes of a and b. */
#define MAP2(name, Z, a, b, result)                                                       \
  kernel void name(global const T *xs, global const T *ys, global Z *zs, const walk3 w) { \
    const long dx = STEP(w, 0), dy = STEP(w, 1), dz = STEP(w, 2);                         \
    for (run r = first_run(w.size); next_run3(&w, &r);) {                                 \
      AHEAD(T, a, xs[r.at[0] + i * dx])                                                   \
      AHEAD(T, b, ys[r.at[1] + i * dy])                                                   \
      BEHIND(Z, z)                                                                        \
      EACH_OF(i, r) {                                                                     \
        TAKE(T, a, xs[r.at[0] + i * dx])                                                  \
        TAKE(T, b, ys[r.at[1] + i * dy])                                                  \
        GIVE(z, zs[r.at[2] + i * dz], result)                                             \
      }                                                                                   \
      WRITE(z, zs[r.at[2] + i * dz])                                                      \
    }                                                                                     \
  }
