package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

/// That Java runs as ever with a driver in its process.
@DisabledOnOs(OS.WINDOWS)
class SignalsTest {
  private static final int FAULT = 11; // SIGSEGV, as all systems number it
  private static final int DIVISION = 8; // SIGFPE
  private static final int QUIET = 28; // SIGWINCH, which nobody minds

  private static long handler(int signal) {
    try (var arena = Arena.ofConfined()) {
      return Signals.handler(Signals.owner(arena, signal));
    }
  }

  /// @return 1, which stands for ignoring
  private static long take(int signal) {
    try (var arena = Arena.ofConfined()) {
      var mine = arena.allocate(256, 8);
      mine.set(ValueLayout.JAVA_LONG, 0, 1);
      Signals.sigaction(signal, mine, MemorySegment.NULL);
    }
    return handler(signal);
  }

  @Test
  void whatWasTakenIsGivenBack() {
    long before = handler(QUIET);
    assertEquals(1, Signals.keep(() -> take(QUIET)));
    assertNotEquals(1, before);
    assertEquals(before, handler(QUIET));
  }

  @Test
  void whatFailsGivesBackToo() {
    long before = handler(QUIET);
    assertThrows(
        IllegalStateException.class,
        () ->
            Signals.keep(
                () -> {
                  throw new IllegalStateException("after it took " + take(QUIET));
                }));
    assertEquals(before, handler(QUIET));
  }

  @Test
  void withADriverTheJvmStillHandlesFaults() {
    var device = RealDevice.open(new ProgramCache(null));
    device.kernel("tiny.cl", "", "tiny");
    assertEquals(handler(FAULT), handler(DIVISION), "the JVM has one handler for both");
  }

  @Test
  void withADriverDivisionsByZeroStillThrow() {
    RealDevice.open(new ProgramCache(null));
    assertThrows(ArithmeticException.class, () -> divide(1, 0));
  }

  private static int divide(int a, int b) {
    return a / b;
  }
}
