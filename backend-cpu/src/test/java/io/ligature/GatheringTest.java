package io.ligature;

import static io.ligature.Walk.at;
import static io.ligature.Walk.counted;
import static io.ligature.Walk.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What IndexingTest shows of a few places, for all of them.
class GatheringTest {
  static Stream<Tensor> tensors() {
    return Walk.SHAPES.stream()
        .filter(shape -> shape.rank() > 0)
        .flatMap(shape -> Walk.layouts(counted(shape)));
  }

  /// Places along an axis, some counted from the end, some several times.
  private static Tensor places(Shape shape, long extent) {
    return Tensor.randint(Key.of(3), shape, extent == 0 ? 0 : -extent, Math.max(extent, 1));
  }

  private static long place(Tensor index, long extent, long... at) {
    return Math.floorMod((long) at(index, at), extent);
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void gatherAndTakeAlongReadWhereTheIndexSays(Tensor x) {
    for (int axis = 0; axis < x.rank(); axis++) {
      long extent = x.shape().get(axis);
      if (x.size() == 0) {
        continue;
      }
      int along = axis;
      var shape = x.shape().with(axis, 4);
      Walk.layouts(places(shape, extent).to(DType.INT32))
          .forEach(
              index -> {
                Walk.check(
                    "gather",
                    x.gather(along, index),
                    shape,
                    i -> at(x, Walk.with(i, along, place(index, extent, i))));
                Walk.check(
                    "takeAlong",
                    x.takeAlong(along - x.rank(), index),
                    shape,
                    i -> at(x, Walk.with(i, along, place(index, extent, i))));
              });
    }
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void indexSelectTakesPartsInOrder(Tensor x) {
    for (int axis = 0; axis < x.rank(); axis++) {
      long extent = x.shape().get(axis);
      int along = axis;
      var index = places(Shape.of(extent == 0 ? 0 : 3), extent);
      Walk.check(
          "indexSelect",
          x.indexSelect(axis, index),
          x.shape().with(axis, index.size()),
          i -> at(x, Walk.with(i, along, place(index, extent, i[along]))));
    }
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void scatterWritesWhereTheIndexSays(Tensor x) {
    for (int axis = 0; axis < x.rank(); axis++) {
      long extent = x.shape().get(axis);
      int along = axis;
      var shape = x.shape().with(axis, extent == 0 ? 0 : 5); // longer: places are hit several times
      var index = places(shape, extent);
      Walk.layouts(counted(shape).plus(100))
          .forEach(
              updates -> {
                var set = x.toDoubleArray();
                var sum = x.toDoubleArray();
                Walk.each(
                    shape,
                    i -> {
                      long to = place(index, extent, i);
                      int number = (int) Walk.number(x.shape(), Walk.with(i, along, to));
                      set[number] = at(updates, i);
                      sum[number] += at(updates, i);
                    });
                assertArrayEquals(set, x.scatter(along, index, updates).toDoubleArray());
                assertArrayEquals(sum, x.scatterAdd(along, index, updates).toDoubleArray());
              });
    }
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void masksKeepRowMajorOrder(Tensor x) {
    var mask = Tensor.bernoulli(Key.of(4), x.shape(), 0.4).to(DType.BOOL);
    var chosen = new double[(int) x.size()];
    var scattered = x.toDoubleArray();
    int count = 0;
    for (long i = 0; i < x.size(); i++) {
      var index = Walk.index(x.shape(), i);
      if (at(mask, index) != 0) {
        chosen[count] = at(x, index);
        scattered[(int) i] = -count - 1;
        count++;
      }
    }
    Walk.check("maskedSelect", x.maskedSelect(mask), Shape.of(count), i -> chosen[(int) i[0]]);
    Walk.check("get", x.get(mask), Shape.of(count), i -> chosen[(int) i[0]]);
    var source = Tensor.arange(DType.FLOAT64, -1, -count - 1, -1);
    assertArrayEquals(scattered, x.maskedScatter(mask, source).toDoubleArray());
    assertEquals(Shape.of(count, x.rank()), mask.nonzero().shape());
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void putUndoesTake(Tensor x) {
    var index = Tensor.randperm(Key.of(5), x.size()).reshape(x.shape());
    var taken = x.take(index);
    Walk.check("take", taken, x.shape(), i -> at(x, Walk.index(x.shape(), (long) at(index, i))));
    assertArrayEquals(x.toDoubleArray(), x.zerosLike().put(index, taken).toDoubleArray());
  }

  @ParameterizedTest
  @MethodSource("tensors")
  void sortedElementsComeFromTheirPlaces(Tensor x) {
    var mixed = x.times(7).rem(5); // with ties
    for (int axis = 0; axis < x.rank(); axis++) {
      for (boolean descending : new boolean[] {false, true}) {
        var sorted = mixed.sort(axis, descending);
        var ordered = sorted.values();
        assertArrayEquals(
            ordered.toDoubleArray(), mixed.takeAlong(axis, sorted.indices()).toDoubleArray());
        int along = axis;
        Walk.each(
            x.shape(),
            i -> {
              if (i[along] > 0) {
                var before = Walk.with(i, along, i[along] - 1);
                double step = at(ordered, i) - at(ordered, before);
                double places = at(sorted.indices(), i) - at(sorted.indices(), before);
                assertEquals(true, descending ? step <= 0 : step >= 0);
                assertEquals(true, step != 0 || places > 0, "ties stay as they were");
              }
            });
        long k = x.shape().get(axis) / 2;
        assertArrayEquals(
            mixed.sort(axis, descending).values().narrow(axis, 0, k).toDoubleArray(),
            mixed.topk(k, axis, descending).values().toDoubleArray());
      }
    }
  }

  @Test
  void anEmptyAxisHasNoPlaces() {
    refused(
        IndexOutOfBoundsException.class,
        "gather: index 0 is not within axis 0 of f64[0], whose extent is 0. It is empty.",
        () -> counted(0).gather(0, Tensor.of(new long[] {0})));
    assertEquals(0, counted(0).gather(0, Tensor.of(new long[0])).size());
    refused(
        ShapeException.class,
        "oneHot of i32[2] needs a number of classes, 0 or more; found -1.",
        () -> Tensor.of(0, 0).oneHot(-1));
    assertEquals(Shape.of(0, 4), Tensor.of(new long[0]).oneHot(4).shape());
  }

  @Test
  void indicesOfTheWrongKindAreRefusedByName() {
    var x = counted(2, 3);
    refused(
        DTypeException.class,
        "scatterAdd needs an index of whole numbers; found f64[2, 3]. Cast it with"
            + " to(DType.INT64).",
        () -> x.scatterAdd(0, x, x));
    refused(
        DTypeException.class,
        "takeAlong needs an index of whole numbers; found bool[2, 3]. For a mask use"
            + " maskedSelect.",
        () -> x.takeAlong(0, x.gt(0)));
    refused(
        ShapeException.class,
        "takeAlong needs operands of one rank; found f64[2, 3] and i64[2]. Reshape one, or use get"
            + " or indexSelect.",
        () -> x.takeAlong(0, Tensor.of(0L, 1L)));
    refused(
        ShapeException.class,
        "scatter needs operands of one rank; found f64[2, 3] and f64[3]. Reshape one, or use get or"
            + " indexSelect.",
        () -> x.scatter(0, Tensor.zeros(DType.INT64, 1, 3), counted(3)));
    refused(
        IndexOutOfBoundsException.class,
        "takeAlong: index -3 is not within axis 0 of f64[2, 3], whose extent is 2. Use -2 to 1.",
        () -> x.takeAlong(0, Tensor.full(DType.INT64, Shape.of(1, 3), -3)));
    refused(
        IndexOutOfBoundsException.class,
        "take: index 6 is not within axis 0 of f64[6], whose extent is 6. Use -6 to 5.",
        () -> x.take(Tensor.of(new long[] {6})));
  }
}
