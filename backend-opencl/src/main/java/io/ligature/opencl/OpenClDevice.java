package io.ligature.opencl;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// An opened device: one context, and one queue that does its commands in order.
///
/// A launch returns at once; whoever reads memory waits for everything before. Any thread may
/// launch: setting arguments and putting the kernel into the queue happen as one.
final class OpenClDevice {
  /// The most bytes that the arguments of a kernel may have on every device.
  private static final int MOST_ARGUMENTS = 1024;

  private static final long GROUP = 256; // every size compiles again, so there is one
  private static final long MOST_GROUPS = 4096;
  private static final long PIECE = 8192; // elements that pay for waking a core
  private static final long PIECES = 4; // for each core, so that one may lag behind

  private final OpenCl cl;
  private final long id;
  private final Traits traits;
  private final long context;
  private final long queue;
  private final MemorySegment argument = Arena.ofAuto().allocate(MOST_ARGUMENTS, 16);
  private final MemorySegment global = Arena.ofAuto().allocate(JAVA_LONG, 3);
  private final MemorySegment local = Arena.ofAuto().allocate(JAVA_LONG, 3);
  private final Object launching = new Object();
  private final Map<Program.Key, Program> programs = new ConcurrentHashMap<>();
  private final BufferPool pool;

  OpenClDevice(OpenCl cl, long id, Traits traits) {
    this.cl = cl;
    this.id = id;
    this.traits = traits;
    context = cl.createContext(id);
    queue = cl.createQueue(context, id);
    pool = new BufferPool(cl, context, traits);
  }

  Traits traits() {
    return traits;
  }

  BufferPool pool() {
    return pool;
  }

  // ---- programs

  /// {@return a kernel of a source file built with some options; built when it is asked for first}
  Kernel kernel(String file, String options, String name) {
    var key = new Program.Key(file, options);
    var program = programs.get(key);
    if (program == null) {
      program = programs.computeIfAbsent(key, _ -> Program.build(cl, context, id, traits, key));
    }
    return program.kernel(name);
  }

  // ---- launches

  /// Runs a kernel over `size` things, of which each work item takes its share: on a CPU a long
  /// piece, on a GPU one now and one so many later.
  void over(long size, Kernel kernel, Object... arguments) {
    if (traits.isGpu()) {
      long groups = Math.clamp((size + GROUP - 1) / GROUP, 1, MOST_GROUPS);
      launch(kernel, groups * GROUP, GROUP, arguments);
    } else {
      launch(kernel, Math.clamp(size / PIECE, 1, PIECES * traits.units()), 1, arguments);
    }
  }

  /// Runs a kernel in one dimension.
  ///
  /// @param items how many work items, a multiple of `group`
  /// @param arguments buffers, numbers in the type of the parameter, walks
  void launch(Kernel kernel, long items, long group, Object... arguments) {
    synchronized (launching) {
      for (int i = 0; i < arguments.length; i++) {
        cl.setArgument(kernel.handle(), i, bytes(arguments[i]));
      }
      global.set(JAVA_LONG, 0, items);
      local.set(JAVA_LONG, 0, group);
      cl.launch(queue, kernel.handle(), 1, global, local, MemorySegment.NULL);
    }
  }

  private MemorySegment bytes(Object value) {
    switch (value) {
      case DeviceBuffer buffer -> argument.set(JAVA_LONG, 0, buffer.handle());
      case Long number -> argument.set(JAVA_LONG, 0, number);
      case Integer number -> argument.set(JAVA_INT, 0, number);
      case Double number -> argument.set(JAVA_DOUBLE, 0, number);
      case Float number -> argument.set(JAVA_FLOAT, 0, number);
      case Short number -> argument.set(JAVA_SHORT, 0, number);
      case Byte number -> argument.set(JAVA_BYTE, 0, number);
      case Walk walk -> {
        var longs = walk.struct();
        MemorySegment.copy(longs, 0, argument, JAVA_LONG, 0, longs.length);
        return argument.asSlice(0, 8L * longs.length);
      }
      default -> throw new IllegalArgumentException("an argument of " + value.getClass());
    }
    return argument.asSlice(0, width(value));
  }

  private static long width(Object value) {
    return switch (value) {
      case Byte _ -> 1;
      case Short _ -> 2;
      case Integer _, Float _ -> 4;
      default -> 8;
    };
  }

  // ---- transfers

  void read(DeviceBuffer buffer, long fromByte, MemorySegment to) {
    if (to.isNative()) {
      cl.read(queue, buffer.handle(), fromByte, to);
      return;
    }
    try (var arena = Arena.ofConfined()) {
      var staging = arena.allocate(to.byteSize(), 16);
      cl.read(queue, buffer.handle(), fromByte, staging);
      MemorySegment.copy(staging, JAVA_BYTE, 0, to, JAVA_BYTE, 0, to.byteSize());
    }
  }

  void write(DeviceBuffer buffer, long toByte, MemorySegment from) {
    if (from.isNative()) {
      cl.write(queue, buffer.handle(), toByte, from, MemorySegment.NULL);
      return;
    }
    try (var arena = Arena.ofConfined()) {
      var staging = arena.allocate(from.byteSize(), 16);
      MemorySegment.copy(from, JAVA_BYTE, 0, staging, JAVA_BYTE, 0, from.byteSize());
      cl.write(queue, buffer.handle(), toByte, staging, MemorySegment.NULL);
    }
  }

  void finish() {
    cl.finish(queue);
  }
}
