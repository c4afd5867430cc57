package io.ligature.nn.optim;

/// What a step does with a parameter whose gradient is stale: it has none, or none that is new
/// since the last step.
public enum Stale {
  /// Refuses the whole step, and names the parameters.
  ERROR,
  /// Leaves the parameter, and what is remembered of it, as they are.
  SKIP,
  /// Steps as if the gradient were zero: weights decay, momentum goes on.
  ZERO
}
