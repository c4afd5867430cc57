/* A product whose k was cut into parts: y = f(sum of the parts, in order, + bias).
 *
 * Parts lie one behind the other, `size` elements each, in rows of n. */

#include "finish.cl"

kernel void join(
    global const T *sums, const long parts, const long size, const long n, global const T *bias,
    const long biasAt, const long biasStep, global T *y, const long yAt) {
  EACH(i, size) {
    T sum = sums[i];
    for (long part = 1; part < parts; part++) sum += sums[part * size + i];
    y[yAt + i] = finish(bias != 0 ? sum + bias[biasAt + i % n * biasStep] : sum);
  }
}
