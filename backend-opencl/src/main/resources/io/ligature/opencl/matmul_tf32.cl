/* Products of FLOAT32 matrices on the tensor cores of NVIDIA's GPUs (compute capability 8.0 and
 * above), through their own instructions: operands are rounded to TF32, which keeps 10 bits behind
 * the point, and products are added in FLOAT32.
 *
 * Groups, tiles and pieces are those of matmul_gpu.cl. The 32 work items of a warp, in step by the
 * instruction's own rule, make 64 x 32 sums of a tile of 128 x 128: 4 x 4 products of 16 x 8, for each
 * of which the instruction takes 8 columns of a and 8 rows of b and leaves 4 sums to each work item.
 *
 * See https://docs.nvidia.com/cuda/parallel-thread-execution, "Matrix Fragments for mma.m16n8k8". */

#define PER 8
#define PAD 8 /* no two work items of a warp read from one bank */
#include "tiles.cl"

#define DOWN 4 /* products of 16 rows */
#define ACROSS 4 /* and of 8 columns */

inline T rounded(T x) {
  uint bits;
  __asm("cvt.rna.tf32.f32 %0, %1;" : "=r"(bits) : "f"(x));
  return as_float(bits);
}

inline void round_all(V *kept) {
#pragma unroll
  for (int e = 0; e < KEPT; e++) ((T *)kept)[e] = rounded(((T *)kept)[e]);
}

inline void multiply_add(T *sum, const uint *a, const uint *b) {
  __asm("mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 "
        "{%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};"
        : "+f"(sum[0]), "+f"(sum[1]), "+f"(sum[2]), "+f"(sum[3])
        : "r"(a[0]), "r"(a[1]), "r"(a[2]), "r"(a[3]), "r"(b[0]), "r"(b[1]));
}

kernel __attribute__((reqd_work_group_size(ITEMS, 1, 1))) void product(
    global const T *a, global const T *b, global T *y, const walk3 batch, const long m, const long n,
    const long k, const long aRow, const long aColumn, const long bRow, const long bColumn,
    global const T *bias, const long biasAt, const long biasStep) {
  local V left[2][DEPTH * ROW / LANES], right[2][DEPTH * ROW / LANES];
  const int t = get_local_id(0), warp = t / 32, g = t % 32 / 4, q = t % 4;
  const int i1 = warp % 2 * 64 + g, j1 = warp / 2 * 32 + g;
  const long down = (m + TILE - 1) / TILE, across = (n + TILE - 1) / TILE;
  for (long tile = get_group_id(0); tile < batch.size * down * across; tile += get_num_groups(0)) {
    const long i0 = tile / across % down * TILE, j0 = tile % across * TILE;
    long at[3];
    place3(&batch, tile / across / down, at);
    global const T *x = a + at[0] + i0 * aRow + begin_left(t, aRow, aColumn);
    global const T *z = b + at[1] + j0 * bColumn + begin_right(t, bColumn, bRow);
    T sum[DOWN][ACROSS][4];
    V c[VECTORS], d[VECTORS];
#pragma unroll
    for (int e = 0; e < DOWN * ACROSS * 4; e++) ((T *)sum)[e] = 0;
    fetch_left((T *)c, x, t, aRow, aColumn, m - i0, k);
    fetch_right((T *)d, z, t, bColumn, bRow, n - j0, k);
    round_all(c);
    round_all(d);
    put_left((local T *)left[0], (const T *)c, t);
    put_right((local T *)right[0], (const T *)d, t);
    barrier(CLK_LOCAL_MEM_FENCE);
    int now = 0;
    for (long rest = k - DEPTH; rest > -DEPTH; rest -= DEPTH) {
      if (rest > 0) {
        x += DEPTH * aColumn;
        z += DEPTH * bRow;
        fetch_left((T *)c, x, t, aRow, aColumn, m - i0, rest);
        fetch_right((T *)d, z, t, bColumn, bRow, n - j0, rest);
      }
      local const uint *rows = (local const uint *)left[now] + q * ROW + i1;
      local const uint *columns = (local const uint *)right[now] + q * ROW + j1;
#pragma unroll
      for (int l = 0; l < DEPTH; l += 8) {
        uint e[DOWN][4], f[ACROSS][2];
#pragma unroll
        for (int v = 0; v < DOWN; v++) {
          local const uint *from = rows + l * ROW + v * 16;
          e[v][0] = from[0];
          e[v][1] = from[8];
          e[v][2] = from[4 * ROW];
          e[v][3] = from[4 * ROW + 8];
        }
#pragma unroll
        for (int w = 0; w < ACROSS; w++) {
          local const uint *from = columns + l * ROW + w * 8;
          f[w][0] = from[0];
          f[w][1] = from[4 * ROW];
        }
#pragma unroll
        for (int v = 0; v < DOWN; v++) {
#pragma unroll
          for (int w = 0; w < ACROSS; w++) multiply_add(sum[v][w], e[v], f[w]);
        }
      }
      now = 1 - now;
      if (rest > 0) {
        round_all(c);
        round_all(d);
        put_left((local T *)left[now], (const T *)c, t);
        put_right((local T *)right[now], (const T *)d, t);
      }
      barrier(CLK_LOCAL_MEM_FENCE);
    }
    global T *to = y + at[2] + (i0 + i1) * n + j0 + j1 - g + 2 * q; /* its first sum */
    const long rows = m - i0 - i1, columns = n - j0 - j1 + g - 2 * q;
#pragma unroll
    for (int v = 0; v < DOWN; v++) {
#pragma unroll
      for (int w = 0; w < ACROSS; w++) {
#pragma unroll
        for (int e = 0; e < 4; e++) {
          const int i = v * 16 + e / 2 * 8, j = w * 8 + e % 2;
          if (i < rows && j < columns) {
            const T added = bias != 0 ? bias[biasAt + (n - columns + j) * biasStep] : (T)0;
            to[i * n + j] = finish(sum[v][w][e] + added);
          }
        }
      }
    }
  }
}
