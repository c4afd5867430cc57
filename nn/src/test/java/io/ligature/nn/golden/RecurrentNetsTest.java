package io.ligature.nn.golden;

import io.ligature.Tensor;
import io.ligature.nn.GRU;
import io.ligature.nn.GRUCell;
import io.ligature.nn.LSTM;
import io.ligature.nn.LSTMCell;
import io.ligature.nn.LSTMState;
import io.ligature.nn.RNN;
import io.ligature.nn.RNNCell;
import io.ligature.nn.RecurrentOptions;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Recurrent nets load what PyTorch saved, and compute and differentiate alike.
class RecurrentNetsTest {
  private static final RecurrentOptions DEEP =
      RecurrentOptions.DEFAULT.layers(2).bidirectional(true);

  private static List<Tensor> run(RNN net, List<Tensor> in) {
    var run = net.run(in.get(0), in.size() == 1 ? null : in.get(1));
    return List.of(run.output(), run.hidden());
  }

  private static List<Tensor> run(GRU net, List<Tensor> in) {
    var run = net.run(in.get(0), in.size() == 1 ? null : in.get(1));
    return List.of(run.output(), run.hidden());
  }

  private static List<Tensor> run(LSTM net, List<Tensor> in) {
    var run = net.run(in.get(0), in.size() == 1 ? null : new LSTMState(in.get(1), in.get(2)));
    return List.of(run.output(), run.hidden(), run.cell());
  }

  private static List<Tensor> run(LSTMCell cell, List<Tensor> in) {
    var state = cell.run(in.get(0), new LSTMState(in.get(1), in.get(2)));
    return List.of(state.hidden(), state.cell());
  }

  @TestFactory
  List<DynamicTest> netsAreThoseOfPyTorch() {
    var relu = new RNN(3, 2, RNN.Nonlinearity.RELU, DEEP.batchFirst(true));
    var plain = RecurrentOptions.DEFAULT.hasBias(false);
    return new LayerCases()
        .with("rnn", new RNN(3, 4), (net, in) -> run(net, in))
        .with("rnn_relu_deep", relu, (net, in) -> run(net, in))
        .with("lstm", new LSTM(3, 2), (net, in) -> run(net, in))
        .with("lstm_deep", new LSTM(3, 2, DEEP.batchFirst(true)), (net, in) -> run(net, in))
        .with("lstm_without_batch", new LSTM(3, 2, plain), (net, in) -> run(net, in))
        .with("gru", new GRU(3, 2), (net, in) -> run(net, in))
        .with("gru_deep", new GRU(3, 2, DEEP), (net, in) -> run(net, in))
        .tests();
  }

  @TestFactory
  List<DynamicTest> cellsAreThoseOfPyTorch() {
    return new LayerCases()
        .with("rnn_cell", new RNNCell(3, 2), (c, in) -> List.of(c.run(in.get(0), in.get(1))))
        .with("gru_cell", new GRUCell(3, 2), (c, in) -> List.of(c.run(in.get(0), in.get(1))))
        .with("lstm_cell", new LSTMCell(3, 2), (c, in) -> run(c, in))
        .tests();
  }
}
