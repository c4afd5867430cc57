package io.ligature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/// Loops over every index of a tensor, and operands laid out in every way.
final class Walk {
  /// Small, odd, flat, empty, without axes, and with many.
  static final List<Shape> SHAPES =
      List.of(
          Shape.of(),
          Shape.of(5),
          Shape.of(0),
          Shape.of(1, 3),
          Shape.of(3, 4),
          Shape.of(2, 0, 3),
          Shape.of(2, 3, 5),
          Shape.of(2, 1, 3, 1, 2, 1, 1, 2));

  private Walk() {}

  /// {@return 0, 1, 2, ... in a shape, in FLOAT64}
  static Tensor counted(Shape shape) {
    return Tensor.arange(DType.FLOAT64, 0, shape.size(), 1).reshape(shape);
  }

  static Tensor counted(long... extents) {
    return counted(Shape.of(extents));
  }

  /// {@return tensors of the same values: in row-major order, in the opposite order, backwards,
  /// every other element, and behind others}
  static Stream<Tensor> layouts(Tensor x) {
    if (x.rank() == 0) {
      return Stream.of(x, Tensor.stack(0, x, x).get(1));
    }
    var last = x.rank() - 1;
    var doubled = x.shape().with(last, 2 * x.shape().get(last));
    return Stream.of(
        x,
        turned(turned(x).copy()),
        x.flip().copy().flip(),
        Tensor.stack(-1, x, x.negate()).reshape(doubled).slice(last, 0, Tensor.OPEN, 2),
        Tensor.cat(0, x.negate(), x).slice(0, x.shape().get(0)));
  }

  private static Tensor turned(Tensor x) {
    var order = new int[x.rank()];
    Arrays.setAll(order, i -> x.rank() - 1 - i);
    return x.permute(order);
  }

  /// Checks shape and every element, read one by one, against a function of its index.
  static void check(String what, Tensor y, Shape shape, ToDoubleFunction<long[]> expected) {
    assertEquals(shape, y.shape(), what);
    each(shape, i -> assertEquals(expected.applyAsDouble(i), at(y, i), 1e-12, () -> what + at(i)));
  }

  private static String at(long[] index) {
    return " at " + Arrays.toString(index);
  }

  /// {@return an element, straight from memory, by strides: no view, no kernel}
  static double at(Tensor x, long... index) {
    var layout = x.view().layout();
    long at = layout.offset();
    for (int axis = 0; axis < index.length; axis++) {
      assertEquals(true, index[axis] >= 0 && index[axis] < x.shape().get(axis), "within the shape");
      at += index[axis] * layout.stride(axis);
    }
    return Host.real(x.view().storage(), at);
  }

  /// Calls for every index of a shape.
  static void each(Shape shape, Consumer<long[]> action) {
    for (long i = 0; i < shape.size(); i++) {
      action.accept(index(shape, i));
    }
  }

  /// {@return the index of an element by its row-major number}
  static long[] index(Shape shape, long number) {
    var index = new long[shape.rank()];
    for (int axis = index.length - 1; axis >= 0; axis--) {
      index[axis] = number % shape.get(axis);
      number /= shape.get(axis);
    }
    return index;
  }

  /// {@return the row-major number of an element}
  static long number(Shape shape, long... index) {
    long number = 0;
    for (int axis = 0; axis < index.length; axis++) {
      number = number * shape.get(axis) + index[axis];
    }
    return number;
  }

  /// {@return a copy of an index with another place along an axis}
  static long[] with(long[] index, int axis, long place) {
    var changed = index.clone();
    changed[axis] = place;
    return changed;
  }

  static void refused(Class<? extends RuntimeException> type, String message, Runnable code) {
    assertEquals(message, assertThrows(type, code::run).getMessage());
  }
}
