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
    if (!perhapsGpu && !Listing.hasLinker(environment)) {
      return new Probe.Unavailable(Listing.NO_LINKER, Listing.ADD_LINKER);
    }
    return isAskedFor() || (enabled && perhapsGpu) ? look() : glance(drivers, perhapsGpu);
  }

  private boolean isAskedFor() {
    var asked =
        System.getProperty("ligature.backend", environment.getOrDefault("LIGATURE_BACKEND", ""));
    return asked.strip().startsWith(name());
  }

  /// What can be said without loading a driver.
  private Probe glance(Drivers drivers, boolean perhapsGpu) {
    var remark = perhapsGpu ? "not looked at yet" : "the CPU, not looked at yet";
    var what = Drivers.areFiles() ? String.join(" and ", drivers.libraries()) : "OpenCL";
    return new Probe.Available(
        List.of(new DeviceInfo(name() + ":0", what + ": " + remark, -1, false)));
  }

  private Probe look() {
    Listing listing;
    try {
      listing = Listing.get();
    } catch (OpenCl.MissingLibrary e) {
      return new Probe.Unavailable(
          Objects.requireNonNull(e.getMessage()),
          "install an ICD loader such as ocl-icd-libopencl1");
    }
    if (listing.devices().isEmpty()) {
      return new Probe.Unavailable(listing.why(), INSTALL);
    }
    return new Probe.Available(listing.devices().stream().map(this::info).toList());
  }

  /// Devices that cannot be used are listed too, with the reason.
  private DeviceInfo info(Listing.Entry entry) {
    var flaw = entry.flaw(environment);
    return new DeviceInfo(
        name() + ":" + entry.index(),
        entry.traits().describe() + flaw.map("; unusable: "::concat).orElse(""),
        entry.traits().isGpu() && flaw.isEmpty() ? 200 : -1,
        false); // until the kernels shaped for GPUs have passed the kit on one
  }

  @Override
  public Backend open(int index) {
    var listing = Listing.get();
    if (index >= listing.devices().size()) {
      throw new IllegalStateException(listing.why() + "; " + INSTALL);
    }
    var entry = listing.devices().get(index);
    var flaw = entry.flaw(environment);
    if (flaw.isPresent()) {
      throw new IllegalStateException(flaw.get());
    }
    return new OpenClBackend(
        new OpenClDevice(
            listing.cl(),
            entry.id(),
            Settings.shaped(entry.traits()),
            ProgramCache.of(entry.traits(), environment)));
  }
}
