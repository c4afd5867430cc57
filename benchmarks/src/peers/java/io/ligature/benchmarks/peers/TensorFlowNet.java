package io.ligature.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Variable;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;

/// A net as a graph, in TensorFlow's layouts: inputs of a matrix first, channels last.
final class TensorFlowNet {
  private final Ops tf;
  private final Net net;
  private final List<Variable<TFloat32>> parameters = new ArrayList<>();

  TensorFlowNet(Ops tf, Net net) {
    this.tf = tf;
    this.net = net;
  }

  List<Variable<TFloat32>> parameters() {
    return parameters;
  }

  Operand<TFloat32> forward(Operand<TFloat32> input) {
    var weights = net.weights();
    var x = input;
    Layer before = new Layer.Relu();
    for (var layer : net.layers()) {
      var own = List.copyOf(weights.subList(0, layer.parameters().size()));
      weights.subList(0, own.size()).clear();
      x = apply(layer, before, own, x);
      before = layer;
    }
    return x;
  }

  private Operand<TFloat32> apply(Layer layer, Layer before, List<Weight> w, Operand<TFloat32> x) {
    return switch (layer) {
      case Layer.Dense _ -> {
        var weight = before instanceof Layer.Flatten f ? channelsLast(w.get(0), f) : w.get(0);
        yield linear(x, weight, w.get(1));
      }
      case Layer.Relu() -> tf.nn.relu(x);
      case Layer.Conv c -> {
        var images = c.in() == 1 ? tf.reshape(x, tf.constant(new int[] {-1, 28, 28, 1})) : x;
        var kernel = variable(w.get(0).permuted(2, 3, 1, 0));
        var padding = c.padding() > 0 ? "SAME" : "VALID";
        var y = tf.nn.conv2d(images, kernel, List.of(1L, 1L, 1L, 1L), padding);
        yield tf.nn.biasAdd(y, variable(w.get(1)));
      }
      case Layer.MaxPool() -> {
        var window = tf.constant(new int[] {1, 2, 2, 1});
        yield tf.nn.maxPool(x, window, window, "VALID");
      }
      case Layer.Flatten f -> reshape(x, -1, f.channels() * f.side() * f.side());
      case Layer.Encoder e -> encode(e, w, x);
    };
  }

  private Operand<TFloat32> encode(Layer.Encoder e, List<Weight> w, Operand<TFloat32> x) {
    int batch = (int) x.shape().get(0);
    int tokens = (int) x.shape().get(1);
    int each = e.width() / e.heads();
    var rows = reshape(x, batch * tokens, e.width());
    var all = reshape(linear(rows, w.get(0), w.get(1)), batch, tokens, 3, e.heads(), each);
    var parts = tf.unstack(transpose(all, 2, 0, 3, 1, 4), 3L).output();
    var scores =
        tf.train.batchMatMul(
            parts.get(0),
            parts.get(1),
            TFloat32.class,
            org.tensorflow.op.train.BatchMatMul.adjY(true));
    var scaled = tf.math.mul(scores, tf.constant((float) (1 / Math.sqrt(each))));
    var seen = tf.train.batchMatMul(tf.nn.softmax(scaled), parts.get(2), TFloat32.class);
    var joined = reshape(transpose(seen, 0, 2, 1, 3), batch * tokens, e.width());
    var attended = linear(joined, w.get(2), w.get(3));
    var h = norm(tf.math.add(rows, attended), w.get(8), w.get(9), e.width());
    var inner = tf.nn.relu(linear(h, w.get(4), w.get(5)));
    var outer = linear(inner, w.get(6), w.get(7));
    var y = norm(tf.math.add(h, outer), w.get(10), w.get(11), e.width());
    return reshape(y, batch, tokens, e.width());
  }

  private Operand<TFloat32> norm(Operand<TFloat32> x, Weight scale, Weight shift, int width) {
    var axis = tf.constant(1);
    var mean = tf.math.mean(x, axis, org.tensorflow.op.math.Mean.keepDims(true));
    var centred = tf.math.sub(x, mean);
    var variance =
        tf.math.mean(tf.math.square(centred), axis, org.tensorflow.op.math.Mean.keepDims(true));
    var one = tf.math.rsqrt(tf.math.add(variance, tf.constant(1e-5f)));
    var standard = tf.math.mul(centred, one);
    return tf.math.add(tf.math.mul(standard, variable(scale)), variable(shift));
  }

  private Operand<TFloat32> linear(Operand<TFloat32> x, Weight weight, Weight bias) {
    var y = multiply(tf, x, false, variable(weight.permuted(1, 0)), false);
    return tf.nn.biasAdd(y, variable(bias));
  }

  static Operand<TFloat32> multiply(
      Ops tf, Operand<TFloat32> a, boolean left, Operand<TFloat32> b, boolean right) {
    return tf.linalg.matMul(a, b, MatMul.transposeA(left), MatMul.transposeB(right));
  }

  /// {@return the matrix for an image whose channels are its last axis}
  private static Weight channelsLast(Weight w, Layer.Flatten f) {
    int out = w.extents()[0];
    return w.as(out, f.channels(), f.side(), f.side()).permuted(0, 2, 3, 1).as(out, w.extents()[1]);
  }

  private Operand<TFloat32> reshape(Operand<TFloat32> x, int... extents) {
    return tf.reshape(x, tf.constant(extents));
  }

  private Operand<TFloat32> transpose(Operand<TFloat32> x, int... axes) {
    return tf.linalg.transpose(x, tf.constant(axes));
  }

  private Variable<TFloat32> variable(Weight weight) {
    var extents = java.util.stream.IntStream.of(weight.extents()).asLongStream().toArray();
    var values = tf.constant(Shape.of(extents), DataBuffers.of(weight.values(), true, false));
    var variable = tf.variable(values);
    parameters.add(variable);
    return variable;
  }
}
