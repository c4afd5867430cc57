package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.spi.View;
import org.jspecify.annotations.Nullable;

/// A matrix in an array.
///
/// @param down the distance of rows
/// @param across the distance of columns
@SuppressWarnings("ArrayRecordComponent") // equal if the array is the same one
record Matrix(float[] array, int at, int rows, int columns, int down, int across) {
  /// {@return a matrix without gaps}
  static Matrix of(float[] array, int at, int rows, int columns) {
    return new Matrix(array, at, rows, columns, columns, 1);
  }

  /// {@return the view as rows along its last axis, copied if its strides allow none}
  static Matrix of(View x) {
    int rank = x.layout().rank();
    var view = rank == 2 ? x : Heap.rowMajor(x);
    int n = (int) x.shape().get(-1);
    int m = n == 0 ? (int) x.shape().with(-1, 1).size() : (int) (x.layout().size() / n);
    int down = rank == 2 ? (int) x.layout().stride(0) : n;
    int across = rank == 2 ? (int) x.layout().stride(1) : 1;
    return new Matrix(Heap.floats(view), (int) view.layout().offset(), m, n, down, across);
  }

  Matrix transposed() {
    return new Matrix(array, at, columns, rows, across, down);
  }

  /// {@return `count` rows from `from`}
  Matrix rows(int from, int count) {
    return new Matrix(array, at + from * down, count, columns, down, across);
  }

  /// Writes the product of two others here, where columns lie side by side.
  ///
  /// @param epilogue what happens to it while it is in the cache, or null
  void setProduct(Team team, Matrix a, Matrix b, @Nullable FloatEpilogue epilogue) {
    setProduct(team, a, b, null, epilogue);
  }

  /// The same, of which the right one may have been packed before.
  void setProduct(
      Team team,
      Matrix a,
      Matrix b,
      @Nullable FloatPanels panels,
      @Nullable FloatEpilogue epilogue) {
    FloatMatMul.run(team, product(a, b), a.array, b.array, array, panels, epilogue);
  }

  /// Adds the product of two others to this, where columns lie side by side.
  void addProduct(Matrix a, Matrix b) {
    FloatMatMul.add(product(a, b), a.array, b.array, array);
  }

  private Product product(Matrix a, Matrix b) {
    return new Product(
        a.rows, b.columns, a.columns, a.at, a.down, a.across, b.at, b.down, b.across, at, down);
  }
}
