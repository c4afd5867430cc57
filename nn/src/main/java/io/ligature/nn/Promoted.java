package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.FusedOp;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A fused operation on operands of several types, which it needs in one.
final class Promoted {
  private Promoted() {}

  /// {@return the first result}
  ///
  /// @param operands null where one is left out, which only the last ones are
  static Tensor execute(FusedOp op, @Nullable Tensor... operands) {
    return executeAll(op, operands)[0];
  }

  static Tensor[] executeAll(FusedOp op, @Nullable Tensor... operands) {
    var given = Arrays.stream(operands).filter(Objects::nonNull).toArray(Tensor[]::new);
    var wide = type(given);
    for (int i = 0; i < given.length; i++) {
      given[i] = given[i].to(wide);
    }
    return Dispatch.executeAll(op, given);
  }

  /// {@return the type of real numbers that operands are computed in}
  static DType type(Tensor... operands) {
    var dtype = operands[0].dtype();
    for (var x : operands) {
      dtype = DType.promote(dtype, x.dtype());
    }
    return dtype.isFloating() ? dtype.widened() : DType.FLOAT32;
  }
}
