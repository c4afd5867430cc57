package io.ligature.op;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import java.util.Arrays;

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
    var types = new TensorType[Long.bitCount(wanted)];
    int next = 0;
    for (int i = 0; i < inputs; i++) {
      if (wants(i)) {
        types[next++] = TensorType.of(operands[i]);
      }
    }
    return types;
  }

  /// Differentiates the decomposition with respect to the wanted inputs; the others are constants
  /// of it.
  @Override
  public Tensor[] decompose(Tensor... operands) {
    var x = new Tensor[Long.bitCount(wanted)];
    int next = 0;
    for (int i = 0; i < inputs; i++) {
      if (wants(i)) {
        x[next++] = operands[i];
      }
    }
    var seeds = Arrays.copyOfRange(operands, inputs + outputs, operands.length);
    var found = Dispatch.engine().vjp(varied -> of.decompose(merge(operands, varied)), x, seeds);
    var gradients = new Tensor[x.length];
    for (int i = 0; i < x.length; i++) {
      var gradient = found[i];
      gradients[i] = gradient == null ? x[i].zerosLike() : gradient;
    }
    return gradients;
  }

  private Tensor[] merge(Tensor[] operands, Tensor[] varied) {
    var all = Arrays.copyOf(operands, inputs);
    int next = 0;
    for (int i = 0; i < inputs; i++) {
      if (wants(i)) {
        all[i] = varied[next++];
      }
    }
    return all;
  }
}
