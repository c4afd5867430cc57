package io.ligature.benchmarks.peers;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/// A net as a graph of SameDiff: placeholders `x` and `y`, results `out` and `loss`.
final class Nd4jNet {
  private final SameDiff graph = SameDiff.create();
  private final List<SDVariable> parameters = new ArrayList<>();
  private final Net net;
  private final SDVariable out;

  Nd4jNet(Net net, int batch) {
    this.net = net;
    var shape = IntStream.of(net.inputs(batch)).asLongStream().toArray();
    var x = graph.placeHolder("x", DataType.FLOAT, shape);
    var weights = net.weights();
    for (var layer : net.layers()) {
      var own = List.copyOf(weights.subList(0, layer.parameters().size()));
      weights.subList(0, own.size()).clear();
      x = apply(layer, own, x);
    }
    out = x.rename("out");
  }

  SameDiff graph() {
    return graph;
  }

  List<SDVariable> parameters() {
    return parameters;
  }

  void addLoss() {
    var shape = IntStream.of(net.outputs(net.batch())).asLongStream().toArray();
    var y = graph.placeHolder("y", DataType.FLOAT, shape);
    if (net.classes() > 0) {
      var mean = LossReduce.MEAN_BY_WEIGHT;
      graph.loss().softmaxCrossEntropy("loss", y, out, null, mean, 0);
    } else {
      graph.math().square(out.sub(y)).mean().rename("loss");
    }
    graph.setLossVariables("loss");
  }

  private SDVariable apply(Layer layer, List<Weight> w, SDVariable x) {
    return switch (layer) {
      case Layer.Dense _ ->
          graph.nn().linear(x, variable(w.get(0).permuted(1, 0)), variable(w.get(1)));
      case Layer.Relu() -> graph.nn().relu(x, 0);
      case Layer.Conv c -> {
        var config =
            Conv2DConfig.builder()
                .kH(c.size())
                .kW(c.size())
                .pH(c.padding())
                .pW(c.padding())
                .weightsFormat(WeightsFormat.YXIO)
                .build();
        var kernel = variable(w.get(0).permuted(2, 3, 1, 0));
        yield graph.cnn().conv2d(x, kernel, variable(w.get(1)), config);
      }
      case Layer.MaxPool() -> {
        var config = Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).build();
        yield graph.cnn().maxPooling2d(x, config);
      }
      case Layer.Flatten f -> x.reshape(-1, f.channels() * f.side() * f.side());
      case Layer.Encoder _ -> throw new UnsupportedOperationException("no encoder");
    };
  }

  private SDVariable variable(Weight weight) {
    var array = SameDiffRival.array(weight.values(), weight.extents());
    var variable = graph.var("w" + parameters.size(), array);
    parameters.add(variable);
    return variable;
  }
}
