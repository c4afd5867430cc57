package io.ligature.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.ligature.spi.Probe;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiFunction;

/// The C functions of OpenCL 1.2 that this backend calls, and nothing around them but the check of
/// what they return.
///
/// Handles (`cl_mem` and the like) are longs here, as a pointer and a long are passed alike. What a
/// function writes it writes into scratch memory of its caller's.
///
/// @see <a href="https://registry.khronos.org/OpenCL/specs/opencl-1.2.pdf">The OpenCL 1.2
///   specification</a>
final class OpenCl {
  static final long NULL = 0;

  static final long TYPE_CPU = 1 << 1;
  static final long TYPE_GPU = 1 << 2;
  private static final long TYPE_ALL = 0xFFFFFFFFL;

  static final int PLATFORM_VERSION = 0x0901;
  static final int PLATFORM_NAME = 0x0902;

  static final int DEVICE_TYPE = 0x1000;
  static final int DEVICE_MAX_COMPUTE_UNITS = 0x1002;
  static final int DEVICE_NATIVE_VECTOR_WIDTH_FLOAT = 0x103A;
  static final int DEVICE_MAX_WORK_GROUP_SIZE = 0x1004;
  static final int DEVICE_SINGLE_FP_CONFIG = 0x101B;
  static final int DEVICE_MAX_MEM_ALLOC_SIZE = 0x1010;
  static final int DEVICE_GLOBAL_MEM_SIZE = 0x101F;
  static final int DEVICE_LOCAL_MEM_SIZE = 0x1023;
  static final int DEVICE_ENDIAN_LITTLE = 0x1026;
  static final int DEVICE_AVAILABLE = 0x1027;
  static final int DEVICE_COMPILER_AVAILABLE = 0x1028;
  static final int DEVICE_NAME = 0x102B;
  static final int DRIVER_VERSION = 0x102D;
  static final int DEVICE_VERSION = 0x102F;
  static final int DEVICE_DOUBLE_FP_CONFIG = 0x1032;
  static final int DEVICE_COMPUTE_CAPABILITY_MAJOR_NV = 0x4000; // cl_nv_device_attribute_query

  static final long FP_DENORM = 1;
  static final long FP_CORRECTLY_ROUNDED_DIVIDE_SQRT = 1 << 7;

  static final int DEVICE_NOT_FOUND = -1;
  static final int PLATFORM_NOT_FOUND = -1001; // of the ICD loader

  private static final long MEM_READ_WRITE = 1;
  private static final int TRUE = 1;
  private static final int FALSE = 0;
  private static final int PROGRAM_BINARY_SIZES = 0x1165;
  private static final int PROGRAM_BINARIES = 0x1166;
  private static final int PROGRAM_BUILD_LOG = 0x1183;
  private static final int EVENT_COMMAND_EXECUTION_STATUS = 0x11D3;

  private final MethodHandle getPlatformIds;
  private final MethodHandle getPlatformInfo;
  private final MethodHandle getDeviceIds;
  private final MethodHandle getDeviceInfo;
  private final MethodHandle createContext;
  private final MethodHandle createCommandQueue;
  private final MethodHandle createBuffer;
  private final MethodHandle releaseMemObject;
  private final MethodHandle createProgramWithSource;
  private final MethodHandle createProgramWithBinary;
  private final MethodHandle buildProgram;
  private final MethodHandle getProgramInfo;
  private final MethodHandle getProgramBuildInfo;
  private final MethodHandle releaseProgram;
  private final MethodHandle createKernel;
  private final MethodHandle setKernelArg;
  private final MethodHandle enqueueKernel;
  private final MethodHandle enqueueRead;
  private final MethodHandle enqueueWrite;
  private final MethodHandle finish;
  private final MethodHandle getEventInfo;
  private final MethodHandle releaseEvent;

