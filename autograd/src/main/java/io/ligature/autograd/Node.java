package io.ligature.autograd;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.GradientException;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.FusedOp;
import io.ligature.op.Op;
import io.ligature.spi.History;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One recorded operation: where the gradients of its operands go, and the values that its rule
/// needs.
///
/// Immutable until a pass uses it up and releases what it holds.
final class Node extends History {
  private final Op op;
  private final int outputs;
  private @Nullable Edge @Nullable [] edges;
  private @Nullable Tensor @Nullable []
      saved; // operands, then results; null where the rule needs none
  private final int[] versions; // of their storages when they were saved

  private static final int[] NO_VERSIONS = {};
  private static final @Nullable Tensor[] RELEASED = {};

  /// Records an operation on operands of which some are tracked.
  Node(Op op, Tensor[] inputs, Tensor[] results) {
    this(op, edges(inputs), inputs, results);
  }

  /// Records an operation that also depends on what its edges beyond the operands lead to.
  Node(Op op, Edge[] edges, Tensor[] inputs, Tensor[] results) {
    this.op = op;
    this.edges = edges;
    outputs = results.length;
    long needs = needs(op, edges);
    if (needs == Vjp.NOTHING) {
      versions = NO_VERSIONS;
      return;
    }
    var values = new Tensor[inputs.length + results.length];
    versions = new int[values.length];
    for (int i = 0; i < inputs.length; i++) {
      if (needs == Vjp.ALL || (needs & Vjp.X << i) != 0) {
        save(values, i, inputs[i]);
      }
    }
    for (int i = 0; i < results.length; i++) {
      if (needs == Vjp.ALL || (needs & Vjp.Y << i) != 0) {
        save(values, inputs.length + i, results[i]);
      }
    }
    saved = values;
  }

  private static Edge[] edges(Tensor[] inputs) {
    var edges = new Edge[inputs.length];
    for (int i = 0; i < inputs.length; i++) {
      edges[i] = Edge.of(inputs[i]);
    }
    return edges;
  }

  private static long needs(Op op, Edge[] edges) {
    if (op instanceof FusedOp) {
      return Vjp.ALL;
    }
    long needs = Vjp.NOTHING;
    for (int i = 0; i < edges.length; i++) {
      if (edges[i].to() != null) {
        needs |= Vjp.needs(op, i);
      }
    }
    return needs;
  }

  private void save(Tensor[] values, int i, Tensor value) {
    values[i] = value;
    versions[i] = value.view().storage().version();
  }

  Op op() {
    return op;
  }

  /// {@return how many results the operation had}
  int outputs() {
    return outputs;
  }

  /// {@return the operands}
  ///
  /// @throws GradientException if an earlier pass used this up
  Edge[] edges() {
    var live = edges;
    if (live == null) {
      throw usedUp();
    }
    return live;
  }

  private GradientException usedUp() {
    return new GradientException(
        "backward through %s: an earlier pass used up this part of the graph. Compute it again, or keep the graph in the first pass with backward(seed, true)."
            .formatted(op.label()));
  }

  /// {@return how many saved values are operands}
  int inputs() {
    return values().length - outputs;
  }

  /// {@return operand `i`}
  Tensor x(int i) {
    return saved(i);
  }

  /// {@return result `i`}
  Tensor y(int i) {
    return saved(inputs() + i);
  }

  private Tensor saved(int i) {
    return Objects.requireNonNull(values()[i], "not among what Vjp.needs says");
  }

  private @Nullable Tensor[] values() {
    var values = saved;
    if (values == RELEASED) { // by another thread, which has come through since this pass began
      throw usedUp();
    }
    return Objects.requireNonNull(values, "not among what Vjp.needs says");
  }

  Shape shape(int operand) {
    return edges()[operand].shape();
  }

  DType dtype(int operand) {
    return edges()[operand].dtype();
  }

  Device device(int operand) {
    return edges()[operand].device();
  }

  /// Refuses values that were edited or given back since they were saved.
  void check() {
    var values = saved;
    for (int i = 0; values != null && i < values.length; i++) {
      var value = values[i];
      if (value != null) {
        var storage = value.view().storage();
        if (storage.version() != versions[i] || storage.isReleased()) {
          throw spoilt(name(i, values.length - outputs), value);
        }
      }
    }
  }

  private GradientException spoilt(String name, Tensor value) {
    return new GradientException(
        value.view().storage().isReleased()
            ? "backward of %s needs its %s %s, whose memory was given back since. Close it after backward(), or call backward() within its scope."
                .formatted(op.label(), name, value.type())
            : "backward of %s needs its %s %s as it was, but it was edited in place since. Edit it after backward(), or edit a copy()."
                .formatted(op.label(), name, value.type()));
  }

  private static String name(int i, int inputs) {
    return i < inputs ? "operand " + i : "result";
  }

  void release() {
    edges = null;
    saved = RELEASED;
  }

  void visitSaved(Consumer<Tensor> visitor) {
    var values = saved;
    for (int i = 0; values != null && i < values.length; i++) {
      var value = values[i];
      if (value != null) {
        visitor.accept(value);
      }
    }
  }

  boolean isReleased() {
    return edges == null;
  }
}
