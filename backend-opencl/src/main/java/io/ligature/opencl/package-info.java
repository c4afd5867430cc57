/// Kernels in OpenCL C on any device with OpenCL 1.2 or later, compiled by the device's driver.
///
/// **What must be installed.** A driver with its ICD file and the loader `libOpenCL.so.1`; on
/// Debian for the CPU `pocl-opencl-icd` and `ocl-icd-libopencl1`, and `binutils`, since PoCL links
/// with `ld`. `Device.all()` says what is missing, and nothing is loaded before somebody asks for
/// `opencl:0` or a GPU may be there. PoCL ends the process when it meets half a program in its own
/// folder, `POCL_CACHE_DIR` or `~/.cache/pocl`, left there by a process that was killed: its device
/// is refused then, with the name of the file.
///
/// **Who frees what.** A tensor's buffer goes back to a pool when it is released or nobody reaches
/// it; the pool gives buffers back to the driver when memory is short. One queue keeps the order of
/// commands, so the next owner of a buffer writes after the last one was read.
///
/// **Two shapes of kernels.** For a CPU work items with long pieces and wide vectors, for a GPU
/// groups of neighbours that share local memory; the sources say CPU and GPU where they differ, and
/// `ligature.opencl.kernels` asks for one. With `ligature.opencl.tf32=true` large FLOAT32 products
/// go through the tensor cores of an NVIDIA GPU of compute capability 8.0 or more, which round
/// operands to 10 bits behind the point.
///
/// **In which order sums run.** There are no atomic sums, so the same device gives the same bits:
///
/// ```text
/// matmul        along k, in order; on a GPU, few long sums in parts of k, which are added in order
/// reduce        lanes, runs of 64 and segments, of sizes that depend on the shape and the device
/// scan          along the axis, in order
/// scatter add   each line by one work item, in the order of its updates
/// softmax, norms, cross-entropy, attention's rows      rows.cl: lanes or a group, then by halves
/// convolution   columns by matmul; dW over some samples at a time, in order; windows in order
/// pools         each place, or on a CPU each channel, by one work item, windows in order
/// batch norm    segments of samples, joined in order
/// embedding     some columns of some rows of the table by one work item, in the order of the indices
/// attention     keys and values over some queries at a time, in order
/// ```
///
/// **When something fails.** Errors come when a value is read, and name the kernel and the layer it
/// was launched in; with `ligature.opencl.sync=true` they come where they happen. A source that a
/// driver cannot compile is shown with the compiler's log and the lines that it names. Where memory
/// is refused, also that of a kernel for itself or at the first use of a buffer, the queue is
/// waited for, the pool is emptied and garbage is collected before the largest tensors are listed
/// in a `BackendException`.
package io.ligature.opencl;
