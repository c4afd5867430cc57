import io.ligature.cpu.CpuProvider;
import io.ligature.spi.BackendProvider;
import org.jspecify.annotations.NullMarked;

/// The reference backend: the plainest loops, no cleverness.
@NullMarked
@SuppressWarnings("module") // io.ligature.vector is compiled later
module io.ligature.cpu {
  requires static org.jspecify;
  requires io.ligature.api;

  exports io.ligature.cpu to
      io.ligature.vector; // which computes what pays, and leaves the rest to these kernels

  provides BackendProvider with
      CpuProvider;
}
