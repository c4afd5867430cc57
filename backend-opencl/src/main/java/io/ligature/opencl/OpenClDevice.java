package io.ligature.opencl;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// An opened device: one context, and one queue that does its commands in order.
///
/// A launch returns at once; whoever reads memory waits for everything before. Any thread may
/// launch: setting arguments and putting the kernel into the queue happen as one.
final class OpenClDevice {
  /// The most bytes that the arguments of a kernel may have on every device.
  private static final int MOST_ARGUMENTS = 1024;

  /// The argument of a kernel that says there is no buffer.
  static final Object NOTHING = 0L;

  private static final String READING = "Reading from";
  private static final String WRITING = "Writing to";

  private static final long ROW_GROUP = 64; // as in rows.cl
  private static final long LONG_ROW = 1024; // elements that occupy a larger group
  private static final long LONG_ROW_GROUP = 256;
  private static final long NEAR = 4; // as in prelude.cl
  private static final long LARGE = 1 << 14; // elements that are worth another program
  private static final long MOST_GROUPS = 1 << 15;
  private static final long PIECE = 8192; // elements that pay for waking a core
  private static final long PIECES = 4; // for each core, so that one may lag behind

  private final OpenCl cl;
  private final long id;
  private final Traits traits;
  private final ProgramCache cache;
  private final long context;
  private final long queue;
  private final BufferPool pool;
  private final Launches launches;
  private final boolean synchronous = Settings.isSynchronous();
  private final Map<Program.Key, Program> programs = new ConcurrentHashMap<>();

  private final Object launching = new Object(); // guards the next four
  private final MemorySegment argument = Arena.ofAuto().allocate(MOST_ARGUMENTS, 16);
  private final MemorySegment global = Arena.ofAuto().allocate(JAVA_LONG, 3);
  private final MemorySegment local = Arena.ofAuto().allocate(JAVA_LONG, 3);
  private final MemorySegment event = Arena.ofAuto().allocate(JAVA_LONG);

  OpenClDevice(OpenCl cl, long id, Traits traits, ProgramCache cache) {
    this.cl = cl;
    this.id = id;
    this.traits = traits;
    this.cache = cache;
    try {
      context = cl.createContext(id);
      queue = cl.createQueue(context, id);
    } catch (OpenClException e) {
      throw e.during(traits.name() + " could not be opened.");
    }
    pool = new BufferPool(cl, context, queue, traits);
    launches = new Launches(cl, traits.name());
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
    try {
      var program = programs.get(key);
      if (program == null) {
        program =
            programs.computeIfAbsent(key, _ -> Program.of(cl, context, id, traits, cache, key));
      }
      return program.kernel(name);
    } catch (OpenClException e) {
      throw e.during("%s of %s could not be built for %s.".formatted(name, file, traits.name()));
    }
  }

  // ---- launches

  /// Runs a kernel over the elements of a walk, in runs.
  void over(Walk walk, String file, String options, String name, Object... arguments) {
    if (traits.isGpu()) {
      boolean dense = walk.size() >= LARGE && walk.size() % NEAR == 0 && walk.isWholeSideBySide();
      var kernel = kernel(file, dense ? options + " -DDENSE=1" : options, name);
      over((walk.size() + NEAR - 1) / NEAR, kernel, arguments);
    } else {
      over(walk.size(), kernel(file, options, name), arguments);
    }
  }

  /// Runs a kernel over `size` elements, of which each work item takes its share: on a CPU a long
  /// piece, on a GPU one now and one so many later.
  void over(long size, Kernel kernel, Object... arguments) {
    over(size, 1, kernel, arguments);
  }

  /// Runs a kernel over `size` things that each take the time of `each` elements.
  void over(long size, long each, Kernel kernel, Object... arguments) {
    if (traits.isGpu()) {
      long group = traits.group(); // always, since drivers compile again for another size
      long groups = Math.clamp((size + group - 1) / group, 1, MOST_GROUPS);
      launch(kernel, groups * group, group, arguments);
    } else {
      long most = Math.clamp(size, 1, PIECES * traits.units());
      launch(kernel, Math.clamp(size * Math.max(1, each) / PIECE, 1, most), 1, arguments);
    }
  }

