package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.spi.Layout;
import io.ligature.spi.View;

/// Products of matrices.
final class MatMul {
  private MatMul() {}

  static void run(OpenClDevice device, View a, View b, View out) {
    var kernel = device.kernel("matmul.cl", Types.options(a.dtype()), "product");
    int rank = a.layout().rank();
    long m = out.shape().get(-2);
    long n = out.shape().get(-1);
    Walk.each(
        batch ->
            device.over(
                batch.size() * m * n,
                kernel,
                buffer(a),
                buffer(b),
                buffer(out),
                batch,
                m,
                n,
                a.shape().get(-1),
                a.layout().stride(rank - 2),
                a.layout().stride(rank - 1),
                b.layout().stride(rank - 2),
                b.layout().stride(rank - 1)),
        first(a.layout()),
        first(b.layout()),
        first(out.layout()));
  }

  /// {@return where the first element of every matrix lies, or would}
  private static Layout first(Layout x) {
    return Layout.of(x.shape().with(-1, 1).with(-2, 1), x.strides(), x.offset());
  }
}
