import org.jspecify.annotations.NullMarked;

/// Tensors, operations and dispatch, and the interface that a backend implements.
@NullMarked
module io.ligature.api {
  requires static org.jspecify;

  exports io.ligature;
  exports io.ligature.op;
  exports io.ligature.spi;
}
