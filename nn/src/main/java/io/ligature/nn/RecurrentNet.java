package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What [RNN], [LSTM] and [GRU] share: layers of cells, step by step, in one or both directions.
///
/// @param recurrence what a step computes
/// @param hidden the width of a state
record RecurrentNet(Recurrence recurrence, long hidden, RecurrentOptions options) {
  /// The output at every step, and each state after the last.
  record Run(Tensor output, List<Tensor> states) {}

  /// Registers all parameters, layer by layer.
  ///
  /// @param in may be unknown
  void register(Block block, long in) {
    Recurrence.checkSizes(recurrence.label(), in, hidden);
    for (int layer = 0; layer < options.layers(); layer++) {
      long inputs = layer == 0 ? in : options.directions() * hidden;
      for (int direction = 0; direction < options.directions(); direction++) {
        recurrence.register(block, suffix(layer, direction), inputs, hidden, options.hasBias());
      }
    }
  }

  private static String suffix(int layer, int direction) {
    return "_l" + layer + (direction == 0 ? "" : "_reverse");
  }

  /// Makes the number of inputs known.
  void infer(Block block, Tensor x) {
    if (x.rank() != 2 && x.rank() != 3) {
      throw misfit(Shape.UNKNOWN, x);
    }
    for (int direction = 0; direction < options.directions(); direction++) {
      recurrence.resolve(block, suffix(0, direction), x.shape().get(-1));
    }
  }

  /// Runs all layers over a batch of sequences, or over one.
  ///
  /// @param given the states before the first step, each (layers · directions, batch, hidden); null
  ///   for zeros
  Run run(Block block, Tensor x, Tensor @Nullable [] given, @Nullable Dropout dropout) {
    long in = Recurrence.inputs(block, suffix(0, 0));
    if ((x.rank() != 2 && x.rank() != 3) || x.shape().get(-1) != in) {
      throw misfit(in, x);
    }
    boolean single = x.rank() == 2;
    var steps = single ? x.unsqueeze(1) : options.batchFirst() ? x.transpose(0, 1) : x;
    if (steps.shape().get(0) == 0) {
      throw new ShapeException(
          "%s needs at least one step; found x %s."
              .formatted(recurrence.label(), extents(x.shape())));
    }
    var run = layers(block, steps, begin(given, steps, single), dropout);
    var states = run.states;
    if (single) {
      states = states.stream().map(state -> state.squeeze(1)).toList();
    }
    var output =
        single
            ? run.output.squeeze(1)
            : options.batchFirst() ? run.output.transpose(0, 1) : run.output;
    return new Run(output, states);
  }

  /// {@return each state to begin with, by layer and direction}; nothing if they are zeros
  private List<List<Tensor>> begin(Tensor @Nullable [] given, Tensor x, boolean single) {
    if (given == null) {
      return List.of();
    }
    long cells = (long) options.layers() * options.directions();
    var needed = single ? Shape.of(cells, hidden) : Shape.of(cells, x.shape().get(1), hidden);
    var states = new ArrayList<List<Tensor>>();
    for (var state : given) {
      if (!state.shape().equals(needed)) {
        throw new ShapeException(
            "%s needs a state %s%s, a row for each layer and direction; found %s."
                .formatted(
                    recurrence.label(),
                    single ? "(cells, hidden) of " : "(cells, batch, hidden) of ",
                    extents(needed),
                    extents(state.shape())));
      }
      states.add((single ? state.unsqueeze(1) : state).unbind(0));
    }
    return states;
  }

  private Run layers(Block block, Tensor x, List<List<Tensor>> begin, @Nullable Dropout dropout) {
    var last = new ArrayList<List<Tensor>>();
    for (int i = 0; i < recurrence.states(); i++) {
      last.add(new ArrayList<>());
    }
    for (int layer = 0; layer < options.layers(); layer++) {
      var outputs = new ArrayList<Tensor>();
      for (int direction = 0; direction < options.directions(); direction++) {
        int cell = layer * options.directions() + direction;
        var weights = Recurrence.Weights.of(block, suffix(layer, direction));
        outputs.add(sweep(weights, x, begin, cell, direction == 1, last));
      }
      x = outputs.size() == 1 ? outputs.getFirst() : Tensor.cat(-1, outputs);
      if (dropout != null && layer < options.layers() - 1) {
        x = dropout.apply(x);
      }
    }
    return new Run(x, last.stream().map(each -> Tensor.stack(0, each)).toList());
  }

  /// {@return the hidden state after every step}
  ///
  /// @param last where the states after the last step are added
  private Tensor sweep(
      Recurrence.Weights weights,
      Tensor x,
      List<List<Tensor>> begin,
      int cell,
      boolean backwards,
      List<List<Tensor>> last) {
    var inputs = weights.ofInput(x).unbind(0); // of all steps at once: one big product
    var state = new Tensor[recurrence.states()];
    for (int i = 0; i < state.length; i++) {
      state[i] =
          begin.isEmpty()
              ? zeros(inputs.getFirst(), Shape.of(x.shape().get(1), hidden))
              : begin.get(i).get(cell);
    }
    var outputs = new ArrayList<Tensor>();
    for (var in : backwards ? inputs.reversed() : inputs) {
      state = recurrence.step(in, state, weights);
      outputs.add(state[0]);
    }
    for (int i = 0; i < state.length; i++) {
      last.get(i).add(state[i]);
    }
    return Tensor.stack(0, backwards ? outputs.reversed() : outputs);
  }

  static Tensor zeros(Tensor like, Shape shape) {
    return like.device().with(() -> Tensor.zeros(like.dtype(), shape));
  }

  private ShapeException misfit(long in, Tensor x) {
    var width = in == Shape.UNKNOWN ? "in" : Long.toString(in);
    return new ShapeException(
        "%s needs x (%s, %s), or (steps, %s) for one sequence; found %s. Reshape x, or build the layer for its last extent."
            .formatted(
                recurrence.label(),
                options.batchFirst() ? "batch, steps" : "steps, batch",
                width,
                width,
                extents(x.shape())));
  }

  /// {@return extents as the formulas in messages write them, such as `(32, 28)`}
  static String extents(Shape shape) {
    var brackets = shape.toString();
    return "(" + brackets.substring(1, brackets.length() - 1) + ")";
  }

  @Nullable Dropout dropout() {
    return options.dropout() > 0 && options.layers() > 1 ? new Dropout(options.dropout()) : null;
  }

  String describe(Block block) {
    long in = Recurrence.inputs(block, suffix(0, 0));
    return "%s(%s -> %d%s)"
        .formatted(
            block.getClass().getSimpleName(),
            in == Shape.UNKNOWN ? "?" : Long.toString(in),
            hidden,
            options.describe());
  }
}
