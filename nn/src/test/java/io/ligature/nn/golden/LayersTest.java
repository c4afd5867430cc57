package io.ligature.nn.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.AttentionMask;
import io.ligature.nn.AttentionOptions;
import io.ligature.nn.Block;
import io.ligature.nn.Embedding;
import io.ligature.nn.GRU;
import io.ligature.nn.GRUCell;
import io.ligature.nn.GroupNorm;
import io.ligature.nn.LSTM;
import io.ligature.nn.LSTMCell;
import io.ligature.nn.LSTMState;
import io.ligature.nn.LayerNorm;
import io.ligature.nn.Linear;
import io.ligature.nn.MultiHeadAttention;
import io.ligature.nn.PReLU;
import io.ligature.nn.RMSNorm;
import io.ligature.nn.RNN;
import io.ligature.nn.RNNCell;
import io.ligature.nn.RecurrentOptions;
import io.ligature.nn.WeightNorm;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// A state that PyTorch saved loads by name, and gives the same outputs and gradients.
class LayersTest {
  private static final RecurrentOptions DEEP =
      RecurrentOptions.DEFAULT.layers(2).bidirectional(true);

  private final List<DynamicTest> tests = new ArrayList<>();

  /// A layer of one input and one output.
  private void layer(String name, Block layer) {
    layer(name, layer, (b, in) -> List.of(b.apply(in.get(0))));
  }

  private <B extends Block> void layer(
      String name, B layer, BiFunction<B, List<Tensor>, List<Tensor>> call) {
    tests.add(DynamicTest.dynamicTest(name, () -> check(Golden.read(name), layer, call)));
  }

  private static <B extends Block> void check(
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

  @TestFactory
  List<DynamicTest> linearAndNormalisingLayersAreThoseOfPyTorch() {
    layer("linear", new Linear(4, 3));
    layer("linear_no_bias", new Linear(4, 3, false));
    layer("linear_float32", new Linear(4, 3));
    layer("layer_norm", new LayerNorm(5));
    layer("layer_norm_two_axes", new LayerNorm(Shape.of(2, 3), 0.1, true, true));
    layer("rms_norm", new RMSNorm(5, 0.1));
    layer("group_norm", new GroupNorm(2, 4));
    layer("embedding", new Embedding(5, 3));
    layer("prelu", new PReLU(3));
    var normed = new Linear(4, 3);
    normed.weight().parametrize(new WeightNorm());
    layer("weight_norm", normed);
    return tests;
  }

  /// Reads a table both ways.
  private static final class Tied extends Block {
    final Embedding table = new Embedding(5, 3);
    final Linear head = new Linear(3, 5, false);

    Tied() {
      tie("head.weight", "table.weight");
    }

    @Override
    protected Tensor forward(Tensor x) {
      return head.apply(table.apply(x).tanh());
    }
  }

  @Test
  void aStateThatLeavesOutATiedWeightLoads() {
    var golden = Golden.read("tied");
    assertEquals(List.of("table.weight"), List.copyOf(golden.under("state.").names()));
    check(golden, new Tied(), (net, in) -> List.of(net.apply(in.get(0))));
  }

  @TestFactory
  List<DynamicTest> recurrentNetsAreThoseOfPyTorch() {
    layer(
        "rnn",
        new RNN(3, 4),
        (net, in) -> {
          var run = net.run(in.get(0));
          return List.of(run.output(), run.hidden());
        });
    layer(
        "rnn_relu_deep",
        new RNN(3, 2, RNN.Nonlinearity.RELU, DEEP.batchFirst(true)),
        (net, in) -> {
          var run = net.run(in.get(0), in.get(1));
          return List.of(run.output(), run.hidden());
        });
    layer("lstm", new LSTM(3, 2), LayersTest::run);
    layer("lstm_deep", new LSTM(3, 2, DEEP.batchFirst(true)), LayersTest::run);
    layer(
        "lstm_without_batch",
        new LSTM(3, 2, RecurrentOptions.DEFAULT.hasBias(false)),
        LayersTest::run);
    layer(
        "gru",
        new GRU(3, 2),
        (net, in) -> {
          var run = net.run(in.get(0));
          return List.of(run.output(), run.hidden());
        });
    layer(
        "gru_deep",
        new GRU(3, 2, DEEP),
        (net, in) -> {
          var run = net.run(in.get(0), in.get(1));
          return List.of(run.output(), run.hidden());
        });
    return tests;
  }

  private static List<Tensor> run(LSTM net, List<Tensor> in) {
    var run = net.run(in.get(0), in.size() == 1 ? null : new LSTMState(in.get(1), in.get(2)));
    return List.of(run.output(), run.hidden(), run.cell());
  }

  @TestFactory
  List<DynamicTest> cellsAreThoseOfPyTorch() {
    layer("rnn_cell", new RNNCell(3, 2), (cell, in) -> List.of(cell.run(in.get(0), in.get(1))));
    layer("gru_cell", new GRUCell(3, 2), (cell, in) -> List.of(cell.run(in.get(0), in.get(1))));
    layer(
        "lstm_cell",
        new LSTMCell(3, 2),
        (cell, in) -> {
          var state = cell.run(in.get(0), new LSTMState(in.get(1), in.get(2)));
          return List.of(state.hidden(), state.cell());
        });
    return tests;
  }

  private void attention(String name, AttentionOptions options, AttentionMask mask) {
    layer(
        name,
        new MultiHeadAttention(4, 2, options.batchFirst(true)),
        (heads, in) -> {
          var result = heads.runWithWeights(in.get(0), in.get(1), in.get(2), mask);
          return List.of(result.output(), result.weights().mean(1)); // of the heads
        });
  }

  @TestFactory
  List<DynamicTest> attentionIsThatOfPyTorch() {
    var plain = AttentionOptions.DEFAULT;
    attention("multihead_attention", plain, AttentionMask.NONE);
    attention("multihead_attention_causal", plain.hasBias(false), AttentionMask.CAUSAL);
    attention(
        "multihead_attention_padded",
        plain.keyWidth(3).valueWidth(5),
        AttentionMask.NONE.padding(
            Tensor.of(new boolean[] {false, false, true, false, true, true}).reshape(2, 3)));
    return tests;
  }
}
