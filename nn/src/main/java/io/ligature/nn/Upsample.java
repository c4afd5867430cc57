package io.ligature.nn;

import io.ligature.DType;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.Arrays;
import java.util.OptionalDouble;
import java.util.function.LongToDoubleFunction;

/// Sequences or images with more elements, or fewer, along each axis.
///
/// ```text
/// y[n, c, i] = x[n, c, s(i)]                                       nearest
/// y[n, c, i] = (1 - λ) x[n, c, ⌊s(i)⌋] + λ x[n, c, ⌊s(i)⌋ + 1]      λ = s(i) - ⌊s(i)⌋
///
/// x (N, C, extents)   y (N, C, others)      i has a component for each, and axes follow each other
/// ```
///
/// `s(i)` is where element `i` lies on the axis that it was made of; [Mode] says where that is.
public final class Upsample extends Block {
  /// What is at a place between elements.
  ///
  /// ```text
  /// r = extent / new extent, or 1 / scale
  /// ```
  public enum Mode {
    /// The element before it: s(i) = ⌊r i⌋.
    NEAREST("nearest"),
    /// The straight line between its neighbours, elements being areas: s(i) = r (i + 1/2) - 1/2, at
    /// least 0. PyTorch's `linear` and `bilinear`.
    LINEAR("linear"),
    /// The straight line between its neighbours, the first and last elements staying where they
    /// are: s(i) = i (extent - 1) / (new extent - 1). PyTorch's with `align_corners`.
    LINEAR_ALIGNED("linear, corners aligned");

    private final String words;

    Mode(String words) {
      this.words = words;
    }
  }

  private final Mode mode;
  private final OptionalDouble scale;
  private final long[] extents; // empty if there is a scale

  /// Makes the layer that repeats elements.
  ///
  /// @param scale how many times as many elements; rounded down
  /// @throws IllegalArgumentException if it is not above 0 and finite
  public Upsample(double scale) {
    this(scale, Mode.NEAREST);
  }

  /// Makes the layer.
  ///
  /// @param scale how many times as many elements; rounded down
  /// @throws IllegalArgumentException if it is not above 0 and finite
  public Upsample(double scale, Mode mode) {
    this(mode, OptionalDouble.of(scale));
    if (!(scale > 0 && scale < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "Upsample needs a scale above 0, and finite; found %s.".formatted(scale));
    }
  }

  private Upsample(Mode mode, OptionalDouble scale, long... extents) {
    this.mode = mode;
    this.scale = scale;
    this.extents = extents.clone();
  }

  /// {@return the layer that gives results of these extents}
  ///
  /// @param extents one for each axis behind samples and channels, 1 or more
  /// @throws IllegalArgumentException if there is none, or one is below 1
  public static Upsample to(Mode mode, long... extents) {
    if (extents.length == 0 || Arrays.stream(extents).anyMatch(extent -> extent < 1)) {
      throw new IllegalArgumentException(
          "Upsample needs extents of 1 or more, one for each axis; found %s."
              .formatted(Arrays.toString(extents)));
    }
    return new Upsample(mode, OptionalDouble.empty(), extents);
  }

  @Override
  protected Tensor forward(Tensor x) {
    check(x);
    var y = mode == Mode.NEAREST ? x : real(x);
    for (int axis = 2; axis < x.rank(); axis++) {
      y = along(y, axis, extent(x, axis));
    }
    return y;
  }

  private static Tensor real(Tensor x) {
    return x.to(x.dtype().isFloating() ? x.dtype().widened() : DType.FLOAT32);
  }

  private void check(Tensor x) {
    boolean fits = extents.length == 0 ? x.rank() >= 3 : x.rank() == extents.length + 2;
    for (int axis = 2; fits && axis < x.rank(); axis++) {
      fits = x.shape().get(axis) > 0 && extent(x, axis) > 0;
    }
    if (!fits) {
      throw new ShapeException(
          "Upsample needs x (N, C, %s) that leaves elements; found %s. Reshape x."
              .formatted(
                  extents.length == 0 ? "..." : "%d more axes".formatted(extents.length),
                  x.shape()));
    }
  }

  private long extent(Tensor x, int axis) {
    return scale.isEmpty()
        ? extents[axis - 2]
        : (long) Math.floor(x.shape().get(axis) * scale.getAsDouble());
  }

  private Tensor along(Tensor x, int axis, long count) {
    long extent = x.shape().get(axis);
    var source = source(extent, count);
    var before = new long[Math.toIntExact(count)];
    var behind = new long[before.length];
    var share = new double[before.length];
    for (int i = 0; i < before.length; i++) {
      before[i] = Math.min((long) source.applyAsDouble(i), extent - 1);
      behind[i] = Math.min(before[i] + 1, extent - 1);
      share[i] = source.applyAsDouble(i) - before[i];
    }
    if (mode == Mode.NEAREST) {
      return selected(x, axis, before);
    }
    var along = new long[x.rank()];
    Arrays.fill(along, 1);
    along[axis] = count;
    var weight = x.device().with(() -> Tensor.of(share, along)).to(x.dtype());
    return selected(x, axis, before)
        .times(weight.rminus(1))
        .plus(selected(x, axis, behind).times(weight));
  }

  private static Tensor selected(Tensor x, int axis, long[] places) {
    return x.indexSelect(axis, x.device().with(() -> Tensor.of(places)));
  }

  /// {@return `s`}
  private LongToDoubleFunction source(long extent, long count) {
    double ratio = scale.isEmpty() ? (double) extent / count : 1 / scale.getAsDouble();
    double apart = count == 1 ? 0 : (double) (extent - 1) / (count - 1);
    return switch (mode) {
      case NEAREST -> i -> Math.floor(i * ratio);
      case LINEAR -> i -> Math.max((i + 0.5) * ratio - 0.5, 0);
      case LINEAR_ALIGNED -> i -> i * apart;
    };
  }

  @Override
  protected String describe() {
    var size =
        scale.isPresent()
            ? "by " + scale.getAsDouble()
            : "to " + Arrays.toString(extents).replace(", ", " x ").replaceAll("[\\[\\]]", "");
    return "Upsample(%s, %s)".formatted(size, mode.words);
  }
}
