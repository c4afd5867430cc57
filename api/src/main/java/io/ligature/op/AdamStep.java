package io.ligature.op;

import io.ligature.Tensor;

/// One step of Adam or AdamW, for [io.ligature.Dispatch#into].
///
/// ```text
/// d = g + decay p                                        -g with maximize
/// p = (1 - rate decay) p, and d = g                      instead, with decoupled
/// m = m + (1 - beta1) (d - m)      v = beta2 v + (1 - beta2) d²
/// h = max(h, v)                                          with amsgrad, and then h for v below
/// p = p - rate / (1 - beta1ᵗ) m / (√v / √(1 - beta2ᵗ) + epsilon)
///
/// inputs    p, g, m, v, and with amsgrad h      results   p, m, v, and with amsgrad h
/// ```
///
/// @param rate the learning rate
/// @param beta1 how much of the mean gradient stays
/// @param beta2 how much of the mean square stays
/// @param epsilon keeps the divisor from 0
/// @param decay the weight decay
/// @param decoupled whether the decay stays out of the moments, as in AdamW
/// @param amsgrad whether the divisor never shrinks
/// @param maximize whether to climb
/// @param t the number of this step, from 1
/// @see <a href="https://arxiv.org/abs/1412.6980">Kingma and Ba (2015), algorithm 1</a>
/// @see <a href="https://arxiv.org/abs/1711.05101">Loshchilov and Hutter (2019), algorithm 2</a>
/// @see <a href="https://openreview.net/forum?id=ryQu7f-RZ">Reddi et al. (2018), algorithm 2</a>
public record AdamStep(
    double rate,
    double beta1,
    double beta2,
    double epsilon,
    double decay,
    boolean decoupled,
    boolean amsgrad,
    boolean maximize,
    long t)
    implements FusedOp {
  /// {@return the rate with the correction of `m`, which begins at 0}
  public double correctedRate() {
    return rate / (1 - Math.pow(beta1, (double) t));
  }

  /// {@return the correction of `√v`, which begins at 0}
  public double rootCorrection() {
    return Math.sqrt(1 - Math.pow(beta2, (double) t));
  }

  @Override
  public String label() {
    return "AdamStep";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    Operands.alike(this, inputs);
    var type = inputs[0].type();
    return amsgrad
        ? new TensorType[] {type, type, type, type}
        : new TensorType[] {type, type, type};
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var p = inputs[0];
    var d = maximize ? inputs[1].negate() : inputs[1];
    if (decay != 0 && decoupled) {
      p = p.times(1 - rate * decay);
    } else if (decay != 0) {
      d = d.plus(p.times(decay));
    }
    var m = inputs[2].plus(d.minus(inputs[2]).times(1 - beta1));
    var v = inputs[3].times(beta2).plus(d.times(d).times(1 - beta2));
    var h = amsgrad ? inputs[4].maximum(v) : v;
    var divisor = h.sqrt().div(rootCorrection()).plus(epsilon);
    p = p.minus(m.div(divisor).times(correctedRate()));
    return amsgrad ? new Tensor[] {p, m, v, h} : new Tensor[] {p, m, v};
  }
}
