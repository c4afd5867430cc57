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
  /// Tensor cores are left alone unless `ligature.opencl.tf32` asks for them.
  ///
  /// @throws IllegalArgumentException if something is asked for that is not there
  static Traits shaped(Traits traits) {
    boolean tf32 = Boolean.getBoolean("ligature.opencl.tf32");
    if (tf32 && !traits.multipliesTf32()) {
      throw new IllegalArgumentException(
          "ligature.opencl.tf32 needs an NVIDIA GPU of compute capability 8.0 or more; found "
              + traits.name()
              + ". Leave it out to multiply FLOAT32 as it is.");
    }
    return kernels(traits).withTf32(tf32);
  }

  private static Traits kernels(Traits traits) {
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
