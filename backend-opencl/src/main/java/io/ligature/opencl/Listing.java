package io.ligature.opencl;

import java.util.ArrayList;
import java.util.List;

/// The devices of all platforms, as the drivers list them.
///
/// @param cl the library
/// @param devices in the order of their numbers
record Listing(OpenCl cl, List<Entry> devices) {
  /// A device.
  ///
  /// @param index its number in the name
  /// @param id the driver's handle
  record Entry(int index, long id, Traits traits) {}

  /// Loads the library when it is first asked.
  private static final class Found {
    static final Listing ALL = of(OpenCl.load());
  }

  /// {@return the devices of this machine}
  ///
  /// @throws OpenCl.MissingLibrary if there is no library
  static Listing get() {
    return Found.ALL;
  }

  static Listing of(OpenCl cl) {
    var devices = new ArrayList<Entry>();
    for (long platform : cl.platforms()) {
      for (long device : cl.devices(platform)) {
        devices.add(new Entry(devices.size(), device, Traits.of(cl, platform, device)));
      }
    }
    return new Listing(cl, List.copyOf(devices));
  }
}
