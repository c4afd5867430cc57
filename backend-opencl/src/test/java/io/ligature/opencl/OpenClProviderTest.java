package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Device;
import io.ligature.DeviceException;
import org.junit.jupiter.api.Test;

class OpenClProviderTest {
  private static final String LINE =
      "%-12s unavailable  this version has no OpenCL kernels yet; use cpu, which computes everything"
          .formatted("opencl");

  @Test
  void isALineInTheTableOfDevices() {
    assertEquals(LINE, Device.all().toString());
  }

  @Test
  void askingForItFailsWithTheTable() {
    var error = assertThrows(DeviceException.class, () -> Device.of("opencl"));
    assertTrue(error.getMessage().endsWith(LINE), error::getMessage);
  }
}
