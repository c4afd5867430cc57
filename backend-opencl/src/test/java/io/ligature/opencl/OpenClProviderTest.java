package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ligature.spi.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenClProviderTest {
  @TempDir Path folder;

  @BeforeEach
  void driversAreFiles() {
    assumeTrue(Drivers.areFiles(), "ICD files are Linux's way");
  }

  private Map<String, String> vendors(Path place) throws IOException {
    var linker = folder.resolve("ld");
    if (!Files.exists(linker)) {
      assertTrue(Files.createFile(linker).toFile().setExecutable(true));
    }
    return Map.of("OCL_ICD_VENDORS", place.toString(), "PATH", folder.toString());
  }

  @Test
  void withoutAnIcdFileItSaysWhatToInstall() throws IOException {
    var nowhere = folder.resolve("nonexistent");
    assertEquals(
        new Probe.Unavailable(
            "no OpenCL platform: there is no ICD file in " + nowhere,
            "install an ICD such as pocl-opencl-icd, or the driver of the GPU's maker"),
        new OpenClProvider(vendors(nowhere)).probe());
  }

  @Test
  void aCpuIsListedWithoutLoadingItsDriverAndNeverChosenByItself() throws IOException {
    Files.writeString(folder.resolve("pocl.icd"), "/no/such/libpocl.so.2\n");
    var probe = new OpenClProvider(vendors(folder)).probe();
    var device = ((Probe.Available) probe).devices().getFirst();
    assertEquals("opencl:0", device.name());
    assertEquals("/no/such/libpocl.so.2: the CPU, not looked at yet", device.description());
    assertFalse(device.automatic());
  }

  /// PoCL would end the process when it links the first kernel.
  @Test
  void withoutALinkerPoclIsRefused() throws IOException {
    Files.writeString(folder.resolve("pocl.icd"), "libpocl.so.2\n");
    var environment = Map.of("OCL_ICD_VENDORS", folder.toString(), "PATH", folder.toString());
    assertEquals(
        new Probe.Unavailable(
            "PoCL links kernels with the program ld, which is not on the PATH, and would end this"
                + " process for want of it",
            "install binutils, or add the folder of ld to the PATH"),
        new OpenClProvider(environment).probe());
  }

  @Test
  void driversAreReadInTheOrderOfTheirFiles() throws IOException {
    Files.writeString(folder.resolve("b.icd"), "libb.so.1\n");
    Files.writeString(folder.resolve("a.icd"), "liba.so.1\n");
    Files.writeString(folder.resolve("readme"), "not one");
    var drivers = Drivers.of(vendors(folder));
    assertEquals(List.of("liba.so.1", "libb.so.1"), drivers.libraries());
    assertFalse(drivers.areCpuOnly());
  }

  @Test
  void theVariableMayNameALibrary() {
    var drivers = Drivers.of(Map.of("OCL_ICD_VENDORS", "libpocl.so.2"));
    assertEquals(List.of("libpocl.so.2"), drivers.libraries());
    assertTrue(drivers.areCpuOnly());
  }
}
