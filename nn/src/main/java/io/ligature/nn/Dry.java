package io.ligature.nn;

import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A pass that computes nothing and finds shapes. It calls no hooks, writes no buffers and draws no
/// numbers.
final class Dry extends Pass {
  private final @Nullable Frames frames;
  private final Map<String, Shape> results = new LinkedHashMap<>();

  Dry() {
    super(null);
    frames = null;
  }

  /// Makes a pass that notes the results of blocks.
  Dry(Traversal tree) {
    super(null);
    frames = new Frames(tree);
  }

  /// Runs a block on the type of an input.
  ///
  /// @param form what the block computes; other tensors that it holds may have values, but whatever
  ///   meets one without has none either
  Tensor run(Block block, Tensor x, UnaryOperator<Tensor> form) {
    var type = x.detach().to(Device.DRY);
    return run(() -> Device.DRY.with(() -> Dispatch.untracked(() -> apply(block, type, form))));
  }

  /// {@return the shapes of results by path}
  Map<String, Shape> results() {
    return results;
  }

  @Override
  Tensor compute(Block block, Tensor x, UnaryOperator<Tensor> form) {
    return frames == null
        ? block.run(x, form, false)
        : frames.in(block, () -> noted(frames, block, x, form));
  }

  private Tensor noted(Frames at, Block block, Tensor x, UnaryOperator<Tensor> form) {
    var result = block.run(x, form, false);
    var path = at.path();
    if (path != null) {
      results.put(path, result.shape());
    }
    return result;
  }

  @Override
  Tensor value(Slot slot) {
    var shape = shapeOf(slot);
    if (!shape.isKnown()) {
      throw Slots.unknown(slot);
    }
    return Tensor.zeros(slot.dtype(), shape); // dry as well
  }

  @Override
  Tensor writable(Buffer buffer) {
    return value(buffer);
  }
}
