package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Gelu;
import io.ligature.op.Op;
import io.ligature.op.Silu;
import java.util.List;

/// A function of two tensors that has derivatives of every order: a few operations, one after
/// another, that follow from a seed and from shapes alone.
///
/// @param seed of the choices
record SmoothChain(long seed) {
  private static final int STEPS = 4;
  private static final int LARGEST = 60; // elements
  private static final List<Op> FUNCTIONS =
      List.of(
          Op.Unary.TANH,
          Op.Unary.SIN,
          Op.Unary.COS,
          Op.Unary.ATAN,
          Op.Unary.ASINH,
          Op.Unary.ERF,
          Op.Unary.SIGMOID,
          Gelu.EXACT,
          Silu.OP);

  /// {@return operands of random extents, for the function to be tried at}
  static Tensor[] operands(Draw draw) {
    var shape = draw.chance(0.3) ? Shape.of(4) : Shape.of(draw.between(1, 3), draw.between(1, 3));
    var given = Given.real(shape.toArray());
    return new Tensor[] {given.make(DType.FLOAT64, draw), given.make(DType.FLOAT64, draw)};
  }

  /// {@return the result of the last operation, and something of `y` in case none took it}
  ///
  /// @param x numbers around 0, on at least one axis
  /// @param y more of them, of the same shape
  Tensor apply(Tensor x, Tensor y) {
    var draw = new Draw(seed);
    var result = x;
    for (int i = 0; i < STEPS; i++) {
      var next = step(draw, result, y);
      result = next.size() > LARGEST ? next.mean(true, draw.between(0, next.rank() - 1)) : next;
    }
    return result.plus(y.sin().sum());
  }

  private static Tensor step(Draw draw, Tensor x, Tensor y) {
    int axis = draw.between(0, x.rank() - 1);
    var other = x.shape().equals(y.shape()) ? y : x.cos();
    return switch (draw.between(0, 11)) {
      case 0, 1, 2 -> Dispatch.execute(draw.of(FUNCTIONS), x);
      case 3 -> x.plus(other);
      case 4 -> x.tanh().times(other);
      case 5 -> x.div(other.square().plus(1));
      case 6 -> x.rank() < 2 ? x.sin().exp() : x.tanh().matmul(x.transpose(-1, -2));
      case 7 -> x.cumsum(axis).times(0.5);
      case 8 -> x.softmax(axis);
      case 9 -> x.flip(axis).minus(x.times(0.3));
      case 10 -> x.slice(axis, 0, x.shape().get(axis), 2);
      default -> x.unsqueeze(axis).expand(x.shape().insert(axis, 2));
    };
  }
}
