package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.op.BatchNorm;
import io.ligature.op.BatchNormInference;
import org.jspecify.annotations.Nullable;

/// What [BatchNorm1d] and [BatchNorm2d] share.
///
/// @param layer its name in messages
/// @param needed its inputs in messages; `%s` is the number of channels
/// @param leastRank how many axes an input has at least
/// @param mostRank how many axes an input has at most
/// @param channels how many; may be unknown
record Batchwise(
    String layer,
    String needed,
    int leastRank,
    int mostRank,
    Shape channels,
    BatchNormOptions options) {
  static Batchwise sequences(Shape channels, BatchNormOptions options) {
    return new Batchwise("BatchNorm1d", "(N, %1$s) or (N, %1$s, L)", 2, 3, channels, options);
  }

  static Batchwise images(Shape channels, BatchNormOptions options) {
    return new Batchwise("BatchNorm2d", "(N, %s, H, W)", 4, 4, channels, options);
  }

  /// {@return the number of channels of a layer that is given it}
  ///
  /// @throws IllegalArgumentException if it is negative
  static Shape channels(String layer, long channels) {
    return Shape.of(Channels.check(layer, channels));
  }

  @Nullable Parameter parameter(Initializer begin) {
    return options.affine() ? Parameter.of(channels, begin) : null;
  }

  @Nullable Running running() {
    return options.tracks() ? Running.of(channels) : null;
  }

  // ---- shapes

  /// Makes the shapes of parameters and statistics known.
  void infer(
      Tensor x, @Nullable Parameter weight, @Nullable Parameter bias, @Nullable Running running) {
    check(x, channels.get(0));
    var found = Shape.of(x.shape().get(1));
    if (weight != null && bias != null) {
      weight.slot().resolve(found);
      bias.slot().resolve(found);
    }
    if (running != null) {
      running.resolve(found);
    }
  }

  private long known(@Nullable Parameter weight, @Nullable Running running) {
    var shape =
        weight != null
            ? weight.slot().shape()
            : running != null ? running.mean().shape() : channels;
    return shape.get(0);
  }

  private void check(Tensor x, long known) {
    boolean hasRank = x.rank() >= leastRank && x.rank() <= mostRank;
    if (!hasRank || (known != Shape.UNKNOWN && x.shape().get(1) != known)) {
      throw new ShapeException(
          "%s needs x %s; found %s. %s"
              .formatted(
                  layer,
                  needed.formatted(Channels.name(known)),
                  x.shape(),
                  hasRank
                      ? "Build the layer for its channels."
                      : "Reshape it to " + mostRank + " axes."));
    }
  }

  // ---- use

  /// {@return the input normalised}, by the running statistics in inference if there are some, else
  /// by its own, which then enter the running ones.
  Tensor apply(
      Block block,
      Tensor x,
      @Nullable Parameter weight,
      @Nullable Parameter bias,
      @Nullable Running running) {
    check(x, known(weight, running));
    var w = LayerNorm.valueOf(weight);
    var b = LayerNorm.valueOf(bias);
    if (running != null && !block.isTraining()) {
      var op = new BatchNormInference(options.eps());
      return Promoted.execute(op, x, running.mean().value(), running.variance().value(), w, b);
    }
    long values = x.shape().without(1).size();
    checkEnough(x, values);
    var results = Promoted.executeAll(new BatchNorm(options.eps()), x, w, b);
    if (running != null && !x.device().isDry()) {
      synchronized (running.count()) { // of layers that several threads apply while training
        running.add(results[1].detach(), results[2].detach(), values, options.momentum());
      }
    }
    return results[0];
  }

  private void checkEnough(Tensor x, long values) {
    if (values < 2 && !x.device().isDry()) {
      throw new ShapeException(
          "%s needs 2 or more values a channel, to tell their variance; found x %s. Give it more samples, or call eval() first to use the running statistics."
              .formatted(layer, x.shape()));
    }
  }

  String describe(Block block, @Nullable Parameter weight, @Nullable Running running) {
    long known = known(weight, running);
    return "%s(%s%s)"
        .formatted(
            block.getClass().getSimpleName(),
            known == Shape.UNKNOWN ? "?" : Long.toString(known),
            options.describe());
  }
}
