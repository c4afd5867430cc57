package io.ligature.nn.data;

import io.ligature.Key;
import io.ligature.Tensor;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/// A change of a tensor on its way from the data to the model.
///
/// ```text
/// data.map(Transform.randomCrop(28, 28, 2).then(Transform.normalize(0.1307, 0.3081)).ofInput())
/// ```
///
/// What is random draws from [Key#next], so that a [DataLoader] gives the same for any number of
/// workers, and something new in every epoch. Images are (..., rows, columns).
@FunctionalInterface
public interface Transform extends UnaryOperator<Tensor> {
  /// {@return this and then another}
  default Transform then(UnaryOperator<Tensor> next) {
    return x -> next.apply(apply(x));
  }

  /// {@return this on the inputs of examples, for [Dataset#map]}
  default Function<Example, Example> ofInput() {
    return example -> new Example(apply(example.input()), example.target());
  }

  /// {@return this on the targets of examples, for [Dataset#map]}
  default Function<Example, Example> ofTarget() {
    return example -> new Example(example.input(), apply(example.target()));
  }

  /// {@return numbers brought to mean 0 and deviation 1}
  ///
  /// ```text
  /// (x - mean) / deviation
  /// ```
  ///
  /// @throws IllegalArgumentException if the deviation is not above 0, or a number is not finite
  static Transform normalize(double mean, double deviation) {
    return normalize(new double[] {mean}, new double[] {deviation});
  }

  /// {@return the channels of images (channels, rows, columns) brought to mean 0 and deviation 1}
  ///
  /// @param mean a number a channel
  /// @param deviation a number a channel
  /// @throws IllegalArgumentException if there are not as many of each, a deviation is not above 0,
  ///   or a number is not finite
  static Transform normalize(double[] mean, double[] deviation) {
    return new Normalize(mean, deviation);
  }

  /// {@return images of which a share is mirrored, left to right}
  ///
  /// @param share how likely it is, 0 to 1
  /// @throws IllegalArgumentException if it is not a share
  static Transform randomFlip(double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "randomFlip needs a share of 0 to 1; found " + share + ".");
    }
    return x -> Tensor.rand(Key.next()).item() < share ? x.flip(-1) : x;
  }

  /// {@return a part of images at a random place}
  ///
  /// @param rows of the part
  /// @param columns of the part
  /// @param border of zeros that is put around the images first
  /// @throws IllegalArgumentException if there is nothing in the part, or the border is negative
  static Transform randomCrop(long rows, long columns, long border) {
    return new RandomCrop(rows, columns, border);
  }
}
