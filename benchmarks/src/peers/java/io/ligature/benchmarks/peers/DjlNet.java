package io.ligature.benchmarks.peers;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import ai.djl.nn.pooling.Pool;
import java.util.List;
import java.util.function.BiFunction;

/// A net as functions of arrays.
final class DjlNet {
  private static final Shape TWO = new Shape(2, 2);

  private final List<Layer> layers;
  private final List<NDArray> parameters;

  DjlNet(Net net, BiFunction<float[], int[], NDArray> array) {
    layers = net.layers();
    parameters = net.weights().stream().map(w -> array.apply(w.values(), w.extents())).toList();
  }

  List<NDArray> parameters() {
    return parameters;
  }

  NDArray forward(NDArray input) {
    var x = input;
    int at = 0;
    for (var layer : layers) {
      int count = layer.parameters().size();
      x = apply(layer, parameters.subList(at, at + count), x);
      at += count;
    }
    return x;
  }

  private static NDArray apply(Layer layer, List<NDArray> w, NDArray x) {
    return switch (layer) {
      case Layer.Dense _ -> linear(x, w.get(0), w.get(1));
      case Layer.Relu() -> Activation.relu(x);
      case Layer.Conv c -> {
        var padding = new Shape(c.padding(), c.padding());
        yield Conv2d.conv2d(x, w.get(0), w.get(1), new Shape(1, 1), padding).singletonOrThrow();
      }
      case Layer.MaxPool() -> Pool.maxPool2d(x, TWO, TWO, new Shape(0, 0), false);
      case Layer.Flatten f -> x.reshape(-1, (long) f.channels() * f.side() * f.side());
      case Layer.Encoder e -> encode(e, w, x);
    };
  }

  private static NDArray encode(Layer.Encoder e, List<NDArray> w, NDArray x) {
    long batch = x.getShape().get(0);
    long tokens = x.getShape().get(1);
    long each = e.width() / e.heads();
    var parts =
        linear(x, w.get(0), w.get(1))
            .reshape(batch, tokens, 3, e.heads(), each)
            .transpose(2, 0, 3, 1, 4);
    var scores = parts.get(0).matMul(parts.get(1).transpose(0, 1, 3, 2)).mul(1 / Math.sqrt(each));
    var seen =
        scores
            .softmax(-1)
            .matMul(parts.get(2))
            .transpose(0, 2, 1, 3)
            .reshape(batch, tokens, e.width());
    var h = norm(x.add(linear(seen, w.get(2), w.get(3))), w.get(8), w.get(9));
    var inner = Activation.relu(linear(h, w.get(4), w.get(5)));
    return norm(h.add(linear(inner, w.get(6), w.get(7))), w.get(10), w.get(11));
  }

  private static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return Linear.linear(x, weight, bias).singletonOrThrow();
  }

  private static NDArray norm(NDArray x, NDArray scale, NDArray shift) {
    return LayerNorm.layerNorm(x, scale.getShape(), scale, shift, 1e-5f).singletonOrThrow();
  }
}
