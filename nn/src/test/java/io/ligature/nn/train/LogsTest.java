package io.ligature.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Tensor;
import io.ligature.nn.Linear;
import io.ligature.nn.data.Csv;
import io.ligature.nn.data.DataLoader;
import io.ligature.nn.data.Dataset;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.SGD;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Logs as tables and as JSON lines.
class LogsTest {
  @TempDir private Path folder;

  private final Linear net = new Linear(1, 1);

  private Path csv() {
    return folder.resolve("log.csv");
  }

  private Path json() {
    return folder.resolve("log.jsonl");
  }

  private Trainer trainer() {
    return new Trainer(net, new SGD(net.parameters(), 0.1), Losses::mse)
        .checkpoint(folder.resolve("run.safetensors"), 0)
        .with(new CsvLog(csv()))
        .with(new JsonLog(json()));
  }

  private static DataLoader data() {
    var x = Tensor.ones(4, 1);
    return new DataLoader(Dataset.of(x, x), 2);
  }

  private static EpochReport report(long epoch, String name, double value) {
    var values = new LinkedHashMap<String, Double>();
    values.put(name, value);
    values.put("lr", 0.001);
    return new EpochReport(epoch, 9, 10 * epoch, values, 640, 2.5);
  }

  @Test
  void aTableHasARecordAnEpoch() throws IOException {
    var log = new CsvLog(csv());
    log.begin(trainer(), 9, 1);
    log.epoch(trainer(), report(1, "val.loss", 0.25));
    log.epoch(trainer(), report(2, "val.loss", Double.NaN));
    assertEquals(
        """
        epoch,step,val.loss,lr,examples,seconds
        1,10,0.25,0.001,640,2.5
        2,20,NaN,0.001,640,2.5
        """,
        Files.readString(csv()));
  }

  @Test
  void jsonHasAnObjectAnEpoch() throws IOException {
    var log = new JsonLog(json());
    log.begin(trainer(), 9, 1);
    log.epoch(trainer(), report(1, "val.\"a\\b\n", 1e-7));
    log.epoch(trainer(), report(2, "loss", Double.POSITIVE_INFINITY));
    assertEquals(
        """
        {"epoch":1,"step":10,"val.\\"a\\\\b\\u000a":1.0E-7,"lr":0.001,"examples":640,"seconds":2.5}
        {"epoch":2,"step":20,"loss":null,"lr":0.001,"examples":640,"seconds":2.5}
        """,
        Files.readString(json()));
  }

  @Test
  void namesWithCommasAndQuotesAreQuoted() throws IOException {
    var log = new CsvLog(csv());
    log.begin(trainer(), 9, 1);
    log.epoch(trainer(), report(1, "a,\"b\"", 1));
    assertEquals(
        List.of("epoch", "step", "a,\"b\"", "lr", "examples", "seconds"),
        Csv.read(csv()).columns());
  }

  @Test
  void aTrainingWritesWhatItReports() {
    trainer().fit(data(), 3);
    var csv = Csv.read(csv());
    assertEquals("[epoch, step, loss, lr, examples, seconds]", csv.columns().toString());
    assertEquals(List.of("1", "2", "3"), csv.strings("epoch"));
    assertEquals(List.of("2", "4", "6"), csv.strings("step"));
    assertEquals(List.of("4", "4", "4"), csv.strings("examples"));
  }

  /// It was killed when the log knew more than the checkpoint, within a line.
  @Test
  void aResumedTrainingGoesOnWithTheFileAndDropsWhatComesAgain() throws IOException {
    trainer().fit(data(), 2);
    var before = Files.readString(csv());
    var lines = Files.readString(json());
    Files.writeString(csv(), "3,6,0.5,0.1,4,9.9\n4,", StandardOpenOption.APPEND);
    Files.writeString(json(), "{\"epoch\":3,\"st", StandardOpenOption.APPEND);
    var resumed = trainer();
    resumed.resume();
    resumed.fit(data(), 3);
    assertTrue(Files.readString(csv()).startsWith(before + "3,6,"));
    assertTrue(Files.readString(json()).startsWith(lines + "{\"epoch\":3,\"step\":6,"));
    assertEquals(List.of("1", "2", "3"), Csv.read(csv()).strings("epoch"));
    assertEquals(3, Files.readAllLines(json()).size());
  }

  @Test
  void aTrainingThatBeginsAnewBeginsTheFileAnew() throws IOException {
    Files.writeString(csv(), "something else\n");
    Files.writeString(json(), "{\"epoch\":1,\"step\":7}\n");
    trainer().fit(data(), 1);
    assertEquals(1, Csv.read(csv()).size());
    assertEquals(1, Files.readAllLines(json()).size());
  }

  @Test
  void otherColumnsAreRefused() {
    trainer().fit(data(), 1);
    var validating = trainer().validate(data());
    validating.resume();
    assertEquals(
        "CsvLog FILE has the columns epoch,step,loss,lr,examples,seconds; this epoch has"
                .replace("FILE", csv().toString())
            + " epoch,step,loss,val.loss,lr,examples,seconds. Write to another file.",
        assertThrows(IllegalArgumentException.class, () -> validating.fit(data(), 2)).getMessage());
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    var path = folder.resolve("none").resolve("log.csv");
    var log = new CsvLog(path);
    var e = assertThrows(UncheckedIOException.class, () -> log.begin(trainer(), 9, 1));
    assertTrue(e.getMessage().startsWith("Cannot write the log " + path + ": "), e.getMessage());
  }
}
