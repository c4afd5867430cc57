package io.ligature.autograd;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
import io.ligature.op.Op;
import io.ligature.spi.Backend;
import io.ligature.spi.Capabilities;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.Kernels;
import io.ligature.spi.Storage;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.List;

/// The cpu, with kernels for [Area] that can be taken away or spoilt, and a note of every call.
final class SpyBackend extends Backend {
  enum Offer {
    NOTHING,
    FORWARD,
    BOTH,
    WRONG_BACKWARD
  }

  static Offer offer = Offer.NOTHING;
  static final List<String> CALLS = new ArrayList<>();

  private static Backend cpu() {
    return Device.of("cpu").backend();
  }

  @Override
  public Kernels kernels() {
    return cpu().kernels();
  }

  @Override
  public Capabilities capabilities() {
    return Capabilities.all();
  }

  @Override
  public Storage allocate(Device device, DType dtype, long length) {
    return cpu().allocate(device, dtype, length);
  }

  @Override
  public FusedKernel fused(FusedOp op, DType dtype) {
    if (op instanceof Area) {
      return offer == Offer.NOTHING ? null : SpyBackend::area;
    }
    if (op instanceof Backward backward && backward.of() instanceof Area) {
      return switch (offer) {
        case NOTHING, FORWARD -> null;
        case BOTH -> (_, x, out) -> backward(backward, x, out, x[0]);
        case WRONG_BACKWARD -> (_, x, out) -> backward(backward, x, out, x[1]);
      };
    }
    return null;
  }

  private static void area(FusedOp op, View[] x, View[] out) {
    CALLS.add(op.label());
    cpu().kernels().fill(2L, out[0]);
    cpu().kernels().binary(Op.Binary.MULTIPLY, x[0], x[1], out[1]);
  }

  /// Operands: width, height, sides, area, and the gradients of sides and area.
  private static void backward(Backward op, View[] x, View[] out, View ofHeight) {
    CALLS.add(op.label() + " " + op.wanted());
    var g = x[5];
    int next = 0;
    if (op.wants(0)) {
      cpu().kernels().binary(Op.Binary.MULTIPLY, g, x[1], out[next++]);
    }
    if (op.wants(1)) {
      cpu().kernels().binary(Op.Binary.MULTIPLY, g, ofHeight, out[next]);
    }
  }
}
