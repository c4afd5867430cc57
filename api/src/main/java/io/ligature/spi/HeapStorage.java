package io.ligature.spi;

import io.ligature.DType;
import io.ligature.Device;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Storage in a Java array: float[] double[] int[] long[] for the types that compute, byte[] for
/// BOOL, INT8 and UINT8, short[] for the halves.
///
/// The array may be longer than [#length]. Both CPU backends use it, so tensors pass between them
/// without a copy.
public final class HeapStorage extends Storage {
  private @Nullable Object array;
  private @Nullable String released;

  /// Wraps an array of the type that `dtype` asks for.
  public HeapStorage(Device device, DType dtype, long length, Object array) {
    super(device, dtype, length);
    this.array = array;
  }

  /// {@return a new array for `length` elements of a type, zeroed}
  ///
  /// @throws IllegalArgumentException if a Java array cannot hold so many
  public static Object newArray(DType dtype, long length) {
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "A heap array holds at most 2147483639 elements; "
              + length
              + " were asked for. Split the tensor, or use a device with memory of its own.");
    }
    int n = (int) length;
    return switch (dtype) {
      case FLOAT32 -> new float[n];
      case FLOAT64 -> new double[n];
      case INT32 -> new int[n];
      case INT64 -> new long[n];
      case FLOAT16, BFLOAT16 -> new short[n];
      case BOOL, INT8, UINT8 -> new byte[n];
    };
  }

  /// {@return the array, of whatever type}
  public Object array() {
    var live = array;
    if (live == null) {
      throw new IllegalStateException(
          "This tensor's memory (%s, %d elements) was released: %s. Return it from the scope, or call Memory.keep(tensor) inside."
              .formatted(dtype(), length(), released));
    }
    return live;
  }

  /// {@return the array of a FLOAT32 storage}
  public float[] floats() {
    return (float[]) array();
  }

  /// {@return the array of a FLOAT64 storage}
  public double[] doubles() {
    return (double[]) array();
  }

  /// {@return the array of an INT32 storage}
  public int[] ints() {
    return (int[]) array();
  }

  /// {@return the array of an INT64 storage}
  public long[] longs() {
    return (long[]) array();
  }

  /// {@return the array of a FLOAT16 or BFLOAT16 storage, as raw bits}
  public short[] shorts() {
    return (short[]) array();
  }

  /// {@return the array of a BOOL (0 or 1), INT8 or UINT8 storage}
  public byte[] bytes() {
    return (byte[]) array();
  }

  /// {@return the array as a memory segment}
  public MemorySegment segment() {
    return switch (dtype()) {
      case FLOAT32 -> MemorySegment.ofArray(floats());
      case FLOAT64 -> MemorySegment.ofArray(doubles());
      case INT32 -> MemorySegment.ofArray(ints());
      case INT64 -> MemorySegment.ofArray(longs());
      case FLOAT16, BFLOAT16 -> MemorySegment.ofArray(shorts());
      case BOOL, INT8, UINT8 -> MemorySegment.ofArray(bytes());
    };
  }

  @Override
  public void read(long from, long count, MemorySegment to) {
    long bytes = dtype().bytes();
    MemorySegment.copy(segment(), from * bytes, to, 0, count * bytes);
  }

  @Override
  public void write(long to, long count, MemorySegment from) {
    long bytes = dtype().bytes();
    MemorySegment.copy(from, 0, segment(), to * bytes, count * bytes);
  }

  @Override
  public void release(String reason) {
    released = reason;
    array = null;
  }

  @Override
  public boolean isReleased() {
    return array == null;
  }
}
