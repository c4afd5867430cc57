package io.ligature.nn;

/// One step of a [Traversal].
///
/// @param block the block
/// @param path its path from the root; empty for the root
/// @param isFirst whether no earlier path led to the same block
/// @param firstPath the first path that led to it
public record Visit(Block block, String path, boolean isFirst, String firstPath) {
  /// {@return the path of something in this block}
  public String child(String name) {
    return Names.join(path, name);
  }
}
