package io.ligature.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Tensor;
import io.ligature.nn.Linear;
import io.ligature.nn.data.DataLoader;
import io.ligature.nn.data.Dataset;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.SGD;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class EarlyStoppingTest {
  private final Linear net = new Linear(1, 1);
  private final Trainer trainer = new Trainer(net, new SGD(net.parameters(), 0), Losses::mse);

  /// {@return after how many of the values it has had enough; 0 if never}
  private int epochs(EarlyStopping stopping, double... values) {
    for (int i = 0; i < values.length; i++) {
      var report = new LinkedHashMap<String, Double>();
      report.put("v", values[i]);
      stopping.epoch(trainer, new EpochReport(i + 1, 100, i + 1, report, 1, 1));
      if (stopping.hasStopped()) {
        return i + 1;
      }
    }
    return 0;
  }

  private static void assertSays(String message, Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }

  @Test
  void stopsAfterSoManyBadEpochsInARow() {
    assertEquals(5, epochs(new EarlyStopping("v", 2), 3, 4, 2, 2, 2, 1));
    assertEquals(0, epochs(new EarlyStopping("v", 3), 3, 4, 2, 2, 2, 1));
    assertEquals(2, epochs(new EarlyStopping("v", 1), 3, 3));
  }

  @Test
  void greaterMayBeBetter() {
    var stopping = new EarlyStopping("v", 2).maximize();
    assertEquals(5, epochs(stopping, 1, 3, 4, 4, 3.5));
    assertEquals(4, stopping.best());
  }

  @Test
  void aMarginIsToBeExceeded() {
    assertEquals(3, epochs(new EarlyStopping("v", 1).margin(0.5), 3, 2.25, 1.75));
    assertEquals(2, epochs(new EarlyStopping("v", 1).maximize().margin(0.5), -3, -2.5));
  }

  @Test
  void notANumberIsNeverBetter() {
    var nan = Double.NaN;
    assertEquals(2, epochs(new EarlyStopping("v", 2), nan, nan));
    assertEquals(3, epochs(new EarlyStopping("v", 2), 1, nan, nan, 0));
    assertEquals(0, epochs(new EarlyStopping("v", 2), nan, 1, nan, 0.5));
  }

  private DataLoader data() {
    var x = Tensor.ones(4, 1);
    return new DataLoader(Dataset.of(x, x), 2);
  }

  @Test
  void endsATrainingWhichStaysEndedWhenItIsResumed(@TempDir Path folder) {
    var file = folder.resolve("run.safetensors");
    var stopping = new EarlyStopping("loss", 2); // the rate is 0: nothing gets better
    trainer.with(stopping).checkpoint(file, 0).fit(data(), 50);
    assertTrue(stopping.hasStopped());
    assertEquals(3, trainer.position().epoch());

    var again = new EarlyStopping("loss", 2);
    var resumed =
        new Trainer(net, new SGD(net.parameters(), 0), Losses::mse).with(again).checkpoint(file, 0);
    assertFalse(again.hasStopped());
    resumed.resume();
    assertEquals(stopping.best(), again.best());
    resumed.fit(data(), 50);
    assertEquals(3, resumed.position().epoch());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertSays(
        "EarlyStopping needs a patience of 1 or more; found 0.", () -> new EarlyStopping("v", 0));
    assertSays(
        "EarlyStopping needs a finite margin of 0 or more; found -1.0.",
        () -> new EarlyStopping("v", 1).margin(-1));
    assertSays(
        "There is no value 'v.loss' after an epoch; there are [v].",
        () -> epochs(new EarlyStopping("v.loss", 1), 1));
    assertSays(
        "EarlyStopping needs a state with [bad, best]; found [best].",
        () -> new EarlyStopping("v", 1).load(Map.of("best", Tensor.of(1.0))));
  }
}
