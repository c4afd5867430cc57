package io.ligature.nn.metric;

/// How the values of classes become one.
public enum Average {
  /// All examples together, whatever their class; every wrong one is counted at two classes.
  MICRO,
  /// The mean over the classes that occur, in what is or in what was said.
  MACRO,
  /// The mean over the classes, each as often as it is right.
  WEIGHTED
}
