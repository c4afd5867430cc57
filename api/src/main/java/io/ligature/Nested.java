package io.ligature;

import java.lang.reflect.Array;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/// Arrays of arrays, as Java writes matrices.
final class Nested {
  private Nested() {}

  /// {@return a tensor with a copy of the values}
  ///
  /// @throws ShapeException if arrays of one depth have different lengths, or one is null
  static Tensor tensor(DType dtype, Object array) {
    var shape = shape(array);
    var flat = Array.newInstance(leaf(array.getClass()), Math.toIntExact(shape.size()));
    copy(array, 0, shape, flat, 0);
    var values = flat instanceof boolean[] truths ? Host.bytes(truths) : flat;
    return Host.ofArray(Device.current(), dtype, shape, values);
  }

  private static Class<?> leaf(Class<?> type) {
    return type.isArray() ? leaf(type.getComponentType()) : type;
  }

  /// The lengths of the first array of each depth.
  private static Shape shape(Object array) {
    var extents = new ArrayList<Long>();
    var type = array.getClass();
    Object first = array;
    while (type.isArray()) {
      int length = first == null ? 0 : Array.getLength(first);
      extents.add((long) length);
      type = type.getComponentType();
      first = length == 0 || !type.isArray() ? null : Array.get(first, 0);
    }
    return Shape.of(extents.stream().mapToLong(Long::longValue).toArray());
  }

  private static int copy(@Nullable Object array, int depth, Shape shape, Object flat, int at) {
    if (array == null) {
      throw new ShapeException(
          "A tensor needs arrays of one length at each depth; at depth %d found null."
              .formatted(depth));
    }
    int length = Array.getLength(array);
    if (length != shape.get(depth)) {
      throw new ShapeException(
          "A tensor needs arrays of one length at each depth; at depth %d found lengths %d and %d."
              .formatted(depth, shape.get(depth), length));
    }
    if (depth == shape.rank() - 1) {
      System.arraycopy(array, 0, flat, at, length);
      return at + length;
    }
    for (int i = 0; i < length; i++) {
      at = copy(Array.get(array, i), depth + 1, shape, flat, at);
    }
    return at;
  }
}
