package io.ligature.nn;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/// Where a block or a slot was found first: for names in messages and printing, and for nothing
/// else.
final class Owner {
  private volatile @Nullable WeakReference<Block>
      block; // weak: a layer must not keep its old model alive
  private volatile String name = "";

  /// Remembers an owner, unless one is known that still exists.
  void found(Block in, String as) {
    if (block() == null) {
      name = as;
      block = new WeakReference<>(in);
    }
  }

  private @Nullable Block block() {
    var known = block;
    return known == null ? null : known.get();
  }

  /// {@return the names from the outermost known block, with dots}
  String path() {
    var in = block();
    if (in == null) {
      return name;
    }
    var above = in.owner().path();
    return above.isEmpty() ? name : above + "." + name;
  }
}
