package io.ligature.spi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class LayoutTest {
  /// The storage index of every element in row-major order, by the definition alone.
  private static long[] places(Layout x) {
    return places(x.shape().toArray(), x.strides(), x.offset());
  }

  private static long[] places(long[] extents, long[] strides, long offset) {
    var places = LongStream.of(offset);
    for (int axis = 0; axis < extents.length; axis++) {
      long extent = extents[axis];
      long stride = strides[axis];
      places = places.flatMap(at -> LongStream.range(0, extent).map(i -> at + i * stride));
    }
    return places.toArray();
  }

  /// A row-major layout after some edits that a user could make.
  private static Layout edited(Random random) {
    var extents = random.longs(random.nextInt(5), 1, 5).toArray();
    var x = Layout.rowMajor(Shape.of(extents));
    for (int edits = random.nextInt(4); edits > 0 && x.rank() > 0; edits--) {
      int axis = random.nextInt(x.rank());
      long extent = x.shape().get(axis);
      x =
          switch (random.nextInt(4)) {
            case 0 -> x.permute(shuffled(x.rank(), random));
            case 1 -> x.slice(axis, extent - 1, (extent + 1) / 2, extent > 2 ? -2 : -1);
            case 2 -> x.expand(x.shape().insert(0, 1 + random.nextInt(3)));
            default -> x.unfold(axis, (extent + 1) / 2, 1);
          };
    }
    return x;
  }

  private static int[] shuffled(int rank, Random random) {
    var order = new ArrayList<Integer>(IntStream.range(0, rank).boxed().toList());
    Collections.shuffle(order, random);
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  /// Another shape of the same size: its prime factors, dealt out again.
  private static Shape regrouped(long size, Random random) {
    var extents = new ArrayList<Long>(List.of(1L));
    for (long factor = 2; size > 1; factor++) {
      for (; size % factor == 0; size /= factor) {
        if (random.nextBoolean()) {
          extents.add(random.nextInt(extents.size() + 1), factor);
        } else {
          int at = random.nextInt(extents.size());
          extents.set(at, extents.get(at) * factor);
        }
      }
    }
    return Shape.of(extents.stream().mapToLong(Long::longValue).toArray());
  }

  /// The only strides that could reach these places under a shape, or null if none do.
  private static long @Nullable [] stridesFor(long[] places, Shape shape) {
    var extents = shape.toArray();
    var strides = new long[extents.length];
    int inner = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = extents[axis] > 1 ? places[inner] - places[0] : 0;
      inner *= (int) extents[axis];
    }
    return Arrays.equals(places, places(extents, strides, places[0])) ? strides : null;
  }

  @TestFactory
  Stream<DynamicTest> reshapeKeepsTheOrderAndFailsOnlyWhereNoStridesExist() {
    return IntStream.range(0, 300)
        .mapToObj(
            seed -> {
              var random = new Random(seed);
              var x = edited(random);
              var target = regrouped(x.size(), random);
              return DynamicTest.dynamicTest(
                  seed + ": " + x + " to " + target,
                  () -> {
                    var y = x.reshape(target);
                    if (stridesFor(places(x), target) == null) {
                      assertNull(y);
                    } else {
                      assertNotNull(y);
                      assertEquals(target, y.shape());
                      assertArrayEquals(places(x), places(y));
                    }
                  });
            });
  }

  @TestFactory
  Stream<DynamicTest> whatALayoutSaysOfItselfIsTrue() {
    return IntStream.range(0, 300)
        .mapToObj(
            seed -> {
              var x = edited(new Random(seed));
              return DynamicTest.dynamicTest(seed + ": " + x, () -> assertTruthful(x));
            });
  }

  private static void assertTruthful(Layout x) {
    var places = places(x);
    assertEquals(Arrays.stream(places).min().orElseThrow(), x.lowest());
    assertEquals(Arrays.stream(places).max().orElseThrow(), x.highest());
    for (int i = 0; i < places.length; i++) {
      assertEquals(places[i], x.index(i));
    }
    var inOrder = LongStream.range(x.offset(), x.offset() + places.length).toArray();
    assertEquals(Arrays.equals(inOrder, places), x.isContiguous());
    if (Arrays.stream(places).distinct().count() < places.length) {
      assertTrue(x.isExpanded());
    }
  }

  @Test
  void stridesOfARowMajorLayoutCountTheElementsWithin() {
    var x = Layout.rowMajor(Shape.of(2, 3, 4));
    assertArrayEquals(new long[] {12, 4, 1}, x.strides());
    assertTrue(x.isContiguous());
    assertEquals("[2, 3, 4] strides [12, 4, 1] offset 0", x.toString());
  }

  @Test
  void aScalarIsOnePlace() {
    var x = Layout.rowMajor(Shape.of());
    assertEquals(0, x.lowest());
    assertEquals(0, x.highest());
    assertTrue(x.isContiguous());
  }

  @Test
  void axesOfExtentOneMayHaveAnyStride() {
    assertTrue(Layout.of(Shape.of(1, 3, 1), new long[] {77, 1, -5}, 4).isContiguous());
  }

  @Test
  void anEmptyLayoutIsInOrderAndReachesNothing() {
    var x = Layout.of(Shape.of(0, 3), new long[] {9, 9}, 5);
    assertTrue(x.isContiguous());
    assertFalse(x.isExpanded());
    assertEquals(5, x.lowest());
    assertEquals(5, x.highest());
    assertFalse(Layout.rowMajor(Shape.of(0)).expand(Shape.of(4, 0)).isExpanded());
    var reshaped = x.reshape(Shape.of(7, 0));
    assertNotNull(reshaped);
    assertEquals(Shape.of(7, 0), reshaped.shape());
  }

  @Test
  void permuteReordersExtentsAndStrides() {
    var x = Layout.rowMajor(Shape.of(2, 3, 4)).permute(2, 0, 1);
    assertEquals("[4, 2, 3] strides [1, 12, 4] offset 0", x.toString());
  }

  @Test
  void sliceWalksForthAndBack() {
    var x = Layout.rowMajor(Shape.of(10));
    assertArrayEquals(new long[] {1, 4, 7}, places(x.slice(0, 1, 3, 3)));
    assertArrayEquals(new long[] {9, 7, 5, 3, 1}, places(x.slice(0, 9, 5, -2)));
    assertArrayEquals(new long[0], places(x.slice(0, -1, 0, -1)));
  }

  @Test
  void windowsShareElements() {
    var x = Layout.rowMajor(Shape.of(5)).unfold(0, 3, 1);
    assertArrayEquals(new long[] {0, 1, 2, 1, 2, 3, 2, 3, 4}, places(x));
    assertTrue(x.isExpanded());
    assertFalse(Layout.rowMajor(Shape.of(6)).unfold(0, 2, 3).isExpanded());
  }

  @Test
  void expandedAxesAreKnown() {
    assertTrue(Layout.repeated(Shape.of(3)).isExpanded());
    assertFalse(Layout.repeated(Shape.of(1, 1)).isExpanded());
    assertArrayEquals(new long[] {0, 0, 0, 0}, places(Layout.repeated(Shape.of(2, 2))));
    assertFalse(Layout.rowMajor(Shape.of(2, 3)).permute(1, 0).isExpanded());
  }

  @Test
  void strideAndRankMustAgree() {
    var error =
        assertThrows(
            IllegalArgumentException.class, () -> Layout.of(Shape.of(2, 3), new long[] {1}, 0));
    assertEquals("A layout of shape [2, 3] needs 2 strides, found 1", error.getMessage());
  }
}
