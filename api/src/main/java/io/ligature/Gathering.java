package io.ligature;

import io.ligature.op.Op;
import java.util.Arrays;

/// Reading and writing at places that a tensor names.
final class Gathering {
  private Gathering() {}

  static Tensor gather(Tensor x, int axis, Tensor index) {
    int counted = Shapes.axis("gather", x, axis);
    checkRank("gather", x, index);
    checkShorter("gather", "index", index, x, counted);
    var places = Places.within("gather", x, counted, index);
    return gathered(narrowed(x, places.shape(), counted), counted, places);
  }

  static Tensor takeAlong(Tensor x, int axis, Tensor index) {
    int counted = Shapes.axis("takeAlong", x, axis);
    checkRank("takeAlong", x, index);
    var places = Places.within("takeAlong", x, counted, index);
    var from = x.shape();
    var to = index.shape();
    for (int other = 0; other < x.rank(); other++) {
      if (other != counted) {
        long extent = common(x, index, other);
        from = from.with(other, extent);
        to = to.with(other, extent);
      }
    }
    return gathered(Arithmetic.expand(x, from), counted, Arithmetic.expand(places, to));
  }

  private static long common(Tensor x, Tensor index, int axis) {
    long m = x.shape().get(axis);
    long n = index.shape().get(axis);
    if (m != n && m != 1 && n != 1) {
      throw new ShapeException(
          "takeAlong cannot broadcast %s and the index %s: along axis %d extents %d and %d differ and neither is 1."
              .formatted(x.type(), index.type(), axis, m, n));
    }
    return m == 1 ? n : m;
  }

  /// {@return what the kernel reads at checked places; types that do not compute pass through one
  /// that does}
  static Tensor gathered(Tensor x, int axis, Tensor places) {
    var wide = x.to(x.dtype().widened());
    return Dispatch.execute(new Op.Gather(axis), wide, places).to(x.dtype());
  }

  static Tensor scatter(Op.ScatterMode mode, Tensor x, int axis, Tensor index, Tensor updates) {
    var asked = mode == Op.ScatterMode.ADD ? "scatterAdd" : "scatter";
    int counted = Shapes.axis(asked, x, axis);
    var op = new Op.Scatter(mode, counted);
    checkRank(op.label(), x, index);
    checkRank(op.label(), x, updates);
    checkShorter(op.label(), "index", index, x, counted);
    checkShorter(op.label(), "index", index, updates, -1);
    checkUpdates(op.label(), x, updates);
    if (mode == Op.ScatterMode.ADD) {
      Op.Domain.NUMBER.check(op, x.dtype().widened());
    }
    var places = Places.within(op.label(), x, counted, index);
    var wide = x.dtype().widened();
    var written = narrowed(updates, index.shape(), -1).to(wide);
    return scattered(op, x.to(wide), places, written).to(x.dtype());
  }

  static Tensor indexAdd(Tensor x, int axis, Tensor index, Tensor parts) {
    int counted = Shapes.axis("indexAdd", x, axis);
    Missing.check("indexAdd", x, index, parts);
    var needed = index.rank() == 1 ? x.shape().with(counted, index.size()) : x.shape();
    if (index.rank() != 1 || !parts.shape().equals(needed)) {
      throw new ShapeException(
          "indexAdd into %s along axis %d needs an index (n) and parts with n there, and as x elsewhere; found %s and %s."
              .formatted(x.type(), counted, index.type(), parts.type()));
    }
    var upright = new long[x.rank()];
    Arrays.fill(upright, 1);
    upright[counted] = index.size();
    var everywhere = index.reshape(Shape.of(upright)).expand(needed);
    return scatter(Op.ScatterMode.ADD, x, counted, everywhere, parts);
  }

  static void checkUpdates(String op, Tensor x, Tensor updates) {
    boolean lost = updates.dtype().isFloating() && !x.dtype().isFloating();
    boolean truths = x.dtype() == DType.BOOL;
    if (lost || (truths && updates.dtype() != DType.BOOL)) {
      throw new DTypeException(
          "%s into %s cannot take updates %s. Cast one of them with to(dtype)."
              .formatted(op, x.type(), updates.type()));
    }
  }

  /// Where the index is shorter than the base along another axis, only that much of the base is
  /// written to.
  private static Tensor scattered(Op.Scatter op, Tensor x, Tensor places, Tensor updates) {
    for (int axis = 0; axis < x.rank(); axis++) {
      long length = places.shape().get(axis);
      if (axis != op.axis() && length < x.shape().get(axis)) {
        var part = scattered(op, x.narrow(axis, 0, length), places, updates);
        return Dispatch.execute(new Op.Insert(axis, 0, 1), x, part);
      }
    }
    return Dispatch.execute(op, x, places, updates);
  }

  private static Tensor narrowed(Tensor x, Shape to, int except) {
    var part = x;
    for (int axis = 0; axis < x.rank(); axis++) {
      part = axis == except ? part : part.narrow(axis, 0, to.get(axis));
    }
    return part;
  }

  private static void checkRank(String op, Tensor x, Tensor index) {
    Missing.check(op, x, index);
    if (index.rank() != x.rank()) {
      throw new ShapeException(
          "%s needs operands of one rank; found %s and %s. Reshape one, or use get or indexSelect."
              .formatted(op, x.type(), index.type()));
    }
  }

  private static void checkShorter(String op, String name, Tensor index, Tensor x, int except) {
    for (int axis = 0; axis < x.rank(); axis++) {
      if (axis != except && index.shape().get(axis) > x.shape().get(axis)) {
        throw new ShapeException(
            "%s: along axis %d the %s %s is longer than %s. Narrow it."
                .formatted(op, axis, name, index.type(), x.type()));
      }
    }
  }

  static Tensor oneHot(Tensor index, long classes) {
    if (classes < 0) {
      throw new ShapeException(
          "oneHot of %s needs a number of classes, 0 or more; found %d."
              .formatted(index.type(), classes));
    }
    var range = Creation.counted(index, 0, classes);
    var places = Places.classes("oneHot", index, classes);
    var upright = places.reshape(index.shape().insert(index.rank(), 1));
    return upright.eq(range).to(DType.INT64);
  }
}
