package io.ligature;

import io.ligature.spi.Storage;

/// The memory of tensors.
public final class Memory {
  private Memory() {}

  static Storage allocate(Device device, DType dtype, long length) {
    return device.backend().allocate(device, dtype, length);
  }

  /// Takes a tensor out of the scope it was made in, so that only reachability decides how long it
  /// lives.
  ///
  /// @return the tensor
  public static Tensor keep(Tensor tensor) {
    tensor.view().storage().owner(null);
    return tensor;
  }
}
