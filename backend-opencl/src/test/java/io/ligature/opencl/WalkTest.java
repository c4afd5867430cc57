package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Shape;
import io.ligature.spi.Layout;
import java.util.ArrayList;
import java.util.HashSet;
import org.junit.jupiter.api.Test;

class WalkTest {
  private static final Layout ROWS = Layout.rowMajor(Shape.of(2, 3, 4));

  /// size, rank, eight extents, an offset a layout, eight strides a layout.
  private static long[] struct(Layout... layouts) {
    return Walk.of(layouts).struct();
  }

  @Test
  void rowMajorLayoutsAreOneAxis() {
    assertArrayEquals(
        new long[] {24, 1, 24, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}, struct(ROWS));
  }

  @Test
  void axesThatOneLayoutStepsThroughOtherwiseStay() {
    var columns = Layout.rowMajor(Shape.of(4, 3, 2)).permute(2, 1, 0);
    var struct = struct(ROWS, columns);
    assertEquals(3, struct[1]);
    assertArrayEquals(new long[] {12, 4, 1}, java.util.Arrays.copyOfRange(struct, 12, 15));
    assertArrayEquals(new long[] {1, 2, 6}, java.util.Arrays.copyOfRange(struct, 20, 23));
  }

  @Test
  void repeatedAxesJoinWhatIsRepeatedAlike() {
    var repeated = Layout.rowMajor(Shape.of(1, 1, 4)).expand(ROWS.shape());
    assertArrayEquals(new long[] {24, 2, 6, 4}, java.util.Arrays.copyOf(struct(ROWS, repeated), 4));
  }

  @Test
  void oneElementIsAWalkToo() {
    assertEquals(1, Walk.of(Layout.rowMajor(Shape.of())).size());
    assertEquals(1, Walk.of(Layout.rowMajor(Shape.of(1, 1))).size());
  }

  @Test
  void neighboursLieSideBySideInAllOrNot() {
    assertTrue(Walk.of(ROWS, ROWS).isSideBySide());
    assertFalse(Walk.of(ROWS, ROWS.expand(ROWS.shape()).slice(2, 3, 4, -1)).isSideBySide());
  }

  /// More axes than kernels take: no two neighbours of ten axes of every other element join.
  @Test
  void moreAxesAreSeveralWalksThatReachEveryElementOnce() {
    var wide = Layout.rowMajor(Shape.of(4, 4, 4, 4, 4, 4, 4, 4, 4, 4));
    var some = wide;
    for (int axis = 0; axis < 10; axis++) {
      some = some.slice(axis, 1, 2, 2);
    }
    var walks = new ArrayList<Walk>();
    Walk.each(walks::add, some);
    assertEquals(4, walks.size());
    var begins = new HashSet<Long>();
    walks.forEach(walk -> begins.add(walk.struct()[10]));
    assertEquals(4, begins.size());
    assertEquals(1024, walks.stream().mapToLong(Walk::size).sum());
  }
}
