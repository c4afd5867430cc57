package io.ligature;

import io.ligature.op.Op;

/// Many elements become one.
///
/// Without axes, over all of them, to a scalar. With axes, those vanish; with `keep` in front of
/// them, they stay with extent 1, so that the result broadcasts against the operand:
///
/// ```text
/// x (2, 3, 5)     x.sum() ()     x.sum(0, -1) (3)     x.sum(true, 0, -1) (1, 3, 1)
/// ```
///
/// An empty sum is 0, an empty product 1, an empty mean NaN; an empty tensor has no extremes. NaN
/// propagates.
public sealed interface Reductions permits Tensor {
  private Tensor self() {
    return (Tensor) this;
  }

  // ---- sums and products

  /// {@return the sum; of BOOL and whole numbers, in INT64}
  default Tensor sum(int... axes) {
    return sum(false, axes);
  }

  /// {@return the sum; of BOOL and whole numbers, in INT64}
  default Tensor sum(boolean keep, int... axes) {
    return Reduced.of(Op.Reduction.SUM, Reduced.summable(self()), keep, axes);
  }

  /// {@return the product; of BOOL and whole numbers, in INT64}
  default Tensor prod(int... axes) {
    return prod(false, axes);
  }

  /// {@return the product; of BOOL and whole numbers, in INT64}
  default Tensor prod(boolean keep, int... axes) {
    return Reduced.of(Op.Reduction.PROD, Reduced.summable(self()), keep, axes);
  }

  /// {@return how many elements are not 0, in INT64}
  default Tensor countNonzero(int... axes) {
    return countNonzero(false, axes);
  }

  /// {@return how many elements are not 0, in INT64}
  default Tensor countNonzero(boolean keep, int... axes) {
    return Reduced.truth(self()).sum(keep, axes);
  }

  /// {@return the sum of what is not NaN; of BOOL and whole numbers, in INT64}
  default Tensor nanSum(int... axes) {
    return nanSum(false, axes);
  }

  /// {@return the sum of what is not NaN; of BOOL and whole numbers, in INT64}
  default Tensor nanSum(boolean keep, int... axes) {
    return Reduced.numbers(self()).sum(keep, axes);
  }

  // ---- statistics

  /// {@return the mean of what is not NaN; NaN if nothing is}
  default Tensor nanMean(int... axes) {
    return nanMean(false, axes);
  }

  /// {@return the mean of what is not NaN; NaN if nothing is}
  default Tensor nanMean(boolean keep, int... axes) {
    var count = self().isNan().not().sum(keep, axes);
    return nanSum(keep, axes).div(count);
  }

  /// {@return the mean; of BOOL and whole numbers, in FLOAT32}
  default Tensor mean(int... axes) {
    return mean(false, axes);
  }

  /// {@return the mean; of BOOL and whole numbers, in FLOAT32}
  default Tensor mean(boolean keep, int... axes) {
    return Reduced.mean(self(), keep, axes);
  }

  /// {@return the unbiased variance; see [#var(double, boolean, int...)]}
  default Tensor var(int... axes) {
    return var(1, false, axes);
  }

  /// {@return the unbiased variance; see [#var(double, boolean, int...)]}
  default Tensor var(boolean keep, int... axes) {
    return var(1, keep, axes);
  }

  /// The variance, in two passes: the mean first, so that large means cost no digits.
  ///
  /// ```text
  /// sum((x - mean(x))²) / (n - correction)
  /// ```
  ///
  /// Where `n` is not above the correction the divisor is 0, so that of a single element the
  /// unbiased variance is NaN.
  ///
  /// @param correction 1 for the unbiased estimate from a sample, 0 for the mean square itself
  default Tensor var(double correction, boolean keep, int... axes) {
    return Reduced.variance(Reduced.real(self()), correction, keep, axes);
  }

  /// {@return the square root of the unbiased variance}
  default Tensor std(int... axes) {
    return std(1, false, axes);
  }

  /// {@return the square root of the unbiased variance}
  default Tensor std(boolean keep, int... axes) {
    return std(1, keep, axes);
  }

  /// {@return the square root of the variance}
  ///
  /// @param correction 1 for the unbiased variance, 0 for the mean square
  default Tensor std(double correction, boolean keep, int... axes) {
    return var(correction, keep, axes).sqrt();
  }

  /// {@return the median of all elements; see [#median(int)]}
  default Tensor median() {
    return self().reshape(-1).median(0);
  }

  /// {@return the element in the middle of an axis in order, the lower of two; NaN if any is}
  default Tensor median(int axis) {
    return Order.median(self(), axis);
  }

  /// {@return a quantile of all elements; see [#quantile(double, int)]}
  default Tensor quantile(double q) {
    return self().reshape(-1).quantile(q, 0);
  }

  /// The value below which a share of an axis lies, between two elements on the line through both;
  /// NaN if any is.
  ///
  /// ```text
  /// at place q (n - 1) in ascending order
  /// ```
  ///
  /// @param q the share, 0 to 1
  /// @throws IllegalArgumentException if it is outside
  /// @throws ShapeException if the axis is empty
  default Tensor quantile(double q, int axis) {
    return Order.quantile(self(), q, axis);
  }

  /// {@return how often each whole number occurs in this vector, from 0 to the largest, in INT64}
  default Tensor bincount() {
    return bincount(0);
  }

  /// {@return how often each whole number occurs in this vector, from 0 to the largest, in INT64}
  ///
  /// @param least the least length of the result; zeros fill it
  /// @throws IndexException if a number is below 0
  default Tensor bincount(long least) {
    return Counting.bincount(self(), least);
  }

  // ---- extremes

