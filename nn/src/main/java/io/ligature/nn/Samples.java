package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.op.FusedOp;
import java.util.function.UnaryOperator;

/// Samples of channels with axes behind them, such as images: a batch of them, or one alone.
///
/// ```text
/// x (N, C, ...)   or   (C, ...)
/// ```
final class Samples {
  private Samples() {}

  /// {@return what a layer makes of a batch, and of one sample as a batch of one}
  ///
  /// @param axes how many there are behind the channels
  /// @param channels how many it needs; unknown if any number will do
  /// @throws ShapeException if `x` is something else
  static Tensor apply(
      String layer, int axes, long channels, Tensor x, UnaryOperator<Tensor> ofBatch) {
    check(layer, axes, channels, x);
    return x.rank() == axes + 2 ? ofBatch.apply(x) : ofBatch.apply(x.unsqueeze(0)).squeeze(0);
  }

  /// {@return the result of an operation that takes any number of channels}
  static Tensor apply(FusedOp op, int axes, Tensor x) {
    return apply(op.label(), axes, Shape.UNKNOWN, x, batch -> Promoted.execute(op, batch));
  }

  /// {@return how many channels there are}
  static long channels(String layer, int axes, Tensor x) {
    check(layer, axes, Shape.UNKNOWN, x);
    return x.shape().get(-axes - 1);
  }

  private static void check(String layer, int axes, long channels, Tensor x) {
    boolean hasRank = x.rank() == axes + 1 || x.rank() == axes + 2;
    if (!hasRank || (channels != Shape.UNKNOWN && x.shape().get(-axes - 1) != channels)) {
      var sample = Channels.name(channels) + names(axes);
      throw new ShapeException(
          "%s needs x (N, %s), or (%s) for one sample; found %s. %s"
              .formatted(
                  layer,
                  sample,
                  sample,
                  x.shape(),
                  hasRank
                      ? "Build the layer for its channels."
                      : "Reshape it to " + (axes + 2) + " axes."));
    }
  }

  /// {@return the axes as messages name them}
  static String names(int axes) {
    return axes == 1 ? ", L" : ", H, W";
  }
}
