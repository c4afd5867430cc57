package io.ligature.opencl;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.ligature.BackendException;
import io.ligature.spi.Inside;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// The launches that may still be under way, so that an error which comes late can say whose it is.
final class Launches {
  private static final int MOST = 256; // then the older half is asked how it went

  /// @param inside the layer that it was made in, if any
  private record Launch(long event, String what, @Nullable Inside inside) {
    String describe() {
      var path = inside == null ? "" : inside.path();
      return path.isEmpty() ? what : what + ", launched in layer " + path + ",";
    }
  }

  private final OpenCl cl;
  private final String device;
  private final MemorySegment scratch = Arena.ofAuto().allocate(JAVA_INT);
  private final Deque<Launch> open = new ArrayDeque<>();
  private long count;
  private int crowd = MOST; // with more of them open, they are looked at
  private @Nullable BackendException failure;

  /// Of a device, named for messages.
  Launches(OpenCl cl, String device) {
    this.cl = cl;
    this.device = device;
    Inside.want();
  }

  /// {@return how many there have been}
  synchronized long count() {
    return count;
  }

  synchronized void add(long event, String what) {
    count++;
    open.add(new Launch(event, what, Inside.current()));
    if (open.size() > crowd) {
      settle(MOST / 2);
      crowd = Math.max(MOST, open.size() + MOST / 2);
    }
  }

  /// Forgets those that have ended, but for the last few, and remembers the first that failed.
  private void settle(int left) {
    while (open.size() > left) {
      var launch = open.element();
      int status = status(launch.event);
      if (status > 0) {
        return; // and so are those behind it
      }
      open.remove();
      if (status < 0 && failure == null) {
        failure =
            new BackendException(
                "%s failed on %s: %s. Everything computed from its result is lost. %s With -Dligature.opencl.sync=true the error comes where it happens."
                    .formatted(
                        launch.describe(),
                        device,
                        OpenClException.name(status),
                        OpenClException.advice(status)));
      }
    }
  }

  /// {@return how a launch ended, whose event is released then; above 0 if it has not}
  private int status(long event) {
    try {
      int status = cl.eventStatus(event, scratch);
      if (status <= 0) {
        cl.releaseEvent(event);
      }
      return status;
    } catch (OpenClException e) {
      return e.status(); // a driver that does not know its own event any more
    }
  }

  /// Throws what has gone wrong since the last time, once.
  ///
  /// @throws BackendException naming the operation
  synchronized void check() {
    settle(0);
    var found = failure;
    failure = null;
    if (found != null) {
      throw found;
    }
  }
}
