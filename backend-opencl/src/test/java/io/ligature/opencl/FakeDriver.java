package io.ligature.opencl;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A driver that does nothing and says that all went well, but for the functions that it is told to
/// fail in. It notes which functions are called.
final class FakeDriver {
  private final Map<String, Integer> failures = new HashMap<>();
  private final Map<String, Integer> onceFailures = new HashMap<>();
  private final List<String> calls = new ArrayList<>();
  private final Map<Long, Long> buffers = new HashMap<>(); // bytes by handle
  private long memory = Long.MAX_VALUE;
  private long firstUse = Long.MAX_VALUE;
  private int eventStatus;
  private long handles;

  /// Makes a function answer with an error from now on; 0 mends it.
  FakeDriver fail(String function, int status) {
    failures.put(function, status);
    return this;
  }

  /// Makes a function answer with an error the next time.
  void failOnce(String function, int status) {
    onceFailures.put(function, status);
  }

  /// Makes it refuse buffers that together are larger.
  void memory(long bytes) {
    memory = bytes;
  }

  /// Makes it promise all buffers, and refuse those that together are larger when one is written.
  void memoryAtFirstUse(long bytes) {
    firstUse = bytes;
  }

  /// Forgets what it was told and asked, but not its buffers.
  void reset() {
    failures.clear();
    onceFailures.clear();
    calls.clear();
    memory = Long.MAX_VALUE;
    firstUse = Long.MAX_VALUE;
    eventStatus = 0;
  }

  /// {@return the bytes of all buffers}
  long held() {
    return buffers.values().stream().mapToLong(Long::longValue).sum();
  }

  /// {@return the functions that were called, in order}
  List<String> calls() {
    return List.copyOf(calls);
  }

  /// Makes commands end like this: 0 is well, below is an error, above is not yet.
  FakeDriver commandsEnd(int status) {
    eventStatus = status;
    return this;
  }

  /// {@return how often a function was called}
  long calls(String function) {
    return calls.stream().filter(function::equals).count();
  }

  OpenCl bind() {
    return new OpenCl(this::link);
  }

  OpenClDevice device() {
    return device(1 << 30);
  }

  OpenClDevice device(long memory) {
    return device(memory, new ProgramCache(null));
  }

  OpenClDevice device(ProgramCache cache) {
    return device(1 << 30, cache);
  }

  private OpenClDevice device(long memory, ProgramCache cache) {
    var traits =
        new Traits(
            "Fake", "fake", "1", false, 2, 8, memory, memory, 256, 1 << 15, true, true, false, "");
    return new OpenClDevice(bind(), 7, traits, cache);
  }

  private MethodHandle link(String name, FunctionDescriptor type) {
    try {
      var lookup = MethodHandles.lookup();
      var answer =
          name.equals("clGetEventInfo")
              ? "event"
              : type.toMethodType().returnType() == int.class ? "status" : "made";
      var handle =
          lookup.findVirtual(
              FakeDriver.class,
              answer,
              MethodType.methodType(
                  type.toMethodType().returnType(), String.class, Object[].class));
      return handle
          .bindTo(this)
          .bindTo(name)
          .asCollector(Object[].class, type.argumentLayouts().size())
          .asType(type.toMethodType());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  int status(String name, Object[] arguments) {
    calls.add(name);
    if (name.equals("clReleaseMemObject")) {
      buffers.remove((Long) arguments[0]);
    }
    if (name.equals("clEnqueueWriteBuffer") && held() > firstUse) {
      return -4;
    }
    var once = onceFailures.remove(name);
    return once != null ? once : failures.getOrDefault(name, 0);
  }

  int event(String name, Object[] arguments) {
    ((MemorySegment) arguments[3]).set(JAVA_INT, 0, eventStatus);
    return status(name, arguments);
  }

  /// Functions that make something write their status where the last argument says.
  long made(String name, Object[] arguments) {
    int status = status(name, arguments);
    handles++;
    if (name.equals("clCreateBuffer") && status == 0) {
      buffers.put(handles, (Long) arguments[2]);
      if (held() > memory) {
        buffers.remove(handles);
        status = -4;
      }
    }
    ((MemorySegment) arguments[arguments.length - 1]).set(JAVA_INT, 0, status);
    return handles;
  }
}
