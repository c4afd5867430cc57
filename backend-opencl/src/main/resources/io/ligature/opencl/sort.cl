/* Stable sorting by merging: a launch a pass, in which every element finds by bisection how far it
 * moves. Lines are in row-major order, n elements each, the axis being the last one.
 *
 * NaN is above all numbers and both zeros are equal, so reals are compared as BEFORE says. */

#ifdef REAL
#define BEFORE(a, b) ((a) < (b) || (isnan(b) && !isnan(a)))
#else
#define BEFORE(a, b) ((a) < (b))
#endif

inline bool before(T a, T b, int descending) {
  return descending ? BEFORE(b, a) : BEFORE(a, b);
}

/* Numbers the elements of each line. */
kernel void number(global long *places, const long size, const long n) {
  EACH(e, size) {
    places[e] = e % n;
  }
}

/* Merges runs of `width` in order to runs of twice that. */
kernel void merge(
    global const T *from, global const long *fromPlaces, global T *to, global long *toPlaces,
    const long size, const long n, const long width, const int descending) {
  EACH(e, size) {
    const long line = e / n * n, at = e - line;
    const long begin = at / (2 * width) * (2 * width);
    const long middle = min(begin + width, n), end = min(begin + 2 * width, n);
    const bool left = at < middle;
    const T v = from[e];
    long low = left ? middle : begin, high = left ? end : middle;
    const long base = low;
    while (low < high) { /* how many of the other run come before v */
      const long probe = (low + high) / 2;
      const T other = from[line + probe];
      const bool first = left ? before(other, v, descending) : !before(v, other, descending);
      if (first) {
        low = probe + 1;
      } else {
        high = probe;
      }
    }
    const long place = line + (left ? at : begin + at - middle) + (low - base);
    to[place] = v;
    toPlaces[place] = fromPlaces[e];
  }
}
