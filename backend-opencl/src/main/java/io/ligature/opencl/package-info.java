/// Will hold kernels for any OpenCL device.
package io.ligature.opencl;
