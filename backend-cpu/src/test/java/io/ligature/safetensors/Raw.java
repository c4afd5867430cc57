package io.ligature.safetensors;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.TensorType;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.Random;

/// Tensors by their bits.
final class Raw {
  private Raw() {}

  /// {@return a tensor of these bytes, which have the order of this machine}
  static Tensor tensor(DType dtype, Shape shape, byte[] bytes) {
    var tensor = Dispatch.allocate(Device.current(), new TensorType(dtype, shape));
    tensor.view().storage().write(0, shape.size(), MemorySegment.ofArray(bytes));
    return tensor;
  }

  /// {@return a tensor of random bits, which are also NaN, subnormal, -0.0 and whatever else there
  /// is}
  static Tensor random(DType dtype, Shape shape) {
    var bytes = new byte[(int) shape.size() * dtype.bytes()];
    new Random(5).nextBytes(bytes);
    for (int i = 0; dtype == DType.BOOL && i < bytes.length; i++) {
      bytes[i] &= 1;
    }
    return tensor(dtype, shape, bytes);
  }

  static byte[] bytes(Tensor tensor) {
    var bytes = new byte[(int) tensor.size() * tensor.dtype().bytes()];
    var plain = tensor.contiguous().view();
    plain.storage().read(plain.layout().offset(), tensor.size(), MemorySegment.ofArray(bytes));
    return bytes;
  }

  static String hex(Tensor tensor) {
    return HexFormat.of().formatHex(bytes(tensor));
  }
}
