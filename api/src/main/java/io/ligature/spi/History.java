package io.ligature.spi;

import java.util.concurrent.atomic.AtomicLong;

/// How a tensor came to be, for gradients: a [Leaf], or whatever the gradient engine hangs on
/// results.
public abstract class History {
  private static final AtomicLong CREATED = new AtomicLong();

  private final long id = CREATED.getAndIncrement();

  /// For subclasses.
  protected History() {}

  /// {@return a number that grows with creation, so that every history is younger than those it
  /// came from}
  public final long id() {
    return id;
  }
}
