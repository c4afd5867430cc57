import io.ligature.opencl.OpenClProvider;
import io.ligature.spi.BackendProvider;
import org.jspecify.annotations.NullMarked;

/// Kernels on any OpenCL device.
@NullMarked
module io.ligature.opencl {
  requires static org.jspecify;
  requires io.ligature.api;

  provides BackendProvider with
      OpenClProvider;
}
