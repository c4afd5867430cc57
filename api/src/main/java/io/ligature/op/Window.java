package io.ligature.op;

/// How a window slides along one axis: what convolutions and poolings have in common.
///
/// ```text
/// window o reads the elements   o · stride - before + k · dilation      k = 0 ... size - 1
///
/// reach = (size - 1) dilation + 1                          from its first to its last element
/// count = ⌊(extent + before + after - reach) / stride⌋ + 1     windows on an axis
/// ```
///
/// Elements in front of the axis and behind it are padding.
///
/// @param size how many elements it reads, 1 or more
/// @param stride how far the next window is, 1 or more
/// @param before elements of padding in front of the axis, 0 or more
/// @param after elements of padding behind the axis, 0 or more
/// @param dilation how far apart the elements are that it reads, 1 or more
/// @see <a href="https://arxiv.org/abs/1603.07285">Dumoulin and Visin (2016)</a>
public record Window(long size, long stride, long before, long after, long dilation) {
  /// Checks the numbers.
  ///
  /// @throws IllegalArgumentException if one is outside its range
  public Window {
    check("size", size, 1);
    check("stride", stride, 1);
    check("padding", Math.min(before, after), 0);
    check("dilation", dilation, 1);
  }

  private static void check(String name, long value, long least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "A window needs a %s of %d or more; found %d.".formatted(name, least, value));
    }
  }

  /// {@return a window that moves one element at a time, without padding}
  public static Window of(long size) {
    return new Window(size, 1, 0, 0, 1);
  }

  /// {@return this window, the next one so far away}
  public Window stride(long step) {
    return new Window(size, step, before, after, dilation);
  }

  /// {@return this window, with as much padding on both sides}
  public Window padding(long both) {
    return padding(both, both);
  }

  /// {@return this window, with padding}
  public Window padding(long front, long back) {
    return new Window(size, stride, front, back, dilation);
  }

  /// {@return this window, its elements so far apart}
  public Window dilation(long step) {
    return new Window(size, stride, before, after, step);
  }

  /// {@return this window, with the padding that at a stride of 1 gives as many windows as
  /// elements; an odd element of it is behind}
  public Window same() {
    return padding((reach() - 1) / 2, reach() - 1 - (reach() - 1) / 2);
  }

  /// {@return how far it is from its first to its last element, both included}
  public long reach() {
    return (size - 1) * dilation + 1;
  }

  /// {@return how many windows an axis has; 0 if not even one fits}
  public long count(long extent) {
    long room = extent + before + after - reach();
    return room < 0 ? 0 : room / stride + 1;
  }

  /// {@return the extent of the axis that so many windows cover, less its padding}: the least with
  /// that [#count]
  public long covered(long windows) {
    return (windows - 1) * stride + reach() - before - after;
  }
}
