package io.ligature.op;

/// The kernels by name, one for each method of [io.ligature.spi.Kernels].
public enum Family {
  /// One value everywhere.
  FILL,
  /// Elements copied and converted.
  COPY,
  /// Counting along an axis.
  IOTA,
  /// Random words.
  RANDOM_BITS,
  /// Functions of one operand.
  UNARY,
  /// Functions of two operands.
  BINARY,
  /// Comparisons.
  COMPARE,
  /// Choice by a condition.
  WHERE,
  /// Reductions of axes.
  REDUCE,
  /// Places of extremes.
  ARG_REDUCE,
  /// Running reductions.
  SCAN,
  /// Products of matrices.
  MATMUL,
  /// Reading by index.
  GATHER,
  /// Writing by index.
  SCATTER,
  /// Sorting along an axis.
  SORT
}
