package io.ligature.opencl;

import io.ligature.DType;
import io.ligature.op.AdamStep;
import io.ligature.op.Backward;
import io.ligature.op.CrossEntropy;
import io.ligature.op.FusedOp;
import io.ligature.op.Linear;
import io.ligature.op.LogSoftmax;
import io.ligature.op.SgdStep;
import io.ligature.op.Softmax;
import io.ligature.spi.FusedKernel;
import org.jspecify.annotations.Nullable;

/// The fused operations that are computed at once, in every real type that the device computes in.
final class Fused {
  private final OpenClDevice device;

  Fused(OpenClDevice device) {
    this.device = device;
  }

  @Nullable FusedKernel kernel(FusedOp op, DType dtype) {
    if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
      return null;
    }
    return switch (op) {
      case Linear linear -> (_, in, out) -> Affine.forward(device, linear, in, out[0]);
      case Softmax softmax -> (_, in, out) -> Softmaxes.softmax(device, softmax.axis(), in, out);
      case LogSoftmax log -> (_, in, out) -> Softmaxes.logarithm(device, log.axis(), in, out);
      case CrossEntropy loss -> (_, in, out) -> Entropy.forward(device, loss, in, out[0]);
      case SgdStep step -> (_, in, out) -> Steps.sgd(device, step, in, out);
      case AdamStep step -> (_, in, out) -> Steps.adam(device, step, in, out);
      case Backward backward -> backward(backward);
      default -> null;
    };
  }

  private @Nullable FusedKernel backward(Backward op) {
    return switch (op.of()) {
      case Linear _ -> (_, in, out) -> Affine.backward(device, op, in, out);
      case Softmax softmax ->
          (_, in, out) -> Softmaxes.softmaxGradient(device, softmax.axis(), op, in, out);
      case LogSoftmax log ->
          (_, in, out) -> Softmaxes.logarithmGradient(device, log.axis(), op, in, out);
      case CrossEntropy _ -> (_, in, out) -> Entropy.backward(device, op, in, out);
      default -> null;
    };
  }
}
