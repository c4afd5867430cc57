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
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// The fused operations that are computed at once here, all of FLOAT32.
///
/// Each kernel is made when it is first asked for, and found by `if` rather than `switch`: thirty
/// lambdas and a switch over types would be a fifth of the time to the first step of training.
final class Fused {
  private static final FusedKernel NONE = (_, _, _) -> {};

  private final Map<Class<?>, FusedKernel> forward = new ConcurrentHashMap<>();
  private final Map<Class<?>, FusedKernel> backward = new ConcurrentHashMap<>();
  private final Team team;
  private final Backend plain;

  /// @param plain computes what is too small for vectors
  Fused(Team team, Backend plain) {
    this.team = team;
    this.plain = plain;
  }

  /// {@return the kernel, or null where there is none here}
  @Nullable FusedKernel kernel(FusedOp op, DType dtype) {
    if (dtype != DType.FLOAT32) {
      return null;
    }
    var gradient = op instanceof Backward of ? of : null;
    var asked = gradient == null ? op : gradient.of();
    var known = gradient == null ? forward : backward;
    var kernel = known.get(asked.getClass());
    if (kernel == null) {
      var made = gradient == null ? forward(asked) : backward(gradient);
      kernel = made == null ? NONE : made;
      known.put(asked.getClass(), kernel);
    }
    return kernel == NONE ? null : kernel;
  }

  private @Nullable FusedKernel forward(FusedOp asked) {
    if (asked instanceof Linear) {
      var few = plain(asked);
      return (op, in, out) -> {
        if (Affine.pays(in)) {
          Affine.forward(team, (Linear) op, in, out[0]);
        } else {
          few.run(op, in, out);
        }
      };
    }
    if (asked instanceof SgdStep || asked instanceof AdamStep) {
      return new Steps(team, plain(asked));
    }
    if (asked instanceof Softmax || asked instanceof LogSoftmax) {
      return (op, in, out) -> SoftmaxKernels.forward(team, op, in, out);
    }
    if (asked instanceof CrossEntropy) {
      return (op, in, out) -> Losses.forward(team, (CrossEntropy) op, in, out[0]);
    }
    if (asked instanceof LayerNorm || asked instanceof RmsNorm) {
      return (op, in, out) -> Norms.forward(team, op, in, out[0]);
    }
    if (asked instanceof GroupNorm) {
      return (op, in, out) -> Groups.forward(team, (GroupNorm) op, in, out[0]);
    }
    if (asked instanceof BatchNorm) {
      return (op, in, out) -> Batches.forward(team, (BatchNorm) op, in, out);
    }
    if (asked instanceof BatchNormInference) {
      return (op, in, out) -> Batches.inference(team, (BatchNormInference) op, in, out[0]);
    }
    if (asked instanceof Gelu || asked instanceof Silu) {
      return (op, in, out) -> Activations.forward(team, op, in, out[0]);
    }
    if (asked instanceof Dropout) {
      return (op, in, out) -> Dropouts.forward(team, (Dropout) op, in, out[0]);
    }
    if (asked instanceof Embedding) {
      return (_, in, out) -> Embeddings.forward(team, in, out[0]);
    }
    if (asked instanceof Conv) {
      return (op, in, out) -> Convolution.forward(team, (Conv) op, in, out[0]);
    }
    if (asked instanceof MaxPool || asked instanceof AvgPool) {
      return (op, in, out) -> Pools.forward(team, op, in, out[0]);
    }
    if (asked instanceof Attention) {
      return (op, in, out) -> Attentions.forward(team, (Attention) op, in, out[0]);
    }
    return null;
  }

  private @Nullable FusedKernel backward(Backward asked) {
    var of = asked.of();
    if (of instanceof Linear) {
      var few = plain(asked);
      return (op, in, out) -> {
        if (Affine.pays(in)) {
          Affine.backward(team, (Backward) op, in, out);
        } else {
          few.run(op, in, out);
        }
      };
    }
    if (of instanceof Softmax || of instanceof LogSoftmax) {
      return (op, in, out) -> SoftmaxKernels.backward(team, (Backward) op, in, out);
    }
    if (of instanceof CrossEntropy) {
      return (op, in, out) -> Losses.backward(team, (Backward) op, in, out);
    }
    if (of instanceof LayerNorm || of instanceof RmsNorm) {
      return (op, in, out) -> Norms.backward(team, (Backward) op, in, out);
    }
    if (of instanceof GroupNorm) {
      return (op, in, out) -> Groups.backward(team, (Backward) op, in, out);
    }
    if (of instanceof BatchNorm) {
      return (op, in, out) -> Batches.backward(team, (Backward) op, in, out);
    }
    if (of instanceof Gelu || of instanceof Silu) {
      return (op, in, out) -> Activations.backward(team, (Backward) op, in, out);
    }
    if (of instanceof Dropout) {
      return (op, in, out) -> Dropouts.backward(team, (Backward) op, in, out);
    }
    if (of instanceof Embedding) {
      return (op, in, out) -> Embeddings.backward(team, (Backward) op, in, out);
    }
    if (of instanceof Conv) {
      return (op, in, out) -> ConvolutionGradient.run(team, (Backward) op, in, out);
    }
    if (of instanceof MaxPool || of instanceof AvgPool) {
      return (op, in, out) -> Pools.backward(team, (Backward) op, in, out);
    }
    if (of instanceof Attention) {
      return (op, in, out) -> AttentionGradient.run(team, (Backward) op, in, out);
    }
    return null;
  }

  private FusedKernel plain(FusedOp op) {
    return Objects.requireNonNull(plain.fused(op, DType.FLOAT32));
  }
}
