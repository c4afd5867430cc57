/* Elements of type T made from nothing. */

#ifdef REAL
/* start + i step along an axis of n elements, `inner` of which lie behind each */
kernel void iota(
    global T *y, const long at, const long size, const double start, const double step,
    const long n, const long inner) {
  EACH(e, size) {
    y[at + e] = (T)(start + (double)(e / inner % n) * step);
  }
}
#else
kernel void iota(
    global T *y, const long at, const long size, const long start, const long step, const long n,
    const long inner) {
  EACH(e, size) {
    y[at + e] = (T)((ulong)start + (ulong)(e / inner % n) * (ulong)step);
  }
}
#endif

/* A block of Philox4x32-10, the generator of Salmon, Moraes, Dror and Shaw (2011). */
inline uint4 philox(ulong key, ulong block) {
  uint c0 = (uint)block, c1 = (uint)(block >> 32), c2 = 0, c3 = 0;
  uint k0 = (uint)key, k1 = (uint)(key >> 32);
  for (int round = 0; round < 10; round++) {
    const uint h0 = mul_hi(0xD2511F53u, c0), l0 = 0xD2511F53u * c0;
    const uint h1 = mul_hi(0xCD9E8D57u, c2), l1 = 0xCD9E8D57u * c2;
    c0 = h1 ^ c1 ^ k0;
    c1 = l1;
    c2 = h0 ^ c3 ^ k1;
    c3 = l0;
    k0 += 0x9E3779B9u; /* golden ratio */
    k1 += 0xBB67AE85u; /* sqrt(3) - 1 */
  }
  return (uint4)(c0, c1, c2, c3);
}

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
