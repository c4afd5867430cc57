package io.ligature.nn.train;

/// How far a training has come.
///
/// @param epoch how many epochs are complete
/// @param batch how many batches of the next epoch are done
/// @param step how many steps the optimizer has done
/// @param examples how many examples of that epoch were seen
/// @param lossSum the sum of their losses
public record Position(long epoch, long batch, long step, long examples, double lossSum) {
  static final Position START = new Position(0, 0, 0, 0, 0);

  /// {@return the mean loss over the batches of this epoch; NaN before the first}
  public double loss() {
    return lossSum / examples;
  }

  Position afterBatch(long size, double loss, boolean stepped) {
    return new Position(
        epoch, batch + 1, stepped ? step + 1 : step, examples + size, lossSum + loss * size);
  }

  Position afterEpoch() {
    return new Position(epoch + 1, 0, step, 0, 0);
  }

  /// {@return where the next step is, for messages}
  String next() {
    return "Step %d (epoch %d, batch %d)".formatted(step + 1, epoch + 1, batch + 1);
  }
}
