/* Copies that convert, from the type that FROM_... names to each other type.
 *
 * From real to whole numbers: towards zero, NaN to 0, saturating. Between whole numbers: the low
 * bits. To BOOL: whether it is not 0. To narrower reals: to nearest, ties to even, rounded once. */

#ifndef DOUBLES
#include "doubles.cl"
#endif

/* ---- what is read: the element as R */

#if defined(FROM_F32)
typedef float S, R;
#define READ(x, i) x[i]
#elif defined(FROM_F64)
#ifdef DOUBLES
typedef double S, R;
#else
typedef ulong S, R;
#define BITS
#endif
#define READ(x, i) x[i]
#elif defined(FROM_F16)
typedef half S;
typedef float R;
#define READ(x, i) vload_half(i, x)
#elif defined(FROM_BF16)
typedef ushort S;
typedef float R;
#define READ(x, i) as_float((uint)x[i] << 16)
#else
#define WHOLE
#define READ(x, i) x[i]
#if defined(FROM_I32)
typedef int S, R;
#elif defined(FROM_I64)
typedef long S, R;
#elif defined(FROM_I8)
typedef char S;
typedef int R;
#else /* UINT8 and BOOL */
typedef uchar S;
typedef int R;
#endif
#endif

/* ---- rounding to 16 bits */

/* Nearest, except that what a float does not hold gets 1 as its last bit, so that a second rounding
 * comes out as if it were the only one (Boldo and Melquiond 2008). */
inline float to_odd(R v) {
#if defined(FROM_F32) || defined(FROM_F16) || defined(FROM_BF16)
  return v;
#elif defined(BITS)
  return float_of_double(v, true);
#else
  const float f = convert_float_rtz(v);
#ifdef FROM_F64
  if (isnan(v) || isinf(v)) return f;
#endif
  return (R)f == v ? f : as_float(as_int(f) | 1);
#endif
}

inline ushort bfloat_of(R v) {
  const float f = to_odd(v);
  const uint bits = as_uint(f);
  if (isnan(f)) return (ushort)(bits >> 16 | 0x40); /* still a NaN if its payload was all below */
  return (ushort)((bits + 0x7FFF + (bits >> 16 & 1)) >> 16);
}

/* ---- what is written */

#ifdef WHOLE
#define TO_INT(v) (int)(v)
#define TO_LONG(v) (long)(v)
#define TO_CHAR(v) (char)(v)
#define TO_UCHAR(v) (uchar)(v)
#elif defined(BITS)
#define TO_INT(v) convert_int_sat(long_of_double(v))
#define TO_LONG(v) long_of_double(v)
#define TO_CHAR(v) convert_char_sat(long_of_double(v))
#define TO_UCHAR(v) convert_uchar_sat(long_of_double(v))
#else
#define TO_INT(v) (isnan(v) ? 0 : convert_int_sat_rtz(v))
#define TO_LONG(v) (isnan(v) ? 0 : convert_long_sat_rtz(v))
#define TO_CHAR(v) (isnan(v) ? (char)0 : convert_char_sat_rtz(v))
#define TO_UCHAR(v) (isnan(v) ? (uchar)0 : convert_uchar_sat_rtz(v))
#endif

#define CONVERT(name, type, write)                                     \
  kernel void name(global const S *x, global type *y, const walk2 w) { \
    const long dx = STEP(w, 0), dy = STEP(w, 1);                       \
    for (run r = first_run(w.size); next_run2(&w, &r);) {              \
      AHEAD(R, v, READ(x, r.at[0] + i * dx))                           \
      EACH_OF(i, r) {                                                  \
        TAKE(R, v, READ(x, r.at[0] + i * dx))                          \
        const long at = r.at[1] + i * dy;                              \
        write;                                                         \
      }                                                                \
    }                                                                  \
  }

#ifdef BITS
#define TO_FLOAT(v) float_of_double(v, false)
#define IS_TRUE(v) (v << 1 != 0)
#else
#define TO_FLOAT(v) convert_float_rte(v)
#define IS_TRUE(v) (v != 0)
#endif

CONVERT(to_f32, float, y[at] = TO_FLOAT(v))
#if defined(DOUBLES)
CONVERT(to_f64, double, y[at] = convert_double(v))
#elif defined(WHOLE)
CONVERT(to_f64, ulong, y[at] = double_of_long(v))
#elif !defined(BITS)
CONVERT(to_f64, ulong, y[at] = double_of_float(v))
#endif
CONVERT(to_i32, int, y[at] = TO_INT(v))
CONVERT(to_i64, long, y[at] = TO_LONG(v))
CONVERT(to_i8, char, y[at] = TO_CHAR(v))
CONVERT(to_u8, uchar, y[at] = TO_UCHAR(v))
CONVERT(to_bool, uchar, y[at] = IS_TRUE(v) ? 1 : 0)
CONVERT(to_f16, half, vstore_half_rte(to_odd(v), at, y))
CONVERT(to_bf16, ushort, y[at] = bfloat_of(v))
