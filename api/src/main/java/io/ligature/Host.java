package io.ligature;

import io.ligature.op.Op;
import io.ligature.op.TensorType;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Layout;
import io.ligature.spi.Storage;
import io.ligature.spi.View;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;

/// Values between tensors and the memory of the JVM.
final class Host {
  private static final Layout SCALAR = Layout.rowMajor(Shape.of());

  private Host() {}

  // ---- in

  /// {@return a tensor with a copy of an array}
  ///
  /// @param values of the type that [HeapStorage] has for `dtype`
  static Tensor ofArray(Device device, DType dtype, Shape shape, Object values) {
    long count = Array.getLength(values);
    checkBytes(dtype, shape, count * dtype.bytes());
    var result = Dispatch.allocate(device, new TensorType(dtype, shape));
    var storage = result.view().storage();
    if (storage instanceof HeapStorage heap) { // segments would take 5 ms of the start
      System.arraycopy(values, 0, heap.array(), 0, (int) count);
    } else if (count > 0) {
      storage.write(0, count, new HeapStorage(device, dtype, count, values).segment());
    }
    return result;
  }

  /// {@return a tensor with a copy of these values}
  ///
  /// @param values in native byte order
  static Tensor tensor(Device device, DType dtype, Shape shape, MemorySegment values) {
    checkSize(dtype, shape, values);
    var result = Dispatch.allocate(device, new TensorType(dtype, shape));
    if (shape.size() > 0) {
      result.view().storage().write(0, shape.size(), values);
    }
    return result;
  }

  static void checkSize(DType dtype, Shape shape, MemorySegment values) {
    checkBytes(dtype, shape, values.byteSize());
  }

  private static void checkBytes(DType dtype, Shape shape, long bytes) {
    if (bytes != shape.size() * dtype.bytes()) {
      throw new ShapeException(
          "A tensor %s needs %d elements of %s (%d bytes each); found %s."
              .formatted(shape, shape.size(), dtype, dtype.bytes(), count(dtype, bytes)));
    }
  }

  private static String count(DType dtype, long bytes) {
    return bytes % dtype.bytes() == 0 ? "" + bytes / dtype.bytes() : bytes + " bytes";
  }

  /// {@return 1 for true, 0 for false}
  static byte[] bytes(boolean[] truths) {
    var bytes = new byte[truths.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (truths[i] ? 1 : 0);
    }
    return bytes;
  }

  /// {@return a tensor with values that were computed in double, rounded here, so that every device
  /// gets the same bits}
  static Tensor rounded(Device device, DType dtype, Shape shape, double[] values) {
    var exact = new Elements(new HeapStorage(device, DType.FLOAT64, values.length, values));
    int count = values.length;
    return switch (dtype) {
      case FLOAT64 -> ofArray(device, dtype, shape, values);
      case FLOAT32 -> ofArray(device, dtype, shape, exact.toFloats(count));
      case INT64 -> ofArray(device, dtype, shape, exact.toLongs(count));
      case INT32 -> ofArray(device, dtype, shape, exact.toInts(count));
      case FLOAT16, BFLOAT16, INT8, UINT8, BOOL ->
          rounded(device, DType.FLOAT32, shape, values).to(dtype);
    };
  }

  /// {@return a tensor with a copy of foreign values; any byte but 0 is true}
  static Tensor imported(DType dtype, Shape shape, MemorySegment values, ByteOrder order) {
    checkSize(dtype, shape, values);
    var mine = values;
    if (dtype == DType.BOOL) {
      mine = truths(values);
    } else if (order != ByteOrder.nativeOrder() && dtype.bytes() > 1) {
      mine = swapped(values, dtype.bytes());
    }
    return tensor(Device.current(), dtype, shape, mine);
  }

