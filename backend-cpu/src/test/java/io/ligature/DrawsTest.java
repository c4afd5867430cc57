package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.spi.Philox;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DrawsTest {
  private static final Key KEY = Key.of(7);
  private static final Shape MANY = Shape.of(40_000);

  private static void assertMoments(double mean, double deviation, Tensor x) {
    var wide = x.to(DType.FLOAT64);
    double error = deviation / Math.sqrt((double) x.size());
    assertEquals(mean, wide.mean().item(), 4 * error);
    assertEquals(deviation, wide.std().item(), 4 * error);
  }

  @Test
  void uniformNumbersAreTheUpperBitsOfPhilox() {
    var expected = new float[9];
    var words = new int[4];
    for (int i = 0; i < expected.length; i++) {
      Philox.block(KEY.bits(), i / 4, words);
      expected[i] = (words[i % 4] >>> 8) * 0x1p-24f;
    }
    assertArrayEquals(expected, Tensor.rand(KEY, 9).toFloatArray());
  }

  @Test
  void uniformDoublesUseWholeWords() {
    var expected = new double[5];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = (Philox.word64(KEY.bits(), i) >>> 11) * 0x1p-53;
    }
    assertArrayEquals(expected, Tensor.rand(KEY, DType.FLOAT64, Shape.of(5)).toDoubleArray());
  }

  @ParameterizedTest
  @EnumSource(names = {"FLOAT32", "FLOAT64", "FLOAT16", "BFLOAT16"})
  void uniformNumbersNeverReachOne(DType dtype) {
    var x = Tensor.rand(KEY, dtype, MANY);
    assertEquals(dtype, x.dtype());
    assertTrue(x.ge(0).all().itemBoolean());
    assertTrue(x.lt(1).all().itemBoolean());
    double deviation = Math.sqrt(1 / 12.0);
    double step = dtype == DType.BFLOAT16 ? 0x1p-9 : 0; // few digits: the mean is half a step lower
    assertMoments(0.5 - step, deviation, x);
  }

  @Test
  void theSameKeyGivesTheSameBits() {
    assertArrayEquals(Tensor.randn(KEY, 50).toFloatArray(), Tensor.randn(KEY, 50).toFloatArray());
    assertFalse(Tensor.randn(KEY, 50).allClose(Tensor.randn(KEY.fold(1), 50)));
  }

  @Test
  void manyNumbersBeginLikeFew() { // however the work is split
    var few = Tensor.randn(KEY, 100).toFloatArray();
    var many = Tensor.randn(KEY, 100_000).toFloatArray();
    assertArrayEquals(few, Arrays.copyOf(many, 100));
  }

  @Test
  void theDefaultStreamMovesAndRestarts() {
    Key.seed(3);
    var first = Tensor.rand(4).toFloatArray();
    var second = Tensor.rand(4).toFloatArray();
    Key.seed(3);
    assertArrayEquals(first, Tensor.rand(Shape.of(4)).toFloatArray());
    assertArrayEquals(second, Tensor.rand(DType.FLOAT32, Shape.of(4)).toFloatArray());
    assertFalse(Arrays.equals(first, second));
  }

  @Test
  void everyDrawWithoutKeyTakesTheNextOne() {
    var shape = Shape.of(5);
    Key.seed(11);
    Tensor[] drawn = {
      Tensor.rand(5),
      Tensor.randn(5),
      Tensor.uniform(shape, -1, 1),
      Tensor.normal(shape, 3, 2),
      Tensor.bernoulli(shape, 0.5),
      Tensor.randint(shape, 0, 10),
      Tensor.randperm(5)
    };
    Key.seed(11);
    Tensor[] expected = {
      Tensor.rand(Key.next(), 5),
      Tensor.randn(Key.next(), 5),
      Tensor.uniform(Key.next(), shape, -1, 1),
      Tensor.normal(Key.next(), shape, 3, 2),
      Tensor.bernoulli(Key.next(), shape, 0.5),
      Tensor.randint(Key.next(), shape, 0, 10),
      Tensor.randperm(Key.next(), 5)
    };
    for (int i = 0; i < drawn.length; i++) {
      assertArrayEquals(expected[i].toDoubleArray(), drawn[i].toDoubleArray());
    }
  }

  @Test
  void uniformStaysBetweenItsBounds() {
    var x = Tensor.uniform(KEY, MANY, -10, 10);
    assertMoments(0, 20 / Math.sqrt(12), x);
    assertTrue(x.ge(-10).and(x.lt(10)).all().itemBoolean());
  }

  @Test
  void uniformNeverReachesHighByRounding() {
    float high = Math.nextUp(Math.nextUp(1f)); // two steps above low: a third of the draws round up
    var x = Tensor.uniform(KEY, MANY, 1, high);
    assertEquals(Math.nextUp(1f), x.max().item());
    assertEquals(1, x.min().item());
  }

  @Test
  void uniformOfAPointIsThatPoint() {
    assertTrue(Tensor.uniform(KEY, Shape.of(3), 2, 2).eq(2).all().itemBoolean());
  }

  @Test
  void normalNumbersHaveTheirMoments() {
    assertMoments(0, 1, Tensor.randn(KEY, MANY));
    assertMoments(3, 2, Tensor.normal(KEY, MANY, 3, 2));
    assertMoments(0, 1, Tensor.randn(KEY, DType.FLOAT16, MANY));
  }

  @Test
  void aDeviationOfZeroIsTheMean() {
    assertArrayEquals(new float[] {3, 3}, Tensor.normal(KEY, Shape.of(2), 3, 0).toFloatArray());
  }

  @Test
  void bernoulliIsOneAsOftenAsAsked() {
    assertMoments(0.3, Math.sqrt(0.21), Tensor.bernoulli(KEY, MANY, 0.3));
    assertEquals(0, Tensor.bernoulli(KEY, MANY, 0).sum().item());
    assertEquals(40_000, Tensor.bernoulli(KEY, MANY, 1).sum().item());
    assertEquals(DType.BOOL, Tensor.bernoulli(KEY, DType.BOOL, MANY, 0.5).dtype());
  }

  @Test
  void bernoulliMayHaveAProbabilityForEachElement() {
    var p = Tensor.of(0.0, 1.0, 0.0, 1.0);
    var x = Tensor.bernoulli(KEY, p);
    assertEquals(DType.FLOAT64, x.dtype());
    assertArrayEquals(p.toDoubleArray(), x.toDoubleArray());
  }

  @Test
  void randintIsUniformOverItsRange() {
    var x = Tensor.randint(KEY, MANY, -2, 3);
    assertEquals(DType.INT64, x.dtype());
    assertArrayEquals(new long[] {-2, -1, 0, 1, 2}, x.unique().toLongArray());
    for (int value = -2; value < 3; value++) {
      assertEquals(8000, x.eq(value).sum().item(), 4 * Math.sqrt(40_000 * 0.16));
    }
    assertEquals(DType.UINT8, Tensor.randint(KEY, DType.UINT8, MANY, 0, 256).dtype());
  }

  @Test
  void randpermIsAPermutation() {
    var order = Tensor.randperm(KEY, 1000).toLongArray();
    var sorted = order.clone();
    Arrays.sort(sorted);
    assertArrayEquals(Tensor.arange(1000).toLongArray(), sorted);
    assertFalse(Arrays.equals(sorted, order));
    assertEquals(0, Tensor.randperm(0).size());
  }

  @Test
  void truncatedNormalsStayWithinTheirBounds() {
    var x = Tensor.truncatedNormal(KEY, DType.FLOAT64, MANY, -2, 2);
    assertTrue(x.abs().le(2).all().itemBoolean());
    assertMoments(0, Math.sqrt(0.7737413), x); // 1 - 4 phi(2) / (2 Phi(2) - 1)
  }

  @Test
  void whatCannotBeDrawnIsRefused() {
    var shape = Shape.of(2);
    assertRefused(
        () -> Tensor.uniform(KEY, shape, 3, 1),
        "uniform needs finite bounds, low at most high; found low 3.0 and high 1.0.");
    assertRefused(
        () -> Tensor.uniform(KEY, shape, 0, Double.POSITIVE_INFINITY),
        "uniform needs finite bounds, low at most high; found low 0.0 and high Infinity.");
    assertRefused(
        () -> Tensor.normal(KEY, shape, 0, -1),
        "normal needs a standard deviation of 0 or more; found -1.0.");
    assertRefused(
        () -> Tensor.bernoulli(KEY, shape, 1.5),
        "bernoulli needs a probability from 0 to 1; found 1.5.");
    assertRefused(
        () -> Tensor.randint(KEY, shape, 3, 3),
        "randint needs low below high, and fewer than 2^63 numbers between; found low 3 and high"
            + " 3.");
    assertRefused(
        () -> Tensor.randint(KEY, shape, Long.MIN_VALUE, Long.MAX_VALUE),
        "randint needs low below high, and fewer than 2^63 numbers between; "
            + "found low -9223372036854775808 and high 9223372036854775807.");
    assertRefused(
        () -> Tensor.randint(KEY, DType.UINT8, shape, 0, 257),
        "randint of u8 to 256: u8 holds whole numbers from 0 to 255. "
            + "Change the value, or the dtype with to(dtype).");
    assertRefused(
        () -> Tensor.rand(KEY, DType.INT32, shape),
        "rand gives real numbers; i32 was asked for. Use DType.FLOAT32, then to(DType.INT32).");
  }

  private static void assertRefused(Runnable draw, String message) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, draw::run).getMessage());
  }
}