  /// Runs a kernel of `rows.cl` over rows of n elements, each `passes` times: on a CPU a work item
  /// has a row, on a GPU a group, which for long rows is a large one, so that fewer rows are under
  /// way and stay in the caches between passes.
  void overRows(
      long rows,
      long n,
      long passes,
      String file,
      String options,
      String name,
      Object... arguments) {
    if (traits.isGpu()) {
      boolean large = n >= LONG_ROW && traits.group() >= LONG_ROW_GROUP;
      long group = large ? LONG_ROW_GROUP : ROW_GROUP;
      var kernel = kernel(file, large ? options + " -DGROUP=" + LONG_ROW_GROUP : options, name);
      launch(kernel, Math.clamp(rows, 1, MOST_GROUPS) * group, group, arguments);
    } else {
      over(rows, passes * n, kernel(file, options, name), arguments);
    }
  }

  /// Runs a kernel in one dimension.
  ///
  /// @param items how many work items, a multiple of `group`
  /// @param arguments buffers, numbers in the type of the parameter, walks, arrays for other
  ///   structs
  void launch(Kernel kernel, long items, long group, Object... arguments) {
    try {
      enqueue(kernel, items, group, arguments);
    } catch (OpenClException e) {
      throw e.during("%s could not be launched on %s.".formatted(kernel.name(), traits.name()));
    } finally {
      Reference.reachabilityFence(arguments); // or their buffers might have new owners already
    }
    if (synchronous) {
      finish();
    }
  }

  private void enqueue(Kernel kernel, long items, long group, Object... arguments) {
    synchronized (launching) {
      for (int i = 0; i < arguments.length; i++) {
        cl.setArgument(kernel.handle(), i, bytes(arguments[i]));
      }
      global.set(JAVA_LONG, 0, items);
      local.set(JAVA_LONG, 0, group);
      cl.launch(queue, kernel.handle(), 1, global, local, event);
      launches.add(event.get(JAVA_LONG, 0), kernel.name());
    }
  }

  /// {@return how many kernels were launched}
  long launches() {
    return launches.count();
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
        return bytes(walk.struct());
      }
      case long[] longs -> {
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
      waiting(READING, () -> cl.read(queue, buffer.handle(), fromByte, to));
      return;
    }
    try (var arena = Arena.ofConfined()) {
      var staging = arena.allocate(to.byteSize(), 16);
      waiting(READING, () -> cl.read(queue, buffer.handle(), fromByte, staging));
      MemorySegment.copy(staging, JAVA_BYTE, 0, to, JAVA_BYTE, 0, to.byteSize());
    }
  }

  void write(DeviceBuffer buffer, long toByte, MemorySegment from) {
    if (from.isNative()) {
      waiting(WRITING, () -> cl.write(queue, buffer.handle(), toByte, from, MemorySegment.NULL));
      return;
    }
    try (var arena = Arena.ofConfined()) {
      var staging = arena.allocate(from.byteSize(), 16);
      MemorySegment.copy(from, JAVA_BYTE, 0, staging, JAVA_BYTE, 0, from.byteSize());
      waiting(WRITING, () -> cl.write(queue, buffer.handle(), toByte, staging, MemorySegment.NULL));
    }
  }

  void finish() {
    waiting("Waiting for", () -> cl.finish(queue));
  }

  /// Does what waits for everything before it, and throws what went wrong there.
  ///
  /// @param what in front of the device's name, for messages
  private void waiting(String what, Runnable work) {
    try {
      work.run();
    } catch (OpenClException e) {
      launches.check(); // says more
      throw e.during("%s %s failed.".formatted(what, traits.name()));
    }
    launches.check();
  }
}
