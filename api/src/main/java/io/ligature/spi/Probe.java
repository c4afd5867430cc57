package io.ligature.spi;

import java.util.List;

/// What a provider finds when it looks around, without loading what only work needs.
public sealed interface Probe {
  /// The backend can work, on these devices.
  ///
  /// @param devices at least one
  record Available(List<DeviceInfo> devices) implements Probe {
    /// Copies the list.
    public Available {
      devices = List.copyOf(devices);
    }
  }

  /// The backend cannot work here.
  ///
  /// @param reason what is missing, such as `the module jdk.incubator.vector is not resolved`
  /// @param remedy what to do about it, such as `add --add-modules jdk.incubator.vector`
  record Unavailable(String reason, String remedy) implements Probe {}
}