  private static MemorySegment truths(MemorySegment values) {
    var bytes = values.toArray(ValueLayout.JAVA_BYTE);
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (bytes[i] == 0 ? 0 : 1);
    }
    return MemorySegment.ofArray(bytes);
  }

  private static MemorySegment swapped(MemorySegment values, int width) {
    var bytes = values.toArray(ValueLayout.JAVA_BYTE);
    for (int from = 0; from < bytes.length; from += width) {
      for (int i = from, j = from + width - 1; i < j; i++, j--) {
        byte kept = bytes[i];
        bytes[i] = bytes[j];
        bytes[j] = kept;
      }
    }
    return MemorySegment.ofArray(bytes);
  }

  /// {@return a tensor with a copy of the elements between a buffer's position and its limit}
  static Tensor imported(DType dtype, Shape shape, Buffer values) {
    checkWidth(dtype, values);
    return imported(dtype, shape, MemorySegment.ofBuffer(values), order(values));
  }

  private static ByteOrder order(Buffer values) {
    return switch (values) {
      case ByteBuffer b -> b.order();
      case ShortBuffer b -> b.order();
      case IntBuffer b -> b.order();
      case LongBuffer b -> b.order();
      case FloatBuffer b -> b.order();
      case DoubleBuffer b -> b.order();
      default -> ByteOrder.nativeOrder();
    };
  }

  private static void checkWidth(DType dtype, Buffer values) {
    boolean fits =
        switch (values) {
          case ByteBuffer _ -> true;
          case ShortBuffer _ -> dtype == DType.FLOAT16 || dtype == DType.BFLOAT16;
          case IntBuffer _ -> dtype == DType.INT32;
          case LongBuffer _ -> dtype == DType.INT64;
          case FloatBuffer _ -> dtype == DType.FLOAT32;
          case DoubleBuffer _ -> dtype == DType.FLOAT64;
          default -> false;
        };
    if (!fits) {
      throw new DTypeException(
          "A tensor of %s cannot be made from a %s. Use a ByteBuffer, or the buffer of that type."
              .formatted(dtype, kind(values)));
    }
  }

  private static String kind(Buffer values) {
    var type = values.getClass();
    while (type.getSuperclass() != Buffer.class) {
      type = type.getSuperclass().asSubclass(Buffer.class);
    }
    return type.getSimpleName();
  }

  /// {@return a scalar tensor}
  ///
  /// @param value a Double, or a Long where `dtype` is not of real numbers
  static Tensor scalar(Device device, DType dtype, Number value) {
    var storage = Memory.allocate(device, dtype, 1);
    var result = new Tensor(new View(storage, SCALAR));
    if (!put(storage, 0, value)) { // the most frequent tensor of all: no kernel call where it can
      Dispatch.into(result, new Op.Fill(result.type(), value));
    }
    return result;
  }

  /// Writes one element of a storage that is a Java array of a computing type.
  ///
  /// @param value a Double, or a Long where the type is not of real numbers
  /// @return whether it could
  static boolean put(Storage storage, int at, Number value) {
    if (!(storage instanceof HeapStorage heap)) {
      return false;
    }
    switch (heap.dtype()) {
      case FLOAT32 -> heap.floats()[at] = value.floatValue();
      case FLOAT64 -> heap.doubles()[at] = value.doubleValue();
      case INT32 -> heap.ints()[at] = value.intValue();
      case INT64 -> heap.longs()[at] = value.longValue();
      case INT8, UINT8, BOOL -> heap.bytes()[at] = value.byteValue();
      case FLOAT16, BFLOAT16 -> {
        return false; // a kernel rounds those
      }
    }
    return true;
  }

  // ---- out

  /// {@return the elements in row-major order, in an array of their own type}
  ///
  /// @throws ShapeException if there are more than an array holds
  static Elements elements(Tensor x) {
    long size = x.size();
    if (size > Integer.MAX_VALUE - 8) {
      throw new ShapeException(
          x.type() + " has more elements than a Java array can hold. Export it in parts.");
    }
    if (x.device().isDry()) {
      throw new DryValueException();
    }
    var copied =
        new HeapStorage(x.device(), x.dtype(), size, HeapStorage.newArray(x.dtype(), size));
    copy(x, copied.segment());
    return new Elements(copied);
  }

  /// {@return the number of bytes}
  ///
  /// @throws ShapeException if there are more than a buffer holds
  static int bytes(String op, Tensor x) {
    if (x.size() > Integer.MAX_VALUE / x.dtype().bytes()) {
      throw new ShapeException(
          "%s of %s: it has more bytes than a buffer can hold. Use copyTo with a memory segment, or export it in parts."
              .formatted(op, x.type()));
    }
    return (int) x.size() * x.dtype().bytes();
  }

  /// Copies the elements in row-major order, in native byte order.
  static void copy(Tensor x, MemorySegment to) {
    if (x.size() > 0) {
      var view = x.detach().contiguous().view(); // of a dry tensor the storage refuses
      view.storage().read(view.layout().offset(), x.size(), to);
    }
  }

  static void checkOne(String op, Tensor x) {
    if (x.size() != 1) {
      throw new ShapeException(
          "%s needs a tensor with one element; found %s. Index it, reduce it, or export an array."
              .formatted(op, x.type()));
    }
  }

  /// {@return an element of a storage as a real number; without a kernel}
  static double real(Storage storage, long at) {
    return storage instanceof HeapStorage heap ? heap.real(at) : read(storage, at).real(0);
  }

  /// {@return an element of a storage as a whole number; without a kernel}
  static long whole(Storage storage, long at) {
    return storage instanceof HeapStorage heap ? heap.whole(at) : read(storage, at).whole(0);
  }

  private static HeapStorage read(Storage storage, long at) {
    var one =
        new HeapStorage(
            storage.device(), storage.dtype(), 1, HeapStorage.newArray(storage.dtype(), 1));
    storage.read(at, 1, one.segment());
    return one;
  }
}
