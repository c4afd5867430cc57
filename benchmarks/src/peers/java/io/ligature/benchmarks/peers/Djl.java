package io.ligature.benchmarks.peers;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// PyTorch through Deep Java Library, with arrays and no Trainer around them, which is faster.
public final class Djl implements Rival {
  static {
    var threads = System.getProperty("peers.threads");
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("OPT_OUT_TRACKING", "true");
    System.setProperty("ai.djl.pytorch.num_threads", threads);
    System.setProperty("ai.djl.pytorch.num_interop_threads", threads);
  }

  private final NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
  private Runnable step = () -> {};
  private Supplier<Double> loss = () -> 0.0;

  @Override
  public void prepare(Work work, double rate) {
    switch (work) {
      case Work.Product p -> {
        var a = p.left() ? array(p.a(), p.k(), p.m()).transpose() : array(p.a(), p.m(), p.k());
        var b = p.right() ? array(p.b(), p.n(), p.k()).transpose() : array(p.b(), p.k(), p.n());
        result(() -> a.matMul(b));
      }
      case Work.Elementwise map -> {
        var x = array(map.x(), Work.Elementwise.SIDE, Work.Elementwise.SIDE);
        result(() -> apply(map.function(), x));
      }
      case Work.Inference inference -> {
        var net = new DjlNet(inference.net(), this::array);
        int batch = inference.batch();
        var x = array(inference.net().examples(batch), inference.net().inputs(batch));
        result(() -> net.forward(x));
      }
      case Work.Training training -> train(training, (float) rate);
      case Work.Start _ -> throw new IllegalArgumentException("A start is not a step.");
    }
  }

  @Override
  public void step() {
    step.run();
  }

  @Override
  public double loss() {
    return loss.get();
  }

  private void train(Work.Training work, float rate) {
    var net = work.net();
    var model = new DjlNet(net, this::array);
    model.parameters().forEach(parameter -> parameter.setRequiresGradient(true));
    var x = array(net.examples(net.batch()), net.inputs(net.batch()));
    var y =
        net.classes() > 0
            ? manager.create(IntStream.of(net.labels()).asLongStream().toArray())
            : array(net.targets(), net.outputs(net.batch()));
    var fixed = Tracker.fixed(rate);
    var optimizer =
        work.adam()
            ? Optimizer.adam().optLearningRateTracker(fixed).build()
            : Optimizer.sgd().setLearningRateTracker(fixed).build();
    var crossEntropy = Loss.softmaxCrossEntropyLoss();
    var last = new double[1];
    step =
        () -> {
          try (var _ = new NDScope();
              var gradients = Engine.getEngine("PyTorch").newGradientCollector()) {
            var out = model.forward(x);
            var error =
                net.classes() > 0
                    ? crossEntropy.evaluate(new NDList(y), new NDList(out))
                    : out.sub(y).square().mean();
            gradients.backward(error);
            last[0] = error.getFloat();
          }
          update(optimizer, model.parameters());
        };
    loss = () -> last[0];
  }

  private static void update(Optimizer optimizer, List<NDArray> parameters) {
    for (int i = 0; i < parameters.size(); i++) {
      try (var gradient = parameters.get(i).getGradient()) {
        optimizer.update(Integer.toString(i), parameters.get(i), gradient);
      }
    }
  }

  private void result(Supplier<NDArray> work) {
    step =
        () -> {
          try (var _ = new NDScope()) {
            var _ = work.get();
          }
        };
    loss = () -> Numbers.digest(work.get().toFloatArray());
  }

  private static NDArray apply(Work.Function function, NDArray x) {
    return switch (function) {
      case EXP -> x.exp();
      case TANH -> x.tanh();
      case GELU -> Activation.gelu(x);
      case SOFTMAX -> x.softmax(-1);
    };
  }

  private NDArray array(float[] values, int... extents) {
    return manager.create(values, new Shape(IntStream.of(extents).asLongStream().toArray()));
  }
}
