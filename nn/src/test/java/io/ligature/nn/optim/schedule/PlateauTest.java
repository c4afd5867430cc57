package io.ligature.nn.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Tensor;
import io.ligature.nn.Linear;
import io.ligature.nn.optim.ParameterGroup;
import io.ligature.nn.optim.SGD;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PlateauTest {
  private final ParameterGroup own = new ParameterGroup(new Linear(1, 1).parameters()).lr(2);
  private final SGD sgd = new SGD(List.of(own), 1);

  private static void assertSays(String message, Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }

  /// {@return the rate after each value}
  private List<Double> rates(Plateau plateau, double... values) {
    return java.util.Arrays.stream(values)
        .mapToObj(
            value -> {
              plateau.step(value);
              return sgd.lr();
            })
        .toList();
  }

  @Test
  void lowersAllRatesAfterMoreThanPatienceBadStepsInARow() {
    var plateau = new Plateau(sgd).factor(0.5).patience(1);
    assertEquals(List.of(1.0, 1.0, 1.0, 0.5), rates(plateau, 5, 4, 4, 4));
    assertEquals(1, own.lr().orElseThrow());
    assertEquals(List.of(0.5, 0.5, 0.5, 0.25), rates(plateau, 4, 3, 3, 3));
  }

  @Test
  void defaultsAreThoseOfPyTorch() {
    var plateau = new Plateau(sgd);
    plateau.step(1);
    for (int i = 0; i < 10; i++) {
      assertFalse(plateau.step(1 - 0.9e-4)); // better by less than the threshold
    }
    assertTrue(plateau.step(1));
    assertEquals(0.1, sgd.lr());
  }

  @Test
  void betterIsLessOrMore() {
    var less = new Plateau(sgd).factor(0.5).patience(0).threshold(0.1);
    assertEquals(List.of(1.0, 1.0, 0.5), rates(less, 10, 8.9, 8.1));
    sgd.lr(1);
    var more = new Plateau(sgd).factor(0.5).patience(0).threshold(0.1).maximize();
    assertEquals(List.of(1.0, 1.0, 0.5), rates(more, 10, 11.1, 12));
  }

  @Test
  void anAbsoluteThresholdIsForValuesBelowZero() {
    var less = new Plateau(sgd).factor(0.5).patience(0).threshold(0.1).absolute();
    assertEquals(List.of(1.0, 1.0, 0.5), rates(less, -1, -1.2, -1.25));
    sgd.lr(1);
    var more = new Plateau(sgd).factor(0.5).patience(0).threshold(0.1).absolute().maximize();
    assertEquals(List.of(1.0, 1.0, 0.5), rates(more, -1, -0.8, -0.75));
  }

  @Test
  void afterAChangeNothingCountsForAWhile() {
    var plateau = new Plateau(sgd).factor(0.5).patience(0).cooldown(2);
    assertEquals(List.of(1.0, 0.5, 0.5, 0.5, 0.25), rates(plateau, 1, 1, 1, 1, 1));
  }

  @Test
  void noRateGoesBelowTheLeast() {
    var plateau = new Plateau(sgd).factor(0.1).patience(0).least(0.3);
    assertEquals(List.of(1.0, 0.3, 0.3), rates(plateau, 1, 1, 1));
    assertEquals(0.3, own.lr().orElseThrow());
  }

  @Test
  void changesTooSmallToMatterAreLeftOut() {
    sgd.lr(1e-8);
    var plateau = new Plateau(sgd).factor(0.5).patience(0);
    assertEquals(List.of(1e-8, 1e-8), rates(plateau, 1, 1));
    assertEquals(1, own.lr().orElseThrow());
  }

  @Test
  void notANumberIsNeverBetter() {
    var plateau = new Plateau(sgd).factor(0.5).patience(0);
    assertEquals(List.of(0.5, 0.5, 0.25), rates(plateau, Double.NaN, 1, Double.NaN));
  }

  @Test
  void goesOnWhereAnotherStood() {
    var whole = new Plateau(sgd).factor(0.5).patience(2).cooldown(1);
    rates(whole, 1, 1, 1);
    var state = whole.state();
    var expected = rates(whole, 1, 1, 1, 1, 1);
    sgd.lr(77);
    var resumed = new Plateau(sgd).factor(0.5).patience(2).cooldown(1);
    resumed.load(state);
    assertEquals(1, sgd.lr());
    assertEquals(expected, rates(resumed, 1, 1, 1, 1, 1));
  }

  @Test
  void anotherStateIsRefused() {
    var plateau = new Plateau(sgd);
    var e =
        assertThrows(
            IllegalArgumentException.class, () -> plateau.load(Map.of("best", Tensor.of(1.0))));
    assertTrue(
        e.getMessage()
            .startsWith(
                "Plateau needs a state with [bad, best, cooling, rates] of an optimizer with as"
                    + " many groups; found [best]."),
        e.getMessage());
  }

  @Test
  void settingsOutsideTheirRangeAreRefused() {
    var plateau = new Plateau(sgd);
    assertSays("Plateau needs a factor between 0 and 1; found 1.0.", () -> plateau.factor(1));
    assertSays("Plateau needs a factor between 0 and 1; found 0.0.", () -> plateau.factor(0));
    assertSays("Plateau needs patience of 0 or more; found -1.", () -> plateau.patience(-1));
    assertSays("Plateau needs cooldown of 0 or more; found -1.", () -> plateau.cooldown(-1));
    assertSays(
        "Plateau needs a finite threshold of 0 or more; found -0.1.",
        () -> plateau.threshold(-0.1));
    assertSays(
        "Plateau needs a finite least of 0 or more; found NaN.", () -> plateau.least(Double.NaN));
  }
}
