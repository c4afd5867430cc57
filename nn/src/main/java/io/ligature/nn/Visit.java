package io.ligature.nn;

/// One step of a [Traversal].
///
/// @param block the block
/// @param path its path from the root; empty for the root
/// @param isFirst whether no earlier path led to the same block
public record Visit(Block block, String path, boolean isFirst) {
  /// {@return the path of something in this block}
  public String child(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }
}
