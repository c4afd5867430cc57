/* Activations and their gradients, element by element: x may have any layout. */

#include "maps.cl"
#include "functions.cl"

#define ACTIVATION(name, result) MAP(name, x, result)

/* What becomes of the gradient g, given the operand x or the result y. */
#define SLOPE(name, given, result) MAP2(name, T, given, g, result)

SLOPE(relu_slope, y, y <= 0 ? (T)0 : g)
SLOPE(sigmoid_slope, y, g * (y - y * y))
SLOPE(tanh_slope, y, g * (1 - y * y))

/* x sigmoid(x) */
ACTIVATION(silu, x * sigmoid_of(x))

inline T silu_slope_of(T x) {
  const T s = sigmoid_of(x);
  return s * (1 + x * (1 - s));
}

SLOPE(silu_slope, x, g * silu_slope_of(x))

/* x/2 (1 + erf(x / sqrt(2))), whose slope adds x times the density of N(0, 1) */
#define ROOT_HALF (T)0.70710678118654752440
#define DENSITY_0 (T)0.39894228040143267794 /* 1 / sqrt(2 pi) */

ACTIVATION(gelu, x / 2 * (1 + erf(x * ROOT_HALF)))
SLOPE(gelu_slope, x, g * ((1 + erf(x * ROOT_HALF)) / 2 + x * DENSITY_0 * exp(-x * x / 2)))

/* x/2 (1 + tanh(u)), u = sqrt(2/pi) (x + 0.044715 x^3) */
#define ROOT_2_BY_PI (T)0.79788456080286535588
#define CUBE (T)0.044715

ACTIVATION(gelu_tanh, x / 2 * (1 + tanh_of(ROOT_2_BY_PI * (x + CUBE * x * x * x))))

inline T gelu_tanh_slope_of(T x) {
  const T t = tanh_of(ROOT_2_BY_PI * (x + CUBE * x * x * x));
  return (1 + t) / 2 + x / 2 * (1 - t * t) * ROOT_2_BY_PI * (1 + 3 * CUBE * x * x);
}

SLOPE(gelu_tanh_slope, x, g * gelu_tanh_slope_of(x))
