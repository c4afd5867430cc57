package io.ligature.opencl;

import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/// The way through the elements of several layouts of one shape, in row-major order, as kernels are
/// told it.
///
/// Axes that all layouts step through alike are joined into one, so most walks have one axis. The C
/// structs `walk1` to `walk4` of `prelude.cl` are [#struct].
final class Walk {
  /// How many axes a kernel takes; for more it is launched several times.
  static final int MOST_AXES = 8;

  private final long[] extents; // of the axes that are left, one or more
  private final long[][] strides; // of each layout, one an axis
  private final long[] offsets; // of each layout

  private Walk(long[] extents, long[][] strides, long[] offsets) {
    this.extents = extents;
    this.strides = strides;
    this.offsets = offsets;
  }

  /// Does something for walks that together reach every element.
  static void each(Consumer<Walk> work, View... views) {
    each(work, Arrays.stream(views).map(View::layout).toArray(Layout[]::new));
  }

  static void each(Consumer<Walk> work, Layout... layouts) {
    var whole = of(layouts);
    if (whole.fits()) {
      work.accept(whole);
      return;
    }
    long count = layouts[0].shape().get(0);
    for (long i = 0; i < count; i++) {
      var slices = new Layout[layouts.length];
      for (int k = 0; k < slices.length; k++) {
        slices[k] = without(layouts[k].slice(0, i, 1, 1));
      }
      each(work, slices);
    }
  }

  private static Layout without(Layout slice) {
    var strides = slice.strides();
    return Layout.of(
        slice.shape().without(0), Arrays.copyOfRange(strides, 1, strides.length), slice.offset());
  }

  /// {@return the walk through all elements, of as many axes as it takes}
  static Walk of(Layout... layouts) {
    var shape = layouts[0].shape();
    List<Long> extents = new ArrayList<>();
    List<long[]> steps = new ArrayList<>(); // of every layout, an axis each
    for (int axis = 0; axis < shape.rank(); axis++) {
      long extent = shape.get(axis);
      if (extent == 1) {
        continue;
      }
      var step = new long[layouts.length];
      boolean joins = !extents.isEmpty();
      for (int k = 0; k < layouts.length; k++) {
        step[k] = layouts[k].stride(axis);
        joins = joins && steps.getLast()[k] == step[k] * extent;
      }
      if (joins) {
        extents.set(extents.size() - 1, extents.getLast() * extent);
        steps.set(steps.size() - 1, step);
      } else {
        extents.add(extent);
        steps.add(step);
      }
    }
    if (extents.isEmpty()) {
      extents.add(shape.size());
      steps.add(new long[layouts.length]);
    }
    var strides = new long[layouts.length][extents.size()];
    var offsets = new long[layouts.length];
    for (int k = 0; k < layouts.length; k++) {
      for (int axis = 0; axis < extents.size(); axis++) {
        strides[k][axis] = steps.get(axis)[k];
      }
      offsets[k] = layouts[k].offset();
    }
    return new Walk(extents.stream().mapToLong(Long::longValue).toArray(), strides, offsets);
  }

  /// {@return whether a kernel takes it at once}
  boolean fits() {
    return extents.length <= MOST_AXES;
  }

  /// {@return the extent of the innermost axis that is left}
  long length() {
    return extents[extents.length - 1];
  }

  /// {@return the number of elements}
  long size() {
    long size = 1;
    for (long extent : extents) {
      size *= extent;
    }
    return size;
  }

  /// {@return whether neighbours lie side by side in every layout}
  boolean isSideBySide() {
    int last = extents.length - 1;
    return extents[last] > 1 && Arrays.stream(strides).allMatch(ofLayout -> ofLayout[last] == 1);
  }

  /// {@return whether the elements of every layout lie side by side, all of them}
  boolean isWholeSideBySide() {
    return extents.length == 1 && isSideBySide();
  }

  /// {@return the members of the C struct in order}
  long[] struct() {
    var longs = new long[2 + MOST_AXES + offsets.length * (1 + MOST_AXES)];
    longs[0] = size();
    longs[1] = extents.length;
    int at = 2;
    System.arraycopy(extents, 0, longs, at, extents.length);
    at += MOST_AXES;
    System.arraycopy(offsets, 0, longs, at, offsets.length);
    at += offsets.length;
    for (var ofLayout : strides) {
      System.arraycopy(ofLayout, 0, longs, at, ofLayout.length);
      at += MOST_AXES;
    }
    return longs;
  }
}
