/* Functions of one element. T is the type, U the same without a sign; REAL is how many bits it has,
 * where T is real. */

#include "maps.cl"

#define UNARY(name, result) MAP(name, v, result)

#ifdef REAL

#include "functions.cl"

UNARY(negate, -v)
UNARY(abs_, fabs(v))
UNARY(sign_, v > 0 ? (T)1 : v < 0 ? (T)-1 : v)
UNARY(relu, v < 0 ? (T)0 : v)
UNARY(floor_, floor(v))
UNARY(ceil_, ceil(v))
UNARY(round_, rint(v))
UNARY(trunc_, trunc(v))
UNARY(sqrt_, sqrt(v))
UNARY(rsqrt_, 1 / sqrt(v))
UNARY(exp_, exp(v))
UNARY(expm1_, expm1(v))
UNARY(log_, log(v))
UNARY(log1p_, log1p(v))
UNARY(log2_, log2(v))
UNARY(log10_, log10(v))
UNARY(sin_, sin(v))
UNARY(cos_, cos(v))
UNARY(tan_, tan(v))
UNARY(asin_, asin(v))
UNARY(acos_, acos(v))
UNARY(atan_, atan(v))
UNARY(sinh_, sinh(v))
UNARY(cosh_, cosh(v))
UNARY(tanh_, tanh_of(v))
UNARY(asinh_, asinh(v))
UNARY(acosh_, acosh(v))
UNARY(atanh_, atanh(v))
UNARY(erf_, erf(v))
UNARY(sigmoid_, sigmoid_of(v))

#else /* whole numbers wrap, which only those without a sign may do in C */

UNARY(negate, (T)(0 - (U)v))
UNARY(abs_, v < 0 ? (T)(0 - (U)v) : v)
UNARY(sign_, (T)((v > 0) - (v < 0)))
UNARY(relu, v < 0 ? (T)0 : v)
#ifdef LOGICAL
UNARY(not_, (T)(1 - v))
#else
UNARY(not_, ~v)
#endif

#endif
