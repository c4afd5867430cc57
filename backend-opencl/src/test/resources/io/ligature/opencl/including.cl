/* Nothing is wrong here. */
#include "broken.cl"

kernel void including(global float *x) { x[0] = 1; }
