package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ligature.BackendException;
import io.ligature.Device;
import io.ligature.DeviceException;
import io.ligature.Tensor;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Environments in which a driver fails or would end the process: tried for real, each in a process
/// of its own.
class EnvironmentTest {
  /// Uses the device, as a user would.
  static final class Use {
    private Use() {}

    public static void main(String[] args) {
      try {
        System.out.println("sum " + Device.of("opencl:0").with(() -> Tensor.ones(3).sum().item()));
      } catch (DeviceException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  /// Keeps everything until memory ends, and then uses the device again.
  static final class Hoard {
    private Hoard() {}

    public static void main(String[] args) {
      Device.of("opencl:0").with(Hoard::hoard);
    }

    private static boolean hoard() {
      var kept = new ArrayList<Tensor>();
      try {
        while (true) {
          kept.add(Tensor.ones(1 << 18));
        }
      } catch (BackendException e) {
        System.out.println(e.getMessage());
      }
      System.out.println("kept " + kept.size());
      kept.clear();
      System.out.println("sum " + Tensor.ones(1 << 18).sum().item());
      return true;
    }
  }

  @TempDir Path folder;

  private boolean isPocl;

  @BeforeEach
  void aDeviceIsHere() {
    isPocl = RealDevice.open(new ProgramCache(null)).traits().isPocl();
  }

  /// {@return what the process says}
  private String use(Map<String, String> environment) throws IOException, InterruptedException {
    return run(Use.class, environment);
  }

  private String run(Class<?> main, Map<String, String> environment, String... flags)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of(flags));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    var builder = new ProcessBuilder(command);
    builder.environment().put("POCL_CACHE_DIR", folder.toString());
    builder.environment().putAll(environment);
    var out = folder.resolve("out");
    var process = builder.redirectErrorStream(true).redirectOutput(out.toFile()).start();
    int code = process.waitFor();
    var said = Files.readString(out, StandardCharsets.UTF_8);
    assertEquals(0, code, said);
    return said;
  }

  private static void assertSays(String part, String said) {
    assertTrue(said.contains(part), said);
  }

  /// PoCL would end the process when it links the first kernel.
  @Test
  void withoutALinkerItIsRefused() throws Exception {
    assumeTrue(isPocl, "other drivers need no linker");
    assertSays(
        "opencl       unavailable  PoCL links kernels with the program ld, which is not on the"
            + " PATH, and would end this process for want of it; install binutils, or add the"
            + " folder of ld to the PATH",
        use(Map.of("PATH", folder.toString())));
  }

  @Test
  void aCacheFolderThatCannotBeWrittenIsSaid() throws Exception {
    assumeTrue(isPocl, "other drivers keep their kernels elsewhere");
    assertSays(
        "Device 'opencl:0' is not available: it was found, but opening it failed: the platform"
            + " Portable Computing Language has no device; set POCL_CACHE_DIR to a folder that can"
            + " be written to, which PoCL needs. All devices:\n",
        use(Map.of("POCL_CACHE_DIR", "/proc/nowhere")));
  }

  /// PoCL would end the process at it.
  @Test
  void halfAProgramInTheCacheFolderIsSaid() throws Exception {
    assumeTrue(isPocl, "other drivers keep their kernels elsewhere");
    assertSays("sum 3.0", use(Map.of()));
    var program = program();
    try (var file = FileChannel.open(program, StandardOpenOption.WRITE)) {
      file.truncate(file.size() / 2);
    }
    Files.setLastModifiedTime(program, FileTime.from(Instant.now().minusSeconds(60)));
    var refusal =
        "PoCL would end this process at " + program + ", which is half a program; remove that file";
    assertSays(
        "Device 'opencl:0' is not available: it was found, but opening it failed: "
            + refusal
            + ". All devices:\n",
        use(Map.of()));
    Files.delete(program);
    assertSays("sum 3.0", use(Map.of()));
  }

  private Path program() throws IOException {
    try (var files = Files.find(folder, 4, (file, _) -> file.endsWith("program.bc"))) {
      return files.findFirst().orElseThrow();
    }
  }

  @Test
  void withoutAnIcdFileItSaysWhatToInstall() throws Exception {
    assertSays(
        "no OpenCL platform: there is no ICD file in /nonexistent; install an ICD",
        use(Map.of("OCL_ICD_VENDORS", "/nonexistent")));
  }

  @Test
  void aDriverThatIsNamedButNotThereIsNoPlatform() throws Exception {
    Files.writeString(folder.resolve("gone.icd"), "/no/such/libgpu.so.1\n");
    assertSays(
        "opencl       unavailable  no OpenCL platform: none of the drivers in "
            + folder
            + " can be loaded: /no/such/libgpu.so.1; install an ICD such as pocl-opencl-icd, or the"
            + " driver of the GPU's maker",
        use(Map.of("OCL_ICD_VENDORS", folder.toString())));
  }

  @Test
  void aLibraryThatIsNotThereIsNamed() throws Exception {
    assertSays(
        "none of the libraries /no/such/libOpenCL.so.1 can be loaded; install an ICD loader such"
            + " as ocl-icd-libopencl1",
        run(Use.class, Map.of(), "-Dligature.opencl.library=/no/such/libOpenCL.so.1"));
  }

  @Test
  void memoryThatEndsIsRefusedWithTheLargestHoldersAndComesBack() throws Exception {
    var said = run(Hoard.class, Map.of(), "-Dligature.opencl.memory=8500000");
    assertSays("opencl:0 has no memory left for 1.0 MiB of f32, 262144 elements.\n", said);
    assertSays(
        " has 8.1 MiB for us, which ligature.opencl.memory can change; 8.0 MiB of it are in use,"
            + " and 1.0 MiB more are needed.\n",
        said);
    assertSays("The largest of 8 tensors, 8.0 MiB in all:\n  1.0 MiB of f32 on opencl:0\n", said);
    assertSays("kept 8\nsum 262144.0\n", said);
  }
}