  /// {@return the largest; NaN if any is}
  ///
  /// @throws ShapeException if there is nothing to choose from
  default Tensor max(int... axes) {
    return max(false, axes);
  }

  /// {@return the largest; NaN if any is}
  ///
  /// @throws ShapeException if there is nothing to choose from
  default Tensor max(boolean keep, int... axes) {
    return Reduced.extreme(Op.Reduction.MAX, self(), keep, axes);
  }

  /// {@return the smallest; NaN if any is}
  ///
  /// @throws ShapeException if there is nothing to choose from
  default Tensor min(int... axes) {
    return min(false, axes);
  }

  /// {@return the smallest; NaN if any is}
  ///
  /// @throws ShapeException if there is nothing to choose from
  default Tensor min(boolean keep, int... axes) {
    return Reduced.extreme(Op.Reduction.MIN, self(), keep, axes);
  }

  /// {@return the INT64 row-major place of the first largest element of all; a NaN counts as
  /// largest}
  default Tensor argmax() {
    return self().reshape(-1).argmax(0);
  }

  /// {@return the INT64 place of the first largest element along an axis, which vanishes}
  default Tensor argmax(int axis) {
    return argmax(false, axis);
  }

  /// {@return the INT64 place of the first largest element along an axis}
  ///
  /// @throws ShapeException if the axis is empty
  default Tensor argmax(boolean keep, int axis) {
    return Reduced.place(Op.ArgReduction.ARGMAX, self(), keep, axis);
  }

  /// {@return the INT64 row-major place of the first smallest element of all; a NaN counts as
  /// smallest}
  default Tensor argmin() {
    return self().reshape(-1).argmin(0);
  }

  /// {@return the INT64 place of the first smallest element along an axis, which vanishes}
  default Tensor argmin(int axis) {
    return argmin(false, axis);
  }

  /// {@return the INT64 place of the first smallest element along an axis}
  ///
  /// @throws ShapeException if the axis is empty
  default Tensor argmin(boolean keep, int axis) {
    return Reduced.place(Op.ArgReduction.ARGMIN, self(), keep, axis);
  }

  // ---- truth

  /// {@return BOOL, whether any element is not 0; of none, false}
  default Tensor any(int... axes) {
    return any(false, axes);
  }

  /// {@return BOOL, whether any element is not 0; of none, false}
  default Tensor any(boolean keep, int... axes) {
    return Reduced.of(Op.Reduction.MAX, Reduced.truth(self()), keep, axes);
  }

  /// {@return BOOL, whether no element is 0; of none, true}
  default Tensor all(int... axes) {
    return all(false, axes);
  }

  /// {@return BOOL, whether no element is 0; of none, true}
  default Tensor all(boolean keep, int... axes) {
    return Reduced.of(Op.Reduction.MIN, Reduced.truth(self()), keep, axes);
  }

  // ---- sums of exponentials, norms

  /// {@return log(sum(exp(x))); see [#logSumExp(boolean, int...)]}
  default Tensor logSumExp(int... axes) {
    return logSumExp(false, axes);
  }

  /// The logarithm of the sum of exponentials, without overflow: the largest element is taken out
  /// first.
  ///
  /// ```text
  /// m + log(sum(exp(x - m)))      m = max(x)
  /// ```
  ///
  /// Of nothing, and of -inf alone, it is -inf; with +inf it is +inf.
  default Tensor logSumExp(boolean keep, int... axes) {
    return Reduced.logSumExp(Reduced.real(self()), keep, axes);
  }

  /// {@return the Euclidean norm of all elements}
  default Tensor norm() {
    return norm(2);
  }

  /// {@return the p-norm; see [#norm(double, boolean, int...)]}
  default Tensor norm(double p, int... axes) {
    return norm(p, false, axes);
  }

  /// The p-norm of the elements, as if they were one vector.
  ///
  /// ```text
  /// (sum |x|^p)^(1/p)      p = inf: max |x|     p = -inf: min |x|     p = 0: how many are not 0
  /// ```
  ///
  /// The gradient of the Euclidean norm at 0 is 0.
  default Tensor norm(double p, boolean keep, int... axes) {
    return Reduced.norm(Reduced.real(self()), p, keep, axes);
  }

  // ---- running reductions

  /// {@return the sums up to and including each element of an axis; of BOOL and whole numbers, in
  /// INT64}
  default Tensor cumsum(int axis) {
    return Reduced.running(Op.Reduction.SUM, Reduced.summable(self()), axis);
  }

  /// {@return the difference of each element of an axis from the one before it; one element less}.
  /// It undoes [#cumsum].
  default Tensor diff(int axis) {
    int counted = Shapes.axis("diff", self(), axis);
    long rest = Math.max(0, self().shape().get(counted) - 1);
    long begin = Math.min(1, self().shape().get(counted));
    return self().narrow(counted, begin, rest).minus(self().narrow(counted, 0, rest));
  }

  /// {@return the logarithms of the sums of exponentials up to and including each element of an
  /// axis, without overflow}
  default Tensor logCumSumExp(int axis) {
    return Reduced.logCumSumExp(Reduced.real(self()), axis);
  }

  /// {@return the products up to and including each element of an axis; of BOOL and whole numbers,
  /// in INT64}
  default Tensor cumprod(int axis) {
    return Reduced.running(Op.Reduction.PROD, Reduced.summable(self()), axis);
  }

  /// {@return the largest up to and including each element of an axis}
  default Tensor cummax(int axis) {
    return Reduced.running(Op.Reduction.MAX, self(), axis);
  }

  /// {@return the smallest up to and including each element of an axis}
  default Tensor cummin(int axis) {
    return Reduced.running(Op.Reduction.MIN, self(), axis);
  }
}
