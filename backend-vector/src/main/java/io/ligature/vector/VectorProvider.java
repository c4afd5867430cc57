package io.ligature.vector;

import io.ligature.spi.Backend;
import io.ligature.spi.BackendProvider;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Probe;
import java.util.List;

/// Offers the device `vector`, where the module jdk.incubator.vector is there.
///
/// Nothing here names a vector type, so that asking is safe where it is not.
public final class VectorProvider implements BackendProvider {
  private static final String MODULE = "jdk.incubator.vector";

  /// For the service loader.
  public VectorProvider() {}

  @Override
  public String name() {
    return "vector";
  }

  @Override
  public Probe probe() {
    if (ModuleLayer.boot().findModule(MODULE).isEmpty()) {
      return new Probe.Unavailable(
          "the module " + MODULE + " is not resolved",
          "start Java with --add-modules " + MODULE + " to have it");
    }
    var description = "vectors of the JDK on " + System.getProperty("os.arch");
    return new Probe.Available(List.of(new DeviceInfo(name(), description, 100, true)));
  }

  @Override
  public Backend open(int index) {
    Settings.bits(); // refused here rather than where vectors are first used
    return new VectorBackend(new Team(Settings.threads()));
  }
}
