/* Functions of two elements. T is the type, U the same without a sign; REAL is how many bits it has,
 * where T is real. */

#include "maps.cl"

#define BINARY(name, result) MAP2(name, T, a, b, result)

#ifdef REAL

/* a - b floor(a / b) from the exact remainder of the division towards zero */
inline T remainder_of(T a, T b) {
  const T r = fmod(a, b);
  if (r == 0) return copysign((T)0, b);
  return (r < 0) != (b < 0) ? r + b : r;
}

/* floor(a / b) of the exact quotient: a / b may round up to a whole number it does not reach */
inline T quotient_of(T a, T b) {
  const T q = a / b;
  if (isinf(b) && q == 0) return a != 0 && (a < 0) != (b < 0) ? (T)-1 : q;
  if (isnan(q) || isinf(q)) return q;
  const T r = fmod(a, b);
  const T exact = rint((a - r) / b) - (r != 0 && (r < 0) != (b < 0) ? 1 : 0);
  return exact == 0 ? copysign((T)0, q) : exact;
}

/* as Java has it: 1 to the NaN, and -1 to an infinity, are NaN */
inline T power_of(T a, T b) {
  if (isnan(b) || (fabs(a) == 1 && isinf(b))) return (T)NAN;
  return pow(a, b);
}

BINARY(add, a + b)
BINARY(subtract, a - b)
BINARY(multiply, a * b)
BINARY(divide, a / b)
BINARY(floor_divide, quotient_of(a, b))
BINARY(remainder_, remainder_of(a, b))
BINARY(pow_, power_of(a, b))
BINARY(atan2_, atan2(a, b))
BINARY(maximum, a != a || a > b ? a : b)
BINARY(minimum, a != a || a < b ? a : b)

#else

#ifndef LOGICAL /* a division by 0 would be a trap, and so would that of the least number by -1 */

inline T quotient_of(T a, T b) {
  if (b == 0) return 0;
  if (b == -1) return (T)(0 - (U)a);
  const T q = a / b;
  return q * b != a && (a < 0) != (b < 0) ? q - 1 : q;
}

inline T remainder_of(T a, T b) {
  if (b == 0) return a;
  if (b == -1) return 0;
  const T r = a % b;
  return r != 0 && (r < 0) != (b < 0) ? r + b : r;
}

/* by squaring; a negative power of anything but 1 and -1 truncates to 0 */
inline T power_of(T a, T b) {
  if (b < 0) return a == 1 ? 1 : a == -1 ? 1 - 2 * (b & 1) : 0;
  U power = 1;
  for (U square = a, n = b; n != 0; n >>= 1, square *= square) {
    if ((n & 1) != 0) power *= square;
  }
  return power;
}

#define SHIFT (b & (T)(8 * sizeof(T) - 1))

BINARY(add, (T)((U)a + (U)b))
BINARY(subtract, (T)((U)a - (U)b))
BINARY(multiply, (T)((U)a * (U)b))
BINARY(floor_divide, quotient_of(a, b))
BINARY(remainder_, remainder_of(a, b))
BINARY(pow_, power_of(a, b))
BINARY(shift_left, (T)((U)a << SHIFT))
BINARY(shift_right, a >> SHIFT)
BINARY(shift_right_unsigned, (T)((U)a >> SHIFT))

#endif

BINARY(maximum, a > b ? a : b)
BINARY(minimum, a < b ? a : b)
BINARY(and_, a & b)
BINARY(or_, a | b)
BINARY(xor_, a ^ b)

#endif
