package io.ligature.conformance;

import io.ligature.Shape;
import io.ligature.spi.Layout;
import java.util.ArrayList;
import java.util.List;

/// The shapes that every kernel meets, and the ways in which a shape may lie in memory.
final class Layouts {
  /// Around the widths of vectors and the sizes of blocks: where tails go wrong.
  static final List<Integer> SIZES =
      List.of(1, 3, 7, 8, 15, 16, 17, 31, 33, 63, 64, 65, 100, 1000, 4097);

  /// No axis, one, several, and as many as anybody uses.
  static final List<Shape> SHAPES =
      List.of(
          Shape.of(),
          Shape.of(5),
          Shape.of(7, 33),
          Shape.of(3, 4, 5),
          Shape.of(2, 1, 3, 1, 2, 1, 2, 3));

  /// A layout and its name.
  record Way(String name, Layout layout) {}

  private Layouts() {}

  /// {@return how an input may lie}
  static List<Way> of(Shape shape) {
    var ways = new ArrayList<>(distinct(shape));
    if (shape.rank() > 0) {
      ways.add(new Way("first axis repeated", repeated(shape, 0)));
      ways.add(new Way("last axis repeated", repeated(shape, shape.rank() - 1)));
      ways.add(new Way("all axes repeated", Layout.of(shape, new long[shape.rank()], 3)));
    }
    return ways;
  }

  /// {@return those that a backend takes which declined strides}
  static List<Way> contiguous(Shape shape) {
    return List.of(
        new Way("contiguous", Layout.rowMajor(shape)),
        new Way("at an offset", Layout.of(shape, Layout.rowMajor(shape).strides(), 5)));
  }

  /// {@return those in which no two elements are one}
  static List<Way> distinct(Shape shape) {
    var ways = new ArrayList<>(contiguous(shape));
    int rank = shape.rank();
    if (rank == 0) {
      return ways;
    }
    var inOrder = Layout.rowMajor(shape).strides();
    ways.add(new Way("backwards", backwards(shape, inOrder, 0, rank)));
    ways.add(new Way("first axis backwards", backwards(shape, inOrder, 0, 1)));
    ways.add(new Way("every third", Layout.of(shape, scaled(inOrder, 3), 2)));
    if (rank > 1) {
      var order = new int[rank];
      var extents = new long[rank];
      for (int axis = 0; axis < rank; axis++) {
        order[axis] = rank - 1 - axis;
        extents[axis] = shape.get(order[axis]);
      }
      ways.add(new Way("transposed", Layout.rowMajor(Shape.of(extents)).permute(order)));
      var wider = Layout.rowMajor(shape.with(-1, shape.get(-1) + 2)).strides();
      ways.add(new Way("columns of wider rows", Layout.of(shape, wider, 1)));
    }
    return ways;
  }

  /// {@return any layout of the shape, its axes in any order, each forwards, backwards or repeated}
  static Way random(Shape shape, Draw draw) {
    int rank = shape.rank();
    var order = draw.permutation(rank);
    var strides = new long[rank];
    long stride = draw.chance(0.7) ? 1 : draw.between(2, 4);
    long offset = draw.chance(0.5) ? 0 : draw.between(1, 9);
    for (int axis : order) {
      strides[axis] = stride;
      stride =
          (stride * Math.max(1, shape.get(axis))) + (draw.chance(0.8) ? 0 : draw.between(1, 3));
      if (draw.chance(0.2)) {
        offset += strides[axis] * Math.max(0, shape.get(axis) - 1);
        strides[axis] = -strides[axis];
      } else if (draw.chance(0.12)) {
        strides[axis] = 0;
      }
    }
    var layout = Layout.of(shape, strides, offset);
    return new Way(
        "strides %s offset %d"
            .formatted(List.of(java.util.Arrays.stream(strides).boxed().toArray()), offset),
        layout);
  }

  private static long[] scaled(long[] strides, long factor) {
    var scaled = strides.clone();
    for (int axis = 0; axis < scaled.length; axis++) {
      scaled[axis] *= factor;
    }
    return scaled;
  }

  private static Layout backwards(Shape shape, long[] inOrder, int from, int to) {
    var strides = inOrder.clone();
    long offset = 0;
    for (int axis = from; axis < to; axis++) {
      offset += strides[axis] * Math.max(0, shape.get(axis) - 1);
      strides[axis] = -strides[axis];
    }
    return Layout.of(shape, strides, offset);
  }

  private static Layout repeated(Shape shape, int axis) {
    var strides = Layout.rowMajor(shape.with(axis, 1)).strides();
    strides[axis] = 0;
    return Layout.of(shape, strides, 1);
  }
}
