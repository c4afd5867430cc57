package io.ligature.opencl;

import io.ligature.op.Backward;
import io.ligature.spi.View;
import org.jspecify.annotations.Nullable;

/// The results of a gradient, of which there are only those that are wanted.
final class Wanted {
  private final Backward op;
  private final View[] out;
  private int next;

  Wanted(Backward op, View[] out) {
    this.op = op;
    this.out = out;
  }

  /// {@return the result for an operand, after those for operands in front of it; null if it is not
  /// wanted}
  @Nullable View next(int operand) {
    return operand < op.inputs() && op.wants(operand) ? out[next++] : null;
  }
}
