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
  /// The longest array that every JVM can make.
  static final long LONGEST = Integer.MAX_VALUE - 8;

  private @Nullable Object array;
  private final int pooled; // the array's length if it came from the pool and goes back there, or 0
  private @Nullable String released;

  /// Wraps an array of the type that `dtype` asks for. It stays the caller's: nobody else will be
  /// given it.
  public HeapStorage(Device device, DType dtype, long length, Object array) {
    this(device, dtype, length, array, 0);
  }

  private HeapStorage(Device device, DType dtype, long length, Object array, int pooled) {
    super(device, dtype, length);
    this.array = array;
    this.pooled = pooled;
  }

  /// {@return storage with undefined contents, from the pool of arrays if one fits, which then may
  /// be longer}
  ///
  /// @throws IllegalArgumentException if a Java array cannot hold so many
  public static HeapStorage allocate(Device device, DType dtype, long length) {
    long rounded = HeapPool.rounded(dtype, length);
    if (rounded * dtype.bytes() < HeapPool.SMALLEST) {
      return new HeapStorage(device, dtype, length, newArray(dtype, length));
    }
    var array = HeapPool.instance().take(dtype, (int) Math.min(rounded, LONGEST));
    return new HeapStorage(
        device,
        dtype,
        length,
        array == null ? newArray(dtype, rounded) : array,
        (int) Math.min(rounded, LONGEST));
  }

  /// Leaves all pooled arrays to the collector.
  public static void trim() {
    HeapPool.instance().trim();
  }

  /// {@return how many bytes lie in the pool}
  public static long pooledBytes() {
    return HeapPool.instance().held();
  }

  /// {@return how many bytes of arrays were made since the beginning because the pool had none that
  /// fits}. Between two steps of training that does not change.
  public static long freshBytes() {
    return HeapPool.instance().missed();
  }

  /// {@return the class of arrays for a type}
  static Class<?> arrayClass(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> float[].class;
      case FLOAT64 -> double[].class;
      case INT32 -> int[].class;
      case INT64 -> long[].class;
      case FLOAT16, BFLOAT16 -> short[].class;
      case BOOL, INT8, UINT8 -> byte[].class;
    };
  }

  /// {@return a new array for `length` elements of a type, zeroed}
  ///
  /// @throws IllegalArgumentException if a Java array cannot hold so many
  public static Object newArray(DType dtype, long length) {
    if (length > LONGEST) {
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
      throw gone(released == null ? "another thread is releasing it" : released);
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

  /// {@return an element as a real number}
  public double real(long at) {
    int i = (int) at;
    return switch (dtype()) {
      case FLOAT32 -> floats()[i];
      case FLOAT64 -> doubles()[i];
      case FLOAT16 -> Float.float16ToFloat(shorts()[i]);
      case BFLOAT16 -> Halves.bfloat16ToFloat(shorts()[i]);
      case INT32, INT64, INT8, UINT8, BOOL -> whole(at);
    };
  }

  /// {@return an element as a whole number}: of a real one what is before the point, saturated, 0
  /// for NaN; of BOOL 0 or 1.
  public long whole(long at) {
    int i = (int) at;
    return switch (dtype()) {
      case INT32 -> ints()[i];
      case INT64 -> longs()[i];
      case INT8, BOOL -> bytes()[i];
      case UINT8 -> Byte.toUnsignedInt(bytes()[i]);
      case FLOAT32, FLOAT64, FLOAT16, BFLOAT16 -> (long) real(at);
    };
  }

  /// {@return an element}: a Double if the type is of real numbers, else a Long
  public Number get(long at) {
    return dtype().isFloating() ? (Number) real(at) : whole(at);
  }

  /// Converts a number to an element, as the `copy` kernel does: rounded once to nearest, ties to
  /// even; from real to whole numbers towards 0, saturated, NaN as 0; from wider whole numbers
  /// their low bits; BOOL says whether it is not 0.
  ///
  /// @param x a Double or a Long
  public void put(long at, Number x) {
    int i = (int) at;
    switch (dtype()) {
      case FLOAT64 -> doubles()[i] = x.doubleValue();
      case FLOAT32 -> floats()[i] = x.floatValue();
      case FLOAT16 ->
          shorts()[i] = x instanceof Long n ? Halves.float16(n) : Halves.float16(x.doubleValue());
      case BFLOAT16 ->
          shorts()[i] = x instanceof Long n ? Halves.bfloat16(n) : Halves.bfloat16(x.doubleValue());
      case INT64 -> longs()[i] = x.longValue();
      case INT32 -> ints()[i] = x.intValue();
      case INT8 -> bytes()[i] = narrow(x, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case UINT8 -> bytes()[i] = narrow(x, 0, 255);
      case BOOL -> bytes()[i] = (byte) (x.doubleValue() == 0 ? 0 : 1);
    }
  }

  private static byte narrow(Number x, int least, int most) {
    return (byte) (x instanceof Long n ? n : Math.clamp(x.longValue(), least, most));
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
  public synchronized void release(String reason) {
    var live = array;
    if (live != null) {
      released = reason;
      array = null;
      derived(null);
      if (pooled > 0) {
        HeapPool.instance().give(dtype(), live, pooled);
      }
    }
  }

  @Override
  public boolean isReleased() {
    return array == null;
  }
}
