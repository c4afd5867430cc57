package io.ligature.opencl;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.spi.Storage;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import org.jspecify.annotations.Nullable;

/// Storage in the memory of an OpenCL device.
///
/// The driver's buffer goes back to the pool when this is released, or when nobody reaches it any
/// more. What still runs may use it: the queue keeps its order, so that the next owner's commands
/// come later.
final class DeviceBuffer extends Storage {
  private final OpenClDevice on;
  private final BufferPool.Lease lease;
  private @Nullable String released;

  DeviceBuffer(OpenClDevice on, Device device, DType dtype, long length) {
    super(device, dtype, length);
    this.on = on;
    long bytes = dtype.bytes();
    lease =
        on.pool().lease(this, length > Long.MAX_VALUE / bytes ? Long.MAX_VALUE : length * bytes);
  }

  /// {@return the driver's buffer}
  synchronized long handle() {
    var reason = released;
    if (reason != null) {
      throw gone(reason);
    }
    return lease.handle();
  }

  @Override
  public void read(long from, long count, MemorySegment to) {
    handle();
    long bytes = dtype().bytes();
    try {
      if (count > 0) {
        on.read(this, from * bytes, to.asSlice(0, count * bytes));
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public void write(long to, long count, MemorySegment from) {
    handle();
    long bytes = dtype().bytes();
    try {
      if (count > 0) {
        on.write(this, to * bytes, from.asSlice(0, count * bytes));
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public synchronized void release(String reason) {
    if (released == null) {
      released = reason;
      lease.giveBack();
    }
  }

  @Override
  public synchronized boolean isReleased() {
    return released != null;
  }
}
