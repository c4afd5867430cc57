package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.BackendException;
import io.ligature.DType;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// On a driver, where there is one.
class DeviceTest {
  @TempDir Path folder;

  @Test
  void anErrorInASourceShowsTheCompilersLogWithTheLine() {
    var device = RealDevice.open(new ProgramCache(null));
    var error =
        assertThrows(
            BackendException.class, () -> device.kernel("broken.cl", " -DT=float", "broken"));
    assertTrue(
        error
            .getMessage()
            .startsWith(
                "The driver of "
                    + device.traits().name()
                    + " cannot compile broken.cl with -DT=float. It answers"
                    + " CL_BUILD_PROGRAM_FAILURE (-11) to clBuildProgram.\n"),
        error::getMessage);
    assertTrue(error.getMessage().contains("'missing'"), error::getMessage);
    assertTrue(error.getMessage().endsWith("\nbroken.cl:5 is: x[0] = missing;"), error::getMessage);
  }

  /// As NVIDIA's driver does, which leaves out whose lines they are.
  @Test
  void linesThatWereCountedThroughAreNamedByTheirFile() {
    var source = "#line 1 \"first.cl\"\na\nb\n#line 1 \"second.cl\"\nc\n#line 3 \"first.cl\"\nd";
    assertEquals(
        "first.cl:2:7: error, second.cl:1:3: note, first.cl:3:1: warning",
        Program.placed("<kernel>:3:7: error, <kernel>:5:3: note, <kernel>:7:1: warning", source));
  }

  @Test
  void anErrorInAnIncludedSourceNamesThatOne() {
    var device = RealDevice.open(new ProgramCache(null));
    var error =
        assertThrows(BackendException.class, () -> device.kernel("including.cl", "", "including"));
    assertTrue(error.getMessage().endsWith("\nbroken.cl:5 is: x[0] = missing;"), error::getMessage);
  }

  @Test
  void aDamagedFileOfTheCacheIsCompiledAgain() throws IOException {
    var cache = new ProgramCache(folder);
    assertEquals(42, run(RealDevice.open(cache)));
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        var bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 0x55;
        Files.write(file, bytes);
      }
    }
    assertEquals(42, run(RealDevice.open(cache)));
    assertEquals(42, run(RealDevice.open(cache)), "from the file that was written anew");
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {1, 100, 10_000})
  void aWholeFileThatTheDriverRefusesIsCompiledAgain(int length) throws IOException {
    var cache = new ProgramCache(folder);
    assertEquals(42, run(RealDevice.open(cache)));
    try (var files = Files.list(folder)) {
      cache.write(files.findFirst().orElseThrow().getFileName().toString(), () -> new byte[length]);
    }
    assertEquals(42, run(RealDevice.open(cache)));
  }

  @Test
  void everyOperationMayWaitForItself() {
    System.setProperty("ligature.opencl.sync", "true");
    try {
      assertEquals(42, run(RealDevice.open(new ProgramCache(null))));
    } finally {
      System.clearProperty("ligature.opencl.sync");
    }
  }

  private static double run(OpenClDevice device) {
    var x = new DeviceBuffer(device, null, DType.FLOAT32, 1);
    device.launch(device.kernel("tiny.cl", "", "tiny"), 1, 1, x);
    var one = MemorySegment.ofArray(new float[1]);
    x.read(0, 1, one);
    return one.get(ValueLayout.JAVA_FLOAT, 0);
  }
}
