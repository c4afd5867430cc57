package io.ligature.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.Tensor;
import io.ligature.nn.Linear;
import io.ligature.nn.data.DataLoader;
import io.ligature.nn.data.Dataset;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.SGD;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintWriter out = new PrintWriter(bytes, false, StandardCharsets.UTF_8);
  private long nanos;

  private String shown() {
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static Trainer trainer() {
    var net = new Linear(1, 1);
    return new Trainer(net, new SGD(net.parameters(), 0.1), Losses::mse);
  }

  /// A batch of 32 examples takes half a second.
  private void step(Progress progress, Trainer trainer, long epoch, long batch) {
    nanos += 500_000_000;
    progress.step(trainer, new StepReport(batch, epoch, batch, 4, 0.5, 0.1, 32));
  }

  private static EpochReport epoch(long number, double seconds) {
    var values = new LinkedHashMap<String, Double>();
    values.put("loss", 0.51234);
    values.put("val.loss", 12345678.0);
    values.put("lr", 1e-5);
    return new EpochReport(number, 2, 4 * number, values, 128, seconds);
  }

  @Test
  void aBarMovesAndGivesWayToALine() {
    var progress = new Progress(out, true, () -> nanos);
    var trainer = trainer();
    progress.begin(trainer, 2, 4);
    step(progress, trainer, 1, 1);
    assertEquals(
        "\repoch 1/2 [=====>              ] 1/4  loss NaN  64.0/s  ETA 0:04",
        shown()); // 7 of 8 left
    bytes.reset();
    nanos += 50_000_000; // too early to draw again
    progress.step(trainer, new StepReport(2, 1, 2, 4, 0.5, 0.1, 32));
    assertEquals("", shown());
    step(progress, trainer, 1, 4);
    assertEquals("\repoch 1/2 [====================] 4/4  loss NaN  91.4/s  ETA 0:01", shown());
    int width = shown().length() - 1;
    bytes.reset();
    progress.epoch(trainer, epoch(1, 1.05));
    assertEquals(
        "\r"
            + " ".repeat(width)
            + "\repoch 1/2  loss 0.5123  val.loss 1.23e+07  lr 1.00e-05  122/s  0:01\n",
        shown().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void whereNothingCanMoveThereIsALineAnEpoch() {
    var progress = new Progress(out, false, () -> nanos);
    var trainer = trainer();
    progress.begin(trainer, 2, 4);
    step(progress, trainer, 1, 1);
    progress.epoch(trainer, epoch(1, 3725));
    progress.end(trainer);
    assertEquals(
        "epoch 1/2  loss 0.5123  val.loss 1.23e+07  lr 1.00e-05  0.0/s  1:02:05\n",
        shown().replace(System.lineSeparator(), "\n"));
  }

  @Test
  void linesMayBeFewer() {
    var progress = new Progress(out, false, () -> nanos).every(3);
    for (long epoch = 1; epoch <= 8; epoch++) {
      var report = epoch(epoch, 1);
      progress.epoch(
          trainer(), new EpochReport(epoch, 8, epoch, report.values(), 128, report.seconds()));
    }
    assertEquals(
        "[epoch 3/8, epoch 6/8, epoch 8/8]",
        shown().lines().map(line -> line.substring(0, 9)).toList().toString());
    assertEquals(
        "every needs 1 epoch or more; found 0.",
        assertThrows(IllegalArgumentException.class, () -> progress.every(0)).getMessage());
  }

  @Test
  void anUnfinishedBarIsErasedAtTheEnd() {
    var progress = new Progress(out, true, () -> nanos);
    var trainer = trainer();
    progress.begin(trainer, 1, 4);
    step(progress, trainer, 1, 1);
    int width = shown().length() - 1;
    bytes.reset();
    progress.end(trainer);
    assertEquals("\r" + " ".repeat(width) + "\r", shown());
  }

  @Test
  void whatIsLeftIsCountedFromWhereTheRunBegan() {
    var trainer = trainer();
    var x = Tensor.ones(8, 1);
    var loader = new DataLoader(Dataset.of(x, x), 2);
    trainer.fit(loader, 3);
    nanos = 0;
    trainer.with(new Progress(out, true, () -> nanos += 20_000_000)); // each look takes 20 ms
    trainer.fit(loader, 4);
    var lines = shown().split("\r");
    assertEquals("epoch 4/4 [=====>              ] 1/4", lines[1].substring(0, 36));
    assertEquals("ETA 0:00", lines[1].strip().substring(lines[1].strip().length() - 8));
  }
}
