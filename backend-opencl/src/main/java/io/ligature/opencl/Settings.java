package io.ligature.opencl;

/// What users may set by system properties.
final class Settings {
  private Settings() {}

  /// {@return whether every operation waits until it is done, so that errors come where they
  /// happen}
  static boolean isSynchronous() {
    return Boolean.getBoolean("ligature.opencl.sync");
  }

  /// {@return the traits with the kernels that `ligature.opencl.kernels` asks for: `cpu` or `gpu`,
  /// else those of the device's own kind}
  ///
  /// @throws IllegalArgumentException if it asks for something else
  static Traits shaped(Traits traits) {
    var asked = System.getProperty("ligature.opencl.kernels", "").strip();
    return switch (asked) {
      case "" -> traits;
      case "cpu" -> traits.asGpu(false);
      case "gpu" -> traits.asGpu(true);
      default ->
          throw new IllegalArgumentException(
              "ligature.opencl.kernels needs cpu or gpu; found '"
                  + asked
                  + "'. Leave it out to have those that suit the device.");
    };
  }
}
