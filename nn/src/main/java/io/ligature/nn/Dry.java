package io.ligature.nn;

import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
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
  Tensor run(Block block, Tensor x) {
    return run(() -> Device.DRY.with(() -> apply(block, x.detach().to(Device.DRY))));
  }

  /// {@return the shapes of results by path}
  Map<String, Shape> results() {
    return results;
  }

  @Override
  Tensor compute(Block block, Tensor x) {
    return frames == null ? block.run(x, false) : frames.in(block, () -> noted(frames, block, x));
  }

  private Tensor noted(Frames at, Block block, Tensor x) {
    var result = block.run(x, false);
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
