package io.ligature.op;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/// The gradient of a fused operation, itself a fused operation.
///
/// ```text
/// inputs    the operation's inputs, then its results, then dL/d each result
/// results   dL/d each wanted input
/// ```
///
/// @param of the operation
/// @param inputs how many inputs it has
/// @param outputs how many results it has
/// @param wanted which inputs want a gradient, one bit an input, the lowest for the first
public record Backward(FusedOp of, int inputs, int outputs, long wanted) implements FusedOp {
  /// {@return whether input `i` wants a gradient}
  public boolean wants(int i) {
    return (wanted >>> i & 1) != 0;
  }

  @Override
  public String label() {
    return of.label() + ".backward";
  }

  @Override
  public TensorType[] infer(Tensor... operands) {
    return BitSet.valueOf(new long[] {wanted}).stream()
        .mapToObj(i -> TensorType.of(operands[i]))
        .toArray(TensorType[]::new);
  }

  @Override
  public Tensor[] decompose(Tensor... operands) {
    var x = Arrays.copyOfRange(operands, 0, inputs);
    var gradients = Arrays.copyOfRange(operands, inputs + outputs, operands.length);
    var all = Dispatch.engine().vjp(of::decompose, x, gradients);
    var result = new ArrayList<Tensor>();
    for (int i = 0; i < inputs; i++) {
      if (wants(i)) {
        result.add(orZeros(all[i], x[i]));
      }
    }
    return result.toArray(Tensor[]::new);
  }

  private static Tensor orZeros(@Nullable Tensor gradient, Tensor like) {
    return gradient == null ? like.zerosLike() : gradient;
  }
}
