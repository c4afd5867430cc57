package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ligature.BackendException;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Probe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private static OpenClProvider provider(Map<String, String> environment) {
    return new OpenClProvider(environment, () -> fail("a driver was loaded"));
  }

  @Test
  void withoutAnIcdFileItSaysWhatToInstall() throws IOException {
    var nowhere = folder.resolve("nonexistent");
    assertEquals(
        new Probe.Unavailable(
            "no OpenCL platform: there is no ICD file in " + nowhere,
            "install an ICD such as pocl-opencl-icd, or the driver of the GPU's maker"),
        provider(vendors(nowhere)).probe());
  }

  @Test
  void aCpuIsListedWithoutLoadingItsDriverAndNeverChosenByItself() throws IOException {
    Files.writeString(folder.resolve("pocl.icd"), "/no/such/libpocl.so.2\n");
    var probe = provider(vendors(folder)).probe();
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
        provider(environment).probe());
  }

  private static Listing listing(Traits... devices) {
    var entries = new ArrayList<Listing.Entry>();
    for (var traits : devices) {
      entries.add(new Listing.Entry(entries.size(), 7, traits));
    }
    return new Listing(
        new FakeDriver().bind(),
        entries,
        List.of(new Probe.Unavailable("the platform Other has no device", "install its driver")));
  }

  private static Traits gpu(String flaw) {
    return new Traits(
        "Fake", "gpu", "1.2", true, 80, 8, 3L << 30, 1 << 30, 256, 1 << 15, true, true, false,
        flaw);
  }

  @Test
  void everyPlatformAndDeviceIsListedAlsoWhatCannotBeUsed() throws IOException {
    Files.writeString(folder.resolve("gpu.icd"), "libgpu.so.1\n");
    var provider =
        new OpenClProvider(vendors(folder), () -> listing(gpu(""), gpu("it is busy; wait")));
    var devices = ((Probe.Available) provider.probe()).devices();
    assertEquals(
        List.of(
            "opencl:0: gpu, 80 units, 3.0 GiB, 1.2",
            "opencl:1: gpu, 80 units, 3.0 GiB, 1.2; unusable: it is busy; wait",
            "opencl:2: unusable: the platform Other has no device; install its driver"),
        devices.stream().map(device -> device.name() + ": " + device.description()).toList());
    assertEquals(List.of(200, -1, -1), devices.stream().map(DeviceInfo::priority).toList());
    assertEquals(
        "it is busy; wait",
        assertThrows(BackendException.class, () -> provider.open(1)).getMessage());
    assertEquals(
        "the platform Other has no device; install its driver",
        assertThrows(BackendException.class, () -> provider.open(2)).getMessage());
  }

  @Test
  void withoutAnyDeviceThePlatformSaysWhy() throws IOException {
    Files.writeString(folder.resolve("gpu.icd"), "libgpu.so.1\n");
    assertEquals(
        new Probe.Unavailable("the platform Other has no device", "install its driver"),
        new OpenClProvider(vendors(folder), OpenClProviderTest::listing).probe());
  }

  @Test
  void aDriverThatCannotBeAskedSaysWhatItAnswers() throws IOException {
    Files.writeString(folder.resolve("gpu.icd"), "libgpu.so.1\n");
    var cl = new FakeDriver().fail("clGetPlatformIDs", -6).bind();
    assertEquals(
        new Probe.Unavailable(
            "no OpenCL platform: the driver answers CL_OUT_OF_HOST_MEMORY (-6) to clGetPlatformIDs",
            Listing.INSTALL),
        new OpenClProvider(vendors(folder), () -> Listing.of(cl)).probe());
  }

  @Test
  void withoutALibraryItSaysWhichWereTried() throws IOException {
    Files.writeString(folder.resolve("gpu.icd"), "libgpu.so.1\n");
    var provider =
        new OpenClProvider(
            vendors(folder),
            () -> {
              throw new OpenCl.MissingLibrary(List.of("libOpenCL.so.1", "libOpenCL.so"));
            });
    var reason = "none of the libraries libOpenCL.so.1, libOpenCL.so can be loaded";
    var remedy = "install an ICD loader such as ocl-icd-libopencl1";
    assertEquals(new Probe.Unavailable(reason, remedy), provider.probe());
    assertEquals(
        reason + "; " + remedy,
        assertThrows(BackendException.class, () -> provider.open(0)).getMessage());
  }

  @Test
  void aLibraryThatIsNotOpenClIsNotTaken() {
    assumeTrue(Files.exists(Path.of("/proc/self/maps")), "Linux has this library");
    System.setProperty("ligature.opencl.library", "libm.so.6");
    try {
      assertEquals(
          "none of the libraries libm.so.6 (which is there, but not OpenCL 1.2) can be loaded",
          assertThrows(OpenCl.MissingLibrary.class, OpenCl::load).getMessage());
    } finally {
      System.clearProperty("ligature.opencl.library");
    }
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
