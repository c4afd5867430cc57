package io.ligature.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.nn.Init;
import io.ligature.nn.Linear;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.Ema;
import io.ligature.nn.optim.SGD;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BestModelTest {
  @TempDir private Path folder;

  private final Linear net = new Linear(1, 1, false);
  private final Trainer trainer = new Trainer(net, new SGD(net.parameters(), 0.1), Losses::mse);
  private BestModel best;

  @BeforeEach
  void begin() {
    best = new BestModel("v", folder.resolve("best.safetensors"));
  }

  /// An epoch that ends with this weight and this value.
  private void epoch(double weight, double value) {
    net.initialize(Init.constant(weight));
    var report = new LinkedHashMap<String, Double>();
    report.put("v", value);
    best.epoch(trainer, new EpochReport(1, 100, 1, report, 1, 1));
  }

  private double restored() {
    best.restore(net);
    return net.weight().data().item();
  }

  @Test
  void isTheModelAfterTheEpochWithTheLeastValue() {
    epoch(1, 5);
    epoch(2, 3);
    epoch(3, 4);
    epoch(4, 3);
    assertEquals(2, restored());
    assertEquals(3, best.best());
  }

  @Test
  void orWithTheGreatest() {
    best.maximize();
    epoch(1, 5);
    epoch(2, 3);
    epoch(3, Double.NaN);
    assertEquals(1, restored());
  }

  @Test
  void itIsTheAveragesWhereTheyAreValidated() {
    var ema = new Ema(net, 0.5);
    trainer.average(ema);
    net.initialize(Init.constant(1));
    ema.update();
    net.initialize(Init.constant(3));
    ema.update();
    epoch(3, 5);
    assertEquals(2, restored());
  }

  @Test
  void whoGoesOnKnowsTheBestSoFar() {
    epoch(1, 5);
    var state = best.state();
    begin();
    best.load(state);
    epoch(2, 6);
    assertEquals(1, restored());
  }

  @Test
  void beforeTheFirstNumberThereIsNone() {
    epoch(1, Double.NaN);
    assertFalse(Files.exists(folder.resolve("best.safetensors")));
    assertEquals(
        "BestModel has seen no number for v yet, and saved nothing. Call restore after an epoch.",
        assertThrows(IllegalStateException.class, () -> best.restore(net)).getMessage());
  }

  @Test
  void whatAKilledTrainingWasSavingIsRemovedWhenItGoesOn() throws Exception {
    var left = folder.resolve(".best.safetensors.e1a0cc4e-83e9-48e9-a104-af312f45ad00.tmp");
    Files.writeString(left, "half a file");
    var other = Files.writeString(folder.resolve(".other.tmp"), "of somebody else");
    best.begin(trainer, 1, 1);
    assertFalse(Files.exists(left));
    assertTrue(Files.exists(other));
  }
}
