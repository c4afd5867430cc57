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
  private static final FusedKernel AFFINE =
      (op, in, out) -> Affine.forward((Linear) op, in, out[0]);
  private static final FusedKernel AFFINE_BACKWARD =
      (op, in, out) -> Affine.backward((Backward) op, in, out);
  private static final FusedKernel SGD = (op, in, out) -> Steps.sgd((SgdStep) op, in, out);
  private static final FusedKernel ADAM = (op, in, out) -> Steps.adam((AdamStep) op, in, out);

  private Fused() {}

  static @Nullable FusedKernel kernel(FusedOp op, DType dtype) {
    if (dtype != DType.FLOAT32) {
      return null;
    }
    if (op instanceof Backward backward) {
      return backward.of() instanceof Linear ? AFFINE_BACKWARD : null;
    }
    if (op instanceof Linear) {
      return AFFINE;
    }
    if (op instanceof SgdStep) {
      return SGD;
    }
    return op instanceof AdamStep ? ADAM : null;
  }
}
