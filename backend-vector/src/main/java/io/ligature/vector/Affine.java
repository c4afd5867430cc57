package io.ligature.vector;

import io.ligature.DType;
import io.ligature.cpu.Heap;
import io.ligature.op.Backward;
import io.ligature.op.Linear;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Layout;
import io.ligature.spi.View;

/// The affine map of the last axis with its activation, and its gradient, of FLOAT32.
///
/// ```text
/// y = f(x Wᵀ + b)
/// h = g f'(y)      dx = h W      dW = hᵀ x      db = sum over rows of h
/// ```
final class Affine {
  private Affine() {}

  /// {@return whether multiplying takes longer than calling}
  static boolean pays(View[] in) {
    return in[0].layout().size() * in[1].shape().get(0) >= MatMul.FEW;
  }

  static void forward(Team team, Linear op, View[] in, View out) {
    var x = Matrix.of(in[0]);
    float[] bias = null;
    int at = 0;
    if (in.length > 2) {
      var b = Heap.rowMajor(in[2]);
      bias = Heap.floats(b);
      at = (int) b.layout().offset();
    }
    var epilogue = new FloatEpilogue(bias, at, op.activation());
    var w = Matrix.of(in[1]).transposed();
    result(x, w, out)
        .setProduct(team, x, w, FloatPanels.of(x.rows(), w, in[1].storage()), epilogue);
  }

  private static void multiply(Team team, Matrix a, Matrix b, View out) {
    result(a, b, out).setProduct(team, a, b, null);
  }

  private static Matrix result(Matrix a, Matrix b, View out) {
    return Matrix.of(Heap.floats(out), (int) out.layout().offset(), a.rows(), b.columns());
  }

  /// Operands x, W, perhaps b, then y and g; results for those that are wanted.
  static void backward(Team team, Backward op, View[] in, View[] out) {
    var activation = ((Linear) op.of()).activation();
    var g = Heap.rowMajor(in[op.inputs() + 1]);
    var h = activation == Linear.Activation.NONE ? g : slope(team, activation, in[op.inputs()], g);
    var slope = Matrix.of(h);
    int next = 0;
    if (op.wants(0)) {
      multiply(team, slope, Matrix.of(in[1]), out[next++]);
    }
    if (op.wants(1)) {
      multiply(team, slope.transposed(), Matrix.of(in[0]), out[next++]);
    }
    if (op.inputs() > 2 && op.wants(2)) {
      Reduce.columns(team, slope.array(), slope.at(), slope.rows(), slope.columns(), out[next]);
    }
    if (h != g) {
      h.storage().release("it was an intermediate result");
    }
  }

  /// {@return g f'(y), which the result of each of these activations determines}
  private static View slope(Team team, Linear.Activation f, View result, View gradient) {
    var y = Heap.floats(result);
    int p = (int) result.layout().offset(); // a result is contiguous
    var g = Heap.floats(gradient);
    int q = (int) gradient.layout().offset();
    int n = (int) gradient.layout().size();
    var storage = HeapStorage.allocate(gradient.storage().device(), DType.FLOAT32, n);
    var h = storage.floats();
    Reduce.lines(
        team,
        n,
        1,
        (begin, end) -> FloatSlope.run(f, y, p + begin, g, q + begin, h, begin, end - begin));
    return new View(storage, Layout.rowMajor(gradient.shape()));
  }
}