  /// Binds the functions.
  ///
  /// @param link gives the function of a name with a C type; tests put failing drivers there
  OpenCl(BiFunction<String, FunctionDescriptor, MethodHandle> link) {
    var handle = JAVA_LONG;
    var size = JAVA_LONG;
    var bits = JAVA_LONG;
    getPlatformIds = link.apply("clGetPlatformIDs", status(JAVA_INT, ADDRESS, ADDRESS));
    getPlatformInfo =
        link.apply("clGetPlatformInfo", status(handle, JAVA_INT, size, ADDRESS, ADDRESS));
    getDeviceIds = link.apply("clGetDeviceIDs", status(handle, bits, JAVA_INT, ADDRESS, ADDRESS));
    getDeviceInfo = link.apply("clGetDeviceInfo", status(handle, JAVA_INT, size, ADDRESS, ADDRESS));
    createContext =
        link.apply("clCreateContext", made(ADDRESS, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    createCommandQueue = link.apply("clCreateCommandQueue", made(handle, handle, bits, ADDRESS));
    createBuffer = link.apply("clCreateBuffer", made(handle, bits, size, ADDRESS, ADDRESS));
    releaseMemObject = link.apply("clReleaseMemObject", status(handle));
    createProgramWithSource =
        link.apply("clCreateProgramWithSource", made(handle, JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    createProgramWithBinary =
        link.apply(
            "clCreateProgramWithBinary",
            made(handle, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    buildProgram =
        link.apply("clBuildProgram", status(handle, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    getProgramInfo =
        link.apply("clGetProgramInfo", status(handle, JAVA_INT, size, ADDRESS, ADDRESS));
    getProgramBuildInfo =
        link.apply(
            "clGetProgramBuildInfo", status(handle, handle, JAVA_INT, size, ADDRESS, ADDRESS));
    releaseProgram = link.apply("clReleaseProgram", status(handle));
    createKernel = link.apply("clCreateKernel", made(handle, ADDRESS, ADDRESS));
    setKernelArg = link.apply("clSetKernelArg", status(handle, JAVA_INT, size, ADDRESS));
    enqueueKernel =
        link.apply(
            "clEnqueueNDRangeKernel",
            status(
                handle, handle, JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_INT, ADDRESS, ADDRESS));
    var transfer =
        status(handle, handle, JAVA_INT, size, size, ADDRESS, JAVA_INT, ADDRESS, ADDRESS);
    enqueueRead = link.apply("clEnqueueReadBuffer", transfer);
    enqueueWrite = link.apply("clEnqueueWriteBuffer", transfer);
    finish = link.apply("clFinish", status(handle));
    getEventInfo = link.apply("clGetEventInfo", status(handle, JAVA_INT, size, ADDRESS, ADDRESS));
    releaseEvent = link.apply("clReleaseEvent", status(handle));
  }

  private static FunctionDescriptor status(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_INT, arguments);
  }

  private static FunctionDescriptor made(MemoryLayout... arguments) {
    return FunctionDescriptor.of(JAVA_LONG, arguments);
  }

  /// {@return the functions as a library has them}
  @SuppressWarnings("restricted") // native code is what this class is for
  static BiFunction<String, FunctionDescriptor, MethodHandle> linker(SymbolLookup library) {
    return (name, type) -> Linker.nativeLinker().downcallHandle(library.findOrThrow(name), type);
  }

  // ---- platforms and devices

  long[] platforms() {
    try (var arena = Arena.ofConfined()) {
      var count = arena.allocate(JAVA_INT);
      int status = (int) getPlatformIds.invokeExact(0, MemorySegment.NULL, count);
      if (status == PLATFORM_NOT_FOUND) {
        return new long[0];
      }
      check("clGetPlatformIDs", status);
      int n = count.get(JAVA_INT, 0);
      var ids = arena.allocate(JAVA_LONG, Math.max(n, 1));
      if (n > 0) {
        check("clGetPlatformIDs", (int) getPlatformIds.invokeExact(n, ids, MemorySegment.NULL));
      }
      return ids.asSlice(0, 8L * n).toArray(JAVA_LONG);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  String platformText(long platform, int what) {
    try (var arena = Arena.ofConfined()) {
      var size = arena.allocate(JAVA_LONG);
      check(
          "clGetPlatformInfo",
          (int) getPlatformInfo.invokeExact(platform, what, 0L, MemorySegment.NULL, size));
      var text = arena.allocate(size.get(JAVA_LONG, 0) + 1);
      check(
          "clGetPlatformInfo",
          (int)
              getPlatformInfo.invokeExact(
                  platform, what, text.byteSize(), text, MemorySegment.NULL));
      return text.getString(0).strip();
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  long[] devices(long platform) {
    try (var arena = Arena.ofConfined()) {
      var count = arena.allocate(JAVA_INT);
      int status = (int) getDeviceIds.invokeExact(platform, TYPE_ALL, 0, MemorySegment.NULL, count);
      if (status == DEVICE_NOT_FOUND) {
        return new long[0];
      }
      check("clGetDeviceIDs", status);
      int n = count.get(JAVA_INT, 0);
      var ids = arena.allocate(JAVA_LONG, Math.max(n, 1));
      if (n > 0) {
        check(
            "clGetDeviceIDs",
            (int) getDeviceIds.invokeExact(platform, TYPE_ALL, n, ids, MemorySegment.NULL));
      }
      return ids.asSlice(0, 8L * n).toArray(JAVA_LONG);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// {@return a number that describes a device, of 4 or 8 bytes}
  long deviceNumber(long device, int what) {
    try (var arena = Arena.ofConfined()) {
      var number = arena.allocate(JAVA_LONG);
      check(
          "clGetDeviceInfo",
          (int) getDeviceInfo.invokeExact(device, what, 8L, number, MemorySegment.NULL));
      return number.get(JAVA_LONG, 0);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  String deviceText(long device, int what) {
    try (var arena = Arena.ofConfined()) {
      var size = arena.allocate(JAVA_LONG);
      check(
          "clGetDeviceInfo",
          (int) getDeviceInfo.invokeExact(device, what, 0L, MemorySegment.NULL, size));
      var text = arena.allocate(size.get(JAVA_LONG, 0) + 1);
      check(
          "clGetDeviceInfo",
          (int) getDeviceInfo.invokeExact(device, what, text.byteSize(), text, MemorySegment.NULL));
      return text.getString(0).strip();
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  // ---- context, queue, memory

  long createContext(long device) {
    try (var arena = Arena.ofConfined()) {
      var status = arena.allocate(JAVA_INT);
      var nothing = MemorySegment.NULL;
      long made =
          (long)
              createContext.invokeExact(
                  nothing, 1, arena.allocateFrom(JAVA_LONG, device), nothing, nothing, status);
      return made("clCreateContext", made, status);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// {@return a queue that begins its commands in order}
  long createQueue(long context, long device) {
    try (var arena = Arena.ofConfined()) {
      var status = arena.allocate(JAVA_INT);
      long made = (long) createCommandQueue.invokeExact(context, device, 0L, status);
      return made("clCreateCommandQueue", made, status);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  long createBuffer(long context, long bytes) {
    try (var arena = Arena.ofConfined()) {
      var status = arena.allocate(JAVA_INT);
      long made =
          (long)
              createBuffer.invokeExact(context, MEM_READ_WRITE, bytes, MemorySegment.NULL, status);
      return made("clCreateBuffer", made, status);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  void releaseBuffer(long buffer) {
    try {
      check("clReleaseMemObject", (int) releaseMemObject.invokeExact(buffer));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// Copies from a buffer into native memory, and waits for it.
  void read(long queue, long buffer, long from, MemorySegment to) {
    try {
      var nothing = MemorySegment.NULL;
      check(
          "clEnqueueReadBuffer",
          (int)
              enqueueRead.invokeExact(
                  queue, buffer, TRUE, from, to.byteSize(), to, 0, nothing, nothing));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// Copies from native memory into a buffer.
  ///
  /// @param event where the handle of the event is written, and `from` must stay as it is until
  ///   that; or NULL to wait
  void write(long queue, long buffer, long to, MemorySegment from, MemorySegment event) {
    try {
      int blocking = event.equals(MemorySegment.NULL) ? TRUE : FALSE;
      check(
          "clEnqueueWriteBuffer",
          (int)
              enqueueWrite.invokeExact(
                  queue,
                  buffer,
                  blocking,
                  to,
                  from.byteSize(),
                  from,
                  0,
                  MemorySegment.NULL,
                  event));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  void finish(long queue) {
    try {
      check("clFinish", (int) finish.invokeExact(queue));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  // ---- programs

  long createProgram(long context, String source) {
    try (var arena = Arena.ofConfined()) {
      var status = arena.allocate(JAVA_INT);
      var text = arena.allocateFrom(source);
      long made =
          (long)
              createProgramWithSource.invokeExact(
                  context, 1, arena.allocateFrom(ADDRESS, text), MemorySegment.NULL, status);
      return made("clCreateProgramWithSource", made, status);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  long createProgram(long context, long device, byte[] binary) {
    try (var arena = Arena.ofConfined()) {
      var status = arena.allocate(JAVA_INT);
      var ofBinary = arena.allocate(JAVA_INT);
      var bytes = arena.allocate(binary.length, 16).copyFrom(MemorySegment.ofArray(binary));
      long made =
          (long)
              createProgramWithBinary.invokeExact(
                  context,
                  1,
                  arena.allocateFrom(JAVA_LONG, device),
                  arena.allocateFrom(JAVA_LONG, (long) binary.length),
                  arena.allocateFrom(ADDRESS, bytes),
                  ofBinary,
                  status);
      return made("clCreateProgramWithBinary", made, status);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  void build(long program, long device, String options) {
    check("clBuildProgram", Signals.keep(() -> built(program, device, options)));
  }

  private int built(long program, long device, String options) {
    try (var arena = Arena.ofConfined()) {
      var nothing = MemorySegment.NULL;
      return (int)
          buildProgram.invokeExact(
              program,
              1,
              arena.allocateFrom(JAVA_LONG, device),
              arena.allocateFrom(options),
              nothing,
              nothing);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  String buildLog(long program, long device) {
    try (var arena = Arena.ofConfined()) {
      var size = arena.allocate(JAVA_LONG);
      var nothing = MemorySegment.NULL;
      check(
          "clGetProgramBuildInfo",
          (int)
              getProgramBuildInfo.invokeExact(
                  program, device, PROGRAM_BUILD_LOG, 0L, nothing, size));
      var text = arena.allocate(size.get(JAVA_LONG, 0) + 1);
      check(
          "clGetProgramBuildInfo",
          (int)
              getProgramBuildInfo.invokeExact(
                  program, device, PROGRAM_BUILD_LOG, text.byteSize(), text, nothing));
      return text.getString(0, StandardCharsets.UTF_8).strip();
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// {@return a program as its driver wants to have it back}
  byte[] binary(long program) {
    try (var arena = Arena.ofConfined()) {
      var size = arena.allocate(JAVA_LONG);
      var nothing = MemorySegment.NULL;
      check(
          "clGetProgramInfo",
          (int) getProgramInfo.invokeExact(program, PROGRAM_BINARY_SIZES, 8L, size, nothing));
      var bytes = arena.allocate(Math.max(size.get(JAVA_LONG, 0), 1));
      check(
          "clGetProgramInfo",
          (int)
              getProgramInfo.invokeExact(
                  program, PROGRAM_BINARIES, 8L, arena.allocateFrom(ADDRESS, bytes), nothing));
      return bytes.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  void releaseProgram(long program) {
    try {
      check("clReleaseProgram", (int) releaseProgram.invokeExact(program));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  long createKernel(long program, String name) {
    try (var arena = Arena.ofConfined()) {
      var status = arena.allocate(JAVA_INT);
      long made = (long) createKernel.invokeExact(program, arena.allocateFrom(name), status);
      return made("clCreateKernel", made, status);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  // ---- launches

  void setArgument(long kernel, int index, MemorySegment value) {
    try {
      check(
          "clSetKernelArg", (int) setKernelArg.invokeExact(kernel, index, value.byteSize(), value));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// Makes the argument an array in local memory, whose contents are undefined.
  void setLocalArgument(long kernel, int index, long bytes) {
    try {
      check(
          "clSetKernelArg",
          (int) setKernelArg.invokeExact(kernel, index, bytes, MemorySegment.NULL));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// Puts a kernel into a queue.
  ///
  /// @param global how many work items in each dimension, one long each
  /// @param local how many of them form a group
  /// @param event where the handle of the event is written
  void launch(
      long queue,
      long kernel,
      int dims,
      MemorySegment global,
      MemorySegment local,
      MemorySegment event) {
    try {
      var nothing = MemorySegment.NULL;
      check(
          "clEnqueueNDRangeKernel",
          (int)
              enqueueKernel.invokeExact(
                  queue, kernel, dims, nothing, global, local, 0, nothing, event));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  /// {@return the status of a command: 0 if it is done, above if it is not yet, below if it failed}
  ///
  /// @param scratch 4 bytes
  int eventStatus(long event, MemorySegment scratch) {
    try {
      check(
          "clGetEventInfo",
          (int)
              getEventInfo.invokeExact(
                  event, EVENT_COMMAND_EXECUTION_STATUS, 4L, scratch, MemorySegment.NULL));
      return scratch.get(JAVA_INT, 0);
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  void releaseEvent(long event) {
    try {
      check("clReleaseEvent", (int) releaseEvent.invokeExact(event));
    } catch (Throwable e) {
      throw rethrown(e);
    }
  }

  // ---- the library

  /// {@return the functions of this machine's OpenCL library}
  ///
  /// @throws MissingLibrary with every place that was tried
  @SuppressWarnings("restricted") // as above
  static OpenCl load() {
    var tried = new ArrayList<String>();
    for (var name : names()) {
      try {
        return new OpenCl(linker(SymbolLookup.libraryLookup(name, Arena.global())));
      } catch (IllegalArgumentException e) {
        tried.add(name);
      } catch (NoSuchElementException e) {
        tried.add(name + " (which is there, but not OpenCL 1.2)");
      }
    }
    throw new MissingLibrary(tried);
  }

  /// The first is the one that an ICD loader installs; development packages add the second.
  private static List<String> names() {
    var asked = System.getProperty("ligature.opencl.library", "");
    return asked.isBlank()
        ? List.of(
            "libOpenCL.so.1",
            "libOpenCL.so",
            "OpenCL.dll",
            "/System/Library/Frameworks/OpenCL.framework/OpenCL")
        : List.of(asked);
  }

  /// There is no OpenCL on this machine.
  static final class MissingLibrary extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MissingLibrary(List<String> tried) {
      super("none of the libraries " + String.join(", ", tried) + " can be loaded");
    }

    /// {@return the same with the remedy}
    Probe.Unavailable unavailable() {
      return new Probe.Unavailable(
          String.valueOf(getMessage()), "install an ICD loader such as ocl-icd-libopencl1");
    }
  }

  // ---- errors

  private static long made(String function, long handle, MemorySegment status) {
    check(function, status.get(JAVA_INT, 0));
    return handle;
  }

  private static void check(String function, int status) {
    if (status != 0) {
      throw new OpenClException(function, status);
    }
  }

  /// The invocation of a method handle may throw anything, but the functions throw nothing.
  private static RuntimeException rethrown(Throwable e) {
    return switch (e) {
      case RuntimeException own -> own;
      case Error fatal -> throw fatal;
      default -> new IllegalStateException(e);
    };
  }
}
