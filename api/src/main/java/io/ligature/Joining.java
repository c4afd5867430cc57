package io.ligature;

import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Several tensors as one.
final class Joining {
  private Joining() {}

  static Tensor cat(int axis, Tensor... tensors) {
    var dtype = promoted("cat", tensors);
    if (tensors[0].rank() == 0) {
      throw new ShapeException(
          "cat of scalars: they have no axis to follow each other along. Use stack.");
    }
    int counted = Shapes.axis("cat", tensors[0], axis);
    return Dispatch.execute(new Op.Concat(counted), cast(tensors, dtype));
  }

  static Tensor stack(int axis, Tensor... tensors) {
    var dtype = promoted("stack", tensors);
    var wider = tensors[0].shape().insert(axis, 1);
    int place = axis < 0 ? axis + wider.rank() : axis;
    var parts = cast(tensors, dtype);
    for (int i = 0; i < parts.length; i++) {
      if (!parts[i].shape().equals(tensors[0].shape())) {
        throw new ShapeException(
            "stack needs tensors of one shape; found %s and, at place %d, %s."
                .formatted(tensors[0].shape(), i, tensors[i].shape()));
      }
      parts[i] = parts[i].reshape(wider);
    }
    return Dispatch.execute(new Op.Concat(place), parts);
  }

  private static DType promoted(String asked, Tensor... tensors) {
    if (tensors.length == 0) {
      throw new ShapeException(asked + " needs at least one tensor; found none.");
    }
    Missing.check(asked, (Object[]) tensors);
    var dtype = tensors[0].dtype();
    for (var x : tensors) {
      dtype = DType.promote(dtype, x.dtype());
    }
    return dtype;
  }

  private static Tensor[] cast(Tensor[] tensors, DType dtype) {
    var cast = new Tensor[tensors.length];
    for (int i = 0; i < cast.length; i++) {
      cast[i] = tensors[i].to(dtype);
    }
    return cast;
  }

  /// {@return each vector along an axis of its own, expanded to the grid of all}
  static List<Tensor> meshgrid(Tensor... vectors) {
    var shape = Shape.of();
    for (var x : vectors) {
      if (x.rank() != 1) {
        throw new ShapeException("meshgrid needs vectors; found %s.".formatted(x.type()));
      }
      shape = shape.insert(-1, x.size());
    }
    var grid = new ArrayList<Tensor>();
    for (int axis = 0; axis < vectors.length; axis++) {
      var extents = new long[vectors.length];
      Arrays.fill(extents, 1);
      extents[axis] = vectors[axis].size();
      grid.add(vectors[axis].reshape(Shape.of(extents)).expand(shape));
    }
    return List.copyOf(grid);
  }
}
