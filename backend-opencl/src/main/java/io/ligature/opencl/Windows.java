package io.ligature.opencl;

import io.ligature.Shape;
import io.ligature.op.Window;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/// Windows along up to three axes, as `windows.cl` is told them.
///
/// How they slide is built into a program, so that the compiler unrolls their loops and divides by
/// constants; extents are arguments.
final class Windows {
  private static final int MOST_AXES = 3;

  private final String options;
  private final long[] extents; // of the axes, ones in front
  private final long[] counts; // of windows

  private Windows(String options, Shape shape, Shape found) {
    this.options = options;
    extents = extents(shape);
    counts = extents(found);
  }

  private static long[] extents(Shape shape) {
    var extents = all(1);
    int axes = shape.rank() - 2;
    System.arraycopy(shape.toArray(), 2, extents, MOST_AXES - axes, axes);
    return extents;
  }

  private static long[] all(long value) {
    var all = new long[MOST_AXES];
    Arrays.fill(all, value);
    return all;
  }

  /// {@return whether there are kernels for windows along so many axes}
  static boolean fit(List<?> axes) {
    return axes.size() <= MOST_AXES;
  }

  /// {@return windows that slide over channels}
  ///
  /// @param shape (N, C, extents)
  /// @param found (N, C, counts)
  static Windows sliding(List<Window> windows, Shape shape, Shape found) {
    boolean padded = windows.stream().anyMatch(window -> window.before() + window.after() > 0);
    var options =
        list("SIZES", windows, Window::size, 1)
            + list("STRIDES", windows, Window::stride, 1)
            + list("BEFORES", windows, Window::before, 0)
            + list("DILATIONS", windows, Window::dilation, 1)
            + (padded ? " -DPADDED" : "")
            + " -w"; // some compilers warn where they do not unroll a loop
    return new Windows(options, shape, found);
  }

  private static String list(
      String name, List<Window> windows, ToLongFunction<Window> number, long missing) {
    var numbers = all(missing);
    for (int i = 0; i < windows.size(); i++) {
      numbers[MOST_AXES - windows.size() + i] = number.applyAsLong(windows.get(i));
    }
    var text = Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(","));
    return " -D" + name + "=" + text;
  }

  /// {@return pieces into which the axes of channels are cut}
  ///
  /// @param shape (N, C, extents)
  /// @param found (N, C, pieces)
  static Windows adaptive(Shape shape, Shape found) {
    return new Windows(" -DADAPTIVE", shape, found);
  }

  /// {@return the definitions that build them into a program}
  String options() {
    return options;
  }

  /// {@return elements of a channel}
  long area() {
    return extents[0] * extents[1] * extents[2];
  }

  /// {@return windows of a channel}
  long count() {
    return counts[0] * counts[1] * counts[2];
  }

  /// {@return the members of the C struct `grid` in order}
  long[] struct() {
    var longs = Arrays.copyOf(extents, 2 * MOST_AXES);
    System.arraycopy(counts, 0, longs, MOST_AXES, MOST_AXES);
    return longs;
  }
}
