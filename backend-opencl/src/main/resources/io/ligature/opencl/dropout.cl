/* Elements replaced by 0 at random, the others scaled; the gradient is the same function of g.
 *
 *   y[i] = scale x[i]   if the upper 24 bits of word i of the key reach the threshold, else 0 */

#include "philox.cl"

kernel void dropout(
    global const T *x, const long xAt, global T *y, const long yAt, const long n, const long key,
    const int threshold, const T scale) {
  EACH(block, (n + 3) / 4) {
    const uint4 words = philox(key, block);
    const uint word[4] = {words.x, words.y, words.z, words.w};
    for (long i = 4 * block; i < min(4 * block + 4, n); i++) {
      y[yAt + i] = (int)(word[i % 4] >> 8) < threshold ? (T)0 : x[xAt + i] * scale;
    }
  }
}
