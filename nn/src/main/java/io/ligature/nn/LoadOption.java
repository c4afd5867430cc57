package io.ligature.nn;

/// What a load may overlook; without any of these it is strict.
public enum LoadOption {
  /// Parameters and buffers of which the state has no value stay as they are.
  ALLOW_MISSING,
  /// Values for which the block has no place are left out.
  ALLOW_UNEXPECTED,
  /// Values are cast to types that hold them less exactly, such as FLOAT64 to FLOAT32; without it
  /// only to types that hold them all.
  CAST_DTYPE,
  /// A cast may turn numbers into infinities, or saturate them; goes with [#CAST_DTYPE].
  ALLOW_OVERFLOW
}
