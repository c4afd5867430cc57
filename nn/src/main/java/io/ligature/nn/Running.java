package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.OptionalDouble;

/// Mean and variance of the channels over the batches so far, as PyTorch keeps them.
///
/// ```text
/// m' = (1 - f) m + f E[x]
/// v' = (1 - f) v + f Var[x] n / (n - 1)      n values a channel; Var is biased, v is not
///
/// f = momentum, or 1 / (number of batches) for the mean over all of them
/// ```
///
/// @param mean `m` (C), begins at 0
/// @param variance `v` (C), begins at 1
/// @param count the number of batches
record Running(Buffer mean, Buffer variance, Buffer count) {
  /// {@return statistics of no batch}
  ///
  /// @param channels (C), which may be unknown
  static Running of(Shape channels) {
    return new Running(
        Buffer.of(channels, DType.FLOAT32, Init.zeros()),
        Buffer.of(channels, DType.FLOAT32, Init.ones()),
        Buffer.of(Shape.of(), DType.INT64, Init.zeros()));
  }

  void resolve(Shape channels) {
    mean.resolve(channels);
    variance.resolve(channels);
  }

  /// Takes another batch into account.
  ///
  /// @param m its mean
  /// @param v its biased variance
  /// @param values how many there are in a channel, 2 or more
  void add(Tensor m, Tensor v, long values, OptionalDouble momentum) {
    count.set(count.data().plus(1));
    double share = momentum.orElseGet(() -> 1 / count.data().item());
    blend(mean, m, share);
    blend(variance, v.times((double) values / (values - 1)), share);
  }

  private static void blend(Buffer statistic, Tensor newest, double share) {
    statistic.set(statistic.data().times(1 - share).plus(newest.times(share)));
  }
}
