package io.ligature.autograd;

import io.ligature.GradientException;
import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.op.FusedOp;
import io.ligature.op.TensorType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A function whose graph is not kept: it runs a second time when its gradient is wanted.
///
/// It may read tracked tensors other than its operands, such as parameters. The first run is
/// recorded just long enough to see which; they are the operation's further edges. The second run
/// must be like the first: it draws the same random numbers, and its results are compared.
///
/// @param key where both runs draw their random numbers from
/// @param read what the first run read; null before it
record Checkpoint(Function<Tensor[], Tensor[]> function, Key key, @Nullable ReadValues read)
    implements FusedOp {
  static Tensor[] run(Function<Tensor[], Tensor[]> function, Tensor... inputs) {
    var op = new Checkpoint(function, Key.next(), null);
    if (!Recording.isOn()) {
      return op.decompose(inputs);
    }
    var trace = Trace.ofTracked(op::decompose, inputs, List.of());
    var results = trace.results();
    var edges = new ArrayList<Edge>();
    for (var input : inputs) {
      edges.add(Edge.of(input));
    }
    edges.addAll(trace.captured());
    return edges.stream().allMatch(edge -> edge.to() == null)
        ? results
        : hang(op.after(trace).node(edges, inputs, results), results);
  }

  private Checkpoint after(Trace run) {
    return new Checkpoint(function, key, new ReadValues(run));
  }

  private Node node(List<Edge> edges, Tensor[] inputs, Tensor[] results) {
    return new Node(this, edges.toArray(Edge[]::new), inputs, results);
  }

  private static Tensor[] hang(Node node, Tensor[] results) {
    var tracked = results.clone();
    for (int i = 0; i < results.length; i++) {
      if (results[i].dtype().isFloating()) {
        tracked[i] = results[i].tracked(node, i);
      }
    }
    return tracked;
  }

  @Override
  public String label() {
    return "checkpoint";
  }

  @Override
  public TensorType[] infer(Tensor... inputs) {
    return Arrays.stream(decompose(inputs)).map(TensorType::of).toArray(TensorType[]::new);
  }

  @Override
  public Tensor[] decompose(Tensor... inputs) {
    return key.with(() -> function.apply(inputs));
  }

  /// {@return the gradients of the operands, then of the further edges}
  @Nullable Tensor[] backward(Node node, Slot slot) {
    if (read != null && read.areEdited()) {
      throw new GradientException(
          "checkpoint: a parameter that the function read was edited in place before it ran again"
              + " for its gradient. Edit it after backward(), or edit a copy().");
    }
    int inputs = node.inputs();
    var operands = new Tensor[inputs];
    for (int i = 0; i < inputs; i++) {
      operands[i] = node.x(i);
    }
    var captured = Arrays.asList(node.edges()).subList(inputs, node.edges().length);
    var trace = Trace.ofTracked(this::decompose, operands, captured);
    if (!trace.captured().isEmpty()) {
      throw new GradientException(
          "checkpoint: the function read other tracked tensors when it ran again for its gradient."
              + " Let it depend only on its input and on parameters that stay.");
    }
    checkSame(trace.results(), node);
    var gradients = Arrays.copyOf(trace.gradients(slot.gradients), slot.to.length);
    for (int i = inputs; i < gradients.length; i++) {
      gradients[i] = trace.gradient(node.edges()[i]);
    }
    return gradients;
  }

  private static void checkSame(Tensor[] again, Node node) {
    boolean same = again.length == node.outputs();
    for (int i = 0; same && i < again.length; i++) {
      same = isSame(again[i], node.y(i));
    }
    if (!same) {
      throw new GradientException(
          "checkpoint: the function gave other results when it ran again for its gradient. Let it"
              + " depend only on its input and on parameters that nobody edits before backward().");
    }
  }

  private static boolean isSame(Tensor a, Tensor b) {
    if (!a.type().equals(b.type())) {
      return false;
    }
    if (a.device().isDry() || a.size() == 0) {
      return true;
    }
    var plain = a.detach();
    var differs = plain.ne(b).and(plain.eq(plain).or(b.eq(b))); // NaN is like NaN
    return differs.to(io.ligature.DType.INT32).sum().item() == 0;
  }
}
