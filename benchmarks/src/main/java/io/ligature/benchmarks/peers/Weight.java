package io.ligature.benchmarks.peers;

import java.util.stream.IntStream;

/// The first values of a parameter.
///
/// @param extents as PyTorch lays them out: outputs first
// Arrays, since every rival takes them as they are; nobody compares weights.
@SuppressWarnings("ArrayRecordComponent")
public record Weight(int[] extents, float[] values) {
  /// {@return matrices and kernels N(0, 1 / fan-in), vectors N(0, 0.01), scales around 1}
  static Weight draw(long seed, int[] extents, boolean scale) {
    int count = Numbers.size(extents);
    double deviation = extents.length == 1 ? 0.1 : Math.sqrt((double) extents[0] / count);
    var values = Numbers.normal(seed, count);
    for (int i = 0; i < count; i++) {
      values[i] = (float) (values[i] * deviation + (scale ? 1 : 0));
    }
    return new Weight(extents, values);
  }

  /// {@return the same values under other extents}
  public Weight as(int... others) {
    return new Weight(others, values);
  }

  /// {@return the values in another order of axes, for libraries with other layouts}
  ///
  /// @param axes which axis comes first, which second, ...
  public Weight permuted(int... axes) {
    int rank = extents.length;
    var strides = new int[rank];
    for (int axis = rank - 1, stride = 1; axis >= 0; stride *= extents[axis--]) {
      strides[axis] = stride;
    }
    var shape = IntStream.of(axes).map(axis -> extents[axis]).toArray();
    var moved = new float[values.length];
    for (int i = 0; i < moved.length; i++) {
      int from = 0;
      for (int axis = rank - 1, rest = i; axis >= 0; rest /= shape[axis--]) {
        from += rest % shape[axis] * strides[axes[axis]];
      }
      moved[i] = values[from];
    }
    return new Weight(shape, moved);
  }
}
