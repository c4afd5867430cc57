package io.ligature.autograd;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Op;
import io.ligature.op.TensorType;
import java.util.Objects;
import java.util.function.Function;

/// Jacobians, row by row.
final class Jacobian {
  private Jacobian() {}

  /// {@return for each input, the derivatives (y..., x...) of the result y}
  static Tensor[] of(Function<Tensor[], Tensor> f, Tensor[] inputs) {
    var trace = Trace.of(x -> new Tensor[] {f.apply(x)}, inputs);
    var y = trace.values()[0];
    var rows = new Tensor[inputs.length][Math.toIntExact(y.size())];
    for (int row = 0; row < y.size(); row++) {
      var gradients = trace.gradientsAgain(new Tensor[] {unit(y, row)});
      for (int i = 0; i < inputs.length; i++) {
        var gradient = Objects.requireNonNullElseGet(gradients[i], inputs[i]::zerosLike);
        rows[i][row] = gradient.reshape(inputs[i].shape().insert(0, 1));
      }
    }
    var jacobians = new Tensor[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      jacobians[i] = stack(rows[i], y, inputs[i]);
    }
    return jacobians;
  }

  private static Tensor stack(Tensor[] rows, Tensor y, Tensor x) {
    var shape = Shape.of(concat(y.shape().toArray(), x.shape().toArray()));
    return rows.length == 0
        ? Places.zeros(x, shape)
        : Dispatch.execute(new Op.Concat(0), rows).reshape(shape);
  }

  private static long[] concat(long[] a, long[] b) {
    var both = java.util.Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  /// Zeros of the type of y, with a 1 at one element.
  private static Tensor unit(Tensor y, long element) {
    var line = new TensorType(DType.INT64, Shape.of(y.size()));
    var numbers = Dispatch.create(y.device(), new Op.Iota(line, 0, (Number) 0L, (Number) 1L));
    return numbers.eq(element).to(y.dtype()).reshape(y.shape());
  }
}
