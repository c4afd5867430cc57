package io.ligature.opencl;

import io.ligature.DType;
import io.ligature.op.AdamStep;
import io.ligature.op.AdaptiveAvgPool;
import io.ligature.op.AdaptiveMaxPool;
import io.ligature.op.Attention;
import io.ligature.op.AvgPool;
import io.ligature.op.Backward;
import io.ligature.op.BatchNorm;
import io.ligature.op.BatchNormInference;
import io.ligature.op.Conv;
import io.ligature.op.ConvTranspose;
import io.ligature.op.CrossEntropy;
import io.ligature.op.Dropout;
import io.ligature.op.Embedding;
import io.ligature.op.FusedOp;
import io.ligature.op.Gelu;
import io.ligature.op.GroupNorm;
import io.ligature.op.LayerNorm;
import io.ligature.op.Linear;
import io.ligature.op.LogSoftmax;
import io.ligature.op.MaxPool;
import io.ligature.op.RmsNorm;
import io.ligature.op.SgdStep;
import io.ligature.op.Silu;
import io.ligature.op.Softmax;
import io.ligature.spi.FusedKernel;
import org.jspecify.annotations.Nullable;

/// The fused operations that are computed at once, in every real type that the device computes in.
///
/// All others are decomposed: erfc, whose decomposition is more precise than what OpenCL asks of
/// its own function; windows along more axes than there are kernels for; and whatever api will add.
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
      case LayerNorm _, RmsNorm _, GroupNorm _ ->
          (asked, in, out) -> Norms.forward(device, asked, in, out[0]);
      case Gelu gelu -> (_, in, out) -> Activations.forward(device, name(gelu), in[0], out[0]);
      case Silu _ -> (_, in, out) -> Activations.forward(device, "silu", in[0], out[0]);
      case Dropout dropout -> (_, in, out) -> Activations.dropout(device, dropout, in[0], out[0]);
      case Embedding _ -> (_, in, out) -> Lookups.forward(device, in, out[0]);
      case MaxPool _, AvgPool _, AdaptiveMaxPool _, AdaptiveAvgPool _ ->
          Pools.fit(op) ? (asked, in, out) -> Pools.forward(device, asked, in, out[0]) : null;
      case BatchNorm norm -> (_, in, out) -> Batches.forward(device, norm, in, out);
      case BatchNormInference norm -> (_, in, out) -> Batches.inference(device, norm, in, out[0]);
      case Conv _, ConvTranspose _ ->
          Convolution.fit(op)
              ? (asked, in, out) -> Convolution.forward(device, asked, in, out[0])
              : null;
      case Attention attention -> (_, in, out) -> Attentions.forward(device, attention, in, out[0]);
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
      case LayerNorm _, RmsNorm _, GroupNorm _ ->
          (_, in, out) -> Norms.backward(device, op, in, out);
      case Gelu gelu -> (_, in, out) -> Activations.backward(device, name(gelu), op, in, out);
      case Silu _ -> (_, in, out) -> Activations.backward(device, "silu", op, in, out);
      case Dropout _ -> (_, in, out) -> Activations.dropoutGradient(device, op, in, out);
      case Embedding _ -> (_, in, out) -> Lookups.backward(device, op, in, out);
      case MaxPool _, AvgPool _, AdaptiveMaxPool _, AdaptiveAvgPool _ ->
          Pools.fit(op.of()) ? (_, in, out) -> Pools.backward(device, op, in, out) : null;
      case BatchNorm _ -> (_, in, out) -> Batches.backward(device, op, in, out);
      case Conv _, ConvTranspose _ ->
          Convolution.fit(op.of())
              ? (_, in, out) -> Convolution.backward(device, op, in, out)
              : null;
      case BatchNormInference _ -> (_, in, out) -> Batches.inferenceBackward(device, op, in, out);
      case Attention _ -> (_, in, out) -> Attentions.backward(device, op, in, out);
      default -> null;
    };
  }

  private static String name(Gelu gelu) {
    return gelu.approximate() ? "gelu_tanh" : "gelu";
  }
}
