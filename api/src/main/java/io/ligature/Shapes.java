package io.ligature;

import java.util.Arrays;
import java.util.List;

/// The shapes that views ask for, checked in the caller's words.
final class Shapes {
  private Shapes() {}

  /// {@return the shape with these extents, of which one may be -1 and is found from the size of
  /// another}
  static Shape complete(Shape from, long... extents) {
    int open = open(from, extents);
    if (open < 0) {
      return Shape.of(extents);
    }
    var completed = extents.clone();
    completed[open] = 1;
    long known = Shape.of(completed).size();
    if (known == 0 || from.size() % known != 0) {
      throw new ShapeException(
          "reshape of %s to %s: no extent in place of ? gives %d elements."
              .formatted(from, Shape.partial(extents), from.size()));
    }
    completed[open] = from.size() / known;
    return Shape.of(completed);
  }

  private static int open(Shape from, long... extents) {
    int open = -1;
    for (int axis = 0; axis < extents.length; axis++) {
      if (extents[axis] == Shape.UNKNOWN && open >= 0) {
        throw new ShapeException(
            "reshape of %s to %s: only one extent can be found from the rest. Name the others."
                .formatted(from, Shape.partial(extents)));
      }
      if (extents[axis] < Shape.UNKNOWN) {
        throw new ShapeException(
            "reshape of %s to %s: extents are 0 or more, or -1 for the one to be found."
                .formatted(from, Arrays.toString(extents)));
      }
      open = extents[axis] == Shape.UNKNOWN ? axis : open;
    }
    return open;
  }

  static Shape flatten(Shape shape, int from, int to) {
    int first = axis("flatten", shape, from);
    int last = axis("flatten", shape, to);
    if (first > last) {
      throw new ShapeException(
          "flatten of %s: axis %d stands behind axis %d. Exchange them."
              .formatted(shape, from, to));
    }
    var flat = shape;
    long size = shape.get(first);
    for (int axis = last; axis > first; axis--) {
      size *= shape.get(axis);
      flat = flat.without(axis);
    }
    return flat.with(first, size);
  }

  static Shape unflatten(Shape shape, int axis, long... extents) {
    int split = axis("unflatten", shape, axis);
    var parts = complete(Shape.of(shape.get(split)), extents);
    if (parts.size() != shape.get(split)) {
      throw new ShapeException(
          "unflatten of %s at axis %d to %s: the extents multiply to %d, not %d."
              .formatted(shape, axis, parts, parts.size(), shape.get(split)));
    }
    var whole = shape.without(split);
    for (int i = 0; i < parts.rank(); i++) {
      whole = whole.insert(split + i, parts.get(i));
    }
    return whole;
  }

  static Shape squeeze(Shape shape) {
    return Shape.of(Arrays.stream(shape.toArray()).filter(extent -> extent != 1).toArray());
  }

  static Shape squeeze(Shape shape, int... axes) {
    var gone = new boolean[shape.rank()];
    for (int named : axes) {
      int axis = axis("squeeze", shape, named);
      if (shape.get(axis) != 1) {
        throw new ShapeException(
            "squeeze of %s at axis %d: its extent is %d, not 1. Reduce or index it instead."
                .formatted(shape, axis, shape.get(axis)));
      }
      gone[axis] = true;
    }
    var narrower = shape;
    for (int axis = gone.length - 1; axis >= 0; axis--) {
      narrower = gone[axis] ? narrower.without(axis) : narrower;
    }
    return narrower;
  }

  static Shape unsqueeze(Shape shape, int... axes) {
    if (axes.length == 1) {
      return shape.insert(axes[0], 1);
    }
    int rank = shape.rank() + axes.length;
    var places = Arrays.stream(axes).map(axis -> axis < 0 ? axis + rank : axis).sorted().toArray();
    if (Arrays.stream(places).distinct().filter(place -> place >= 0 && place < rank).count()
        != axes.length) {
      throw new ShapeException(
          "unsqueeze of %s needs distinct places of -%d to %d for its new axes; found %s."
              .formatted(shape, rank, rank - 1, Arrays.toString(axes)));
    }
    var wider = shape;
    for (int place : places) {
      wider = wider.insert(place, 1);
    }
    return wider;
  }

  /// {@return the extents, with those of -1 taken from the same axis of another shape}
  static Shape expand(Shape from, long... extents) {
    var wider = extents.clone();
    int ahead = extents.length - from.rank();
    for (int axis = 0; axis < wider.length; axis++) {
      if (wider[axis] == Shape.UNKNOWN && axis >= ahead && ahead >= 0) {
        wider[axis] = from.get(axis - ahead);
      }
    }
    if (Arrays.stream(wider).anyMatch(extent -> extent < 0)) {
      throw new ShapeException(
          "expand of %s to %s: extents are 0 or more; -1 leaves one that is there."
              .formatted(from, Arrays.toString(extents)));
    }
    return Shape.of(wider);
  }

  /// {@return the order of axes, counted from the front}
  static List<Integer> order(Shape shape, int... order) {
    var counted = new Integer[order.length];
    var named = new boolean[shape.rank()];
    boolean once = order.length == shape.rank();
    for (int i = 0; i < order.length; i++) {
      int axis = axis("permute", shape, order[i]);
      once &= !named[axis];
      named[axis] = true;
      counted[i] = axis;
    }
    if (!once) {
      throw new ShapeException(
          "permute of %s needs each of its %d axes once; found %s."
              .formatted(shape, shape.rank(), Arrays.toString(order)));
    }
    return List.of(counted);
  }

  /// {@return an axis counted from the front}
  ///
  /// @throws ShapeException if there is no such axis
  static int axis(String op, Tensor x, int axis) {
    int rank = x.rank();
    if (axis < -rank || axis >= rank) {
      throw noAxis(op + " of " + x.type(), rank, axis);
    }
    return axis < 0 ? axis + rank : axis;
  }

  private static int axis(String op, Shape shape, int axis) {
    int rank = shape.rank();
    if (axis < -rank || axis >= rank) {
      throw noAxis(op + " of " + shape, rank, axis);
    }
    return axis < 0 ? axis + rank : axis;
  }

  private static ShapeException noAxis(String asked, int rank, int axis) {
    var remedy = rank == 0 ? "A scalar has no axes." : "Use %d to %d.".formatted(-rank, rank - 1);
    return new ShapeException("%s: there is no axis %d. %s".formatted(asked, axis, remedy));
  }

  /// {@return the axes, counted from the front}
  ///
  /// @throws ShapeException if one is named twice
  static int[] once(String op, Tensor x, int... axes) {
    var counted = Arrays.stream(axes).map(axis -> axis(op, x, axis)).distinct().toArray();
    if (counted.length != axes.length) {
      throw new ShapeException(
          "%s of %s names an axis twice: %s.".formatted(op, x.type(), Arrays.toString(axes)));
    }
    return counted;
  }

  /// {@return every axis}
  static int[] all(Shape shape) {
    var axes = new int[shape.rank()];
    Arrays.setAll(axes, axis -> axis);
    return axes;
  }
}
