package io.ligature.nn;

import io.ligature.Tensor;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/// The hooks of one block, in the order in which they were added.
final class Hooks {
  private final List<UnaryOperator<Tensor>> before = new CopyOnWriteArrayList<>();
  private final List<BinaryOperator<Tensor>> after = new CopyOnWriteArrayList<>();

  Hook before(UnaryOperator<Tensor> hook) {
    return add(before, hook::apply);
  }

  Hook after(BinaryOperator<Tensor> hook) {
    return add(after, hook::apply);
  }

  /// @param hook an object of its own, so that closing removes this one and not an equal one
  private static <H> Hook add(List<H> hooks, H hook) {
    hooks.add(hook);
    return () -> hooks.remove(hook);
  }

  boolean isEmpty() {
    return before.isEmpty() && after.isEmpty();
  }

  Tensor run(Block block, Tensor x, UnaryOperator<Tensor> form) {
    for (var hook : before) {
      x = checked(block, hook.apply(x));
    }
    var result = form.apply(x);
    for (var hook : after) {
      result = checked(block, hook.apply(x, result));
    }
    return result;
  }

  private static Tensor checked(Block block, @org.jspecify.annotations.Nullable Tensor result) {
    if (result == null) {
      throw new NullPointerException(
          "A hook of %s returned null. Return the tensor to go on with, perhaps the one it got."
              .formatted(block.describe()));
    }
    return result;
  }
}
