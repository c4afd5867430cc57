package io.ligature.autograd;

import io.ligature.spi.History;

/// The history of an input that a function is differentiated by, where nothing came before.
///
/// Unlike a leaf it keeps no gradient: the pass that differentiates the function reads it off.
final class Origin extends History {
  private volatile boolean done;

  /// Says that nobody will differentiate by this any more.
  void done() {
    done = true;
  }

  boolean isDone() {
    return done;
  }
}
