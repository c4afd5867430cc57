package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FloatPairsTest {
  private static final int PLANES = 3;
  private static final int BEFORE = 5; // elements in front of what is read and written

  /// Few different values, so that largest ones come twice, and NaN and zeros of both signs.
  private static float[] samples(Random random, int size) {
    float[] values = {Float.NaN, -0f, 0f, 1, 1, 2, 2, Float.NEGATIVE_INFINITY, -3};
    var x = new float[size];
    for (int i = 0; i < size; i++) {
      x[i] = values[random.nextInt(values.length)];
    }
    return x;
  }

  @ParameterizedTest
  @CsvSource({
    "2, 2", "3, 3", "2, 28", "7, 5", "28, 28", "10, 10", "6, 32", "5, 34", "4, 40", "9, 63",
    "3, 65", "6, 128", "1, 1", "8, 1"
  })
  void isWhatPlainLoopsFind(int height, int width) {
    var random = new Random(31L * height + width);
    var x = samples(random, BEFORE + PLANES * height * width);
    int columns = width / 2;
    int all = height / 2 * columns;
    var y = new float[BEFORE + PLANES * all];
    var g = new float[PLANES * all];
    var dx = new float[BEFORE + PLANES * height * width];
    var expectedDx = dx.clone();
    var expected = y.clone();
    for (int i = 0; i < PLANES * all; i++) {
      g[i] = i + 1;
      int corner = i / all * height * width + i % all / columns * 2 * width + i % columns * 2;
      int[] places = {corner, corner + 1, corner + width, corner + width + 1};
      float most = Float.NEGATIVE_INFINITY;
      for (int place : places) {
        most = Math.max(most, x[BEFORE + place]);
      }
      expected[BEFORE + i] = most;
      for (int place : places) {
        float v = x[BEFORE + place];
        if (v == most || Float.isNaN(v)) {
          expectedDx[BEFORE + place] = g[i];
          break;
        }
      }
    }
    var pairs = new FloatPairs(height, width);
    pairs.largest(x, BEFORE, y, BEFORE, 1, PLANES); // cut anywhere
    pairs.largest(x, BEFORE, y, BEFORE, 0, 1);
    assertArrayEquals(expected, y);
    pairs.gradient(x, BEFORE, y, BEFORE, g, 0, dx, BEFORE, 1, PLANES);
    pairs.gradient(x, BEFORE, y, BEFORE, g, 0, dx, BEFORE, 0, 1);
    assertArrayEquals(expectedDx, dx);
  }
}
