/* FLOAT64 as its bits, for devices that do not compute in it: conversions alone. */

#define EXPONENT(d) ((int)((d) >> 52 & 0x7FF) - 1023) /* 1024 of infinities and NaN */
#define FRACTION(d) ((d) & 0xFFFFFFFFFFFFFUL)
#define SIGN(d) ((d) >> 63)

inline bool is_nan_double(ulong d) { return d << 1 > 0x7FFUL << 53; }

/* Without its last bits, rounded to nearest and on a tie to even, or to odd as in to_odd. */
inline ulong shorter(ulong v, int bits, bool odd) {
  if (bits > 63) return odd && v != 0; /* less than half of the last bit */
  const ulong kept = v >> bits, rest = v - (kept << bits), half_bit = 1UL << (bits - 1);
  if (odd) return rest == 0 ? kept : kept | 1;
  return kept + (rest > half_bit || (rest == half_bit && (kept & 1)));
}

/* A carry out of the fraction is the next exponent, and out of the last one infinity. */
inline float float_of_double(ulong d, bool odd) {
  const int e = EXPONENT(d);
  const uint sign = (uint)SIGN(d) << 31;
  if (is_nan_double(d)) return as_float(sign | 0x7FC00000 | (uint)(FRACTION(d) >> 29));
  if (e == 1024) return as_float(sign | 0x7F800000);
  if (e > 127) return as_float(sign | (odd ? 0x7F7FFFFF : 0x7F800000));
  if (e >= -126) {
    return as_float(sign | (uint)shorter((ulong)(e + 127) << 52 | FRACTION(d), 29, odd));
  }
  const ulong whole = e == -1023 ? FRACTION(d) : FRACTION(d) | 1UL << 52;
  return as_float(sign | (uint)shorter(whole, 29 - 126 - max(e, -1022), odd));
}

/* Towards zero, saturating, NaN to 0. */
inline long long_of_double(ulong d) {
  const int e = EXPONENT(d);
  if (e < 0 || is_nan_double(d)) return 0;
  if (e > 62) return SIGN(d) ? LONG_MIN : LONG_MAX;
  const ulong whole = FRACTION(d) | 1UL << 52;
  const long size = (long)(e > 52 ? whole << (e - 52) : whole >> (52 - e));
  return SIGN(d) ? -size : size;
}

/* Exact: a subnormal float is a normal double. */
inline ulong double_of_float(float f) {
  const uint bits = as_uint(f), size = bits & 0x7FFFFFFF;
  const ulong sign = (ulong)(bits >> 31) << 63;
  if (size >= 0x7F800000) return sign | 0x7FFUL << 52 | (ulong)(size & 0x7FFFFF) << 29;
  if (size >= 0x800000) return sign | (((ulong)size << 29) + ((ulong)(1023 - 127) << 52));
  if (size == 0) return sign;
  const int first = 31 - clz(size); /* the place of the first 1, worth 2^(first - 149) */
  return sign | (ulong)(first - 149 + 1023) << 52 | ((ulong)size << (52 - first) & ~(1UL << 52));
}

inline ulong double_of_long(long v) {
  if (v == 0) return 0;
  const ulong size = v < 0 ? -(ulong)v : (ulong)v;
  const int first = 63 - (int)clz(size);
  const ulong whole = first <= 52 ? size << (52 - first) : shorter(size, first - 52, false);
  /* adding lets a carry reach the exponent */
  return (v < 0 ? 1UL << 63 : 0) | (((ulong)(first + 1023) << 52) + (whole - (1UL << 52)));
}
