/* How a work item brings its share of an operand's piece into local memory; included by tiles.cl for
 * each of the two. The piece is read along the shorter stride, which is that along the depth if DEEP,
 * and E elements side by side at a time. NAMED gives each function its name. */

#define FIRST_LINE (DEEP ? t / (DEPTH / E) : t % (TILE / E) * E)
#define FIRST_DEPTH (DEEP ? t % (DEPTH / E) * E : t / (TILE / E))
#define NEXT_LINE (DEEP ? ITEMS * E / DEPTH : 0)
#define NEXT_DEPTH (DEEP ? 0 : ITEMS * E / TILE)

/* Returns how far the first element of work item t's share lies behind that of the piece. */
inline long NAMED(begin)(const int t, const long perLine, const long perDepth) {
  return FIRST_LINE * perLine + FIRST_DEPTH * perDepth;
}

/* Reads it from x on. Of the piece, `lines` x `depth` elements lie inside the matrix; the rest is 0. */
inline void NAMED(fetch)(
    T *kept, global const T *x, const int t, const long perLine, const long perDepth,
    const long lines, const long depth) {
  const long step = NEXT_LINE * perLine + NEXT_DEPTH * perDepth;
  if (lines >= TILE && depth >= DEPTH) {
#pragma unroll
    for (int p = 0; p < KEPT / E; p++) {
#if E == LANES
      ((V *)kept)[p] = *(global const V *)(x + p * step);
#else
      kept[p] = x[p * step];
#endif
    }
  } else {
#pragma unroll
    for (int e = 0; e < KEPT; e++) {
      const int i = FIRST_LINE + e / E * NEXT_LINE + (DEEP ? 0 : e % E);
      const int l = FIRST_DEPTH + e / E * NEXT_DEPTH + (DEEP ? e % E : 0);
      kept[e] = i < lines && l < depth ? x[e / E * step + e % E * (DEEP ? perDepth : perLine)] : (T)0;
    }
  }
}

/* Writes it into local memory. */
inline void NAMED(put)(local T *room, const T *kept, const int t) {
  local T *first = room + FIRST_DEPTH * ROW + FIRST_LINE;
#if E == LANES && !DEEP
#pragma unroll
  for (int p = 0; p < VECTORS; p++) {
    *(local V *)(first + p * (NEXT_LINE + NEXT_DEPTH * ROW)) = ((const V *)kept)[p];
  }
#else
#pragma unroll
  for (int e = 0; e < KEPT; e++) {
    first[e / E * (NEXT_LINE + NEXT_DEPTH * ROW) + e % E * (DEEP ? ROW : 1)] = kept[e];
  }
#endif
}

#undef FIRST_LINE
#undef FIRST_DEPTH
#undef NEXT_LINE
#undef NEXT_DEPTH
