package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Tensor;
import io.ligature.op.FusedOp;
import io.ligature.op.Op;
import java.util.List;
import java.util.stream.Collectors;

/// An operation, and operands that it takes.
record Example(Op op, List<Given> operands) {
  static Example of(Op op, Given... operands) {
    return new Example(op, List.of(operands));
  }

  FusedOp fused() {
    return (FusedOp) op;
  }

  /// {@return the operands, real ones in this type; the same for the same seed}
  Tensor[] make(DType dtype, long seed) {
    var draw = new Draw(seed);
    return operands.stream().map(given -> given.make(dtype, draw)).toArray(Tensor[]::new);
  }

  @Override
  public String toString() {
    return op
        + operands.stream()
            .map(given -> (given.isReal() ? "" : given.type() + "") + given.shape())
            .collect(Collectors.joining(", ", " of ", ""));
  }
}
