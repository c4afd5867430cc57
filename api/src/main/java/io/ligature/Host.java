package io.ligature;

import io.ligature.op.Op;
import io.ligature.op.TensorType;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.lang.foreign.MemorySegment;
import java.util.function.IntFunction;

/// Values between tensors and Java arrays.
final class Host {
  private Host() {}

  /// {@return a tensor with the values of an array, which is copied}
  ///
  /// @param values in native byte order
  static Tensor tensor(Device device, DType dtype, Shape shape, MemorySegment values) {
    if (values.byteSize() != shape.size() * dtype.bytes()) {
      throw new ShapeException(
          "A tensor %s needs %d elements of %s; found %d."
              .formatted(shape, shape.size(), dtype, values.byteSize() / dtype.bytes()));
    }
    var result = Dispatch.allocate(device, new TensorType(dtype, shape));
    if (shape.size() > 0) {
      result.view().storage().write(0, shape.size(), values);
    }
    return result;
  }

  /// {@return the values in row-major order, converted to a type, in a new array}
  static <T> T read(Tensor tensor, DType dtype, IntFunction<T> newArray) {
    long size = tensor.size();
    if (size > Integer.MAX_VALUE - 8) {
      throw new ShapeException(
          tensor.type() + " has more elements than a Java array can hold. Export it in parts.");
    }
    var plain = tensor.detach().to(dtype).contiguous();
    var array = newArray.apply((int) size);
    if (size > 0) {
      var segment = new HeapStorage(plain.device(), dtype, size, array).segment();
      plain.view().storage().read(plain.view().layout().offset(), size, segment);
    }
    return array;
  }

  /// {@return a scalar tensor}
  ///
  /// @param value a Double, or a Long where `dtype` is not of real numbers
  static Tensor scalar(Device device, DType dtype, Number value) {
    var storage = Memory.allocate(device, dtype, 1);
    var result = new Tensor(new View(storage, SCALAR));
    if (storage instanceof HeapStorage heap) { // the most frequent tensor of all: no kernel call
      switch (dtype) {
        case FLOAT32 -> heap.floats()[0] = value.floatValue();
        case FLOAT64 -> heap.doubles()[0] = value.doubleValue();
        case INT32 -> heap.ints()[0] = value.intValue();
        case INT64 -> heap.longs()[0] = value.longValue();
        case BOOL -> heap.bytes()[0] = (byte) (value.longValue() != 0 ? 1 : 0);
        case FLOAT16, BFLOAT16, INT8, UINT8 -> Dispatch.into(result, fill(result, value));
      }
      return result;
    }
    Dispatch.into(result, fill(result, value));
    return result;
  }

  static Op.Fill fill(Tensor target, Number value) {
    return new Op.Fill(target.type(), value);
  }

  private static final Layout SCALAR = Layout.rowMajor(Shape.of());
}
