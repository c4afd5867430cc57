package io.ligature.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.ops.transforms.Transforms;

/// ND4J, with SameDiff for gradients. Written without its `fit`, whose listeners and histories cost
/// more than a small step.
public final class SameDiffRival implements Rival {
  private Runnable step = () -> {};
  private Supplier<Double> loss = () -> 0.0;

  @Override
  public void prepare(Work work, double rate) {
    switch (work) {
      case Work.Product p -> {
        var a = p.left() ? array(p.a(), p.k(), p.m()).transpose() : array(p.a(), p.m(), p.k());
        var b = p.right() ? array(p.b(), p.n(), p.k()).transpose() : array(p.b(), p.k(), p.n());
        var c = array(new float[p.m() * p.n()], p.m(), p.n());
        step = () -> a.mmuli(b, c);
        loss = () -> Numbers.digest(c.ravel().toFloatVector());
      }
      case Work.Elementwise map -> {
        var x = array(map.x(), Work.Elementwise.SIDE, Work.Elementwise.SIDE);
        result(() -> apply(map.function(), x));
      }
      case Work.Inference inference -> {
        var net = new Nd4jNet(inference.net(), inference.batch());
        var x =
            array(
                inference.net().examples(inference.batch()),
                inference.net().inputs(inference.batch()));
        result(() -> net.graph().outputSingle(Map.of("x", x), "out"));
      }
      case Work.Training training -> train(training, rate);
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

  private void result(Supplier<INDArray> work) {
    step = () -> work.get().close();
    loss = () -> Numbers.digest(work.get().ravel().toFloatVector());
  }

  private void train(Work.Training work, double rate) {
    var net = work.net();
    var model = new Nd4jNet(net, net.batch());
    model.addLoss();
    var y =
        net.classes() > 0
            ? array(net.oneHot(), net.batch(), net.classes())
            : array(net.targets(), net.outputs(net.batch()));
    var data = Map.of("x", array(net.examples(net.batch()), net.inputs(net.batch())), "y", y);
    var names = model.parameters().stream().map(SDVariable::name).toList();
    var updaters = work.adam() ? updaters(model.parameters(), rate) : List.<GradientUpdater<?>>of();
    var last = new double[1];
    int[] steps = new int[1];
    step =
        () -> {
          var done = model.graph().calculateGradientsAndOutputs(data, List.of("loss"), names);
          for (int i = 0; i < names.size(); i++) {
            var gradient = Objects.requireNonNull(done.getGradients().get(names.get(i)));
            if (work.adam()) {
              updaters.get(i).applyUpdater(gradient, steps[0], 0);
            } else {
              gradient.muli(rate);
            }
            model.parameters().get(i).getArr().subi(gradient);
          }
          steps[0]++;
          last[0] = Objects.requireNonNull(done.getOutputs().get("loss")).getDouble(0);
        };
    loss = () -> last[0];
  }

  private static List<GradientUpdater<?>> updaters(List<SDVariable> parameters, double rate) {
    var all = new ArrayList<GradientUpdater<?>>();
    var adam = new Adam(rate);
    for (var parameter : parameters) {
      long size = parameter.getArr().length();
      var state = Nd4j.zeros(DataType.FLOAT, 1, adam.stateSize(size));
      var updater = adam.instantiate(state, true);
      all.add(updater);
    }
    return all;
  }

  private static INDArray apply(Work.Function function, INDArray x) {
    return switch (function) {
      case EXP -> Transforms.exp(x, true);
      case TANH -> Transforms.tanh(x, true);
      case GELU -> throw new UnsupportedOperationException("no exact gelu");
      case SOFTMAX -> Transforms.softmax(x, true);
    };
  }

  static INDArray array(float[] values, int... extents) {
    var shape = IntStream.of(extents).asLongStream().toArray();
    return Nd4j.create(values, shape, 'c');
  }
}
