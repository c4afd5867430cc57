package io.ligature.nn.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.Key;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class AucTest {
  private static double auc(Tensor scores, Tensor classes) {
    var metric = new Auc();
    metric.update(scores, classes);
    return metric.value();
  }

  private static String message(Executable work) {
    return assertThrows(IllegalArgumentException.class, work).getMessage();
  }

  @Test
  void isTheShareOfPairsInTheRightOrder() {
    var classes = Tensor.of(0, 0, 1, 1);
    assertEquals(0.75, auc(Tensor.of(0.1, 0.4, 0.35, 0.8), classes));
    assertEquals(1, auc(Tensor.of(0.1, 0.2, 0.3, 0.4), classes));
    assertEquals(0, auc(Tensor.of(4f, 3f, 2f, 1f), classes));
  }

  @Test
  void equalScoresAreWorthAHalf() {
    assertEquals(0.5, auc(Tensor.of(1.0, 1.0, 1.0), Tensor.of(false, true, true)));
    assertEquals(0.5, auc(Tensor.of(0.0, -0.0), Tensor.of(0, 1)));
    assertEquals(0.875, auc(Tensor.of(1.0, 2.0, 2.0, 3.0), Tensor.of(0, 0, 1, 1)));
  }

  @Test
  void agreesWithAllPairs() {
    var scores =
        Tensor.randint(Key.of(1), io.ligature.Shape.of(200), 0, 30).to(io.ligature.DType.FLOAT64);
    var classes = Tensor.bernoulli(Key.of(2), io.ligature.Shape.of(200), 0.3);
    double won = 0;
    double pairs = 0;
    var s = scores.toDoubleArray();
    var c = classes.toDoubleArray();
    for (int i = 0; i < s.length; i++) {
      for (int j = 0; j < s.length; j++) {
        if (c[i] == 1 && c[j] == 0) {
          pairs++;
          won += s[i] > s[j] ? 1 : s[i] == s[j] ? 0.5 : 0;
        }
      }
    }
    assertEquals(won / pairs, auc(scores, classes), 1e-12);
  }

  @Test
  void oneClassAloneHasNone() {
    assertEquals(Double.NaN, auc(Tensor.of(1.0, 2.0), Tensor.of(1, 1)));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertEquals(
        "Auc needs a score for each 0 or 1; found f64[2] and i32[3].",
        assertThrows(ShapeException.class, () -> auc(Tensor.of(1.0, 2.0), Tensor.of(1, 0, 1)))
            .getMessage());
    assertEquals(
        "Auc needs classes 0 and 1; found 2.0 for example 1.",
        message(() -> auc(Tensor.of(1.0, 2.0), Tensor.of(1, 2))));
    assertEquals(
        "Auc found NaN for the score of example 0.",
        message(() -> auc(Tensor.of(Double.NaN, 2.0), Tensor.of(1, 0))));
  }
}
