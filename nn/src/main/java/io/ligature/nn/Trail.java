package io.ligature.nn;

import io.ligature.Located;
import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/// How an error learns its path: each block that it leaves asks which of its children it came from.
///
/// The names are those of the blocks that were really running, whoever else may hold them.
final class Trail {
  private static final ThreadLocal<@Nullable Trail> LAST = new ThreadLocal<>();

  private final WeakReference<RuntimeException> error; // weak: nothing here may keep a model alive
  private final WeakReference<Block> left;
  private final @Nullable String place;

  private Trail(RuntimeException error, Block left, @Nullable String place) {
    this.error = new WeakReference<>(error);
    this.left = new WeakReference<>(left);
    this.place = place;
  }

  /// Notes that an error leaves a block.
  ///
  /// @return the error, located
  static RuntimeException leave(Block block, RuntimeException error) {
    if (error instanceof Located located) {
      var last = LAST.get();
      if (last != null && last.error.refersTo(error)) {
        var name = last.nameIn(block);
        if (name != null) {
          located.within(name);
        }
      }
      LAST.set(new Trail(error, block, null));
    }
    return error;
  }

  /// Notes at which of its places the block stood that the error has just left.
  static void at(String place, RuntimeException error) {
    var last = LAST.get();
    var left = last == null || !last.error.refersTo(error) ? null : last.left.get();
    if (left != null) {
      LAST.set(new Trail(error, left, place));
    }
  }

  private @Nullable String nameIn(Block parent) {
    return place != null ? place : name(parent, left.get());
  }

  /// {@return the name of a block in the one around it; null if it was made on the way}
  static @Nullable String name(Object parent, @Nullable Object child) {
    for (var entry : Members.of((Block) parent).blocks().entrySet()) {
      if (entry.getValue() == child) {
        return entry.getKey();
      }
    }
    return null;
  }
}
