package io.ligature.op;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.IndexException;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.spi.HeapStorage;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What primitives check of their operands.
final class Operands {
  private Operands() {}

  static TensorType[] type(TensorType only) {
    return new TensorType[] {only};
  }

  static TensorType[] type(DType dtype, Shape shape) {
    return new TensorType[] {new TensorType(dtype, shape)};
  }

  static void same(Op op, Tensor a, Tensor b) {
    if (a.dtype() != b.dtype()) {
      throw new DTypeException(
          "%s needs operands of one dtype; found %s and %s."
              .formatted(op.label(), a.type(), b.type()));
    }
    if (!a.shape().equals(b.shape())) {
      throw new ShapeException(
          "%s needs operands of one shape; found %s and %s."
              .formatted(op.label(), a.type(), b.type()));
    }
  }

  static void dtype(Op op, Tensor x, DType needed) {
    if (x.dtype() != needed) {
      throw new DTypeException(
          "%s needs an operand of %s; found %s. Cast it with to(DType.%s)."
              .formatted(op.label(), needed, x.type(), needed.name()));
    }
  }

  static void shape(Op op, Tensor x, Shape needed) {
    if (!x.shape().equals(needed)) {
      throw new ShapeException(
          "%s needs an operand of shape %s; found %s.".formatted(op.label(), needed, x.type()));
    }
  }

  /// Refuses operands that are not of one type of real numbers.
  static void real(Op op, Tensor... operands) {
    var dtype = operands[0].dtype();
    Op.Domain.REAL.check(op, dtype);
    for (var x : operands) {
      if (x.dtype() != dtype) {
        var found = Arrays.stream(operands).map(t -> t.dtype().label()).toList();
        throw new DTypeException(
            "%s needs operands of one dtype; found %s. Cast with to(dtype)."
                .formatted(op.label(), String.join(", ", found)));
      }
    }
  }

  /// Refuses operands that are not of one type and one shape.
  static void alike(Op op, Tensor... operands) {
    real(op, operands);
    for (var x : operands) {
      if (!x.shape().equals(operands[0].shape())) {
        var found = Arrays.stream(operands).map(t -> t.shape().toString()).toList();
        throw new ShapeException(
            "%s needs operands of one shape; found %s."
                .formatted(op.label(), String.join(", ", found)));
      }
    }
  }

  static void rank(Op op, String needed, String name, Tensor x, int rank) {
    if (x.rank() != rank) {
      throw misfit(op, needed, name, x, "Reshape it to " + rank + " axes.");
    }
  }

  static ShapeException misfit(Op op, String needed, String name, Tensor found, String remedy) {
    return new ShapeException(
        "%s needs %s; found %s %s. %s".formatted(op.label(), needed, name, extents(found), remedy));
  }

  /// {@return the extents as the formulas in messages write them, such as `(32, 28)`}
  static String extents(Tensor x) {
    return extents(x.shape());
  }

  static String extents(Shape shape) {
    var brackets = shape.toString();
    return "(" + brackets.substring(1, brackets.length() - 1) + ")";
  }

  /// Refuses an INT64 operand with a value outside `[0, extent)` that is not `exempt`. Reads the
  /// values, but for those of a dry run.
  static void indices(
      Op op, String name, Tensor x, long extent, @Nullable Long exempt, String remedy) {
    if (x.device().isDry()) {
      return;
    }
    long[] values;
    int begin = 0;
    if (x.view().storage() instanceof HeapStorage heap && x.view().layout().isContiguous()) {
      values = heap.longs(); // where it lies: this is on the way of every training step
      begin = (int) x.view().layout().offset();
    } else {
      values = x.toLongArray();
    }
    int end = begin + (int) x.size();
    for (int i = begin; i < end; i++) {
      boolean outside = values[i] < 0 || values[i] >= extent;
      if (outside && (exempt == null || values[i] != exempt)) {
        throw new IndexException(
            "%s needs %s of 0 to %d; found %d at place %d of %s. %s"
                .formatted(op.label(), name, extent - 1, values[i], i - begin, extents(x), remedy));
      }
    }
  }

  static int[] array(List<Integer> axes) {
    var array = new int[axes.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = axes.get(i);
    }
    return array;
  }

  static void expandable(Shape from, Shape to) {
    int ahead = to.rank() - from.rank();
    boolean fits = ahead >= 0;
    for (int axis = 0; fits && axis < from.rank(); axis++) {
      fits = from.get(axis) == to.get(ahead + axis) || from.get(axis) == 1;
    }
    if (!fits) {
      throw new ShapeException(
          "expand of %s to %s: only axes of extent 1, and new axes in front, can be repeated."
              .formatted(from, to));
    }
  }
}
