package io.ligature;

/// A value was asked of a tensor on the dry device, which has none.
public final class DryValueException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  /// Makes the error.
  public DryValueException() {
    super(
        "A dry tensor has a shape and a dtype and no values: this dry run (lazy initialisation,"
            + " summary) met code that depends on values. Give it real data instead, for example"
            + " apply(x).");
  }
}
