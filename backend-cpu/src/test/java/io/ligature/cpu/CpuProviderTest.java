package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.ligature.Device;
import io.ligature.spi.BackendProvider;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Probe;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class CpuProviderTest {
  @Test
  void isFoundAsAService() {
    var names =
        ServiceLoader.load(BackendProvider.class).stream()
            .map(provider -> provider.get().name())
            .toList();
    assertEquals(List.of("cpu"), names);
  }

  @Test
  void offersOneDeviceThatAnyOtherOutranks() {
    var probe = assertInstanceOf(Probe.Available.class, new CpuProvider().probe());
    var description = "plain Java on " + System.getProperty("os.arch");
    assertEquals(List.of(new DeviceInfo("cpu", description, 0, true)), probe.devices());
  }

  @Test
  void isTheDefaultWhenAlone() {
    assertEquals("cpu", Device.best().name());
    assertEquals(Device.of("cpu"), Device.best());
  }
}
