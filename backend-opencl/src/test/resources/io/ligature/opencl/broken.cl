/* A source with an error in its fifth line. */

kernel void broken(global float *x) {
  const int fine = 1;
  x[0] = missing;
}
