package io.ligature.vector;

import io.ligature.DType;
import io.ligature.op.AdamStep;
import io.ligature.op.Backward;
import io.ligature.op.CrossEntropy;
import io.ligature.op.FusedOp;
import io.ligature.op.Linear;
import io.ligature.op.LogSoftmax;
import io.ligature.op.SgdStep;
import io.ligature.op.Softmax;
import io.ligature.spi.Backend;
import io.ligature.spi.FusedKernel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The fused operations that are computed at once here, all of FLOAT32.
final class Fused {
  private final FusedKernel affine;
  private final FusedKernel affineBackward;
  private final FusedKernel softmax;
  private final FusedKernel softmaxBackward;
  private final FusedKernel entropy;
  private final FusedKernel entropyBackward;
  private final FusedKernel sgd;
  private final FusedKernel adam;

  /// @param plain computes products that are too small for vectors
  Fused(Team team, Backend plain) {
    var forward = Objects.requireNonNull(plain.fused(Linear.OP, DType.FLOAT32));
    var gradient = new Backward(Linear.OP, 3, 1, -1L);
    var backward = Objects.requireNonNull(plain.fused(gradient, DType.FLOAT32));
    affine =
        (op, in, out) -> {
          if (Affine.pays(in)) {
            Affine.forward(team, (Linear) op, in, out[0]);
          } else {
            forward.run(op, in, out);
          }
        };
    affineBackward =
        (op, in, out) -> {
          if (Affine.pays(in)) {
            Affine.backward(team, (Backward) op, in, out);
          } else {
            backward.run(op, in, out);
          }
        };
    softmax = (op, in, out) -> SoftmaxKernels.forward(team, op, in, out);
    softmaxBackward = (op, in, out) -> SoftmaxKernels.backward(team, (Backward) op, in, out);
    entropy = (op, in, out) -> Losses.forward(team, (CrossEntropy) op, in, out[0]);
    entropyBackward = (op, in, out) -> Losses.backward(team, (Backward) op, in, out);
    sgd = (op, in, out) -> Steps.sgd(team, (SgdStep) op, in, out);
    adam = (op, in, out) -> Steps.adam(team, (AdamStep) op, in, out);
  }

  /// {@return the kernel, or null where there is none here}
  @Nullable FusedKernel kernel(FusedOp op, DType dtype) {
    if (dtype != DType.FLOAT32) {
      return null;
    }
    return switch (op) {
      case Linear _ -> affine;
      case Softmax _, LogSoftmax _ -> softmax;
      case CrossEntropy _ -> entropy;
      case SgdStep _ -> sgd;
      case AdamStep _ -> adam;
      case Backward backward -> backward(backward.of());
      default -> null;
    };
  }

  private @Nullable FusedKernel backward(FusedOp op) {
    return switch (op) {
      case Linear _ -> affineBackward;
      case Softmax _, LogSoftmax _ -> softmaxBackward;
      case CrossEntropy _ -> entropyBackward;
      default -> null;
    };
  }
}
