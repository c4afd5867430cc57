package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Linear.Activation;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What one step of a recurrent net computes. The gates stand in PyTorch's order.
enum Recurrence {
  /// [RNN] with tanh.
  TANH("RNN", 1, 1) {
    @Override
    Tensor[] step(Tensor in, Tensor[] state, Weights w) {
      return new Tensor[] {in.plus(w.ofState(state[0])).tanh()};
    }
  },
  /// [RNN] with max(x, 0).
  RELU("RNN", 1, 1) {
    @Override
    Tensor[] step(Tensor in, Tensor[] state, Weights w) {
      return new Tensor[] {in.plus(w.ofState(state[0])).relu()};
    }
  },
  /// [LSTM]: input gate, forget gate, new content, output gate.
  LSTM("LSTM", 4, 2) {
    @Override
    Tensor[] step(Tensor in, Tensor[] state, Weights w) {
      var gates = in.plus(w.ofState(state[0])).chunk(-1, 4);
      var kept = gates.get(1).sigmoid().times(state[1]);
      var cell = kept.plus(gates.get(0).sigmoid().times(gates.get(2).tanh()));
      return new Tensor[] {gates.get(3).sigmoid().times(cell.tanh()), cell};
    }
  },
  /// [GRU]: reset gate, update gate, new content.
  GRU("GRU", 3, 1) {
    @Override
    Tensor[] step(Tensor in, Tensor[] state, Weights w) {
      var ofInput = in.chunk(-1, 3);
      var ofState = w.ofState(state[0]).chunk(-1, 3);
      var reset = ofInput.get(0).plus(ofState.get(0)).sigmoid();
      var update = ofInput.get(1).plus(ofState.get(1)).sigmoid();
      var content = ofInput.get(2).plus(reset.times(ofState.get(2))).tanh();
      return new Tensor[] {content.plus(update.times(state[0].minus(content)))};
    }
  };

  private final String label;
  private final int gates;
  private final int states;

  Recurrence(String label, int gates, int states) {
    this.label = label;
    this.gates = gates;
    this.states = states;
  }

  /// {@return the states after a step, the hidden one first}
  ///
  /// @param in what the input adds to the gates: [Weights#ofInput]
  abstract Tensor[] step(Tensor in, Tensor[] state, Weights w);

  /// {@return the class of the layer}
  String label() {
    return label;
  }

  /// {@return how many states a step hands on}
  int states() {
    return states;
  }

  /// The values of the parameters of one cell.
  record Weights(Tensor ih, Tensor hh, @Nullable Tensor biasIh, @Nullable Tensor biasHh) {
    /// {@return the values, for this pass, of parameters that [Recurrence#register] made}
    static Weights of(Block block, String suffix) {
      return new Weights(
          value(block, "weight_ih" + suffix),
          value(block, "weight_hh" + suffix),
          valueIfAny(block, "bias_ih" + suffix),
          valueIfAny(block, "bias_hh" + suffix));
    }

    Tensor ofInput(Tensor x) {
      return Linear.affine(x, ih, biasIh, Activation.NONE);
    }

    Tensor ofState(Tensor hidden) {
      return Linear.affine(hidden, hh, biasHh, Activation.NONE);
    }

    private static Tensor value(Block block, String name) {
      return Objects.requireNonNull(valueIfAny(block, name), name);
    }

    private static @Nullable Tensor valueIfAny(Block block, String name) {
      return block.registered().get(name) instanceof Parameter parameter ? parameter.value() : null;
    }
  }

  /// Registers the parameters of one cell, which all begin between -1/√hidden and 1/√hidden.
  ///
  /// @param in may be unknown
  void register(Block block, String suffix, long in, long hidden, boolean hasBias) {
    double bound = 1 / Math.sqrt((double) hidden);
    var init = Init.uniform(-bound, bound);
    long rows = gates * hidden;
    block.param("weight_ih" + suffix, Parameter.of(Shape.partial(rows, in), init));
    block.param("weight_hh" + suffix, Parameter.of(Shape.of(rows, hidden), init));
    if (hasBias) {
      block.param("bias_ih" + suffix, Parameter.of(Shape.of(rows), init));
      block.param("bias_hh" + suffix, Parameter.of(Shape.of(rows), init));
    }
  }

  /// Makes the number of inputs of a cell known, if it is not.
  void resolve(Block block, String suffix, long in) {
    var weight = (Parameter) Objects.requireNonNull(block.registered().get("weight_ih" + suffix));
    if (!weight.shape().isKnown()) {
      weight.resolve(weight.shape().with(1, in));
    }
  }

  /// {@return the number of inputs of a cell, or [Shape#UNKNOWN]}
  static long inputs(Block block, String suffix) {
    var weight = (Parameter) Objects.requireNonNull(block.registered().get("weight_ih" + suffix));
    return weight.shape().get(1);
  }

  /// {@return the number of inputs of a layer that is not lazy}
  ///
  /// @throws IllegalArgumentException if a size is below 1
  static long known(String kind, long in, long hidden) {
    if (in < 1 || hidden < 1) {
      throw needsMore(kind, in, hidden);
    }
    return in;
  }

  /// Checks the sizes that a layer is built with, of which the first may be unknown.
  ///
  /// @param kind the class of the layer
  static void checkSizes(String kind, long in, long hidden) {
    if ((in < 1 && in != Shape.UNKNOWN) || hidden < 1) {
      throw needsMore(kind, in == Shape.UNKNOWN ? "?" : in, hidden);
    }
  }

  private static IllegalArgumentException needsMore(String kind, Object in, long hidden) {
    return new IllegalArgumentException(
        "%s needs 1 or more inputs and 1 or more hidden units; found %s and %d."
            .formatted(kind, in, hidden));
  }
}
