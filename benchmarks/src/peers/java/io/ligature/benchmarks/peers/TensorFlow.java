package io.ligature.benchmarks.peers;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.Op;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TType;

/// TensorFlow-Java as a graph that is built once, which is faster than its eager mode.
@SuppressWarnings("NullAway.Init") // prepare comes first
public final class TensorFlow implements Rival {
  private Ops tf;
  private Session session;
  private final Map<Operand<?>, TType> inputs = new LinkedHashMap<>();
  private Operand<TFloat32> result;
  private List<Op> updates;
  private boolean trains;
  private float last;

  @Override
  public void prepare(Work work, double rate) {
    var graph = new Graph();
    tf = Ops.create(graph);
    inputs.clear();
    updates = List.of();
    trains = work instanceof Work.Training;
    switch (work) {
      case Work.Product p -> multiply(p);
      case Work.Elementwise map -> {
        var x = feed(map.x(), Work.Elementwise.SIDE, Work.Elementwise.SIDE);
        result = apply(map.function(), x);
      }
      case Work.Inference inference -> {
        int batch = inference.batch();
        var x = feed(inference.net().examples(batch), inference.net().inputs(batch));
        result = new TensorFlowNet(tf, inference.net()).forward(x);
      }
      case Work.Training training -> train(training, (float) rate);
      case Work.Start _ -> throw new IllegalArgumentException("A start is not a step.");
    }
    int threads = Integer.getInteger("peers.threads");
    var config =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(threads)
            .build();
    session = new Session(graph, config);
    session.initialize();
  }

  @Override
  public void step() {
    try (var results = run()) {
      if (trains) {
        last = ((TFloat32) results.get(0)).getFloat();
      }
    }
  }

  @Override
  public double loss() {
    if (trains) {
      return last;
    }
    try (var results = run()) {
      var tensor = (TFloat32) results.get(0);
      var values = new float[(int) tensor.size()];
      tensor.copyTo(DataBuffers.of(values, false, false));
      return Numbers.digest(values);
    }
  }

  private org.tensorflow.Result run() {
    var runner = session.runner().fetch(result);
    inputs.forEach(runner::feed);
    updates.forEach(runner::addTarget);
    return runner.run();
  }

  private void multiply(Work.Product p) {
    var a = p.left() ? feed(p.a(), p.k(), p.m()) : feed(p.a(), p.m(), p.k());
    var b = p.right() ? feed(p.b(), p.n(), p.k()) : feed(p.b(), p.k(), p.n());
    result = TensorFlowNet.multiply(tf, a, p.left(), b, p.right());
  }

  private void train(Work.Training work, float rate) {
    var net = work.net();
    var model = new TensorFlowNet(tf, net);
    var out = model.forward(feed(net.examples(net.batch()), net.inputs(net.batch())));
    if (net.classes() > 0) {
      var labels = feed(net.oneHot(), net.batch(), net.classes());
      var losses = tf.nn.softmaxCrossEntropyWithLogits(out, labels);
      result = tf.math.mean(losses.loss(), tf.constant(0));
    } else {
      var y = feed(net.targets(), net.outputs(net.batch()));
      var all = tf.constant(IntStream.range(0, y.shape().numDimensions()).toArray());
      result = tf.math.mean(tf.math.squaredDifference(out, y), all);
    }
    var gradients = tf.gradients(result, model.parameters());
    // else a weight may be updated before the gradient of the layer below has read it
    var after = tf.withControlDependencies(List.<Op>copyOf(gradients.dy()));
    updates = new ArrayList<>();
    var adam = work.adam() ? new TensorFlowAdam(tf, after, rate) : null;
    for (int i = 0; i < model.parameters().size(); i++) {
      var parameter = model.parameters().get(i);
      Operand<TFloat32> gradient = gradients.dy(i);
      updates.add(
          adam == null
              ? after.train.applyGradientDescent(parameter, tf.constant(rate), gradient)
              : adam.apply(parameter, gradient));
    }
    if (adam != null) {
      updates.addAll(adam.advance(tf.withControlDependencies(List.copyOf(updates))));
    }
  }

  private Operand<TFloat32> apply(Work.Function function, Operand<TFloat32> x) {
    return switch (function) {
      case EXP -> tf.math.exp(x);
      case TANH -> tf.math.tanh(x);
      case GELU -> {
        var inner = tf.math.erf(tf.math.mul(x, tf.constant((float) Math.sqrt(0.5))));
        var half = tf.math.mul(x, tf.constant(0.5f));
        yield tf.math.mul(half, tf.math.add(inner, tf.constant(1f)));
      }
      case SOFTMAX -> tf.nn.softmax(x);
    };
  }

  private Placeholder<TFloat32> feed(float[] values, int... extents) {
    var shape = Shape.of(IntStream.of(extents).asLongStream().toArray());
    var place = tf.placeholder(TFloat32.class, Placeholder.shape(shape));
    inputs.put(place, TFloat32.tensorOf(shape, DataBuffers.of(values, true, false)));
    return place;
  }
}
