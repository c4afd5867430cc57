package io.ligature.op;

import io.ligature.Tensor;

/// One step of stochastic gradient descent, for [io.ligature.Dispatch#into].
///
/// ```text
/// d = g + decay p                                  -g with maximize
/// b = d  in the first step, else  momentum b + (1 - dampening) d
/// p = p - rate (b, or d + momentum b with nesterov)
///
/// inputs    p, g, and with momentum b      results   p, and with momentum b
/// ```
///
/// @param rate the learning rate
/// @param momentum how much of the last direction stays; 0 for none, and no `b`
/// @param dampening how much of the new direction is held back
/// @param decay the weight of the squared parameters in the loss, halved
/// @param nesterov whether the step looks ahead
/// @param maximize whether to climb
/// @param first whether this is the first step, in which the value of `b` does not matter
/// @see <a href="https://proceedings.mlr.press/v28/sutskever13.html">Sutskever et al. (2013), eq.
///   3</a>
public record SgdStep(
    double rate,
    double momentum,
    double dampening,
    double decay,
    boolean nesterov,
    boolean maximize,
    boolean first)
    implements FusedOp {
  @Override
  public String label() {
    return "SgdStep";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    Operands.alike(this, inputs);
    var type = inputs[0].type();
    return momentum == 0 ? Operands.type(type) : new TensorType[] {type, type};
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    var p = inputs[0];
    var d = maximize ? inputs[1].negate() : inputs[1];
    if (decay != 0) {
      d = d.plus(p.times(decay));
    }
    if (momentum == 0) {
      return new Tensor[] {p.minus(d.times(rate))};
    }
    var b = first ? d : inputs[2].times(momentum).plus(d.times(1 - dampening));
    var direction = nesterov ? d.plus(b.times(momentum)) : b;
    return new Tensor[] {p.minus(direction.times(rate)), b};
  }
}
