package io.ligature.opencl;

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
/// @param platforms the names of all platforms, also of those without a device
/// @param devices in the order of their numbers
record Listing(OpenCl cl, List<String> platforms, List<Entry> devices) {
  /// A device.
  ///
  /// @param index its number in the name
  /// @param id the driver's handle
  record Entry(int index, long id, Traits traits) {
    /// {@return why it cannot be used, with the remedy}
    Optional<String> flaw(Map<String, String> environment) {
      if (traits.isPocl() && !hasLinker(environment)) {
        return Optional.of(NO_LINKER + "; " + ADD_LINKER);
      }
      return traits.isUsable() ? Optional.empty() : Optional.of(traits.flaw());
    }
  }

  static final String NO_LINKER =
      "PoCL links kernels with the program ld, which is not on the PATH, and would end this process"
          + " for want of it";
  static final String ADD_LINKER = "install binutils, or add the folder of ld to the PATH";

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
    var platforms = new ArrayList<String>();
    var devices = new ArrayList<Entry>();
    for (long platform : cl.platforms()) {
      platforms.add(cl.platformText(platform, OpenCl.PLATFORM_NAME));
      for (long device : cl.devices(platform)) {
        devices.add(new Entry(devices.size(), device, Traits.of(cl, platform, device)));
      }
    }
    return new Listing(cl, List.copyOf(platforms), List.copyOf(devices));
  }

  /// {@return what keeps platforms from having a device}
  String why() {
    if (platforms.isEmpty()) {
      return "no OpenCL platform";
    }
    var pocl =
        platforms.contains(Traits.POCL)
            ? " (PoCL has none where its cache folder is read-only: set POCL_CACHE_DIR)"
            : "";
    return "no device of " + String.join(", ", platforms) + pocl;
  }

  static boolean hasLinker(Map<String, String> environment) {
    return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
        .filter(folder -> !folder.isEmpty())
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "ld")));
  }
}
