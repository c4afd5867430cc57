package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ligature.Device;
import io.ligature.DeviceException;
import io.ligature.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @TempDir Path folder;

  private boolean isPocl;

  @BeforeEach
  void aDeviceIsHere() {
    isPocl = RealDevice.open(new ProgramCache(null)).traits().isPocl();
  }

  /// {@return what the process says}
  private String use(Map<String, String> environment, String... properties)
      throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var builder =
        new ProcessBuilder(
            java,
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Use.class.getName());
    builder.command().addAll(1, List.of(properties));
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

  @Test
  void asItIsTheDeviceComputes() throws Exception {
    assertSays("sum 3.0", use(Map.of()));
  }

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
    var said = use(Map.of("POCL_CACHE_DIR", "/proc/nowhere"));
    assertSays("PoCL has none where its cache folder is read-only: set POCL_CACHE_DIR", said);
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
    assertSays("no OpenCL platform", use(Map.of("OCL_ICD_VENDORS", folder.toString())));
  }

  @Test
  void aLibraryThatIsNotThereIsNamed() throws Exception {
    var said =
        use(
            Map.of("LIGATURE_BACKEND", "opencl"),
            "-Dligature.opencl.library=/no/such/libOpenCL.so.1");
    assertSays(
        "none of the libraries /no/such/libOpenCL.so.1 can be loaded; install an ICD loader such as"
            + " ocl-icd-libopencl1",
        said);
  }
}
