package com.example.minimal;

import io.ligature.spi.Backend;
import io.ligature.spi.BackendProvider;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Probe;
import java.util.List;

/// Offers the device `minimal` to those who ask for it by name; it is never chosen by itself.
public final class MinimalProvider implements BackendProvider {
  @Override
  public String name() {
    return "minimal";
  }

  @Override
  public Probe probe() {
    return new Probe.Available(List.of(new DeviceInfo("minimal", "index loops", 0, false)));
  }

  @Override
  public Backend open(int index) {
    return new MinimalBackend();
  }
}
