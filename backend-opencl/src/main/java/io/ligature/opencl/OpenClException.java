package io.ligature.opencl;

import io.ligature.BackendException;
import java.util.Map;

/// What a driver answers instead of doing what it was asked.
final class OpenClException extends BackendException {
  private static final long serialVersionUID = 1L;

  static final int ALLOCATION_FAILURE = -4;

  private static final Map<Integer, String> NAMES =
      Map.ofEntries(
          Map.entry(-1, "CL_DEVICE_NOT_FOUND"),
          Map.entry(-2, "CL_DEVICE_NOT_AVAILABLE"),
          Map.entry(-3, "CL_COMPILER_NOT_AVAILABLE"),
          Map.entry(-4, "CL_MEM_OBJECT_ALLOCATION_FAILURE"),
          Map.entry(-5, "CL_OUT_OF_RESOURCES"),
          Map.entry(-6, "CL_OUT_OF_HOST_MEMORY"),
          Map.entry(-11, "CL_BUILD_PROGRAM_FAILURE"),
          Map.entry(-14, "CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST"),
          Map.entry(-15, "CL_COMPILE_PROGRAM_FAILURE"),
          Map.entry(-17, "CL_LINK_PROGRAM_FAILURE"),
          Map.entry(-30, "CL_INVALID_VALUE"),
          Map.entry(-32, "CL_INVALID_PLATFORM"),
          Map.entry(-33, "CL_INVALID_DEVICE"),
          Map.entry(-34, "CL_INVALID_CONTEXT"),
          Map.entry(-36, "CL_INVALID_COMMAND_QUEUE"),
          Map.entry(-38, "CL_INVALID_MEM_OBJECT"),
          Map.entry(-42, "CL_INVALID_BINARY"),
          Map.entry(-43, "CL_INVALID_BUILD_OPTIONS"),
          Map.entry(-44, "CL_INVALID_PROGRAM"),
          Map.entry(-45, "CL_INVALID_PROGRAM_EXECUTABLE"),
          Map.entry(-46, "CL_INVALID_KERNEL_NAME"),
          Map.entry(-48, "CL_INVALID_KERNEL"),
          Map.entry(-49, "CL_INVALID_ARG_INDEX"),
          Map.entry(-50, "CL_INVALID_ARG_VALUE"),
          Map.entry(-51, "CL_INVALID_ARG_SIZE"),
          Map.entry(-52, "CL_INVALID_KERNEL_ARGS"),
          Map.entry(-54, "CL_INVALID_WORK_GROUP_SIZE"),
          Map.entry(-55, "CL_INVALID_WORK_ITEM_SIZE"),
          Map.entry(-57, "CL_INVALID_EVENT_WAIT_LIST"),
          Map.entry(-58, "CL_INVALID_EVENT"),
          Map.entry(-59, "CL_INVALID_OPERATION"),
          Map.entry(-61, "CL_INVALID_BUFFER_SIZE"),
          Map.entry(-63, "CL_INVALID_GLOBAL_WORK_SIZE"),
          Map.entry(-1001, "CL_PLATFORM_NOT_FOUND_KHR"),
          Map.entry(-9999, "NVIDIA's error of a kernel outside its buffers"));

  private final String function;
  private final int status;

  OpenClException(String function, int status) {
    super("The OpenCL driver answers " + name(status) + " to " + function + ". " + advice(status));
    this.function = function;
    this.status = status;
  }

  static String name(int status) {
    var name = NAMES.get(status);
    return name == null ? "error " + status : name + " (" + status + ")";
  }

  /// {@return what was answered, to what}
  String answer() {
    return "the driver answers " + name(status) + " to " + function;
  }

  /// {@return what to do about an error}
  static String advice(int status) {
    return switch (status) {
      case -2, -33, -34, -36 ->
          "The device is lost: start the program again, and if that fails the machine.";
      case -3 -> "Install the whole driver, with its compiler.";
      case -4 -> "Its memory is short: use smaller batches, or wrap steps in Memory.scope.";
      case -5 ->
          "The device is short of memory, or lost: use smaller batches, and if that fails start the"
              + " program again.";
      case -6 -> "The machine's own memory is short: end other programs, or give Java less (-Xmx).";
      case -14 -> "A command before it failed.";
      case -42, -45, -46 ->
          "What the driver compiled earlier may be damaged: empty its cache folder, which is that"
              + " of POCL_CACHE_DIR or ~/.cache/pocl for PoCL.";
      default -> "Please report this, with the names of the device and of the driver.";
    };
  }

  /// {@return the same for a caller, who is told first what was tried on which device}
  BackendException during(String what) {
    return new BackendException(what + " " + getMessage(), this);
  }

  /// {@return whether there is no memory, or what may mean that}
  boolean isAboutMemory() {
    return status == ALLOCATION_FAILURE || status == -5 || status == -6;
  }

  /// {@return the function that was called}
  String function() {
    return function;
  }

  /// {@return the driver's answer}
  int status() {
    return status;
  }
}
