package io.ligature.nn.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {
  private static double[] rates(Schedule schedule, double first, long... steps) {
    return LongStream.of(steps).mapToDouble(t -> schedule.rate(first, t)).toArray();
  }

  private static void assertRates(double[] expected, double[] found) {
    assertArrayEquals(expected, found, 1e-15);
  }

  private static void assertSays(String message, Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }

  // ---- each shape

  @Test
  void lambdaMultipliesTheFirstRate() {
    assertRates(
        new double[] {0.5, 0.25, 0.125}, rates(Schedule.lambda(t -> 1.0 / (1 << t)), 0.5, 0, 1, 2));
  }

  @Test
  void stepFallsEveryFewSteps() {
    assertRates(
        new double[] {0.05, 0.05, 0.005, 0.005, 0.0005},
        rates(Schedule.step(30), 0.05, 0, 29, 30, 59, 60));
    assertRates(new double[] {1, 0.5, 0.25}, rates(Schedule.step(1, 0.5), 1, 0, 1, 2));
  }

  @Test
  void multiStepFallsAtMilestones() {
    assertRates(
        new double[] {0.05, 0.05, 0.005, 0.005, 0.0005, 0.0005},
        rates(Schedule.multiStep(0.1, 30, 80), 0.05, 0, 29, 30, 79, 80, 1000));
  }

  @Test
  void multiStepKeepsItsMilestones() {
    long[] milestones = {1};
    var schedule = Schedule.multiStep(0.5, milestones);
    milestones[0] = 100;
    assertEquals(0.5, schedule.rate(1, 1));
  }

  @Test
  void exponentialFallsByAFactorEveryStep() {
    var schedule = Schedule.exponential(0.9);
    double rate = 0.3;
    for (int t = 0; t < 20; t++) {
      assertEquals(rate, schedule.rate(0.3, t), 1e-15);
      rate *= 0.9;
    }
  }

  @Test
  void linearGoesInALineAndStays() {
    assertRates(
        new double[] {0.025, 0.03125, 0.0375, 0.04375, 0.05, 0.05},
        rates(Schedule.linear(0.5, 1, 4), 0.05, 0, 1, 2, 3, 4, 9));
    assertRates(new double[] {1, 0.5, 0}, rates(Schedule.linear(1, 0, 2), 1, 0, 1, 2));
  }

  @Test
  void aWarmUpBeginsAtAThird() {
    assertRates(new double[] {0.1, 0.14, 0.3, 0.3}, rates(Schedule.warmUp(5), 0.3, 0, 1, 5, 6));
  }

  @Test
  void polynomialFallsToZeroAndStays() {
    assertRates(
        new double[] {1, 0.5625, 0.25, 0.0625, 0, 0},
        rates(Schedule.polynomial(4, 2), 1, 0, 1, 2, 3, 4, 5));
    assertRates(new double[] {1, 0.75}, rates(Schedule.polynomial(4, 1), 1, 0, 1));
  }

  @Test
  void cosineFallsAlongHalfACosine() {
    assertRates(
        new double[] {0.4, 0.3, 0.1, 0},
        rates(Schedule.cosine(3), 0.4, 0, 1, 2, 3)); // cos 60° = 1/2
  }

  /// The form in which PyTorch computes it from the rate before.
  @Test
  void cosineObeysItsRecursion() {
    var schedule = Schedule.cosine(10, 0.1);
    double rate = 0.5;
    for (int t = 0; t < 10; t++) {
      assertEquals(rate, schedule.rate(0.5, t), 1e-14);
      double next = 1 + Math.cos(Math.PI * (t + 1) / 10);
      rate = 0.1 + (rate - 0.1) * next / (1 + Math.cos(Math.PI * t / 10));
    }
    assertEquals(0.1, schedule.rate(0.5, 10), 1e-15);
    assertEquals(schedule.rate(0.5, 9), schedule.rate(0.5, 11), 1e-15); // and up again
  }

  /// Rounds of 2, 6 and 18 steps: each begins at the first rate.
  @ParameterizedTest
  @CsvSource({"0, 0, 2", "1, 1, 2", "2, 0, 6", "7, 5, 6", "8, 0, 18", "25, 17, 18", "26, 0, 54"})
  void cosineRestartsInLongerAndLongerRounds(long t, long since, long round) {
    var one = Schedule.cosine(round, 0.1);
    assertEquals(one.rate(1, since), Schedule.cosineRestarts(2, 3, 0.1).rate(1, t), 1e-15);
  }

  @Test
  void cosineRestartsInEqualRounds() {
    assertRates(
        new double[] {1, 0.5, 1, 0.5},
        rates(Schedule.cosineRestarts(2, 1, 0), 1, 0, 1, 1000, 1001));
  }

  /// 30 % of 10 steps end at step 2.
  @Test
  void oneCycleRisesToTheFirstRateAndFallsFarBelow() {
    var schedule = Schedule.oneCycle(10);
    double low = 1 / 25.0;
    double end = low / 1e4;
    assertRates(
        new double[] {low, (low + 1) / 2, 1, end, end}, rates(schedule, 1, 0, 1, 2, 9, 100));
    double part = (1 + Math.cos(Math.PI * 3 / 7)) / 2; // 3 of 7 steps down
    assertEquals(end + (1 - end) * part, schedule.rate(1, 5), 1e-15);
  }

  @Test
  void oneCycleMayReachItsPeakBetweenSteps() {
    var schedule = Schedule.oneCycle(5, 0.5, 10, 100); // at 1.5
    double up = 0.1 + 0.9 * (1 - Math.cos(Math.PI / 1.5)) / 2;
    double down = 1e-3 + (1 - 1e-3) * (1 + Math.cos(Math.PI * 0.5 / 2.5)) / 2;
    assertRates(new double[] {0.1, up, down, 1e-3}, rates(schedule, 1, 0, 1, 2, 4));
  }

  // ---- together

  @Test
  void thenCountsFromWhereItBegins() {
    var schedule = Schedule.linear(0.5, 1, 2).then(2, Schedule.cosine(2)).then(4, Schedule.step(1));
    assertRates(new double[] {0.5, 0.75, 1, 0.5, 1, 0.1}, rates(schedule, 1, 0, 1, 2, 3, 4, 5));
  }

  @Test
  void chainsMultiply() {
    var schedule = Schedule.exponential(0.5).chain(Schedule.linear(0.1, 1, 2));
    assertRates(new double[] {0.2, 0.55, 0.5}, rates(schedule, 2, 0, 1, 2));
  }

  // ---- what is refused

  @ParameterizedTest
  @ValueSource(longs = {0, -3})
  void stepsAreOneOrMore(long n) {
    var of1 = " of 1 or more; found " + n + ".";
    assertSays("Schedule.step needs size" + of1, () -> Schedule.step(n));
    assertSays("Schedule.linear needs steps" + of1, () -> Schedule.linear(0, 1, n));
    assertSays("Schedule.linear needs steps" + of1, () -> Schedule.warmUp(n));
    assertSays("Schedule.polynomial needs steps" + of1, () -> Schedule.polynomial(n, 1));
    assertSays("Schedule.cosine needs steps" + of1, () -> Schedule.cosine(n));
    assertSays("Schedule.cosineRestarts needs steps" + of1, () -> Schedule.cosineRestarts(n, 1, 0));
    assertSays(
        "Schedule.cosineRestarts needs growth" + of1,
        () -> Schedule.cosineRestarts(1, Math.toIntExact(n), 0));
    assertSays("Schedule.then needs at" + of1, () -> Schedule.step(1).then(n, Schedule.step(1)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, Double.NaN, Double.POSITIVE_INFINITY})
  void factorsAreFiniteAndNotNegative(double x) {
    var found = " of 0 or more; found " + x + ".";
    assertSays("Schedule.step needs a finite gamma" + found, () -> Schedule.step(1, x));
    assertSays("Schedule.multiStep needs a finite gamma" + found, () -> Schedule.multiStep(x, 1));
    assertSays("Schedule.exponential needs a finite gamma" + found, () -> Schedule.exponential(x));
    assertSays("Schedule.linear needs a finite from" + found, () -> Schedule.linear(x, 1, 1));
    assertSays("Schedule.linear needs a finite to" + found, () -> Schedule.linear(1, x, 1));
    assertSays("Schedule.polynomial needs a finite power" + found, () -> Schedule.polynomial(1, x));
    assertSays("Schedule.cosine needs a finite least" + found, () -> Schedule.cosine(1, x));
    assertSays(
        "Schedule.cosineRestarts needs a finite least" + found,
        () -> Schedule.cosineRestarts(1, 1, x));
  }

  @Test
  void milestonesAscend() {
    assertSays(
        "Schedule.multiStep needs milestones of 1 or more that ascend; found [].",
        () -> Schedule.multiStep(0.1));
    assertSays(
        "Schedule.multiStep needs milestones of 1 or more that ascend; found [0, 3].",
        () -> Schedule.multiStep(0.1, 0, 3));
    assertSays(
        "Schedule.multiStep needs milestones of 1 or more that ascend; found [3, 3].",
        () -> Schedule.multiStep(0.1, 3, 3));
  }

  @Test
  void oneCycleNeedsAWayUpAndAWayDown() {
    assertSays(
        "Schedule.oneCycle needs a rise between 0 and 1; found 1.0.",
        () -> Schedule.oneCycle(10, 1, 25, 1e4));
    assertSays(
        "Schedule.oneCycle needs steps of which 0.3 are more than one; found 3.",
        () -> Schedule.oneCycle(3));
    assertSays(
        "Schedule.oneCycle needs a finite divisor above 0; found 0.0.",
        () -> Schedule.oneCycle(10, 0.3, 0, 1e4));
    assertSays(
        "Schedule.oneCycle needs a finite finalDivisor above 0; found NaN.",
        () -> Schedule.oneCycle(10, 0.3, 25, Double.NaN));
  }
}
