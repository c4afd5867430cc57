import io.ligature.cpu.CpuProvider;
import io.ligature.spi.BackendProvider;
import org.jspecify.annotations.NullMarked;

/// The reference backend: the plainest loops, no cleverness.
@NullMarked
module io.ligature.cpu {
  requires static org.jspecify;
  requires io.ligature.api;

  provides BackendProvider with
      CpuProvider;
}
