import io.ligature.spi.BackendProvider;
import io.ligature.vector.VectorProvider;
import org.jspecify.annotations.NullMarked;

/// Kernels on the Vector API of the JDK: as fast as pure Java gets.
@NullMarked
module io.ligature.vector {
  requires static org.jspecify;
  requires io.ligature.api;
  requires io.ligature.cpu;
  requires jdk.incubator.vector;

  provides BackendProvider with
      VectorProvider;
}
