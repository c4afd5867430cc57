package io.ligature.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.HashSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class TransformTest {
  private static void assertSays(String message, Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }

  @Test
  void normalizeTakesTheMeanAwayAndDividesByTheDeviation() {
    var x = Tensor.of(1.0, 3.0);
    assertArrayEquals(new double[] {-2, -1}, Transform.normalize(5, 2).apply(x).toDoubleArray());
    var images = Tensor.ones(2, 1, 2); // channels, rows, columns
    var each = Transform.normalize(new double[] {0, 1}, new double[] {2, 1});
    assertArrayEquals(new float[] {0.5f, 0.5f, 0, 0}, each.apply(images).toFloatArray());
  }

  @Test
  void normalizeNeedsANumberForEachChannel() {
    assertSays(
        "normalize needs a mean and a deviation above 0 for each channel; found [0.0] and [0.0].",
        () -> Transform.normalize(0, 0));
    assertSays(
        "normalize needs a mean and a deviation above 0 for each channel; found [0.0] and [1.0,"
            + " 2.0].",
        () -> Transform.normalize(new double[] {0}, new double[] {1, 2}));
    var each = Transform.normalize(new double[] {0, 1}, new double[] {2, 1});
    assertEquals(
        "normalize of 2 channels needs x (2, rows, columns); found x [3, 4, 4].",
        assertThrows(ShapeException.class, () -> each.apply(Tensor.ones(3, 4, 4))).getMessage());
  }

  @Test
  void randomFlipMirrorsAShare() {
    var x = Tensor.of(new float[][] {{1, 2}, {3, 4}});
    assertSame(x, Transform.randomFlip(0).apply(x));
    assertArrayEquals(new float[] {2, 1, 4, 3}, Transform.randomFlip(1).apply(x).toFloatArray());
    int flipped = 0;
    var flip = Transform.randomFlip(0.25);
    for (int i = 0; i < 400; i++) {
      flipped += Key.of(i).with(() -> flip.apply(x)) == x ? 0 : 1;
    }
    assertEquals(100, flipped, 30);
    assertSays("randomFlip needs a share of 0 to 1; found 1.5.", () -> Transform.randomFlip(1.5));
  }

  @Test
  void randomCropTakesEveryPlace() {
    var x = Tensor.arange(9).reshape(3, 3);
    var crop = Transform.randomCrop(2, 2, 0);
    var corners = new HashSet<Long>();
    for (int i = 0; i < 100; i++) {
      var part = Key.of(i).with(() -> crop.apply(x));
      assertEquals(Shape.of(2, 2), part.shape());
      long corner = part.get(0, 0).itemLong();
      assertArrayEquals(
          new long[] {corner, corner + 1, corner + 3, corner + 4}, part.toLongArray());
      corners.add(corner);
    }
    assertEquals(java.util.Set.of(0L, 1L, 3L, 4L), corners);
  }

  @Test
  void aBorderOfZerosLetsTheImageMove() {
    var x = Tensor.ones(1, 2, 2);
    var crop = Transform.randomCrop(2, 2, 1);
    var sums = new HashSet<Double>();
    for (int i = 0; i < 100; i++) {
      sums.add(Key.of(i).with(() -> crop.apply(x)).sum().item());
    }
    assertEquals(java.util.Set.of(1.0, 2.0, 4.0), sums);
  }

  @Test
  void randomCropNeedsRoom() {
    assertSays(
        "randomCrop needs 1 row and column or more, and a border of 0 or more; found 0, 2 and 1.",
        () -> Transform.randomCrop(0, 2, 1));
    var crop = Transform.randomCrop(5, 2, 1);
    assertEquals(
        "randomCrop of 5 rows and 2 columns needs an image that is larger, with a border of 1 on"
            + " each side; found x [2, 2].",
        assertThrows(ShapeException.class, () -> crop.apply(Tensor.ones(2, 2))).getMessage());
  }

  @Test
  void oneFollowsAnother() {
    Transform twice = x -> x.times(2);
    assertEquals(7, twice.then(x -> x.plus(1)).apply(Tensor.of(3.0)).item());
    var example = new Example(Tensor.of(3.0), Tensor.of(5.0));
    assertEquals(6, twice.ofInput().apply(example).input().item());
    assertSame(example.target(), twice.ofInput().apply(example).target());
    assertEquals(10, twice.ofTarget().apply(example).target().item());
    assertSame(example.input(), twice.ofTarget().apply(example).input());
  }

  @Test
  void anyNumberOfWorkersDrawsTheSame() {
    var x = Tensor.randn(Key.of(1), Shape.of(20, 6, 6));
    var crop = Transform.randomCrop(4, 4, 1).then(Transform.randomFlip(0.5));
    var data = Dataset.of(x, Tensor.arange(20)).map(crop.ofInput());
    var alone = new DataLoader(data, 3).shuffle(Key.of(2)).epoch(1).iterator();
    var helped = new DataLoader(data, 3).shuffle(Key.of(2)).workers(4).epoch(1).iterator();
    while (alone.hasNext()) {
      assertTrue(alone.next().input().eq(helped.next().input()).all().itemBoolean());
    }
  }
}
