package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final Traits CPU =
      new Traits("Fake", "fake", "1", false, 1, 4, 1, 1, 1, 1, true, true, false, "");

  @AfterEach
  void forget() {
    System.clearProperty("ligature.opencl.kernels");
    System.clearProperty("ligature.opencl.tf32");
  }

  @ParameterizedTest(name = "{0} on a GPU: {1}")
  @CsvSource({"'', false, false", "'', true, true", "cpu, true, false", "gpu, false, true"})
  void kernelsSuitTheDeviceUnlessOthersAreAskedFor(String asked, boolean isGpu, boolean shaped) {
    System.setProperty("ligature.opencl.kernels", asked);
    assertEquals(CPU.asGpu(shaped), Settings.shaped(CPU.asGpu(isGpu)));
  }

  @Test
  void otherKernelsAreRefused() {
    System.setProperty("ligature.opencl.kernels", "tpu");
    assertEquals(
        "ligature.opencl.kernels needs cpu or gpu; found 'tpu'. Leave it out to have those that"
            + " suit the device.",
        assertThrows(IllegalArgumentException.class, () -> Settings.shaped(CPU)).getMessage());
  }

  @Test
  void tensorCoresRoundOnlyWhereThatIsAskedFor() {
    var able = CPU.asGpu(true).withTf32(true);
    assertFalse(Settings.shaped(able).multipliesTf32());
    System.setProperty("ligature.opencl.tf32", "true");
    assertTrue(Settings.shaped(able).multipliesTf32());
    assertEquals(
        "ligature.opencl.tf32 needs an NVIDIA GPU of compute capability 8.0 or more; found fake."
            + " Leave it out to multiply FLOAT32 as it is.",
        assertThrows(IllegalArgumentException.class, () -> Settings.shaped(CPU)).getMessage());
  }
}
