package io.ligature.opencl;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.ligature.BackendException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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
  private static final long PATIENCE = 20; // ms for the collector to say what nobody reaches,
  private static final long LAST_PATIENCE = 200; // and before anybody is refused
  private static final MemorySegment FIRST = Arena.global().allocate(8); // what is written first

  private final OpenCl cl;
  private final long context;
  private final long queue;
  private final String device;
  private final long limit;
  private final long largest;
  private final Map<Long, Deque<Long>> free = new HashMap<>();
  private final Set<Lease> leases = new HashSet<>(); // reachable until they are given back
  private final ReferenceQueue<Object> unreachable = new ReferenceQueue<>();
  private long held; // bytes, in use or not
  private long soft; // how many bytes are no reason to ask the collector

  BufferPool(OpenCl cl, long context, long queue, Traits traits) {
    this.cl = cl;
    this.context = context;
    this.queue = queue;
    device = traits.name();
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
  /// @throws BackendException if the device has no such memory left
  synchronized Lease lease(Object user, long bytes) {
    if (bytes > largest) {
      throw new BackendException(
          "%s gives a buffer %s at most, and %s are needed."
              .formatted(device, readable(largest), readable(bytes)));
    }
    collect();
    long rounded = Math.min(rounded(bytes), largest);
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
        System.gc();
        takeBack(held + bytes > limit ? LAST_PATIENCE : PATIENCE);
        soft = Math.clamp(2 * held, limit / 4, limit);
      }
    }
    if (held + bytes > limit) {
      throw new BackendException(
          "%s has %s for us, which ligature.opencl.memory can change; %s of it are in use, and %s more are needed."
              .formatted(device, readable(limit), readable(held), readable(bytes)));
    }
    try {
      long handle = createdAtLast(bytes);
      held += bytes;
      return handle;
    } catch (OpenClException e) {
      throw new BackendException(
          "%s could not be had on %s: %s.".formatted(readable(bytes), device, e.answer()), e);
    }
  }

  private long createdAtLast(long bytes) {
    try {
      return created(bytes);
    } catch (OpenClException e) {
      if (!e.isAboutMemory()) {
        throw e;
      }
      takeBack(LAST_PATIENCE);
      return created(bytes);
    }
  }

  /// Drivers promise memory that they do not have until it is used first; so it is used here, where
  /// a refusal can be helped.
  private long created(long bytes) {
    long handle = cl.createBuffer(context, bytes);
    try (var arena = Arena.ofConfined()) {
      var event = arena.allocate(JAVA_LONG);
      cl.write(queue, handle, 0, FIRST, event);
      cl.releaseEvent(event.get(JAVA_LONG, 0));
      return handle;
    } catch (OpenClException e) {
      release(handle);
      throw e;
    }
  }

  /// Waits a little for what the collector has found, and gives all unused buffers back.
  private void takeBack(long patience) {
    try {
      for (var dead = unreachable.remove(patience); dead != null; dead = unreachable.remove(1)) {
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
            release(handle);
            held -= bytes;
          }
        });
    free.clear();
  }

  private void release(long handle) {
    try {
      cl.releaseBuffer(handle);
    } catch (OpenClException e) {
      // the device is lost with all its buffers, and whoever uses it is told so
    }
  }

  /// {@return the size of the buffer that serves this many bytes}
  static long rounded(long bytes) {
    if (bytes <= SMALLEST) {
      return SMALLEST;
    }
    long step = Math.max(1, Long.highestOneBit(bytes - 1) >>> 2);
    return (bytes + step - 1) / step * step;
  }

  private static String readable(long bytes) {
    return bytes < 1 << 20 ? bytes + " bytes" : "%.1f MiB".formatted(bytes / 0x1p20);
  }

  /// {@return how many bytes the driver has given}
  synchronized long held() {
    return held;
  }
}
