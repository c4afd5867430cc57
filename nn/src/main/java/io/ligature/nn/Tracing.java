package io.ligature.nn;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.spi.Leaf;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A pass in which every use of a parameter, rather than every parameter, has a gradient.
final class Tracing extends Pass {
  private final Map<Slot, String> names;
  private final Frames frames;
  private final Map<Use, Tensor> values = new LinkedHashMap<>();

  private record Use(Slot slot, String place) {}

  private Tracing(Block root) {
    super(current());
    var tree = root.traverse();
    names = tree.names();
    frames = new Frames(tree);
  }

  static GradientTrace of(Block root, Supplier<Tensor> loss) {
    var pass = new Tracing(root);
    var value = pass.run(loss);
    var uses = pass.values.values().toArray(Tensor[]::new);
    var gradients = Dispatch.engine().gradients(value, uses);
    var byUse = new LinkedHashMap<Use, @Nullable Tensor>();
    int i = 0;
    for (var use : pass.values.keySet()) {
      byUse.put(use, gradients[i++]);
    }
    return new GradientTrace(pass.inOrder(byUse));
  }

  private Map<String, @Nullable Tensor> inOrder(Map<Use, @Nullable Tensor> byUse) {
    var ordered = new LinkedHashMap<String, @Nullable Tensor>();
    names.forEach(
        (slot, name) ->
            byUse.forEach(
                (use, gradient) -> {
                  if (use.slot == slot) {
                    ordered.put(use.place.isEmpty() ? name : name + "@" + use.place, gradient);
                  }
                }));
    return ordered;
  }

  @Override
  Tensor apply(Block block, Tensor x, UnaryOperator<Tensor> form) {
    if (!block.isReady()) {
      block.prepare(x, form);
    }
    return frames.in(block, () -> block.run(x, form, true));
  }

  @Override
  @Nullable Tensor value(Slot slot) {
    var place = frames.path();
    return place != null
            && slot instanceof Parameter parameter
            && !parameter.isFrozen()
            && names.containsKey(slot)
        ? values.computeIfAbsent(
            new Use(slot, place), _ -> Slots.held(parameter).tracked(new Leaf()))
        : null;
  }
}
