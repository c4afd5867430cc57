package io.ligature.opencl;

import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// The buffers of a device, and those that were given back, for the next storage of about their
/// size.
///
/// Sizes are rounded up to 4, 5, 6 or 7 times a power of two, so at most a quarter is unused. A
/// buffer may be handed out while commands of its last owner wait in the queue, since those of the
/// next come after them.
final class BufferPool {
  private static final long SMALLEST = 64;
  private static final long PATIENCE = 20; // ms for the collector to say what nobody reaches

  private final OpenCl cl;
  private final long context;
  private final long limit;
  private final long largest;
  private final Map<Long, Deque<Long>> free = new HashMap<>();
  private final Set<Lease> leases = new HashSet<>(); // reachable until they are given back
  private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
  private long held; // bytes, in use or not
  private long soft; // how many bytes are no reason to ask the collector

  BufferPool(OpenCl cl, long context, Traits traits) {
    this.cl = cl;
    this.context = context;
    limit = Long.getLong("ligature.opencl.memory", traits.memory());
    largest = traits.largest();
    soft = limit / 4;
  }

  /// A buffer in somebody's use.
  final class Lease extends PhantomReference<Object> {
    private final long handle;
    private final long bytes;

    private Lease(Object user, long handle, long bytes) {
      super(user, unreachable);
      this.handle = handle;
      this.bytes = bytes;
    }

    long handle() {
      return handle;
    }

    /// Hands the buffer to the next who asks for one; twice is once.
    void giveBack() {
      recycle(this);
    }
  }

  private synchronized void recycle(Lease lease) {
    if (leases.remove(lease)) {
      lease.clear();
      free.computeIfAbsent(lease.bytes, _ -> new ArrayDeque<>()).push(lease.handle);
    }
  }

  /// {@return a buffer, until it is given back or the collector finds that nobody reaches `user`}
  ///
  /// @throws OpenClException if the device has no such memory left
  synchronized Lease lease(Object user, long bytes) {
    collect();
    long rounded = rounded(bytes);
    var stack = free.get(rounded);
    var handle = stack == null ? null : stack.poll();
    var lease = new Lease(user, handle == null ? create(rounded) : handle, rounded);
    leases.add(lease);
    return lease;
  }

  /// The collector does not see how much memory hangs on a small object, so it is asked now and
  /// then, and before anybody is refused.
  private long create(long bytes) {
    if (held + bytes > soft) {
      trim();
      if (held + bytes > soft) {
        collectAll();
        soft = Math.max(limit / 4, 2 * held);
      }
    }
    if (held + bytes > limit || bytes > largest) {
      throw new OpenClException("clCreateBuffer", OpenClException.ALLOCATION_FAILURE);
    }
    long handle = cl.createBuffer(context, bytes);
    held += bytes;
    return handle;
  }

  private void collectAll() {
    System.gc();
    try {
      for (var dead = unreachable.remove(PATIENCE); dead != null; dead = unreachable.remove(1)) {
        recycle((Lease) dead);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the caller's business; what was found was taken
    }
    trim();
  }

  /// Takes back what nobody reaches.
  private void collect() {
    for (var dead = unreachable.poll(); dead != null; dead = unreachable.poll()) {
      recycle((Lease) dead);
    }
  }

  /// Takes back what nobody reaches, and gives all unused buffers back to the driver.
  synchronized void trim() {
    collect();
    free.forEach(
        (bytes, handles) -> {
          for (long handle : handles) {
            cl.releaseBuffer(handle);
            held -= bytes;
          }
        });
    free.clear();
  }

  /// {@return the size of the buffer that serves this many bytes}
  static long rounded(long bytes) {
    if (bytes <= SMALLEST) {
      return SMALLEST;
    }
    long step = Math.max(1, Long.highestOneBit(bytes - 1) >>> 2);
    return (bytes + step - 1) / step * step;
  }

  /// {@return how many bytes the driver has given}
  synchronized long held() {
    return held;
  }
}
