package io.ligature.spi;

import io.ligature.DType;
import io.ligature.Device;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/// A run of elements of one type in the memory of one device; several tensors may be views of it.
///
/// Lives as long as some tensor reaches it, or until the scope that owns it ends.
public abstract class Storage {
  private static final VarHandle VERSION;

  static {
    try {
      VERSION = MethodHandles.lookup().findVarHandle(Storage.class, "version", int.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final Device device;
  private final DType dtype;
  private final long length;
  private @Nullable Object owner;
  private @Nullable StackTraceElement madeAt;
  private volatile @Nullable Object derived;

  @SuppressWarnings("unused") // through VERSION
  private volatile int version;

  /// Describes `length` elements of `dtype` on `device`.
  protected Storage(Device device, DType dtype, long length) {
    this.device = device;
    this.dtype = dtype;
    this.length = length;
  }

  /// {@return the device whose memory this is}
  public final Device device() {
    return device;
  }

  /// {@return the element type}
  public final DType dtype() {
    return dtype;
  }

  /// {@return the number of elements}
  public final long length() {
    return length;
  }

  /// {@return how often the contents were edited in place}. Gradients compare it, so that they
  /// never use a value that changed after it was saved.
  public final int version() {
    return version;
  }

  /// Counts an edit in place.
  public final void edited() {
    VERSION.getAndAdd(this, 1);
  }

  /// {@return what its backend made of the contents and keeps with them, such as a matrix in the
  /// order in which its kernels read it; null if nothing}. An edit leaves it here, so whoever reads
  /// it compares [#version] with that of before it was made.
  public final @Nullable Object derived() {
    return derived;
  }

  /// Keeps something with the contents, instead of what was kept before.
  public final void derived(@Nullable Object made) {
    derived = made;
  }

  /// {@return who will release this storage, or null if its reachability decides}
  public final @Nullable Object owner() {
    return owner;
  }

  /// Hands the storage to an owner, or with null to the collector.
  public final void owner(@Nullable Object owner) {
    this.owner = owner;
  }

  /// {@return the line that asked for it; null unless `ligature.memory.trace` is set}
  public final @Nullable StackTraceElement madeAt() {
    return madeAt;
  }

  /// Notes the line that asked for it.
  public final void madeAt(@Nullable StackTraceElement line) {
    madeAt = line;
  }

  /// {@return the error for whoever uses released memory}
  ///
  /// @param reason as it was given to [#release]
  protected final IllegalStateException gone(String reason) {
    return new IllegalStateException(
        "This tensor's memory (%s, %d elements%s) was given back: %s."
            .formatted(dtype, length, madeAt == null ? "" : ", made at " + madeAt, reason));
  }

  /// Copies elements out to the host.
  ///
  /// @param from the first element
  /// @param count how many
  /// @param to where to, in native byte order, [DType#bytes] an element
  public abstract void read(long from, long count, MemorySegment to);

  /// Copies elements in from the host; the counterpart of [#read].
  public abstract void write(long to, long count, MemorySegment from);

  /// Gives the memory back. Any later use throws.
  ///
  /// @param reason said in that error, without a full stop, such as `it was closed`
  public abstract void release(String reason);

  /// {@return whether the memory was given back}
  public abstract boolean isReleased();
}
