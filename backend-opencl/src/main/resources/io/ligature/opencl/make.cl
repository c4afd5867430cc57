/* Elements of type T made from nothing. */

#include "philox.cl"

#if defined(REAL) && defined(DOUBLES) /* without doubles the host counts */
/* start + i step along an axis of n elements, `inner` of which lie behind each */
kernel void iota(
    global T *y, const long at, const long size, const double start, const double step,
    const long n, const long inner) {
  EACH(e, size) {
    y[at + e] = (T)(start + (double)(e / inner % n) * step);
  }
}
#elif !defined(REAL)
kernel void iota(
    global T *y, const long at, const long size, const long start, const long step, const long n,
    const long inner) {
  EACH(e, size) {
    y[at + e] = (T)((ulong)start + (ulong)(e / inner % n) * (ulong)step);
  }
}
#endif

/* The words of a key: element i of INT32 is word i, of INT64 the words 2 i (low) and 2 i + 1. */
kernel void random_bits(global uint *y, const long at, const long words, const long key) {
  EACH(e, (words + 3) / 4) {
    const uint4 w = philox(key, e);
    const long i = 4 * e;
    y[at + i] = w.x;
    if (i + 1 < words) y[at + i + 1] = w.y;
    if (i + 2 < words) y[at + i + 2] = w.z;
    if (i + 3 < words) y[at + i + 3] = w.w;
  }
}
