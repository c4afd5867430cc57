package io.ligature.op;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Tensor;

/// Elements replaced by 0 at random, the others scaled so that the expectation stays.
///
/// ```text
/// y[i] = x[i] / (1 - p)   if u[i] >= p, else 0      u[i] = upper 24 bits of word i of the key / 2²⁴
/// ```
///
/// The mask follows from the key and is not stored; backward finds the same one again.
///
/// @param key where the mask comes from
/// @param p the share of zeros, in [0, 1]
/// @see <a href="https://jmlr.org/papers/v15/srivastava14a.html">Srivastava et al. (2014), section
///   10</a>
public record Dropout(Key key, double p) implements FusedOp {
  /// Checks the share.
  ///
  /// @throws IllegalArgumentException if it is outside [0, 1]
  public Dropout {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("Dropout needs a p of 0 to 1; found " + p + ".");
    }
  }

  /// {@return the least number of 24 bits that keeps an element}
  public int threshold() {
    return (int) Math.ceil(p * 0x1p24);
  }

  /// {@return what kept elements are multiplied with}
  public double scale() {
    return p == 1 ? 0 : 1 / (1 - p); // with p = 1 nothing is kept
  }

  @Override
  public String label() {
    return "Dropout";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    Operands.real(this, inputs);
    return Operands.type(inputs[0].type());
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var x = inputs[0];
    var words = new Op.RandomBits(new TensorType(DType.INT32, x.shape()), key);
    var dropped = Dispatch.create(x.device(), words).ushr(8).lt(threshold());
    return new Tensor[] {x.maskedFill(dropped, 0).times(scale())};
  }
}
