package io.ligature;

/// An error that learns, on its way out of nested layers, in which of them it happened.
///
/// Blocks call [#within] with their name as the error passes; the message then begins with the
/// path.
public interface Located {
  /// Puts the name of an enclosing layer in front of the path.
  void within(String layer);

  /// {@return the path of the layer where it happened, such as `0.hidden`; empty outside layers}
  String path();
}
