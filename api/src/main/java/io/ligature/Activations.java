package io.ligature;

import io.ligature.op.Gelu;
import io.ligature.op.LogSoftmax;
import io.ligature.op.Op;
import io.ligature.op.Silu;
import io.ligature.op.Softmax;

/// What neurons do with the sum they receive.
///
/// Whole numbers become FLOAT32 wherever the result is not whole.
public sealed interface Activations permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  // ---- with corners

  /// {@return max(x, 0)}
  default Tensor relu() {
    return Arithmetic.unary(Op.Unary.RELU, self());
  }

  /// {@return min(max(x, 0), 6)}
  default Tensor relu6() {
    return self().clamp(0, 6);
  }

  /// {@return x where x > 0, else x times `slope`}
  default Tensor leakyRelu(Number slope) {
    return self().gt(0).where(self(), self().times(slope));
  }

  /// {@return x where x > 0, else x times a learned `slope`, which is broadcast}
  default Tensor leakyRelu(Tensor slope) {
    Arithmetic.broadcast("leakyRelu", self(), slope);
    var positive = self().gt(0);
    return positive.where(self(), positive.where(0, self()).times(slope));
  }

  /// {@return x within -1 and 1}
  default Tensor hardtanh() {
    return hardtanh(-1, 1);
  }

  /// {@return x within `min` and `max`}
  default Tensor hardtanh(Number min, Number max) {
    return self().clamp(min, max);
  }

  /// {@return min(max(x / 6 + 1/2, 0), 1)}
  default Tensor hardsigmoid() {
    return Arithmetic.real(self()).plus(3).relu6().div(6);
  }

  /// {@return x times hardsigmoid(x)}
  ///
  /// @see <a href="https://arxiv.org/abs/1905.02244">Howard et al. (2019), section 5.2</a>
  default Tensor hardswish() {
    return self().times(hardsigmoid());
  }

  /// {@return x where |x| > `lambda`, else 0}
  default Tensor hardshrink(double lambda) {
    return self().abs().le(lambda).where(0, self());
  }

  /// {@return x moved towards 0 by `lambda`, at most to it}
  default Tensor softshrink(double lambda) {
    return self().minus(self().clamp(-lambda, lambda));
  }

  /// {@return x where x > `threshold`, else `value`}
  default Tensor threshold(Number threshold, Number value) {
    return self().le(threshold).where(value, self());
  }

  // ---- smooth from below

  /// The exponential linear unit.
  ///
  /// ```text
  /// x             where x > 0
  /// α (eˣ - 1)    elsewhere
  /// ```
  ///
  /// @return the activation
  /// @see <a href="https://arxiv.org/abs/1511.07289">Clevert et al. (2016), eq. 15</a>
  default Tensor elu(double alpha) {
    return Formulas.elu(self(), alpha, 1);
  }

  /// {@return elu(x) with α = 1}
  default Tensor elu() {
    return elu(1);
  }

  /// The self-normalising linear unit.
  ///
  /// ```text
  /// λ elu(x)      λ = 1.0507...   α = 1.6732...
  /// ```
  ///
  /// @return the activation
  /// @see <a href="https://arxiv.org/abs/1706.02515">Klambauer et al. (2017), eq. 14</a>
  default Tensor selu() {
    return elu(1.6732632423543772).times(1.0507009873554805);
  }

  /// The exponential linear unit whose slope is continuous for every α.
  ///
  /// ```text
  /// x                 where x > 0
  /// α (e^(x/α) - 1)   elsewhere
  /// ```
  ///
  /// @return the activation
  /// @throws IllegalArgumentException if `alpha` is 0
  /// @see <a href="https://arxiv.org/abs/1704.07483">Barron (2017)</a>
  default Tensor celu(double alpha) {
    if (alpha == 0) {
      throw new IllegalArgumentException("celu divides by its alpha; found 0. Use relu().");
    }
    return Formulas.elu(self(), alpha, alpha);
  }

  /// {@return log(1 + e to the x), without overflow; also far below 0 to all digits}
  default Tensor softplus() {
    return Formulas.softplus(self());
  }

  /// {@return x / (1 + |x|)}
  default Tensor softsign() {
    var x = Arithmetic.real(self());
    return x.div(x.abs().plus(1));
  }

  // ---- sigmoids and what is gated by them

  /// {@return 1 / (1 + e to the -x)}
  default Tensor sigmoid() {
    return Arithmetic.unary(Op.Unary.SIGMOID, self());
  }

  /// {@return log(sigmoid(x)), without overflow}
  default Tensor logSigmoid() {
    return Arithmetic.real(self()).negate().softplus().negate();
  }

  /// {@return x times sigmoid(x), also called swish}
  ///
  /// @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel (2016), section 2</a>
  default Tensor silu() {
    return Dispatch.execute(Silu.OP, Arithmetic.real(self()));
  }

  /// {@return x times tanh(softplus(x))}
  ///
  /// @see <a href="https://arxiv.org/abs/1908.08681">Misra (2020), eq. 1</a>
  default Tensor mish() {
    return self().times(softplus().tanh());
  }

  /// The Gaussian error linear unit.
  ///
  /// ```text
  /// x Φ(x) = x/2 (1 + erf(x / √2))
  /// ```
  ///
  /// @return the activation
  /// @see <a href="https://arxiv.org/abs/1606.08415">Hendrycks and Gimpel (2016), section 2</a>
  default Tensor gelu() {
    return Dispatch.execute(Gelu.EXACT, Arithmetic.real(self()));
  }

  /// The Gaussian error linear unit, as it is often approximated.
  ///
  /// ```text
  /// x/2 (1 + tanh(√(2/π) (x + 0.044715 x³)))
  /// ```
  ///
  /// @return the activation
  default Tensor geluTanh() {
    return Dispatch.execute(Gelu.TANH, Arithmetic.real(self()));
  }

  /// {@return the first half of an axis times the sigmoid of the second}
  ///
  /// @throws ShapeException if the extent of the axis is odd
  /// @see <a href="https://arxiv.org/abs/1612.08083">Dauphin et al. (2017), eq. 1</a>
  default Tensor glu(int axis) {
    long extent = self().shape().get(axis);
    if (extent % 2 != 0) {
      throw new ShapeException(
          "glu halves axis %d of %s, whose extent %d is odd. Pad it or choose another axis."
              .formatted(axis, self().type(), extent));
    }
    long half = extent / 2;
    var halves = self().split(axis, half, half);
    return halves.get(0).times(halves.get(1).sigmoid());
  }

  /// {@return x - tanh(x)}
  default Tensor tanhshrink() {
    return self().minus(self().tanh());
  }

  // ---- along an axis

  /// The numbers along an axis as probabilities.
  ///
  /// ```text
  /// y[i] = e^x[i] / Σⱼ e^x[j]
  /// ```
  ///
  /// @return numbers that sum to 1 along the axis
  /// @throws ShapeException if there is no such axis
  default Tensor softmax(int axis) {
    return Dispatch.execute(
        new Softmax(Shapes.axis("softmax", self(), axis)), Arithmetic.real(self()));
  }

  /// {@return softmax(-x) along an axis}
  ///
  /// @throws ShapeException if there is no such axis
  default Tensor softmin(int axis) {
    return Arithmetic.real(self()).negate().softmax(axis);
  }

  /// {@return log(softmax(x)) along an axis, without computing the probabilities}
  ///
  /// @throws ShapeException if there is no such axis
  default Tensor logSoftmax(int axis) {
    return Dispatch.execute(
        new LogSoftmax(Shapes.axis("logSoftmax", self(), axis)), Arithmetic.real(self()));
  }
}
