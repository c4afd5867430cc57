package io.ligature;

import static io.ligature.Walk.at;
import static io.ligature.Walk.counted;
import static io.ligature.Walk.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LinearAlgebraTest {
  private static Shape shape(String extents) {
    return extents.isEmpty()
        ? Shape.of()
        : Shape.of(Arrays.stream(extents.split(" ")).mapToLong(Long::parseLong).toArray());
  }

  /// Whole numbers as doubles, so that every order of summation gives the same.
  private static Tensor numbers(Shape shape) {
    return counted(shape).times(7).rem(11).minus(5);
  }

  @Nested
  class Matmul {
    @ParameterizedTest(name = "{0} times {1}")
    @CsvSource({
      "3, 3, ''",
      "0, 0, ''",
      "3, 3 4, 4",
      "2 3, 3, 2",
      "2 3, 3 4, 2 4",
      "1 1, 1 1, 1 1",
      "17 33, 33 9, 17 9",
      "0 3, 3 4, 0 4",
      "2 0, 0 3, 2 3",
      "2 3, 3 0, 2 0",
      "5 2 3, 3 4, 5 2 4",
      "5 2 3, 3, 5 2",
      "0 2 3, 3 4, 0 2 4",
      "2 3, 5 3 4, 5 2 4",
      "3, 5 3 4, 5 4",
      "5 2 3, 5 3 4, 5 2 4",
      "5 1 2 3, 4 3 2, 5 4 2 2",
      "1 2 3, 4 3 2, 4 2 2",
      "0 2 3, 1 3 2, 0 2 2",
      "2 1 1 3 1 1 2 3, 1 3 2, 2 1 1 3 1 1 2 2",
      "3, 2 1 2 1 1 2 3 2, 2 1 2 1 1 2 2"
    })
    void isTheSumOverTheInnerAxis(String left, String right, String expected) {
      Walk.layouts(numbers(shape(left)))
          .forEach(
              a ->
                  Walk.layouts(numbers(shape(right)).plus(1))
                      .forEach(b -> check(a, b, shape(expected))));
    }

    private static void check(Tensor a, Tensor b, Shape expected) {
      Walk.check(
          a.shape() + " times " + b.shape(),
          a.matmul(b),
          expected,
          i -> {
            int columns = b.rank() > 1 ? 1 : 0;
            int rows = a.rank() > 1 ? 1 : 0;
            long m = rows == 0 ? -1 : i[i.length - columns - 1];
            long n = columns == 0 ? -1 : i[i.length - 1];
            var batch = Arrays.copyOf(i, i.length - columns - rows);
            double sum = 0;
            for (long k = 0; k < a.shape().get(-1); k++) {
              var p = rows == 0 ? new long[] {k} : place(a, batch, m, k);
              var q = columns == 0 ? new long[] {k} : place(b, batch, k, n);
              sum += at(a, p) * at(b, q);
            }
            return sum;
          });
    }

    /// The index of an element of the matrix that belongs to a place in the batch.
    private static long[] place(Tensor x, long[] batch, long row, long column) {
      var index = new long[x.rank()];
      for (int axis = 0; axis < x.rank() - 2; axis++) {
        long in = batch[batch.length - (x.rank() - 2) + axis];
        index[axis] = x.shape().get(axis) == 1 ? 0 : in;
      }
      index[x.rank() - 2] = row;
      index[x.rank() - 1] = column;
      return index;
    }

    @Test
    void expandedOperandsAreFine() {
      var a = Tensor.of(2.0).expand(3, 4);
      var b = counted(4, 1).expand(4, 5);
      Walk.check("expanded", a.matmul(b), Shape.of(3, 5), _ -> 2 * (0 + 1 + 2 + 3));
    }

    @ParameterizedTest(name = "{0} times {1}")
    @CsvSource({
      "FLOAT32, FLOAT64, FLOAT64",
      "INT32, FLOAT32, FLOAT32",
      "FLOAT16, FLOAT16, FLOAT32",
      "INT32, INT64, INT64",
      "INT8, UINT8, INT32",
      "BOOL, BOOL, INT64",
      "BOOL, INT32, INT32"
    })
    void typesArePromoted(DType a, DType b, DType expected) {
      var y = Tensor.ones(a, 2, 3).matmul(Tensor.ones(b, 3));
      assertEquals(expected, y.dtype());
      assertArrayEquals(new double[] {3, 3}, y.toDoubleArray());
    }

    @Test
    void wholeNumbersWrap() {
      var x = Tensor.of(new int[] {1 << 16, 1});
      assertEquals(1, x.dot(x).itemLong());
    }

    @Test
    void extentsThatDoNotFitAreRefused() {
      refused(
          ShapeException.class,
          "matmul of [2, 3] times [4, 2]: the inner extents 3 and 4 differ. Transpose or reshape"
              + " one of them.",
          () -> counted(2, 3).matmul(counted(4, 2)));
      refused(
          ShapeException.class,
          "matmul of [3] times [2, 4, 3]: the inner extents 3 and 4 differ. Transpose or reshape"
              + " one of them.",
          () -> counted(3).matmul(counted(2, 4, 3)));
      refused(
          ShapeException.class,
          "matmul of [2, 2, 3] times [3, 3, 2]: the axes in front of the matrices do not"
              + " broadcast, extents 2 and 3.",
          () -> counted(2, 2, 3).matmul(counted(3, 3, 2)));
      refused(
          ShapeException.class,
          "matmul needs vectors or matrices; found [] times [3]. Use times for scalars.",
          () -> Tensor.of(1.0).matmul(counted(3)));
    }
  }

  @Nested
  class OfVectors {
    @Test
    void dotIsTheSumOfProducts() {
      assertEquals(32, Tensor.of(1L, 2L, 3L).dot(Tensor.of(4L, 5L, 6L)).itemLong());
      assertEquals(0, counted(0).dot(counted(0)).item());
      refused(
          ShapeException.class,
          "dot needs two vectors of one extent; found [3] and [2]. Use matmul or inner for more"
              + " axes.",
          () -> counted(3).dot(counted(2)));
      refused(
          ShapeException.class,
          "dot needs two vectors of one extent; found [2, 2] and [2, 2]. Use matmul or inner for"
              + " more axes.",
          () -> counted(2, 2).dot(counted(2, 2)));
    }

    @Test
    void outerHasAProductForEachPair() {
      for (long m : new long[] {0, 1, 5}) {
        var a = numbers(Shape.of(m));
        var b = numbers(Shape.of(3)).flip();
        Walk.check("outer", a.outer(b), Shape.of(m, 3), i -> at(a, i[0]) * at(b, i[1]));
      }
      refused(
          ShapeException.class,
          "outer needs two vectors; found [2] and [2, 2]. Flatten them, or use tensordot with 0"
              + " axes.",
          () -> counted(2).outer(counted(2, 2)));
    }

    @Test
    void crossIsOrthogonalToBoth() {
      var a = numbers(Shape.of(2, 3));
      var b = numbers(Shape.of(3)).plus(2);
      var y = a.cross(b, -1);
      assertEquals(Shape.of(2, 3), y.shape());
      for (int row = 0; row < 2; row++) {
        for (int i = 0; i < 3; i++) {
          int j = (i + 1) % 3;
          int k = (i + 2) % 3;
          assertEquals(at(a, row, j) * at(b, k) - at(a, row, k) * at(b, j), at(y, row, i));
        }
      }
      var turned = a.t().cross(b.unsqueeze(1), 0);
      assertArrayEquals(y.t().toDoubleArray(), turned.toDoubleArray());
      refused(
          ShapeException.class,
          "cross along axis 0 needs extents of 3; found [2] and [2].",
          () -> counted(2).cross(counted(2), 0));
    }
  }

  @Nested
  class OfMoreAxes {
    @Test
    void innerSumsOverBothLastAxes() {
      var a = numbers(Shape.of(2, 5, 3));
      var b = numbers(Shape.of(4, 3)).plus(1);
      Walk.check(
          "inner",
          a.inner(b),
          Shape.of(2, 5, 4),
          i -> {
            double sum = 0;
            for (int k = 0; k < 3; k++) {
              sum += at(a, i[0], i[1], k) * at(b, i[2], k);
            }
            return sum;
          });
    }

    @Test
    void tensordotSumsOverPairedAxes() {
      Walk.layouts(numbers(Shape.of(2, 3, 4)))
          .forEach(
              a ->
                  Walk.layouts(numbers(Shape.of(4, 5, 2)).plus(1))
                      .forEach(
                          b ->
                              Walk.check(
                                  "tensordot",
                                  a.tensordot(b, new int[] {0, -1}, new int[] {2, 0}),
                                  Shape.of(3, 5),
                                  i -> {
                                    double sum = 0;
                                    for (int p = 0; p < 2; p++) {
                                      for (int q = 0; q < 4; q++) {
                                        sum += at(a, p, i[0], q) * at(b, q, i[1], p);
                                      }
                                    }
                                    return sum;
                                  })));
    }

    @Test
    void tensordotByANumberOfAxes() {
      var a = numbers(Shape.of(2, 3));
      var b = numbers(Shape.of(2, 3)).plus(1);
      assertEquals(a.times(b).sum().item(), a.tensordot(b, 2).item());
      Walk.check(
          "no axes",
          a.tensordot(b, 0),
          Shape.of(2, 3, 2, 3),
          i -> at(a, i[0], i[1]) * at(b, i[2], i[3]));
      assertArrayEquals(a.matmul(b.t()).toDoubleArray(), a.tensordot(b.t(), 1).toDoubleArray());
      assertEquals(12, Tensor.of(3.0).tensordot(Tensor.of(4.0), 0).item());
      assertArrayEquals(new double[4], counted(2, 0).tensordot(counted(0, 2), 1).toDoubleArray());
    }

    @Test
    void axesThatDoNotPairAreRefused() {
      refused(
          ShapeException.class,
          "tensordot of [2, 3] and [4, 5]: axis 1 of the one and axis 0 of the other differ, 3 and"
              + " 4.",
          () -> counted(2, 3).tensordot(counted(4, 5), 1));
      refused(
          ShapeException.class,
          "tensordot of [2, 3] and [3] cannot sum over 2 axes of each.",
          () -> counted(2, 3).tensordot(counted(3), 2));
      refused(
          ShapeException.class,
          "tensordot of [2, 3] and [3] cannot sum over -1 axes of each.",
          () -> counted(2, 3).tensordot(counted(3), -1));
      refused(
          ShapeException.class,
          "tensordot needs as many axes of the one as of the other; found [0, 1] and [0].",
          () -> counted(2, 3).tensordot(counted(2), new int[] {0, 1}, new int[] {0}));
      refused(
          ShapeException.class,
          "tensordot names an axis twice: [0, -2] and [0, 1].",
          () -> counted(2, 3).tensordot(counted(2, 2), new int[] {0, -2}, new int[] {0, 1}));
      refused(
          ShapeException.class,
          "tensordot names an axis twice: [0, 1] and [1, 1].",
          () -> counted(2, 2).tensordot(counted(2, 2), new int[] {0, 1}, new int[] {1, 1}));
      refused(
          ShapeException.class,
          "tensordot of f64[3]: there is no axis 1. Use -1 to 0.",
          () -> counted(2, 3).tensordot(counted(3), new int[] {1}, new int[] {1}));
    }

    @ParameterizedTest(name = "{0} and {1}")
    @CsvSource({"2 3, 4 5", "3, 2", "2 3, 4", "4, 2 3", "'', 2 3", "2 0, 3 1", "2 1 3, 1 2 2"})
    void kronPutsOneInsideTheOther(String left, String right) {
      var a = numbers(shape(left));
      var b = numbers(shape(right)).plus(1);
      int rank = Math.max(a.rank(), b.rank());
      var wideA = a.reshape(lined(a.shape(), rank));
      var wideB = b.reshape(lined(b.shape(), rank));
      var extents = new long[rank];
      Arrays.setAll(extents, i -> wideA.shape().get(i) * wideB.shape().get(i));
      Walk.check(
          "kron",
          a.kron(b),
          Shape.of(extents),
          i -> {
            var p = i.clone();
            var q = i.clone();
            for (int axis = 0; axis < rank; axis++) {
              p[axis] /= wideB.shape().get(axis);
              q[axis] %= wideB.shape().get(axis);
            }
            return at(wideA, p) * at(wideB, q);
          });
    }

    private static Shape lined(Shape shape, int rank) {
      while (shape.rank() < rank) {
        shape = shape.insert(0, 1);
      }
      return shape;
    }

    @Test
    void traceSumsTheDiagonal() {
      assertEquals(0 + 4 + 8, counted(3, 3).trace().item());
      assertEquals(0 + 5, counted(2, 4).trace().item());
      assertArrayEquals(new double[] {3, 11}, counted(2, 2, 2).trace().toDoubleArray());
      assertEquals(0, counted(0, 3).trace().item());
      refused(
          ShapeException.class, "diagonal needs a matrix; found f64[3].", () -> counted(3).trace());
    }

    @ParameterizedTest
    @EnumSource(names = {"BOOL", "INT32", "UINT8"})
    void wholeNumbersAreMultipliedWhole(DType dtype) {
      var x = Tensor.ones(dtype, 2, 2);
      assertEquals(false, x.kron(x).dtype().isFloating());
      assertEquals(false, x.tensordot(x, 1).dtype().isFloating());
      assertEquals(DType.INT64, x.trace().dtype());
      assertArrayEquals(new long[] {2, 2, 2, 2}, x.tensordot(x, 1).toLongArray());
    }
  }

  /// Every diagonal of every matrix, wherever its axes lie.
  @Test
  void diagonalsOfAnyLayout() {
    var x = counted(2, 3, 4, 2);
    for (int rows = 0; rows < 4; rows++) {
      for (int columns = 0; columns < 4; columns++) {
        for (long offset = -4; rows != columns && offset <= 4; offset++) {
          int r = rows;
          int c = columns;
          long o = offset;
          long m = x.shape().get(r) + Math.min(o, 0);
          long n = x.shape().get(c) - Math.max(o, 0);
          var rest = x.shape().without(Math.max(r, c)).without(Math.min(r, c));
          Walk.layouts(x)
              .forEach(
                  y ->
                      Walk.check(
                          "diagonal %d of %d and %d".formatted(o, r, c),
                          y.diagonal(o, r, c),
                          rest.insert(-1, Math.max(0, Math.min(m, n))),
                          i -> {
                            var index = new long[4];
                            int at = 0;
                            for (int axis = 0; axis < 4; axis++) {
                              index[axis] =
                                  axis == r
                                      ? i[2] - Math.min(o, 0)
                                      : axis == c ? i[2] + Math.max(o, 0) : i[at++];
                            }
                            return at(y, index);
                          }));
        }
      }
    }
  }
}
