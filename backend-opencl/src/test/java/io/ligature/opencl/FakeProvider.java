package io.ligature.opencl;

import io.ligature.spi.Backend;
import io.ligature.spi.BackendProvider;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Probe;
import java.util.List;

/// Offers [#DRIVER] to users as the device `fake`.
public final class FakeProvider implements BackendProvider {
  static final FakeDriver DRIVER = new FakeDriver();

  /// For the service loader.
  public FakeProvider() {}

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public Probe probe() {
    return new Probe.Available(List.of(new DeviceInfo("fake", "computes nothing", -1, false)));
  }

  @Override
  public Backend open(int index) {
    return new OpenClBackend(DRIVER.device());
  }
}
