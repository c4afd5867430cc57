import io.ligature.spi.BackendDecorator;
import io.ligature.spi.BackendProvider;
import io.ligature.spi.GradientEngine;
import org.jspecify.annotations.NullMarked;

/// Tensors, operations and dispatch, and the interface that a backend implements.
@NullMarked
module io.ligature.api {
  requires static transitive org.jspecify;

  exports io.ligature;
  exports io.ligature.npy;
  exports io.ligature.op;
  exports io.ligature.safetensors;
  exports io.ligature.spi;

  uses BackendDecorator;
  uses BackendProvider;
  uses GradientEngine;
}
