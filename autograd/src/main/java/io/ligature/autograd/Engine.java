package io.ligature.autograd;

import io.ligature.GradientException;
import io.ligature.Tensor;
import io.ligature.op.Op;
import io.ligature.spi.GradientEngine;
import io.ligature.spi.History;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What api finds when something asks for gradients. Users call [Grad] and [Tensor#backward].
public final class Engine implements GradientEngine {
  /// For the service loader.
  public Engine() {}

  @Override
  public boolean isRecording() {
    return Recording.isOn();
  }

  @Override
  public <T> T off(Supplier<? extends T> work) {
    return Recording.with(false, work);
  }

  @Override
  public History record(Op op, Tensor[] inputs, Tensor[] outputs) {
    return new Node(op, inputs, outputs);
  }

  @Override
  public void backward(Tensor root, @Nullable Tensor seed, boolean retain) {
    var first = seed == null ? Seeds.one(root, "backward", "call backward(seed)") : seed.detach();
    Seeds.check(first, root);
    checkTracked("backward", root);
    var pass = Pass.toLeaves();
    pass.discover(root);
    pass.seed(root, first, seed == null);
    Recording.with(
        false,
        () -> {
          pass.sweep(false, retain);
          pass.deliver();
        });
  }

  @Override
  public @Nullable Tensor[] vjp(
      Function<Tensor[], Tensor[]> function, Tensor[] inputs, @Nullable Tensor[] seeds) {
    return Trace.of(function, inputs).gradients(seeds);
  }

  @Override
  public @Nullable Tensor[] gradients(Tensor root, Tensor[] targets) {
    var first = Seeds.one(root, "gradients", "use vjp");
    checkTracked("gradients", root);
    var pass = Pass.since(Long.MIN_VALUE);
    var histories = new History[targets.length];
    for (int i = 0; i < targets.length; i++) {
      checkTracked("gradients by", targets[i]);
      histories[i] = Objects.requireNonNull(targets[i].history());
      pass.target(histories[i]);
    }
    pass.discover(root);
    pass.seed(root, first, true);
    Recording.with(false, () -> pass.sweep(false, false));
    var gradients = new Tensor[targets.length];
    for (int i = 0; i < targets.length; i++) {
      gradients[i] = pass.gradient(histories[i], targets[i].outputIndex());
    }
    return gradients;
  }

  private static void checkTracked(String asked, Tensor tensor) {
    if (!tensor.isTracked()) {
      throw new GradientException(
          "%s of %s: it depends on nothing that wants a gradient. Call requireGrad() on a tensor, or read a parameter with value() and not data(), before computing; nothing inside Grad.off counts."
              .formatted(asked, tensor.type()));
    }
  }

  @Override
  public void visitSaved(History history, Consumer<Tensor> visitor) {
    var seen = new HashSet<History>();
    var open = new ArrayDeque<History>();
    open.add(history);
    seen.add(history);
    while (!open.isEmpty()) {
      if (open.pop() instanceof Node node && !node.isReleased()) {
        node.visitSaved(visitor);
        for (var edge : node.edges()) {
          var next = edge.to();
          if (next != null && seen.add(next)) {
            open.push(next);
          }
        }
      }
    }
  }
}
