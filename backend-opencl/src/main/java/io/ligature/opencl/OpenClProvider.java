package io.ligature.opencl;

import io.ligature.spi.Backend;
import io.ligature.spi.BackendProvider;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Probe;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// Offers the devices `opencl:0`, `opencl:1` and so on: those of every platform in the order in
/// which the drivers list them.
///
/// Loading a driver takes up to a second, and Java warns where native access was not enabled. So
/// unless opencl was asked for, or a GPU may be there and native access is enabled, only the files
/// are looked at by which drivers make themselves known, and `opencl:0` stands for what they have.
public final class OpenClProvider implements BackendProvider {
  private static final String INSTALL =
      "install an ICD such as pocl-opencl-icd, or the driver of the GPU's maker";

  private final Map<String, String> environment;

  /// For the service loader.
  public OpenClProvider() {
    this(System.getenv());
  }

  OpenClProvider(Map<String, String> environment) {
    this.environment = environment;
  }

  @Override
  public String name() {
    return "opencl";
  }

  @Override
  public Probe probe() {
    var drivers = Drivers.of(environment);
    if (Drivers.areFiles() && drivers.libraries().isEmpty()) {
      return new Probe.Unavailable(
          "no OpenCL platform: there is no ICD file " + drivers.where(), INSTALL);
    }
    boolean enabled = OpenClProvider.class.getModule().isNativeAccessEnabled();
    boolean perhapsGpu = !Drivers.areFiles() || !drivers.areCpuOnly();
    return isAskedFor() || (enabled && perhapsGpu) ? look() : glance(drivers, perhapsGpu);
  }

  private boolean isAskedFor() {
    var asked =
        System.getProperty("ligature.backend", environment.getOrDefault("LIGATURE_BACKEND", ""));
    return asked.strip().startsWith(name());
  }

  /// What can be said without loading a driver.
  private Probe glance(Drivers drivers, boolean perhapsGpu) {
    var remark =
        perhapsGpu
            ? "not looked at yet; start Java with --enable-native-access=ALL-UNNAMED to have a GPU"
                + " chosen by itself"
            : "the CPU, not looked at yet";
    var what = Drivers.areFiles() ? String.join(" and ", drivers.libraries()) : "OpenCL";
    return new Probe.Available(
        List.of(new DeviceInfo(name() + ":0", what + ": " + remark, -1, false)));
  }

  private Probe look() {
    try {
      var devices = Listing.get().devices();
      if (devices.isEmpty()) {
        return new Probe.Unavailable("no OpenCL platform has a device", INSTALL);
      }
      return new Probe.Available(devices.stream().map(this::info).toList());
    } catch (OpenCl.MissingLibrary e) {
      return new Probe.Unavailable(
          Objects.requireNonNull(e.getMessage()),
          "install an ICD loader such as ocl-icd-libopencl1");
    }
  }

  private DeviceInfo info(Listing.Entry entry) {
    boolean gpu = entry.traits().isGpu();
    var name = name() + ":" + entry.index();
    return new DeviceInfo(name, entry.traits().describe(), gpu ? 200 : -1, gpu);
  }

  @Override
  public Backend open(int index) {
    var devices = Listing.get().devices();
    if (index >= devices.size()) {
      throw new IllegalStateException("no OpenCL platform has a device; " + INSTALL);
    }
    var entry = devices.get(index);
    return new OpenClBackend(new OpenClDevice(Listing.get().cl(), entry.id(), entry.traits()));
  }
}
