package io.ligature;

import io.ligature.spi.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The storages that were made in one [Memory#scope], and how they go.
final class Scope {
  private final Object work;
  private final @Nullable Scope outer;
  private final List<Storage> made = new ArrayList<>();

  Scope(Object work, @Nullable Scope outer) {
    this.work = work;
    this.outer = outer;
  }

  /// Takes a storage in.
  synchronized void add(Storage storage) {
    storage.owner(this);
    made.add(storage);
  }

  /// Releases what is still owned and not reachable from the result; hands the rest on.
  synchronized void end(@Nullable Object result) {
    Set<Storage> reached = Collections.newSetFromMap(new IdentityHashMap<>(8));
    Reach.storages(result, reached);
    String reason = null;
    for (var storage : made) {
      if (storage.owner() != this) {
        continue; // kept
      }
      if (reached.contains(storage)) {
        handOn(storage);
      } else {
        reason = reason == null ? reason() : reason;
        storage.release(reason);
      }
    }
    made.clear();
  }

  private void handOn(Storage storage) {
    if (outer == null) {
      storage.owner(null);
    } else {
      outer.add(storage);
    }
  }

  private String reason() {
    return "the Memory.scope in %s that it was made in has ended. Return it from the scope, or call Memory.keep(tensor) inside"
        .formatted(origin());
  }

  /// A lambda is named for the class that it stands in, and costs nothing to ask.
  private String origin() {
    var name = work.getClass().getName();
    int lambda = name.indexOf("$$Lambda");
    return lambda < 0 ? name : name.substring(0, lambda);
  }

  /// {@return the line that asked the library for something}
  static @Nullable StackTraceElement caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(frame -> !isOurs(frame.getClassName()))
                    .findFirst()
                    .map(StackWalker.StackFrame::toStackTraceElement)
                    .orElse(null));
  }

  private static boolean isOurs(String type) {
    for (var ours :
        new String[] {"", "op.", "spi.", "safetensors.", "autograd.", "nn.", "nn.optim."}) {
      var prefix = "io.ligature." + ours;
      if (type.startsWith(prefix) && type.indexOf('.', prefix.length()) < 0) {
        return true;
      }
    }
    return type.startsWith("java.");
  }
}
