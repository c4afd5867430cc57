package io.ligature.nn.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DynamicTest;

/// Layers beside what PyTorch computed with the same state: a test for each.
final class LayerCases {
  private final List<DynamicTest> tests = new ArrayList<>();

  /// A layer of one input and one output.
  LayerCases with(String name, Block layer) {
    return with(name, layer, (b, in) -> List.of(b.apply(in.get(0))));
  }

  <B extends Block> LayerCases with(
      String name, B layer, BiFunction<B, List<Tensor>, List<Tensor>> call) {
    tests.add(DynamicTest.dynamicTest(name, () -> check(Golden.read(name), layer, call)));
    return this;
  }

  List<DynamicTest> tests() {
    return tests;
  }

  /// Loads the state by name, and compares outputs, gradients and what buffers hold afterwards.
  static <B extends Block> void check(
      Golden golden, B layer, BiFunction<B, List<Tensor>, List<Tensor>> call) {
    var state = golden.under("state.");
    layer.to(golden.get("output.0").dtype());
    layer.load(state);
    var inputs = new ArrayList<Tensor>();
    for (var input : golden.numbered("input.")) {
      inputs.add(input.dtype().isFloating() ? input.requireGrad() : input);
    }
    var outputs = call.apply(layer, inputs);
    var seeds = golden.numbered("seed.");
    assertEquals(seeds.size(), outputs.size());
    var loss = Tensor.of(0.0).to(seeds.get(0).dtype());
    for (int i = 0; i < seeds.size(); i++) {
      golden.assertAgrees("output." + i, outputs.get(i));
      loss = loss.plus(outputs.get(i).times(seeds.get(i)).sum());
    }
    loss.backward();
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).dtype().isFloating()) {
        golden.assertAgrees("grad.input." + i, inputs.get(i).grad());
      }
    }
    layer
        .parameters()
        .forEach((name, parameter) -> golden.assertAgrees("grad." + name, parameter.grad()));
    golden
        .under("after.")
        .forEach((name, _) -> golden.assertAgrees("after." + name, layer.buffer(name).data()));
  }
}
