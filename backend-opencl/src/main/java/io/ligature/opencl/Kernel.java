package io.ligature.opencl;

/// A kernel of a built program.
///
/// @param handle the driver's
/// @param name for messages
record Kernel(long handle, String name) {}
