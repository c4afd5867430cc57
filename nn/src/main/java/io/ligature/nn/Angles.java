package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Memory;
import io.ligature.Shape;
import io.ligature.Tensor;
import org.jspecify.annotations.Nullable;

/// Positions as angles on circles that turn ever more slowly, and the table of their cosines and
/// sines.
///
/// ```text
/// angle of position t in pair i = t / base^(2 i / width)      i = 0, ..., width / 2 - 1
/// ```
///
/// The table grows with the longest sequence seen, and is computed in doubles, so that positions
/// far out keep their digits.
final class Angles {
  private static final long FEWEST = 64;

  private final double base;
  private volatile @Nullable Table known; // the last one made; threads may make one twice

  /// @param base above 1
  Angles(double base) {
    this.base = base;
  }

  double base() {
    return base;
  }

  /// Cosines and sines: (positions, width / 2).
  record Table(Tensor cos, Tensor sin) {
    private boolean suits(DType dtype, Device device, long positions, long pairs) {
      return cos.dtype() == dtype
          && cos.device().equals(device)
          && cos.shape().get(0) >= positions
          && cos.shape().get(1) == pairs;
    }

    private Table rows(long first, long count) {
      return new Table(cos.slice(0, first, first + count), sin.slice(0, first, first + count));
    }
  }

  /// {@return the angles of `count` positions from `first` on, in a type that computes}
  ///
  /// @param x whose device they are on
  /// @param dtype FLOAT32 or FLOAT64
  Table of(Tensor x, DType dtype, long first, long count, long pairs) {
    if (x.device().isDry()) {
      var nothing = x.device().with(() -> Tensor.zeros(dtype, count, pairs));
      return new Table(nothing, nothing);
    }
    var table = known;
    if (table == null || !table.suits(dtype, x.device(), first + count, pairs)) {
      table = make(x.device(), dtype, Math.max(FEWEST, 2 * (first + count)), pairs);
      known = table;
    }
    return table.rows(first, count);
  }

  private Table make(Device device, DType dtype, long positions, long pairs) {
    int width = Math.toIntExact(pairs);
    var cos = new double[Math.toIntExact(positions * pairs)];
    var sin = new double[cos.length];
    for (int at = 0; at < cos.length; at++) {
      int position = at / width;
      double angle = position / Math.pow(base, (double) (at % width) / width);
      cos[at] = Math.cos(angle);
      sin[at] = Math.sin(angle);
    }
    var shape = Shape.of(positions, pairs);
    return new Table(kept(device, dtype, cos, shape), kept(device, dtype, sin, shape));
  }

  private static Tensor kept(Device device, DType dtype, double[] values, Shape shape) {
    return Memory.keep(device.with(() -> Tensor.of(values, shape).to(dtype)));
  }
}
