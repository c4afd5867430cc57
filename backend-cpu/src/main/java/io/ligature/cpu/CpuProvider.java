package io.ligature.cpu;

import io.ligature.spi.Backend;
import io.ligature.spi.BackendProvider;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Probe;
import java.util.List;

/// Offers the device `cpu`, which every machine has.
public final class CpuProvider implements BackendProvider {
  /// For the service loader.
  public CpuProvider() {}

  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Probe probe() {
    var description = "plain Java on " + System.getProperty("os.arch");
    return new Probe.Available(List.of(new DeviceInfo("cpu", description, 0, true)));
  }

  @Override
  public Backend open(int index) {
    return new CpuBackend();
  }
}
