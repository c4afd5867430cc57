package io.ligature.benchmarks.peers;

import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Memory;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Conv2d;
import io.ligature.nn.Flatten;
import io.ligature.nn.Linear;
import io.ligature.nn.MaxPool2d;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.nn.TransformerEncoderLayer;
import io.ligature.nn.TransformerOptions;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.Adam;
import io.ligature.nn.optim.SGD;
import io.ligature.op.Op;
import io.ligature.op.Window;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Ourselves.
public final class Ligature implements Rival {
  private Runnable step = () -> {};
  private DoubleSupplier loss = () -> 0;
  private volatile long size; // somebody has to want the result

  @Override
  public void prepare(Work work, double rate) {
    switch (work) {
      case Work.Product product -> multiply(product);
      case Work.Elementwise map -> map(map);
      case Work.Training training -> train(training, rate);
      case Work.Inference inference -> infer(inference);
      case Work.Start _ -> throw new IllegalArgumentException("A start is not a step.");
    }
  }

  @Override
  public void step() {
    step.run();
  }

  @Override
  public double loss() {
    return loss.getAsDouble();
  }

  private void multiply(Work.Product p) {
    var a = p.left() ? Tensor.of(p.a(), p.k(), p.m()).t() : Tensor.of(p.a(), p.m(), p.k());
    var b = p.right() ? Tensor.of(p.b(), p.n(), p.k()).t() : Tensor.of(p.b(), p.k(), p.n());
    var c = Tensor.zeros(p.m(), p.n());
    step =
        () -> {
          Dispatch.into(c, Op.MatMul.OP, a, b);
          finish();
        };
    loss = () -> Numbers.digest(c.toFloatArray());
  }

  private void map(Work.Elementwise work) {
    var x = Tensor.of(work.x(), Work.Elementwise.SIDE, Work.Elementwise.SIDE);
    result(
        () ->
            switch (work.function()) {
              case EXP -> x.exp();
              case TANH -> x.tanh();
              case GELU -> x.gelu();
              case SOFTMAX -> x.softmax(-1);
            });
  }

  private void infer(Work.Inference work) {
    var net = net(work.net());
    var x = Tensor.of(work.net().examples(work.batch()), shape(work.net().inputs(work.batch())));
    result(() -> net.predict(x));
  }

  /// Waits for devices that work on while the caller goes on.
  private static void finish() {
    Device.current().backend().synchronize();
  }

  private void result(Supplier<Tensor> work) {
    step =
        () ->
            Memory.scope(
                () -> {
                  size = work.get().size();
                  finish();
                });
    loss = () -> Numbers.digest(work.get().toFloatArray());
  }

  private void train(Work.Training work, double rate) {
    var net = work.net();
    var model = net(net);
    var x = Tensor.of(net.examples(net.batch()), shape(net.inputs(net.batch())));
    var y =
        net.classes() > 0
            ? Tensor.of(IntStream.of(net.labels()).asLongStream().toArray())
            : Tensor.of(net.targets(), shape(net.outputs(net.batch())));
    var optimizer =
        work.adam() ? new Adam(model.parameters(), rate) : new SGD(model.parameters(), rate);
    var last = new double[1];
    step =
        () ->
            Memory.scope(
                () -> {
                  optimizer.zeroGrad();
                  var out = model.apply(x);
                  var error = net.classes() > 0 ? Losses.crossEntropy(out, y) : Losses.mse(out, y);
                  error.backward();
                  optimizer.step();
                  last[0] = error.item();
                });
    loss = () -> last[0];
  }

  private static Sequential net(Net net) {
    var model = new Sequential(net.layers().stream().map(Ligature::block).toArray(Block[]::new));
    var weights = net.weights().iterator();
    for (var parameter : model.parameters().toList()) {
      var weight = weights.next();
      parameter.set(Tensor.of(weight.values(), shape(weight.extents())));
    }
    return model;
  }

  private static Block block(Layer layer) {
    return switch (layer) {
      case Layer.Dense(int in, int out) -> new Linear(in, out);
      case Layer.Relu() -> new ReLU();
      case Layer.Flatten _ -> new Flatten();
      case Layer.Conv c -> new Conv2d(c.in(), c.out(), Window.of(c.size()).padding(c.padding()));
      case Layer.MaxPool _ -> new MaxPool2d(2);
      case Layer.Encoder e ->
          new TransformerEncoderLayer(
              e.width(),
              e.heads(),
              TransformerOptions.DEFAULT.feedForward(e.inner()).dropout(0).batchFirst(true));
    };
  }

  private static Shape shape(int[] extents) {
    var longs = new long[extents.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = extents[i];
    }
    return Shape.of(longs);
  }
}
