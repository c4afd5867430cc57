/// Kernels on any OpenCL device.
package io.ligature.opencl;
