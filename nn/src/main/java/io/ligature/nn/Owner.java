package io.ligature.nn;

import org.jspecify.annotations.Nullable;

/// Where a block or a slot was found first: for names in messages and printing, and for nothing
/// else.
final class Owner {
  private @Nullable Block block;
  private String name = "";

  /// Remembers the first owner.
  void found(Block in, String as) {
    if (block == null) {
      block = in;
      name = as;
    }
  }

  String name() {
    return name;
  }

  /// {@return the names from the outermost known block, with dots}
  String path() {
    var above = block == null ? "" : block.owner().path();
    return above.isEmpty() ? name : above + "." + name;
  }
}
