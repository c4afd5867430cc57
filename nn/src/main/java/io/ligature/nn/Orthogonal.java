package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.Arrays;

/// A random matrix with orthonormal rows or columns, whichever are the shorter way.
///
/// Normal vectors, each freed of its parts along the ones before (Gram and Schmidt), which is A =
/// QR with a positive diagonal of R; so Q is uniform among all. Each is freed twice: what rounding
/// leaves after once is large when vectors are nearly dependent, after twice it never is.
///
/// @see <a href="https://arxiv.org/abs/math-ph/0609050">Mezzadri (2007)</a>
/// @see <a href="https://doi.org/10.1007/s00211-005-0615-4">Giraud, Langou, Rozložník and van den
///   Eshof (2005)</a>
final class Orthogonal {
  private Orthogonal() {}

  /// {@return in FLOAT64, so that a gain may follow}
  static Tensor draw(Shape shape, DType dtype, Key key) {
    Fans.checkWeight("orthogonal", shape);
    if (shape.size() == 0 || Device.isDryRun()) {
      return Tensor.zeros(dtype, shape);
    }
    long rows = shape.get(0);
    long columns = shape.size() / rows;
    long count = Math.min(rows, columns);
    long length = Math.max(rows, columns);
    var normal = Tensor.randn(key, DType.FLOAT64, Shape.of(count, length)).toDoubleArray();
    var vectors = new double[(int) count][];
    for (int i = 0; i < count; i++) {
      vectors[i] = Arrays.copyOfRange(normal, (int) (i * length), (int) ((i + 1) * length));
      free(vectors, i);
      free(vectors, i);
    }
    return assemble(vectors, rows > columns, length).reshape(shape);
  }

  /// Takes from vector `i` its parts along those before, and makes its length 1.
  private static void free(double[][] vectors, int i) {
    var v = vectors[i];
    for (int j = 0; j < i; j++) {
      double along = dot(vectors[j], v);
      for (int k = 0; k < v.length; k++) {
        v[k] -= along * vectors[j][k];
      }
    }
    double length = Math.sqrt(dot(v, v));
    for (int k = 0; k < v.length; k++) {
      v[k] /= length;
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int k = 0; k < a.length; k++) {
      sum += a[k] * b[k];
    }
    return sum;
  }

  private static Tensor assemble(double[][] vectors, boolean asColumns, long length) {
    var flat = new double[Math.toIntExact(vectors.length * length)];
    for (int i = 0; i < vectors.length; i++) {
      System.arraycopy(vectors[i], 0, flat, (int) (i * length), (int) length);
    }
    var rows = Tensor.of(flat, vectors.length, length);
    return asColumns ? rows.t() : rows;
  }
}
