package io.ligature.opencl;

/// What is known of a device before it is opened.
///
/// @param platform whose device it is, such as `Portable Computing Language`
/// @param name of the hardware
/// @param driver its version, which with the name decides whether a compiled program fits
/// @param isGpu whether it wants many work items in groups rather than few with wide vectors
/// @param units how many compute units it has
/// @param floats how many FLOAT32 elements its vectors have
/// @param memory bytes of memory
/// @param largest bytes that one buffer may have
/// @param largestGroup how many work items a group may have
/// @param local bytes of memory that the work items of a group share
/// @param computesDoubles whether it computes in FLOAT64
/// @param roundsRoots whether FLOAT32 division and square root can be asked to round correctly
/// @param multipliesTf32 whether it has tensor cores that take FLOAT32 rounded to TF32
/// @param flaw why it cannot be used, or an empty text
record Traits(
    String platform,
    String name,
    String driver,
    boolean isGpu,
    long units,
    long floats,
    long memory,
    long largest,
    long largestGroup,
    long local,
    boolean computesDoubles,
    boolean roundsRoots,
    boolean multipliesTf32,
    String flaw) {
  private static final String NVIDIA = "NVIDIA CUDA";
  static final String POCL = "Portable Computing Language";

  /// How many work items of a group the kernels shaped for GPUs need, and how many they use.
  private static final long FEWEST = 64;

  private static final long MOST = 256;

  static Traits of(OpenCl cl, long platform, long device) {
    long floats = cl.deviceNumber(device, OpenCl.DEVICE_SINGLE_FP_CONFIG);
    long type = cl.deviceNumber(device, OpenCl.DEVICE_TYPE);
    long largestGroup = cl.deviceNumber(device, OpenCl.DEVICE_MAX_WORK_GROUP_SIZE);
    return new Traits(
        cl.platformText(platform, OpenCl.PLATFORM_NAME),
        cl.deviceText(device, OpenCl.DEVICE_NAME),
        cl.deviceText(device, OpenCl.DEVICE_VERSION)
            + ", driver "
            + cl.deviceText(device, OpenCl.DRIVER_VERSION),
        (type & OpenCl.TYPE_CPU) == 0 && largestGroup >= FEWEST,
        cl.deviceNumber(device, OpenCl.DEVICE_MAX_COMPUTE_UNITS),
        cl.deviceNumber(device, OpenCl.DEVICE_NATIVE_VECTOR_WIDTH_FLOAT),
        cl.deviceNumber(device, OpenCl.DEVICE_GLOBAL_MEM_SIZE),
        cl.deviceNumber(device, OpenCl.DEVICE_MAX_MEM_ALLOC_SIZE),
        largestGroup,
        cl.deviceNumber(device, OpenCl.DEVICE_LOCAL_MEM_SIZE),
        computesDoubles(cl, device),
        (floats & OpenCl.FP_CORRECTLY_ROUNDED_DIVIDE_SQRT) != 0,
        multipliesTf32(cl, platform, device),
        flaw(cl, device));
  }

  private static boolean computesDoubles(OpenCl cl, long device) {
    try {
      return cl.deviceNumber(device, OpenCl.DEVICE_DOUBLE_FP_CONFIG) != 0;
    } catch (OpenClException e) {
      return false; // before OpenCL 1.2 nobody has to know the question
    }
  }

  private static boolean multipliesTf32(OpenCl cl, long platform, long device) {
    return cl.platformText(platform, OpenCl.PLATFORM_NAME).equals(NVIDIA)
        && cl.deviceNumber(device, OpenCl.DEVICE_COMPUTE_CAPABILITY_MAJOR_NV) >= 8;
  }

  private static String flaw(OpenCl cl, long device) {
    if (cl.deviceNumber(device, OpenCl.DEVICE_AVAILABLE) == 0) {
      return "the driver says that it is not available; another program may hold it";
    }
    if (cl.deviceNumber(device, OpenCl.DEVICE_COMPILER_AVAILABLE) == 0) {
      return "its driver has no compiler; install the full driver";
    }
    if (cl.deviceNumber(device, OpenCl.DEVICE_ENDIAN_LITTLE) == 0) {
      return "it stores the high byte first; use another device";
    }
    var version = cl.deviceText(device, OpenCl.DEVICE_VERSION); // OpenCL 1.2 ...
    if (version.startsWith("OpenCL 1.0") || version.startsWith("OpenCL 1.1")) {
      return "it offers " + version + " and 1.2 is needed; update its driver";
    }
    return "";
  }

  /// {@return whether this is PoCL, which runs on the CPU}
  boolean isPocl() {
    return platform.equals(POCL);
  }

  boolean isUsable() {
    return flaw.isEmpty();
  }

  /// {@return how many work items form a group, a power of two}
  long group() {
    return Long.highestOneBit(Math.min(largestGroup, MOST));
  }

  /// {@return these traits, taken for a GPU's or a CPU's}
  Traits asGpu(boolean gpu) {
    return with(gpu, multipliesTf32);
  }

  /// {@return these traits, with the tensor cores or without}
  Traits withTf32(boolean tf32) {
    return with(isGpu, tf32);
  }

  private Traits with(boolean gpu, boolean tf32) {
    return new Traits(
        platform,
        name,
        driver,
        gpu,
        units,
        floats,
        memory,
        largest,
        largestGroup,
        local,
        computesDoubles,
        roundsRoots,
        tf32,
        flaw);
  }

  /// {@return the line of the table of devices}
  String describe() {
    return "%s, %d units, %.1f GiB, %s".formatted(name, units, memory / 0x1p30, driver);
  }
}
