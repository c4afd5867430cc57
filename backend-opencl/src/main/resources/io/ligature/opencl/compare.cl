/* Comparisons of two elements of type T; with NaN only `ne` is true. */

#include "maps.cl"

#define COMPARE(name, operator) MAP2(name, uchar, a, b, a operator b ? 1 : 0)

COMPARE(eq, ==)
COMPARE(ne, !=)
COMPARE(lt, <)
COMPARE(le, <=)
COMPARE(gt, >)
COMPARE(ge, >=)
