package io.ligature;

import java.util.Optional;

/// Comparison of values within a tolerance.
final class Closeness {
  private final Elements found;
  private final Elements expected;
  private final double relative;
  private final double absolute;

  private Closeness(Tensor found, Tensor expected, double relative, double absolute) {
    this.found = Host.elements(found);
    this.expected = Host.elements(expected);
    this.relative = relative;
    this.absolute = absolute;
  }

  static Optional<String> difference(
      Tensor found, Tensor expected, double relative, double absolute) {
    checkTolerances(relative, absolute);
    if (!found.shape().equals(expected.shape())) {
      return Optional.of("the shapes differ: %s and %s".formatted(found.type(), expected.type()));
    }
    return new Closeness(found, expected, relative, absolute).first(found.shape());
  }

  static void checkTolerances(double relative, double absolute) {
    if (!(relative >= 0 && absolute >= 0)) {
      throw new IllegalArgumentException(
          "Tolerances are 0 or more; found relative %s and absolute %s."
              .formatted(relative, absolute));
    }
  }

  private Optional<String> first(Shape shape) {
    int size = (int) shape.size();
    int first = -1;
    int count = 0;
    double largest = 0;
    for (int i = 0; i < size; i++) {
      if (!isClose(i)) {
        first = count++ == 0 ? i : first;
        largest = Math.max(largest, distance(i)); // NaN if one is
      }
    }
    return count == 0 ? Optional.empty() : Optional.of(words(shape, first, count, largest));
  }

  private boolean isClose(int i) {
    if (isWhole() && found.whole(i) == expected.whole(i)) {
      return true;
    }
    double b = expected.real(i);
    if (isWhole()) {
      return distance(i) <= tolerance(b);
    }
    return found.real(i) == b || (Double.isFinite(b) && distance(i) <= tolerance(b));
  }

  private boolean isWhole() {
    return !found.dtype().isFloating() && !expected.dtype().isFloating();
  }

  private double tolerance(double b) {
    return Double.isFinite(b) ? absolute + relative * Math.abs(b) : absolute;
  }

  /// Of whole numbers it is counted exactly, since doubles could not tell 2^53 from 2^53 + 1.
  private double distance(int i) {
    if (!isWhole()) {
      return Math.abs(found.real(i) - expected.real(i));
    }
    long a = found.whole(i);
    long b = expected.whole(i);
    long apart = Math.max(a, b) - Math.min(a, b); // below 0 if 2^63 or more
    return apart >= 0 ? apart : 0x1p64 + apart;
  }

  private String words(Shape shape, int first, int count, double largest) {
    return "at %s: %s is not within %s of %s (absolute %s, relative %s); %d of %d elements differ, by at most %s"
        .formatted(
            index(shape, first),
            show(found, first),
            tolerance(expected.real(first)),
            show(expected, first),
            absolute,
            relative,
            count,
            shape.size(),
            largest);
  }

  private static String show(Elements elements, int i) {
    return elements.dtype().isFloating() ? "" + elements.real(i) : "" + elements.whole(i);
  }

  private static Shape index(Shape shape, long element) {
    var index = new long[shape.rank()];
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = element % shape.get(axis);
      element /= shape.get(axis);
    }
    return Shape.of(index);
  }
}
