package io.ligature.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.Tensors;
import io.ligature.nn.Block;
import io.ligature.nn.Dropout;
import io.ligature.nn.Linear;
import io.ligature.nn.Sequential;
import io.ligature.nn.StateDict;
import io.ligature.nn.data.DataLoader;
import io.ligature.nn.data.Dataset;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.Adam;
import io.ligature.nn.optim.Ema;
import io.ligature.nn.optim.Optimizer;
import io.ligature.nn.optim.SGD;
import io.ligature.nn.optim.schedule.Schedule;
import io.ligature.nn.optim.schedule.Scheduler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a checkpoint holds, and what it refuses.
class CheckpointTest {
  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("run.safetensors");
  }

  private static DataLoader data(int batch) {
    var x = Tensor.randn(Key.of(3), 6, 2);
    return new DataLoader(Dataset.of(x, x.sum(true, 1)), batch).shuffle(Key.of(1));
  }

  private static Sequential tied() {
    var shared = new Linear(2, 2);
    var net = new Sequential(shared, new Dropout(0.2, Key.of(4)), shared, new Linear(2, 1));
    Key.of(1).with(net::materialize);
    return net;
  }

  private Trainer trainer(Block net, Optimizer optimizer) {
    return new Trainer(net, optimizer, Losses::mse).checkpoint(file(), 2);
  }

  @Test
  void holdsModelOptimizerScheduleAverageKeysAndPosition() {
    var net = tied();
    var adam = new Adam(net.parameters());
    Key.seed(77);
    trainer(net, adam)
        .everyStep(new Scheduler(adam, Schedule.cosine(10)))
        .average(new Ema(net, 0.5))
        .fit(data(4), 1);
    var file = StateDict.load(file());
    assertEquals(
        "[model.0.weight, model.0.bias, model.3.weight, model.3.bias]",
        file.select("model.*").keys().toString());
    assertEquals(
        "{model.2.weight=model.0.weight, model.2.bias=model.0.bias}", file.aliases().toString());
    assertEquals(2, file.get("optimizer.3.bias.step").item());
    assertEquals(2, file.get("schedule.step.steps").item());
    assertTrue(file.contains("average.3.weight"));
    assertEquals(77, file.get("random.root").itemLong());
    assertEquals(Key.position().drawn(), file.get("random.drawn").itemLong());
    assertEquals(2, file.get("random.dropout.1").itemLong());
    assertEquals(1, file.get("position.epoch").item());
    assertEquals(0, file.get("position.batch").item());
    assertEquals(2, file.get("position.step").item());
    assertEquals(
        "{ligature.checkpoint=1, parts=optimizer, schedule.step, average, random, data=6 items in"
            + " batches of 4, shuffled by Key[bits=1], optimizer class=Adam}",
        file.metadata().toString());
  }

  @Test
  void itsModelIsAModelFile() {
    var net = tied();
    trainer(net, new SGD(net.parameters(), 0.1)).fit(data(4), 1);
    var other = tied();
    other.load(StateDict.load(file()).select("model\\..*").rename("^model\\.", ""));
    assertArrayEquals(
        net.parameter("0.weight").data().toFloatArray(),
        other.parameter("2.weight").data().toFloatArray());
  }

  @Test
  void withoutAFileThereIsNothingToResume() {
    var net = tied();
    assertFalse(trainer(net, new SGD(net.parameters(), 0.1)).resume());
  }

  @Test
  void resumingSetsThePositionAndTheStreamOfKeys() {
    var net = tied();
    Key.seed(77);
    var trainer = trainer(net, new SGD(net.parameters(), 0.1));
    trainer.fit(data(4), 2);
    var next = Key.next();
    Key.seed(1);
    var other = tied();
    var again = trainer(other, new SGD(other.parameters(), 0.1));
    assertTrue(again.resume());
    assertEquals(trainer.position(), again.position());
    assertEquals(next, Key.next());
  }

  @Test
  void unfinishedFilesOfKilledRunsAreRemovedAndOthersStay() throws IOException {
    var net = tied();
    var trainer = trainer(net, new SGD(net.parameters(), 0.1));
    trainer.fit(data(4), 1);
    var unfinished = folder.resolve(".run.safetensors.12345678-1234-1234-1234-123456789abc.tmp");
    Files.createFile(unfinished);
    Files.createFile(folder.resolve(".run.safetensors.mine.tmp"));
    Files.createFile(folder.resolve("other.safetensors"));
    trainer.resume();
    assertFalse(Files.exists(unfinished));
    assertTrue(Files.exists(folder.resolve(".run.safetensors.mine.tmp")));
    assertTrue(Files.exists(folder.resolve("other.safetensors")));
  }

  // ---- what does not fit

  private void assertRefused(Trainer trainer, Block net, String message) {
    var before = net.getWeights();
    var keys = Key.position();
    var e = assertThrows(IllegalArgumentException.class, trainer::resume);
    assertEquals(message.replace("FILE", file().toString()), e.getMessage());
    assertEquals(keys, Key.position());
    assertEquals(0, trainer.position().step());
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i).toFloatArray(), net.getWeights().get(i).toFloatArray());
    }
  }

  @Test
  void anotherOptimizerIsRefused() {
    var net = tied();
    trainer(net, new SGD(net.parameters(), 0.1)).fit(data(4), 1);
    assertRefused(
        trainer(net, new Adam(net.parameters())),
        net,
        "Cannot resume from FILE: its optimizer class: SGD; this trainer's: Adam. Set the trainer"
            + " up as the one that saved it. Nothing has changed.");
  }

  @Test
  void otherPartsAreRefused() {
    var net = tied();
    trainer(net, new SGD(net.parameters(), 0.1)).fit(data(4), 1);
    assertRefused(
        trainer(net, new SGD(net.parameters(), 0.1)).average(new Ema(net)),
        net,
        "Cannot resume from FILE: its parts: optimizer, random; this trainer's: optimizer, average,"
            + " random. Set the trainer up as the one that saved it. Nothing has changed.");
  }

  @Test
  void anotherModelIsRefusedAndTheOptimizerIsAsBefore() {
    var net = tied();
    trainer(net, new SGD(net.parameters(), 0.1)).fit(data(4), 1);
    var other = new Sequential(new Linear(2, 1));
    other.materialize();
    var sgd = new SGD(other.parameters(), 0.1).momentum(0.5);
    new Trainer(other, sgd, Losses::mse).fit(data(4), 1);
    var momentum = sgd.state().get("0.weight.momentum_buffer").toFloatArray();
    var position = Key.position();
    var trainer = trainer(other, sgd);
    var e = assertThrows(IllegalArgumentException.class, trainer::resume);
    assertTrue(e.getMessage().contains("random keys"), e.getMessage());
    assertArrayEquals(momentum, sgd.state().get("0.weight.momentum_buffer").toFloatArray());
    assertEquals(position, Key.position());
  }

  @Test
  void aModelOfAnotherShapeIsRefusedAndTheKeysAreAsBefore() {
    var net = tied();
    trainer(net, new SGD(net.parameters(), 0.1)).fit(data(4), 1);
    var shared = new Linear(3, 3);
    var other = new Sequential(shared, new Dropout(0.2, Key.of(4)), shared, new Linear(3, 1));
    other.materialize();
    var position = Key.position();
    var trainer = trainer(other, new SGD(other.parameters(), 0.1));
    var e = assertThrows(IllegalArgumentException.class, trainer::resume);
    assertTrue(e.getMessage().contains("0.weight"), e.getMessage());
    assertEquals(position, Key.position());
    assertEquals(0, ((Dropout) other.get(1)).draws());
  }

  @Test
  void otherDataIsRefused() {
    var net = tied();
    trainer(net, new SGD(net.parameters(), 0.1)).fit(data(4), 1);
    var again = trainer(net, new SGD(net.parameters(), 0.1));
    again.resume();
    var e = assertThrows(IllegalArgumentException.class, () -> again.fit(data(3), 2));
    assertEquals(
        "The checkpoint was made with 6 items in batches of 4, shuffled by Key[bits=1]; this loader"
            + " has 6 items in batches of 3, shuffled by Key[bits=1]. Give the same data and"
            + " settings.",
        e.getMessage());
  }

  @Test
  void aFileOfWeightsIsNoCheckpoint() {
    var net = tied();
    net.save(file());
    assertRefused(
        trainer(net, new SGD(net.parameters(), 0.1)),
        net,
        "Cannot resume from FILE: it is no checkpoint of a training. Load a model with"
            + " net.load(path). Nothing has changed.");
  }

  @Test
  void aFileThatLacksThePositionIsRefused() {
    var net = tied();
    trainer(net, new SGD(net.parameters(), 0.1)).fit(data(4), 1);
    var file = StateDict.load(file());
    Tensors.save(file(), file.select("(?!position.step).*").toMap(), file.metadata());
    assertRefused(
        trainer(net, new SGD(net.parameters(), 0.1)),
        net,
        "Cannot resume from FILE: it lacks position.step. Nothing has changed.");
  }
}
