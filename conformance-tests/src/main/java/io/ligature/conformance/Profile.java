package io.ligature.conformance;

/// How precise a backend means to be. It decides the constants of every tolerance, and nothing else
/// does.
public enum Profile {
  /// Arithmetic rounds as IEEE 754 says, the sign of zero and subnormals included; functions of a
  /// mathematical library are good to a few units in the last place.
  IEEE,
  /// As OpenCL's full profile allows a GPU: division and square root within 3 units in the last
  /// place, functions within 16, subnormals may be flushed to zero and zeros may lose their sign.
  RELAXED_GPU
}
