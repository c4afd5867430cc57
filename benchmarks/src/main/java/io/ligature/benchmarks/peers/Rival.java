package io.ligature.benchmarks.peers;

/// A library, set up as those who use it every day would set it up.
public interface Rival {
  /// Makes everything that a step needs, from [Work]'s own numbers, and forgets what was before.
  ///
  /// @param rate the learning rate, for work that trains
  /// @throws UnsupportedOperationException if the library has no way to do this work
  void prepare(Work work, double rate) throws Exception;

  /// Does the work once, to its end: a training step ends with its loss as a number.
  void step() throws Exception;

  /// {@return what is compared: the loss before the last step, or [Numbers#digest] of the result}
  double loss() throws Exception;
}
