package io.ligature;

import static io.ligature.Walk.at;
import static io.ligature.Walk.counted;
import static io.ligature.Walk.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class JoiningTest {
  @Test
  void catPutsOneBehindTheOther() {
    for (var shape : Walk.SHAPES) {
      for (int axis = 0; axis < shape.rank(); axis++) {
        int along = axis;
        long extent = shape.get(axis);
        Walk.layouts(counted(shape))
            .forEach(
                a -> {
                  var none = a.slice(along, 0, 0);
                  var part = a.slice(along, 0, 1).times(2);
                  long more = part.shape().get(along);
                  Walk.check(
                      "cat along " + along,
                      Tensor.cat(along - shape.rank(), a, none, part, a),
                      shape.with(along, 2 * extent + more),
                      i -> {
                        long place = i[along];
                        if (place < extent) {
                          return at(a, i);
                        }
                        return place < extent + more
                            ? at(part, Walk.with(i, along, place - extent))
                            : at(a, Walk.with(i, along, place - extent - more));
                      });
                });
      }
    }
  }

  @Test
  void stackPutsEachAtAPlaceOfANewAxis() {
    for (var shape : Walk.SHAPES) {
      for (int axis = 0; axis <= shape.rank(); axis++) {
        int place = axis;
        Walk.layouts(counted(shape))
            .forEach(
                a -> {
                  var b = a.times(3);
                  var expected = shape.insert(place, 2);
                  var y = Tensor.stack(place, a, b);
                  Walk.check(
                      "stack at " + place,
                      y,
                      expected,
                      i -> {
                        var index = new long[i.length - 1];
                        System.arraycopy(i, 0, index, 0, place);
                        System.arraycopy(i, place + 1, index, place, index.length - place);
                        return at(i[place] == 0 ? a : b, index);
                      });
                  var fromEnd = Tensor.stack(place - shape.rank() - 1, List.of(a, b));
                  assertArrayEquals(y.toDoubleArray(), fromEnd.toDoubleArray());
                  assertEquals(expected, fromEnd.shape());
                });
      }
    }
  }

  @ParameterizedTest(name = "{0} and {1}")
  @CsvSource({
    "INT32, FLOAT32, FLOAT32",
    "FLOAT64, INT64, FLOAT64",
    "FLOAT16, BFLOAT16, FLOAT32",
    "INT8, UINT8, INT32",
    "BOOL, UINT8, UINT8",
    "BOOL, BOOL, BOOL"
  })
  void theCommonTypeIsTheirs(DType a, DType b, DType expected) {
    var cat = Tensor.cat(0, Tensor.ones(a, 1), Tensor.zeros(b, 1));
    assertEquals(expected, cat.dtype());
    assertArrayEquals(new double[] {1, 0}, cat.toDoubleArray());
    assertEquals(expected, Tensor.stack(0, Tensor.ones(a, 1), Tensor.ones(b, 1)).dtype());
  }

  @ParameterizedTest
  @EnumSource
  void typesThatOnlyStoreAreJoinedAsTheyAre(DType dtype) {
    var y = Tensor.cat(0, Tensor.ones(dtype, 2), Tensor.zeros(dtype, 1));
    assertEquals(dtype, y.dtype());
    assertArrayEquals(new double[] {1, 1, 0}, y.toDoubleArray());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    refused(
        ShapeException.class,
        "cat along axis 0 needs equal ranks, and equal extents elsewhere; found [2, 3], [2, 4].",
        () -> Tensor.cat(-2, counted(2, 3), counted(2, 4)));
    refused(
        ShapeException.class,
        "cat along axis 1 needs equal ranks, and equal extents elsewhere; found [2, 3], [3].",
        () -> Tensor.cat(1, counted(2, 3), counted(3)));
    refused(
        ShapeException.class,
        "cat of scalars: they have no axis to follow each other along. Use stack.",
        () -> Tensor.cat(0, Tensor.of(1f), Tensor.of(2f)));
    refused(
        ShapeException.class, "cat needs at least one tensor; found none.", () -> Tensor.cat(0));
    refused(
        ShapeException.class,
        "cat of f64[2, 3]: there is no axis 2. Use -2 to 1.",
        () -> Tensor.cat(2, counted(2, 3)));
    refused(
        ShapeException.class,
        "stack needs tensors of one shape; found [2] and, at place 1, [3].",
        () -> Tensor.stack(0, counted(2), counted(3)));
    refused(
        ShapeException.class,
        "stack needs at least one tensor; found none.",
        () -> Tensor.stack(0, List.of()));
    refused(
        ShapeException.class,
        "A new axis of shape [2] can stand at -2 to 1; found 2.",
        () -> Tensor.stack(2, counted(2)));
  }

  @Test
  void aMeshHasAnAxisForEachVector() {
    var vectors = new Tensor[] {counted(2), counted(3).plus(5), counted(4).flip()};
    var grid = Tensor.meshgrid(vectors);
    for (int axis = 0; axis < 3; axis++) {
      int along = axis;
      Walk.check(
          "axis " + axis, grid.get(axis), Shape.of(2, 3, 4), i -> at(vectors[along], i[along]));
    }
    assertEquals(List.of(), Tensor.meshgrid());
    refused(
        ShapeException.class,
        "meshgrid needs vectors; found f64[1, 2].",
        () -> Tensor.meshgrid(counted(2), counted(1, 2)));
  }

  @Test
  void whatIsJoinedIsCutUpAgain() {
    var x = counted(4, 6);
    assertArrayEquals(x.toDoubleArray(), Tensor.cat(1, x.chunk(1, 4)).toDoubleArray());
    assertArrayEquals(x.toDoubleArray(), Tensor.stack(1, x.unbind(1)).toDoubleArray());
    var parts = x.t().split(0, 1, 2, 3).toArray(Tensor[]::new);
    assertEquals("[[1, 4], [2, 4], [3, 4]]", shapes(parts));
    assertArrayEquals(x.t().toDoubleArray(), Tensor.cat(0, parts).toDoubleArray());
  }

  private static String shapes(Tensor... parts) {
    return Arrays.stream(parts).map(Tensor::shape).toList().toString();
  }
}
