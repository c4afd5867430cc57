package io.ligature.nn.optim.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.Tensor;
import io.ligature.nn.Linear;
import io.ligature.nn.optim.ParameterGroup;
import io.ligature.nn.optim.SGD;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class SchedulerTest {
  private final Linear net = new Linear(1, 1);
  private final ParameterGroup own = new ParameterGroup(net.parameters().select("weight")).lr(2);
  private final ParameterGroup none = new ParameterGroup(net.parameters().select("bias"));
  private final SGD sgd = new SGD(List.of(own, none), 1);

  private static void assertSays(String message, Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }

  private void assertRates(double optimizers, double groups) {
    assertEquals(optimizers, sgd.lr());
    assertEquals(groups, own.lr().orElseThrow());
    assertEquals(true, none.lr().isEmpty());
  }

  @Test
  void setsTheRateOfStepZeroAtOnce() {
    var scheduler = new Scheduler(sgd, Schedule.linear(0.5, 1, 2));
    assertRates(0.5, 1);
    assertEquals(0, scheduler.steps());
    assertSame(sgd, scheduler.optimizer());
  }

  @Test
  void stepsTheOptimizersRateAndThoseOfGroups() {
    var scheduler = new Scheduler(sgd, Schedule.exponential(0.5));
    scheduler.step();
    assertRates(0.5, 1);
    scheduler.step();
    assertRates(0.25, 0.5);
    assertEquals(2, scheduler.steps());
    assertEquals("Scheduler of SGD of weight, bias, 2 steps done", scheduler.toString());
  }

  @Test
  void goesOnWhereAnotherStood() {
    var scheduler = new Scheduler(sgd, Schedule.exponential(0.5));
    scheduler.load(Map.of("steps", Tensor.of(3L)));
    assertRates(0.125, 0.25);
    assertEquals(3, scheduler.state().get("steps").itemLong());
  }

  @Test
  void aRateThatNoStepCanUseIsRefusedAndNothingHasChanged() {
    var scheduler = new Scheduler(sgd, (first, t) -> first == 2 ? 2 - 3.0 * t : 1 - 0.5 * t);
    assertSays(
        "The schedule gives the rate -1.0 at step 1, from 2.0 at first. A rate is finite and 0 or"
            + " more.",
        scheduler::step);
    assertRates(1, 2);
    assertEquals(0, scheduler.steps());
    assertSays(
        "The schedule gives the rate NaN at step 0, from 1.0 at first. A rate is finite and 0 or"
            + " more.",
        () -> new Scheduler(sgd, Schedule.lambda(t -> Double.NaN)));
  }

  @Test
  void anotherStateIsRefused() {
    var scheduler = new Scheduler(sgd, Schedule.exponential(0.5));
    assertSays(
        "Scheduler needs a state with a number of steps; found [].",
        () -> scheduler.load(Map.of()));
    assertSays(
        "Scheduler needs a state with a number of steps; found [steps].",
        () -> scheduler.load(Map.of("steps", Tensor.of(-1L))));
    assertRates(1, 2);
  }
}
