package io.ligature.opencl;

import io.ligature.spi.Probe.Unavailable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The devices of all platforms, as the drivers list them.
///
/// @param cl the library
/// @param devices in the order of their numbers
/// @param missing the platforms that have no device, and the devices that do not say what they are
record Listing(OpenCl cl, List<Entry> devices, List<Unavailable> missing) {
  /// A device.
  ///
  /// @param index its number in the name
  /// @param id the driver's handle
  record Entry(int index, long id, Traits traits) {
    /// {@return why it cannot be used, with the remedy}
    Optional<String> flaw(Map<String, String> environment) {
      if (!traits.isUsable()) {
        return Optional.of(traits.flaw());
      }
      if (!traits.isPocl()) {
        return Optional.empty();
      }
      return hasLinker(environment)
          ? PoclCache.damaged(environment).map(HALF_A_PROGRAM::formatted)
          : Optional.of(NO_LINKER + "; " + ADD_LINKER);
    }
  }

  static final String NO_LINKER =
      "PoCL links kernels with the program ld, which is not on the PATH, and would end this process"
          + " for want of it";
  static final String ADD_LINKER = "install binutils, or add the folder of ld to the PATH";
  private static final String HALF_A_PROGRAM =
      "PoCL would end this process at %s, which is half a program; remove that file";
  static final String INSTALL =
      "install an ICD such as pocl-opencl-icd, or the driver of the GPU's maker";

  private static @Nullable Listing known;

  /// {@return the devices of this machine; the library is loaded when it is first asked}
  ///
  /// @throws OpenCl.MissingLibrary if there is no library
  static synchronized Listing get() {
    var listing = known;
    if (listing == null) {
      listing = Signals.keep(() -> of(OpenCl.load()));
      known = listing;
    }
    return listing;
  }

  static Listing of(OpenCl cl) {
    var devices = new ArrayList<Entry>();
    var missing = new ArrayList<Unavailable>();
    for (long platform : cl.platforms()) {
      try {
        var name = cl.platformText(platform, OpenCl.PLATFORM_NAME);
        var ids = cl.devices(platform);
        if (ids.length == 0) {
          missing.add(new Unavailable("the platform " + name + " has no device", remedy(name)));
        }
        for (long id : ids) {
          devices.add(new Entry(devices.size(), id, Traits.of(cl, platform, id)));
        }
      } catch (OpenClException e) { // of one driver; the others may do
        missing.add(
            new Unavailable("a platform cannot be asked for its devices: " + e.answer(), INSTALL));
      }
    }
    return new Listing(cl, List.copyOf(devices), List.copyOf(missing));
  }

  private static String remedy(String platform) {
    return platform.equals(Traits.POCL)
        ? "set POCL_CACHE_DIR to a folder that can be written to, which PoCL needs"
        : INSTALL;
  }

  static boolean hasLinker(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ld")));
  }
}
