package io.ligature.autograd;

import io.ligature.spi.History;
import java.util.concurrent.atomic.AtomicInteger;

/// The history of an input that a function is differentiated by, where nothing came before.
///
/// Unlike a leaf it keeps no gradient: the pass that differentiates the function reads it off. So
/// it wants one only while the function or such a pass runs.
final class Origin extends History {
  private final AtomicInteger running = new AtomicInteger();

  /// Says that something begins that may differentiate by this.
  void begin() {
    running.incrementAndGet();
  }

  /// Says that it ended.
  void end() {
    running.decrementAndGet();
  }

  /// {@return whether nobody differentiates by this now}
  boolean isIdle() {
    return running.get() == 0;
  }
}
