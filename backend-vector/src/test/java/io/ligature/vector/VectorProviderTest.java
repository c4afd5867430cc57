package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Device;
import io.ligature.DeviceException;
import org.junit.jupiter.api.Test;

class VectorProviderTest {
  private static final String LINE =
      "%-12s unavailable  this version has no vector kernels yet; use cpu, which computes everything"
          .formatted("vector");

  @Test
  void isALineInTheTableOfDevices() {
    assertEquals(LINE, Device.all().toString());
  }

  @Test
  void askingForItFailsWithTheTable() {
    var error = assertThrows(DeviceException.class, () -> Device.of("vector"));
    assertTrue(error.getMessage().endsWith(LINE), error::getMessage);
  }
}
