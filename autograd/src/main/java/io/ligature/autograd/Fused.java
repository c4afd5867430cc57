package io.ligature.autograd;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
import org.jspecify.annotations.Nullable;

/// The gradient of a fused operation: another one, with a kernel of its own or else decomposed.
final class Fused {
  private Fused() {}

  /// {@return the gradient of every operand that leads somewhere, null for the others}
  static @Nullable Tensor[] of(FusedOp op, Node n, Slot slot) {
    if (op instanceof Checkpoint checkpoint) {
      return checkpoint.backward(n, slot);
    }
    int inputs = slot.to.length;
    int outputs = n.outputs();
    var operands = new Tensor[inputs + 2 * outputs];
    for (int i = 0; i < inputs; i++) {
      operands[i] = n.x(i);
    }
    for (int i = 0; i < outputs; i++) {
      var g = slot.gradients[i];
      operands[inputs + i] = n.y(i);
      operands[inputs + outputs + i] = g == null ? n.y(i).zerosLike() : g;
    }
    long wanted = wanted(slot);
    return atTheirPlaces(
        Dispatch.executeAll(new Backward(op, inputs, outputs, wanted), operands), wanted, inputs);
  }

  private static long wanted(Slot slot) {
    long wanted = 0;
    for (int i = 0; i < slot.to.length; i++) {
      if (slot.to[i] != null) {
        wanted |= 1L << i;
      }
    }
    return wanted;
  }

  private static @Nullable Tensor[] atTheirPlaces(Tensor[] found, long wanted, int inputs) {
    var gradients = new Tensor[inputs];
    int next = 0;
    for (int i = 0; i < inputs; i++) {
      if ((wanted >>> i & 1) != 0) {
        gradients[i] = found[next++];
      }
    }
    return gradients;
  }
}
