package io.ligature.autograd;

import io.ligature.spi.Backend;
import io.ligature.spi.BackendProvider;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Probe;
import java.util.List;

/// Offers the device `spy`, which is never chosen by itself.
public final class SpyProvider implements BackendProvider {
  /// For the service loader.
  public SpyProvider() {}

  @Override
  public String name() {
    return "spy";
  }

  @Override
  public Probe probe() {
    return new Probe.Available(List.of(new DeviceInfo("spy", "cpu, watched", -1, false)));
  }

  @Override
  public Backend open(int index) {
    return new SpyBackend();
  }
}
