package io.ligature.opencl;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The signals of this process, which are the JVM's: by them it stops its threads, and notices
/// nulls and divisions by zero.
///
/// Drivers take them. LLVM, which compiles for most of them, handles the first signal itself, and
/// until it has given all of them back nobody handles the next: a second thread that is signalled
/// then ends the process without a word. PoCL skips divisions by zero, also those of Java. So what
/// may load a driver or compile runs inside [#keep].
final class Signals {
  private static final int COUNT = 32; // those above are not for faults
  private static final long BYTES = 256; // room for the struct `sigaction` of any system

  private static final @Nullable MethodHandle SIGACTION = find(); // null on Windows

  private Signals() {}

  @SuppressWarnings("restricted") // as in OpenCl
  private static @Nullable MethodHandle find() {
    var linker = Linker.nativeLinker();
    var type = FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS);
    return linker
        .defaultLookup()
        .find("sigaction")
        .map(found -> linker.downcallHandle(found, type))
        .orElse(null);
  }

  /// Does something, and gives the signals that it took back to whom they belonged.
  ///
  /// One at a time, or one would take for the owner what another has put there.
  static synchronized <T> T keep(Supplier<T> work) {
    try (var arena = Arena.ofConfined()) {
      var owners = new MemorySegment[COUNT];
      for (int signal = 1; signal < COUNT; signal++) {
        owners[signal] = owner(arena, signal);
      }
      try {
        return work.get();
      } finally {
        for (int signal = 1; signal < COUNT; signal++) {
          if (handler(owner(arena, signal)) != handler(owners[signal])) {
            sigaction(signal, owners[signal], MemorySegment.NULL);
          }
        }
      }
    }
  }

  /// {@return how the system describes what is done about a signal; zeros if it does not}
  static MemorySegment owner(Arena arena, int signal) {
    var owner = arena.allocate(BYTES, 8);
    sigaction(signal, MemorySegment.NULL, owner);
    return owner;
  }

  /// {@return the address of the function, which stands first}
  static long handler(MemorySegment owner) {
    return owner.get(JAVA_LONG, 0);
  }

  /// Calls the function of this name, unless the system has none. Two signals cannot be taken, and
  /// it says so, which is as well.
  static void sigaction(int signal, MemorySegment now, MemorySegment before) {
    if (SIGACTION == null) {
      return;
    }
    try {
      var _ = (int) SIGACTION.invokeExact(signal, now, before);
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
