import org.jspecify.annotations.NullMarked;

/// Kernels on the Vector API.
@NullMarked
module io.ligature.vector {
  requires static org.jspecify;
  requires io.ligature.api;
}
