import io.ligature.autograd.Engine;
import io.ligature.spi.GradientEngine;
import org.jspecify.annotations.NullMarked;

/// Gradients as one table over the operations.
@NullMarked
module io.ligature.autograd {
  requires static org.jspecify;
  requires transitive io.ligature.api;

  exports io.ligature.autograd;

  provides GradientEngine with
      Engine;
}
