package io.ligature;

import io.ligature.spi.Storage;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What happens when a device's memory does not suffice: wait for what is under way, empty the
/// pools, collect garbage once, try again, and if that fails say who holds the most.
final class Exhaustion {
  private static final long BIG = 1 << 20; // bytes; smaller ones are not worth a line
  private static final int LINES = 8;

  private static final List<WeakReference<Storage>> HOLDERS = new ArrayList<>();
  private static int prunedAt = 64;

  private Exhaustion() {}

  /// Remembers a storage that is big enough to be named.
  static void note(Storage storage) {
    if (bytes(storage) >= BIG && !storage.device().isDry()) {
      synchronized (HOLDERS) {
        if (HOLDERS.size() >= prunedAt) {
          HOLDERS.removeIf(held -> isGone(held.get()));
          prunedAt = 64 + 2 * HOLDERS.size();
        }
        HOLDERS.add(new WeakReference<>(storage));
      }
    }
  }

  private static boolean isGone(@Nullable Storage storage) {
    return storage == null || storage.isReleased();
  }

  /// {@return memory that was refused once}
  ///
  /// @param attempt asks for it
  /// @throws BackendException if it is refused again; lists the largest holders
  static <T extends Storage> T allocate(
      Device device, DType dtype, long length, Supplier<T> attempt, Throwable refusal) {
    var backend = device.backend();
    try {
      backend.synchronize();
      backend.trim();
    } catch (BackendException worse) {
      worse.addSuppressed(refusal);
      throw worse;
    }
    System.gc();
    try {
      return attempt.get();
    } catch (OutOfMemoryError | BackendException again) {
      var exception =
          new BackendException(
              "%s has no memory left for %s of %s, %d elements.\n%s%sUse smaller batches, wrap steps in Memory.scope, or give the device more memory (for heap arrays, -Xmx)."
                  .formatted(
                      device,
                      readable((double) dtype.bytes() * length),
                      dtype,
                      length,
                      again instanceof BackendException ? again.getMessage() + "\n" : "",
                      holders()),
              again);
      exception.addSuppressed(refusal);
      throw exception;
    }
  }

  private static String holders() {
    List<Storage> live;
    synchronized (HOLDERS) {
      live =
          HOLDERS.stream()
              .map(WeakReference::get)
              .filter(Objects::nonNull)
              .filter(storage -> !storage.isReleased())
              .sorted(Comparator.comparingLong(Exhaustion::bytes).reversed())
              .toList();
    }
    if (live.isEmpty()) {
      return "No tensor of 1 MiB or more is alive.\n";
    }
    long total = live.stream().mapToLong(Exhaustion::bytes).sum();
    return live.stream()
        .limit(LINES)
        .map(Exhaustion::line)
        .collect(
            Collectors.joining(
                "",
                "The largest of %d tensors, %s in all:\n"
                    .formatted(live.size(), readable((double) total)),
                ""));
  }

  private static String line(Storage storage) {
    var site = storage.madeAt();
    return "  %s of %s on %s%s\n"
        .formatted(
            readable((double) bytes(storage)),
            storage.dtype(),
            storage.device(),
            site == null ? "" : ", made at " + site);
  }

  private static long bytes(Storage storage) {
    return storage.length() * storage.dtype().bytes();
  }

  private static String readable(double bytes) {
    return bytes < BIG ? (long) bytes + " bytes" : "%.1f MiB".formatted(bytes / BIG);
  }
}
