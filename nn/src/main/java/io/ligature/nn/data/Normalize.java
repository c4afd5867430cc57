package io.ligature.nn.data;

import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.Arrays;

/// Channels brought to mean 0 and deviation 1; one number for all where there is but one.
final class Normalize implements Transform {
  private final double[] mean;
  private final double[] deviation;

  Normalize(double[] mean, double[] deviation) {
    boolean fits = mean.length == deviation.length && mean.length > 0;
    for (int i = 0; fits && i < mean.length; i++) {
      fits = Double.isFinite(mean[i]) && deviation[i] > 0 && Double.isFinite(deviation[i]);
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "normalize needs a mean and a deviation above 0 for each channel; found %s and %s."
              .formatted(Arrays.toString(mean), Arrays.toString(deviation)));
    }
    this.mean = mean.clone();
    this.deviation = deviation.clone();
  }

  @Override
  public Tensor apply(Tensor x) {
    if (mean.length == 1) {
      return x.minus(mean[0]).div(deviation[0]);
    }
    if (x.rank() < 3 || x.shape().get(-3) != mean.length) {
      throw new ShapeException(
          "normalize of %d channels needs x (%d, rows, columns); found x %s."
              .formatted(mean.length, mean.length, x.shape()));
    }
    return x.minus(channels(mean, x)).div(channels(deviation, x));
  }

  private static Tensor channels(double[] numbers, Tensor like) {
    return Tensor.of(numbers, numbers.length, 1, 1).to(like.dtype()).to(like.device());
  }
}
