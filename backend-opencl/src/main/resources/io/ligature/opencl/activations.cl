/* What becomes of the gradient g of an activation, given its result y. */

#define SLOPE(name, result)                                                                 \
  kernel void name(global const T *x, global const T *gs, global T *z, const walk3 w) {     \
    const long dx = STEP(w, 0), dg = STEP(w, 1), dz = STEP(w, 2);                           \
    for (run r = first_run(w.size); next_run3(&w, &r);) {                                   \
      for (long i = 0; i < r.length; i++) {                                                 \
        const T y = x[r.at[0] + i * dx], g = gs[r.at[1] + i * dg];                          \
        z[r.at[2] + i * dz] = result;                                                       \
      }                                                                                     \
    }                                                                                       \
  }

SLOPE(relu_slope, y <= 0 ? (T)0 : g)
SLOPE(sigmoid_slope, g * (y - y * y))
SLOPE(tanh_slope, g * (1 - y * y))
