/* What only moves elements of type T, whatever they mean. */

kernel void fill(global T *y, const T value, const walk1 w) {
  const long dy = STEP(w, 0);
  for (run r = first_run(w.size); next_run1(&w, &r);) {
    EACH_OF(i, r) y[r.at[0] + i * dy] = value;
  }
}

kernel void copy(global const T *x, global T *y, const walk2 w) {
  const long dx = STEP(w, 0), dy = STEP(w, 1);
  for (run r = first_run(w.size); next_run2(&w, &r);) {
    AHEAD(T, v, x[r.at[0] + i * dx])
    EACH_OF(i, r) {
      TAKE(T, v, x[r.at[0] + i * dx])
      y[r.at[1] + i * dy] = v;
    }
  }
}

kernel void where(
    global const uchar *test, global const T *x, global const T *y, global T *z, const walk4 w) {
  const long dt = STEP(w, 0), dx = STEP(w, 1), dy = STEP(w, 2), dz = STEP(w, 3);
  for (run r = first_run(w.size); next_run4(&w, &r);) {
    AHEAD(uchar, c, test[r.at[0] + i * dt])
    AHEAD(T, a, x[r.at[1] + i * dx])
    AHEAD(T, b, y[r.at[2] + i * dy])
    EACH_OF(i, r) {
      TAKE(uchar, c, test[r.at[0] + i * dt])
      TAKE(T, a, x[r.at[1] + i * dx])
      TAKE(T, b, y[r.at[2] + i * dy])
      z[r.at[3] + i * dz] = c != 0 ? a : b;
    }
  }
}

/* out[o, j, i] = x[o, index[o, j, i], i], all in row-major order; x has n elements along the axis,
 * index m, and `inner` lie behind it. */
kernel void gather(
    global const T *x, const long xAt, global const long *index, const long indexAt, global T *y,
    const long yAt, const long size, const long n, const long m, const long inner) {
  EACH(e, size) {
    const long o = e / (m * inner), i = e % inner;
    y[yAt + e] = x[xAt + (o * n + index[indexAt + e]) * inner + i];
  }
}

/* y[o, index[o, j, i], i] = x[o, j, i], for each line in the order of j: the last one stays. */
kernel void scatter(
    global const T *x, const long xAt, global const long *index, const long indexAt, global T *y,
    const long yAt, const long lines, const long n, const long m, const long inner) {
  EACH(line, lines) {
    const long o = line / inner, i = line % inner;
    for (long j = 0; j < m; j++) {
      const long e = (o * m + j) * inner + i;
      y[yAt + (o * n + index[indexAt + e]) * inner + i] = x[xAt + e];
    }
  }
}
