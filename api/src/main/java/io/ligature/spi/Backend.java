package io.ligature.spi;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.op.FusedOp;
import org.jspecify.annotations.Nullable;

/// One device's memory and kernels.
///
/// The api checks, infers, allocates and words all errors; a backend only writes into what it is
/// given.
public abstract class Backend {
  /// For subclasses.
  protected Backend() {}

  /// {@return the fifteen kernels}
  public abstract Kernels kernels();

  /// {@return what those kernels take}
  public abstract Capabilities capabilities();

  /// {@return fresh memory, its contents undefined}
  ///
  /// @param device the handle of this backend, for the storage to remember
  /// @param length number of elements, 0 or more
  public abstract Storage allocate(Device device, DType dtype, long length);

  /// {@return the kernel for a fused operation, or null to have it decomposed}
  ///
  /// Must answer alike for every operation of the same kind and type, and quickly. An operation is
  /// trained through its kernel only where there is one for its [io.ligature.op.Backward] too.
  ///
  /// @param dtype the type of the operation's first result
  public @Nullable FusedKernel fused(FusedOp op, DType dtype) {
    return null;
  }

  /// {@return a backend over the same memory that computes with so many threads, or null if that
  /// cannot be chosen}
  ///
  /// For tests, which see here that results do not depend on the number, and for measurements.
  ///
  /// @param count 1 or more
  public @Nullable Backend withThreads(int count) {
    return null;
  }

  /// Gives the memory in its pools back to the machine.
  public void trim() {}

  /// Waits until everything asked for has happened.
  public void synchronize() {}
}
