/* Comparisons of two elements of type T; with NaN only `ne` is true. */

#define COMPARE(name, operator)                                                            \
  kernel void name(global const T *x, global const T *y, global uchar *z, const walk3 w) { \
    const long dx = STEP(w, 0), dy = STEP(w, 1), dz = STEP(w, 2);                          \
    for (run r = first_run(w.size); next_run3(&w, &r);) {                                  \
      AHEAD(T, a, x[r.at[0] + i * dx])                                                     \
      AHEAD(T, b, y[r.at[1] + i * dy])                                                     \
      EACH_OF(i, r) {                                                                      \
        TAKE(T, a, x[r.at[0] + i * dx])                                                    \
        TAKE(T, b, y[r.at[1] + i * dy])                                                    \
        z[r.at[2] + i * dz] = a operator b ? 1 : 0;                                        \
      }                                                                                    \
    }                                                                                      \
  }

COMPARE(eq, ==)
COMPARE(ne, !=)
COMPARE(lt, <)
COMPARE(le, <=)
COMPARE(gt, >)
COMPARE(ge, >=)
