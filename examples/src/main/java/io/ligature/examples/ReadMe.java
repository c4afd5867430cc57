package io.ligature.examples;

import io.ligature.Tensor;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.nn.optim.SGD;
import java.nio.file.Files;

/// The example of README.
final class ReadMe {
  private ReadMe() {}

  static void main() throws Exception {
    var shared = new LazyLinear(8); // knows its outputs; the first input decides the rest
    var net =
        new Sequential(
            new LazyLinear(8),
            new ReLU(),
            shared,
            new ReLU(),
            shared,
            new ReLU(),
            new LazyLinear(1));
    var x = Tensor.rand(2, 4);
    net.materialize(x.shape());
    var optimizer = new SGD(net.parameters(), 0.1);
    for (int step = 0; step < 3; step++) {
      optimizer.zeroGrad();
      net.apply(x).square().mean().backward();
      optimizer.step();
    }
    System.out.println(net.parameters()); // a line a parameter: name, shape, type
    System.out.println(net.parameters().ties()); // {2.weight=[4.weight], 2.bias=[4.bias]}
    System.out.println(net.traceGrads(() -> net.apply(x).sum())); // 2.weight@2, 2.weight@4, ...
    net.save(Files.createTempFile("net", ".safetensors")); // one copy of the tie, and its aliases
  }
}
