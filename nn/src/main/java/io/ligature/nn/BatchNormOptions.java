package io.ligature.nn;

import java.util.OptionalDouble;

/// How a [BatchNorm1d] or [BatchNorm2d] is built, with PyTorch's defaults.
///
/// ```text
/// new BatchNorm2d(16, BatchNormOptions.DEFAULT.momentum(0.01))
/// ```
///
/// @param eps what is added to the variance, 0 or more
/// @param momentum the share of the newest batch in the running statistics, 0 to 1; empty for the
///   mean over all batches
/// @param affine whether there are `w` and `b`
/// @param tracks whether there are running statistics; without them inference uses those of the
///   batch as well
public record BatchNormOptions(
    double eps, OptionalDouble momentum, boolean affine, boolean tracks) {
  /// An eps of 1e-5 and a momentum of 0.1, with weight, bias and running statistics.
  public static final BatchNormOptions DEFAULT =
      new BatchNormOptions(1e-5, OptionalDouble.of(0.1), true, true);

  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if `eps` is negative or not finite, or the momentum outside
  ///   [0, 1]
  public BatchNormOptions {
    new io.ligature.op.BatchNorm(eps);
    if (momentum.isPresent() && !(momentum.getAsDouble() >= 0 && momentum.getAsDouble() <= 1)) {
      throw new IllegalArgumentException(
          "BatchNorm needs a momentum of 0 to 1; found %s.".formatted(momentum.getAsDouble()));
    }
  }

  /// {@return these options with another eps}
  public BatchNormOptions eps(double added) {
    return new BatchNormOptions(added, momentum, affine, tracks);
  }

  /// {@return these options with another momentum}
  public BatchNormOptions momentum(double share) {
    return new BatchNormOptions(eps, OptionalDouble.of(share), affine, tracks);
  }

  /// {@return these options with running statistics that are the mean over all batches}
  public BatchNormOptions cumulative() {
    return new BatchNormOptions(eps, OptionalDouble.empty(), affine, tracks);
  }

  /// {@return these options with or without weight and bias}
  public BatchNormOptions affine(boolean has) {
    return new BatchNormOptions(eps, momentum, has, tracks);
  }

  /// {@return these options with or without running statistics}
  public BatchNormOptions tracks(boolean has) {
    return new BatchNormOptions(eps, momentum, affine, has);
  }

  /// {@return what printing adds for every option that is not the default}
  String describe() {
    return (eps == DEFAULT.eps ? "" : ", eps %s".formatted(eps))
        + (momentum.equals(DEFAULT.momentum)
            ? ""
            : momentum.isEmpty()
                ? ", cumulative"
                : ", momentum %s".formatted(momentum.getAsDouble()))
        + (affine ? "" : ", no weight")
        + (tracks ? "" : ", no statistics");
  }
}
