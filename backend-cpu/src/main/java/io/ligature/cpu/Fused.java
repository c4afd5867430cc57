package io.ligature.cpu;

import io.ligature.DType;
import io.ligature.op.AdamStep;
import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
import io.ligature.op.Linear;
import io.ligature.op.SgdStep;
import io.ligature.spi.FusedKernel;
import org.jspecify.annotations.Nullable;

/// The fused operations that are computed at once, for FLOAT32: those that every training step of
/// the smallest net needs. All others are decomposed.
final class Fused {
  private Fused() {}

  static @Nullable FusedKernel kernel(FusedOp op, DType dtype) {
    if (dtype != DType.FLOAT32) {
      return null;
    }
    if (op instanceof Backward backward) {
      return backward.of() instanceof Linear
          ? (of, in, out) -> Affine.backward((Backward) of, in, out)
          : null;
    }
    if (op instanceof Linear) {
      return (of, in, out) -> Affine.forward((Linear) of, in, out[0]);
    }
    if (op instanceof SgdStep) {
      return (of, in, out) -> Steps.sgd((SgdStep) of, in, out);
    }
    if (op instanceof AdamStep) {
      return (of, in, out) -> Steps.adam((AdamStep) of, in, out);
    }
    return null;
  }
}
