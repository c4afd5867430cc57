package io.ligature.op;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/// Windows that slide along the last axes of samples with channels, a [Window] for each axis.
///
/// ```text
/// x (N, C, extents)   ->   padded and with the axes as one: lines (N · C, P)
/// ```
///
/// Element `k` of window `o` is `lines[..., places[k, o]]`, where `k` and `o` count in row-major
/// order.
final class Sliding {
  private Sliding() {}

  /// {@return the name of an operation along so many axes, such as `Conv2d`}
  static String label(String name, List<?> axes) {
    return "%s%dd".formatted(name, axes.size());
  }

  /// {@return the list itself, copied}
  ///
  /// @throws IllegalArgumentException if it is empty
  static List<Window> checked(String name, List<Window> windows) {
    if (windows.isEmpty()) {
      throw new IllegalArgumentException(
          "%s needs a window for each axis, 1 or more; found none.".formatted(name));
    }
    return List.copyOf(windows);
  }

  // ---- shapes

  /// {@return samples and channels as messages write them, such as `(N, C, H, W)`}
  static String axes(String channels, int spatial) {
    return switch (spatial) {
      case 1 -> "(N, " + channels + ", L)";
      case 2 -> "(N, " + channels + ", H, W)";
      case 3 -> "(N, " + channels + ", D, H, W)";
      default -> "(N, " + channels + ", " + spatial + " more axes)";
    };
  }

  /// Refuses an operand that is not samples of channels with so many axes.
  static void checkRank(FusedOp op, Tensor x, int spatial) {
    Operands.rank(op, "x " + axes("C", spatial), "x", x, spatial + 2);
  }

  /// {@return how many windows each axis of x has}
  ///
  /// @throws ShapeException if none fits somewhere
  static long[] counts(FusedOp op, Tensor x, List<Window> windows) {
    var counts = new long[windows.size()];
    for (int i = 0; i < counts.length; i++) {
      counts[i] = windows.get(i).count(x.shape().get(i + 2));
      if (counts[i] == 0) {
        throw Operands.misfit(
            op,
            "x that a window reaching over %s elements fits into".formatted(reaches(windows)),
            "x",
            x,
            "Pad it, or take a smaller window.");
      }
    }
    return counts;
  }

  private static String reaches(List<Window> windows) {
    return windows.stream().map(w -> Long.toString(w.reach())).collect(Collectors.joining(" x "));
  }

  /// {@return the first two extents of x or others, and these behind them}
  static Shape shape(long samples, long channels, long[] spatial) {
    var extents = new long[spatial.length + 2];
    extents[0] = samples;
    extents[1] = channels;
    System.arraycopy(spatial, 0, extents, 2, spatial.length);
    return Shape.of(extents);
  }

  static long product(long... extents) {
    return Arrays.stream(extents).reduce(1, Math::multiplyExact);
  }

  // ---- elements

  /// {@return x with padding}
  static Tensor padded(Tensor x, List<Window> windows, Number value) {
    for (int i = 0; i < windows.size(); i++) {
      var window = windows.get(i);
      if (window.before() + window.after() > 0) {
        x = x.pad(i + 2, window.before(), window.after(), value);
      }
    }
    return x;
  }

  /// {@return padded x with the axes behind samples and channels as one: (N · C, P)}
  static Tensor lines(Tensor padded) {
    long lines = padded.shape().get(0) * padded.shape().get(1);
    return padded.reshape(lines, product(spatial(padded.shape())));
  }

  /// {@return the extents behind samples and channels}
  static long[] spatial(Shape shape) {
    return Arrays.copyOfRange(shape.toArray(), 2, shape.rank());
  }

  /// {@return where element `k` of window `o` is: (K, O) INT64}
  ///
  /// @param padded the extents of the axes, with their padding
  /// @param counts how many windows each has
  static Tensor places(Device device, List<Window> windows, long[] padded, long[] counts) {
    int axes = windows.size();
    var extents = new long[2 * axes];
    for (int i = 0; i < axes; i++) {
      extents[i] = windows.get(i).size();
      extents[axes + i] = counts[i];
    }
    var type = new TensorType(DType.INT64, Shape.of(extents));
    var places = Dispatch.create(device, new Op.Fill(type, (Number) 0L));
    long step = 1; // to the next element along an axis
    for (int i = axes - 1; i >= 0; i--) {
      var window = windows.get(i);
      places = places.plus(count(device, type, i, step * window.dilation()));
      places = places.plus(count(device, type, axes + i, step * window.stride()));
      step *= padded[i];
    }
    long elements = product(Arrays.copyOf(extents, axes));
    return places.reshape(elements, product(counts));
  }

  private static Tensor count(Device device, TensorType type, int axis, long step) {
    return Dispatch.create(device, new Op.Iota(type, axis, (Number) 0L, (Number) step));
  }

  /// {@return the elements of all windows: (N · C, K · O)}
  static Tensor read(Tensor lines, Tensor places) {
    return Dispatch.execute(new Op.Gather(1), lines, along(lines, places));
  }

  /// {@return places for every line: (N · C, K · O)}
  static Tensor along(Tensor lines, Tensor places) {
    long count = places.size();
    return places.reshape(1, count).expand(lines.shape().get(0), count);
  }
}
