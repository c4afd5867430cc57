package io.ligature.spi;

import io.ligature.Tensor;
import io.ligature.op.Op;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The service behind `backward()`; the autograd module provides it.
public interface GradientEngine {
  /// {@return whether operations on tracked tensors are to be recorded on this thread now}
  boolean isRecording();

  /// {@return the result of work on this thread of which nothing is recorded}
  <T> T off(Supplier<? extends T> work);

  /// {@return the history of the results of an operation}. Called when at least one input is
  /// tracked.
  ///
  /// @param outputs the results, still without history; result `i` gets the returned one with index
  ///   `i`
  History record(Op op, Tensor[] inputs, Tensor[] outputs);

  /// Adds the gradient of `root` to every leaf it came from; all of them, or on failure none.
  ///
  /// @param seed dL/d root, or null for 1 where root is a scalar
  /// @param retain whether the graph stays usable for a second pass
  void backward(Tensor root, @Nullable Tensor seed, boolean retain);

  /// {@return the gradients of a function's results with respect to its inputs, weighted by
  /// `seeds`; null where the results do not depend on an input}. Leaves keep what they have. If
  /// inputs are tracked, so are the gradients.
  ///
  /// @param function is given tensors with the values of `inputs`
  /// @param seeds dL/d each result; null for 0
  @Nullable Tensor[] vjp(
      Function<Tensor[], Tensor[]> function, Tensor[] inputs, @Nullable Tensor[] seeds);

  /// {@return the gradients of a scalar with respect to some tensors that it came from; null where
  /// it does not depend on one}. Leaves keep what they have; the graph is used up.
  ///
  /// @param targets tracked tensors
  @Nullable Tensor[] gradients(Tensor root, Tensor[] targets);

  /// Visits every tensor that a history keeps alive, so that scopes do not release them.
  void visitSaved(History history, Consumer<Tensor> visitor);
}
