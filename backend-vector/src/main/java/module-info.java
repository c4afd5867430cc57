import io.ligature.spi.BackendProvider;
import io.ligature.vector.VectorProvider;
import org.jspecify.annotations.NullMarked;

/// Will hold kernels for the Vector API of the JDK.
@NullMarked
module io.ligature.vector {
  requires static org.jspecify;
  requires io.ligature.api;

  provides BackendProvider with
      VectorProvider;
}
