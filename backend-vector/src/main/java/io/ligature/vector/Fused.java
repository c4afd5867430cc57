package io.ligature.vector;

import io.ligature.DType;
import io.ligature.op.AdamStep;
import io.ligature.op.Attention;
import io.ligature.op.AvgPool;
import io.ligature.op.Backward;
import io.ligature.op.BatchNorm;
import io.ligature.op.BatchNormInference;
import io.ligature.op.Conv;
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
import io.ligature.spi.Backend;
import io.ligature.spi.FusedKernel;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The fused operations that are computed at once here, all of FLOAT32.
final class Fused {
  private final Map<Class<?>, FusedKernel> forward = new HashMap<>();
  private final Map<Class<?>, FusedKernel> backward = new HashMap<>();

  /// @param plain computes products that are too small for vectors
  Fused(Team team, Backend plain) {
    linear(team, plain);
    put(
        (op, in, out) -> SoftmaxKernels.forward(team, op, in, out),
        (op, in, out) -> SoftmaxKernels.backward(team, (Backward) op, in, out),
        Softmax.class,
        LogSoftmax.class);
    put(
        (op, in, out) -> Losses.forward(team, (CrossEntropy) op, in, out[0]),
        (op, in, out) -> Losses.backward(team, (Backward) op, in, out),
        CrossEntropy.class);
    put(
        (op, in, out) -> Norms.forward(team, op, in, out[0]),
        (op, in, out) -> Norms.backward(team, (Backward) op, in, out),
        LayerNorm.class,
        RmsNorm.class);
    put(
        (op, in, out) -> Groups.forward(team, (GroupNorm) op, in, out[0]),
        (op, in, out) -> Groups.backward(team, (Backward) op, in, out),
        GroupNorm.class);
    put(
        (op, in, out) -> Activations.forward(team, op, in, out[0]),
        (op, in, out) -> Activations.backward(team, (Backward) op, in, out),
        Gelu.class,
        Silu.class);
    put(
        (op, in, out) -> Dropouts.forward(team, (Dropout) op, in, out[0]),
        (op, in, out) -> Dropouts.backward(team, (Backward) op, in, out),
        Dropout.class);
    put(
        (_, in, out) -> Embeddings.forward(team, in, out[0]),
        (op, in, out) -> Embeddings.backward(team, (Backward) op, in, out),
        Embedding.class);
    windows(team);
    put(
        (op, in, out) -> Batches.forward(team, (BatchNorm) op, in, out),
        (op, in, out) -> Batches.backward(team, (Backward) op, in, out),
        BatchNorm.class);
    forward.put(
        BatchNormInference.class,
        (op, in, out) -> Batches.inference(team, (BatchNormInference) op, in, out[0]));
    put(
        (op, in, out) -> Attentions.forward(team, (Attention) op, in, out[0]),
        (op, in, out) -> AttentionGradient.run(team, (Backward) op, in, out),
        Attention.class);
    forward.put(SgdStep.class, (op, in, out) -> Steps.sgd(team, (SgdStep) op, in, out));
    forward.put(AdamStep.class, (op, in, out) -> Steps.adam(team, (AdamStep) op, in, out));
  }

  private void linear(Team team, Backend plain) {
    var few = Objects.requireNonNull(plain.fused(Linear.OP, DType.FLOAT32));
    var fewBackward =
        Objects.requireNonNull(plain.fused(new Backward(Linear.OP, 3, 1, -1L), DType.FLOAT32));
    put(
        (op, in, out) -> {
          if (Affine.pays(in)) {
            Affine.forward(team, (Linear) op, in, out[0]);
          } else {
            few.run(op, in, out);
          }
        },
        (op, in, out) -> {
          if (Affine.pays(in)) {
            Affine.backward(team, (Backward) op, in, out);
          } else {
            fewBackward.run(op, in, out);
          }
        },
        Linear.class);
  }

  private void windows(Team team) {
    put(
        (op, in, out) -> Convolution.forward(team, (Conv) op, in, out[0]),
        (op, in, out) -> ConvolutionGradient.run(team, (Backward) op, in, out),
        Conv.class);
    put(
        (op, in, out) -> Pools.forward(team, op, in, out[0]),
        (op, in, out) -> Pools.backward(team, (Backward) op, in, out),
        MaxPool.class,
        AvgPool.class);
  }

  private void put(FusedKernel computes, FusedKernel differentiates, Class<?>... operations) {
    for (var operation : operations) {
      forward.put(operation, computes);
      backward.put(operation, differentiates);
    }
  }

  /// {@return the kernel, or null where there is none here}
  @Nullable FusedKernel kernel(FusedOp op, DType dtype) {
    if (dtype != DType.FLOAT32) {
      return null;
    }
    return op instanceof Backward gradient
        ? backward.get(gradient.of().getClass())
        : forward.get(op.getClass());
  }
}
