package io.ligature.opencl;

import io.ligature.spi.Backend;
import io.ligature.spi.BackendProvider;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Probe;
import java.util.List;

/// Offers the first device of this machine as if it did not compute in double: the device
/// `singles`.
public final class SinglesProvider implements BackendProvider {
  /// For the service loader.
  public SinglesProvider() {}

  @Override
  public String name() {
    return "singles";
  }

  @Override
  public Probe probe() {
    return new Probe.Available(List.of(new DeviceInfo("singles", "without double", -1, false)));
  }

  @Override
  public Backend open(int index) {
    return new OpenClBackend(
        RealDevice.open(
            new ProgramCache(null),
            real ->
                new Traits(
                    real.platform(),
                    real.name(),
                    real.driver(),
                    real.isGpu(),
                    real.units(),
                    real.floats(),
                    real.memory(),
                    real.largest(),
                    real.largestGroup(),
                    real.local(),
                    false,
                    real.roundsRoots(),
                    false,
                    "")));
  }
}
