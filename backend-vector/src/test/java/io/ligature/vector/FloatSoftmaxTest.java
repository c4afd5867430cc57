package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Softmax where elements lie far below the largest, for which the short exponential does not
/// serve.
class FloatSoftmaxTest {
  private static final int N = 83; // whole vectors of every width, and some more

  @ParameterizedTest(name = "steps of {0}")
  @ValueSource(floats = {0.5f, 1, 1.3f, 3, Float.POSITIVE_INFINITY})
  void isTheExponentialDownToNothing(float step) {
    var x = new float[N];
    double sum = 0;
    for (int i = 0; i < N; i++) {
      x[i] = i == 0 ? 7 : 7 - i * step;
      sum += Math.exp(x[i] - 7.0);
    }
    var y = new float[N];
    FloatSoftmax.softmax(x, 0, y, 0, N);
    for (int i = 0; i < N; i++) {
      double expected = Math.exp(x[i] - 7.0) / sum;
      double rounds = 4 * Math.ulp((float) expected); // the last: of the smallest number
      assertEquals(expected, y[i], rounds, "e to the " + (x[i] - 7));
    }
  }
}
