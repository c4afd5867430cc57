package io.ligature.examples;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.GRU;
import io.ligature.nn.LSTM;
import io.ligature.nn.Linear;

/// A recurrent net that reads a window, and says from its last state what comes next.
///
/// ```text
/// y = W h[last] + b      x (steps, windows, 1)   y (windows, 1)
/// ```
final class Forecast extends Block {
  /// Which recurrent net.
  enum Cell {
    LSTM,
    GRU
  }

  private final Block reader;
  private final Linear head;

  Forecast(Cell cell, long hidden) {
    reader = cell == Cell.LSTM ? new LSTM(1, hidden) : new GRU(1, hidden);
    head = new Linear(hidden, 1);
  }

  @Override
  protected Tensor forward(Tensor x) {
    return head.apply(reader.apply(x).get(-1));
  }
}
