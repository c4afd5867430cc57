package io.ligature.opencl;

import io.ligature.BackendException;
import io.ligature.spi.Backend;
import io.ligature.spi.BackendProvider;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Probe;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Offers the devices `opencl:0`, `opencl:1` and so on: those of every platform in the order in
/// which the drivers list them.
///
/// Loading a driver takes up to a second, and Java warns where native access was not enabled. So
/// unless opencl was asked for, or a GPU may be there and native access is enabled, only the files
/// are looked at by which drivers make themselves known, and `opencl:0` stands for what they have.
public final class OpenClProvider implements BackendProvider {
  private final Map<String, String> environment;
  private final Supplier<Listing> loader;

  /// For the service loader.
  public OpenClProvider() {
    this(System.getenv(), Listing::get);
  }

  OpenClProvider(Map<String, String> environment, Supplier<Listing> loader) {
    this.environment = environment;
    this.loader = loader;
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
          "no OpenCL platform: there is no ICD file " + drivers.where(), Listing.INSTALL);
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
      listing = loader.get();
    } catch (OpenCl.MissingLibrary e) {
      return e.unavailable();
    } catch (OpenClException e) {
      return new Probe.Unavailable("no OpenCL platform: " + e.answer(), Listing.INSTALL);
    }
    if (listing.devices().isEmpty()) {
      return none(listing);
    }
    var devices = new ArrayList<DeviceInfo>();
    listing.devices().forEach(entry -> devices.add(info(entry)));
    for (var missing : listing.missing()) {
      var number = name() + ":" + devices.size();
      devices.add(new DeviceInfo(number, "unusable: " + because(missing), -1, false));
    }
    return new Probe.Available(devices);
  }

  private Probe.Unavailable none(Listing listing) {
    return listing.missing().isEmpty()
        ? new Probe.Unavailable(Drivers.of(environment).refusal(), Listing.INSTALL)
        : listing.missing().getFirst();
  }

  private static String because(Probe.Unavailable missing) {
    return missing.reason() + "; " + missing.remedy();
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
    Listing listing;
    try {
      listing = loader.get();
    } catch (OpenCl.MissingLibrary e) {
      throw new BackendException(because(e.unavailable()), e);
    }
    int known = listing.devices().size();
    if (index >= known) {
      int missing = index - known;
      throw new BackendException(
          because(
              missing < listing.missing().size() ? listing.missing().get(missing) : none(listing)));
    }
    var entry = listing.devices().get(index);
    var flaw = entry.flaw(environment);
    if (flaw.isPresent()) {
      throw new BackendException(flaw.get());
    }
    return new OpenClBackend(
        new OpenClDevice(
            listing.cl(),
            entry.id(),
            Settings.shaped(entry.traits()),
            ProgramCache.of(entry.traits(), environment)));
  }
}
