/* Tiles of matrices on a GPU: how a group of work items brings pieces of both operands into local
 * memory, and what becomes of a sum.
 *
 * A group of SIDE x SIDE work items makes a tile of TILE x TILE sums, and takes DEPTH columns of a and
 * as many rows of b at a time. A piece lies in local memory with its lines, the rows of a or columns
 * of b, side by side, and ROW elements from one depth to the next: LANES more than there are, which
 * spreads what is written along the depth over the banks. V is a vector of LANES elements.
 *
 * LEFT_DEEP says that a's shorter stride is that along the depth, RIGHT_DEEP likewise; LEFT_E and
 * RIGHT_E, how many of their elements are read at a time: LANES where all vectors lie on borders of
 * such, else 1. */

#if LARGEST_GROUP < 256
#define SIDE 8
#else
#define SIDE 16
#endif
#define ITEMS (SIDE * SIDE)
#define TILE (SIDE * PER)
#define DEPTH 16
#define KEPT (TILE * DEPTH / ITEMS) /* elements that a work item reads of a piece */
#define VECTORS (KEPT / LANES)
#ifndef PAD
#define PAD LANES
#endif
#define ROW (TILE + PAD)

#define DEEP LEFT_DEEP
#define E LEFT_E
#define NAMED(function) function##_left
#include "piece.cl"
#undef DEEP
#undef E
#undef NAMED

#define DEEP RIGHT_DEEP
#define E RIGHT_E
#define NAMED(function) function##_right
#include "piece.cl"
#undef DEEP
#undef E
#undef NAMED

#include "finish.cl"
