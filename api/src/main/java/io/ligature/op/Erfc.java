package io.ligature.op;

import io.ligature.DType;
import io.ligature.Tensor;

/// The complement of the error function, with all its digits.
///
/// ```text
/// y = 1 - erf(x)                                                            x < 1/2
/// y = 2hx/π e^(-x²) (1 / 2x² + Σₙ e^(-n²h²) / (x² + n²h²)) - 2 / (e^(2πx/h) - 1)      else
/// ```
///
/// The second line is the trapezoidal rule of step `h` for the integral `x/π e^(-x²) ∫ e^(-t²) /
/// (t² + x²) dt`; its last term counts only below `π/h`. The error is about `e^(-π²/h²)` of the
/// result.
///
/// Source: Chiarella and Reichel (1968), On the evaluation of integrals related to the error
/// function, Mathematics of Computation 22, pages 137 to 143.
public record Erfc() implements FusedOp {
  /// The only one.
  public static final Erfc OP = new Erfc();

  private static final double FURTHEST = 30; // where even the least FLOAT64 is too large

  @Override
  public String label() {
    return "erfc";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    Operands.real(this, inputs);
    return Operands.type(inputs[0].type());
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var x = inputs[0];
    var complement = x.erf().rminus(1);
    var plain = complement.detach();
    var y = x.detach().ge(0.5).where(tail(x.detach().clamp(0.5, FURTHEST)), plain);
    // the value of the tail, with the derivative of 1 - erf(x), which has all its digits
    return new Tensor[] {x.isTracked() ? y.plus(complement.minus(plain)) : y};
  }

  private static Tensor tail(Tensor x) {
    boolean wide = x.dtype() == DType.FLOAT64;
    double h = wide ? 0.5 : 0.65;
    int terms = wide ? 13 : 7; // e^(-n²h²) is less than a rounding after these
    var square = x.times(x);
    var sum = square.rdiv(0.5);
    for (int n = 1; n <= terms; n++) {
      double step = n * h * n * h;
      sum = sum.plus(square.plus(step).rdiv(Math.exp(-step)));
    }
    var integral = bell(x).times(x).times(sum).times(2 * h / Math.PI);
    var pole = x.times(2 * Math.PI / h).expm1().rdiv(2);
    return integral.minus(pole.maskedFill(x.gt(Math.PI / h), 0));
  }

  /// e^(-x²). Rounding x² would cost as many digits as it has before the point, so x is cut in two:
  /// the square of the sixteenths is exact.
  private static Tensor bell(Tensor x) {
    var sixteenths = x.times(16).round().times(0.0625);
    var rest = x.minus(sixteenths).times(x.plus(sixteenths));
    return sixteenths.times(sixteenths).negate().exp().times(rest.negate().exp());
  }
}
