package io.ligature.op;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;

/// Rows of a table, by index.
///
/// ```text
/// y[...] = W[i[...]]      W (rows, width)   i (...) INT64   y (..., width)
/// ```
///
/// @param padding the row that gets no gradient, or [#NONE]
public record Embedding(long padding) implements FusedOp {
  /// No row is padding.
  public static final long NONE = -1;

  /// Every row is trained.
  public static final Embedding OP = new Embedding(NONE);

  @Override
  public String label() {
    return "Embedding";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    var w = inputs[0];
    var index = inputs[1];
    Operands.real(this, w);
    Operands.dtype(this, index, DType.INT64);
    Operands.rank(this, "W (rows, width)", "W", w, 2);
    Operands.indices(
        this,
        "indices",
        index,
        w.shape().get(0),
        null,
        "Check the indices, or build the layer with more rows.");
    return Operands.type(w.dtype(), index.shape().insert(index.rank(), w.shape().get(1)));
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    long count = inputs[1].size();
    long width = inputs[0].shape().get(1);
    var index = inputs[1].reshape(count, 1).expand(Shape.of(count, width));
    var rows = Dispatch.execute(new Op.Gather(0), inputs[0], index);
    if (padding != NONE) {
      rows = index.eq(padding).where(rows.detach(), rows);
    }
    return new Tensor[] {rows.reshape(inputs[1].shape().insert(inputs[1].rank(), width))};
  }
}
