package io.ligature.nn.data;

import io.ligature.Tensor;
import io.ligature.op.TensorType;
import java.util.List;
import java.util.function.Function;

/// Examples of one shape, put behind one another.
final class Stacking {
  private Stacking() {}

  static Batch of(List<Example> items, long[] indices) {
    return new Batch(
        stack("input", Example::input, items, indices),
        stack("target", Example::target, items, indices));
  }

  private static Tensor stack(
      String what, Function<Example, Tensor> part, List<Example> items, long[] indices) {
    var first = part.apply(items.getFirst()).type();
    for (int i = 1; i < items.size(); i++) {
      check(what, first, indices[0], part.apply(items.get(i)).type(), indices[i]);
    }
    return Tensor.stack(0, items.stream().map(part).map(Tensor::detach).toList());
  }

  private static void check(String what, TensorType first, long of, TensorType next, long index) {
    if (!next.equals(first)) {
      throw new DataException(
          "A batch needs examples of one type and shape; found the %s %s of item %d beside %s of item %d. Bring them into one shape with map, or give DataLoader.of what makes a batch of them."
              .formatted(what, next, index, first, of));
    }
  }
}
