package io.ligature.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.nn.Init;
import io.ligature.nn.Linear;
import io.ligature.nn.Sequential;
import io.ligature.nn.Tanh;
import io.ligature.nn.data.DataLoader;
import io.ligature.nn.data.Dataset;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.metric.Accuracy;
import io.ligature.nn.optim.Adam;
import io.ligature.nn.optim.SGD;
import io.ligature.nn.optim.schedule.Plateau;
import io.ligature.nn.optim.schedule.Schedule;
import io.ligature.nn.optim.schedule.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final Tensor X = Tensor.randn(Key.of(3), DType.FLOAT64, Shape.of(10, 3));
  private static final Tensor Y = X.sum(true, 1);

  private static DataLoader data() {
    return new DataLoader(Dataset.of(X, Y), 4).shuffle(Key.of(1));
  }

  private static Sequential net() {
    var net = new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 1));
    net.to(DType.FLOAT64);
    Key.of(9).with(net::materialize);
    return net;
  }

  private static double[] weights(Sequential net) {
    return Tensor.cat(0, net.getWeights().stream().map(w -> w.reshape(w.size())).toList())
        .toDoubleArray();
  }

  /// Remembers all reports.
  private static final class Reports implements Callback {
    final List<String> events = new ArrayList<>();
    final List<StepReport> steps = new ArrayList<>();
    final List<EpochReport> epochs = new ArrayList<>();

    @Override
    public void begin(Trainer trainer, long epochs, long batches) {
      events.add("begin %d of %d".formatted(epochs, batches));
    }

    @Override
    public void step(Trainer trainer, StepReport report) {
      steps.add(report);
      events.add("step " + report.step());
    }

    @Override
    public void epoch(Trainer trainer, EpochReport report) {
      epochs.add(report);
      events.add("epoch " + report.epoch());
    }

    @Override
    public void end(Trainer trainer) {
      events.add("end");
    }
  }

  @Test
  void isTheLoopThatEverybodyWrites() {
    var byHand = net();
    var sgd = new Adam(byHand.parameters(), 0.1);
    double sum = 0;
    for (int epoch = 0; epoch < 3; epoch++) {
      sum = 0;
      for (var batch : data().epoch(epoch)) {
        sgd.zeroGrad();
        var loss = Losses.mse(byHand.apply(batch.input()), batch.target());
        loss.backward();
        sgd.step();
        sum += loss.item() * batch.size();
      }
    }
    var net = net();
    var reports = new Reports();
    new Trainer(net, new Adam(net.parameters(), 0.1), Losses::mse).with(reports).fit(data(), 3);
    assertArrayEquals(weights(byHand), weights(net));
    assertEquals(sum / 10, reports.epochs.getLast().value("loss"));
  }

  @Test
  void callbacksAreToldInOrder() {
    var net = net();
    var reports = new Reports();
    var trainer = new Trainer(net, new SGD(net.parameters(), 0.1), Losses::mse).with(reports);
    trainer.fit(data(), 2);
    assertEquals(
        "[begin 2 of 3, step 1, step 2, step 3, epoch 1, step 4, step 5, step 6, epoch 2, end]",
        reports.events.toString());
    var step = reports.steps.get(5);
    assertEquals(
        new StepReport(6, 2, 3, 3, step.loss(), 0.1, 2), step); // the last batch is smaller
    var epoch = reports.epochs.get(1);
    assertEquals(List.of("loss", "lr"), List.copyOf(epoch.values().keySet()));
    assertEquals(10, epoch.examples());
    assertEquals(new Position(2, 0, 6, 0, 0), trainer.position());
  }

  @Test
  void epochsAreCountedOverAllCalls() {
    var net = net();
    var trainer = new Trainer(net, new SGD(net.parameters(), 0.1), Losses::mse);
    trainer.fit(data(), 1);
    trainer.fit(data(), 3);
    trainer.fit(data(), 3);
    var whole = net();
    new Trainer(whole, new SGD(whole.parameters(), 0.1), Losses::mse).fit(data(), 3);
    assertArrayEquals(weights(whole), weights(net));
    assertEquals(9, trainer.position().step());
  }

  @Test
  void stoppingEndsAfterTheStepAndFitGoesOnFromThere() {
    var net = net();
    var trainer = new Trainer(net, new SGD(net.parameters(), 0.1), Losses::mse);
    trainer.with(
        new Callback() {
          @Override
          public void step(Trainer t, StepReport report) {
            if (report.step() == 4) {
              t.stop();
            }
          }
        });
    trainer.fit(data(), 3);
    assertEquals(4, trainer.position().step());
    assertEquals(1, trainer.position().batch());
    trainer.fit(data(), 3);
    var whole = net();
    new Trainer(whole, new SGD(whole.parameters(), 0.1), Losses::mse).fit(data(), 3);
    assertArrayEquals(weights(whole), weights(net));
  }

  @Test
  void validationIsInInferenceModeAndTrainsNothing() {
    var net = new Sequential(new Linear(2, 2), new io.ligature.nn.Dropout(0.9));
    net.initialize(Init.ones());
    net.parameter("0.bias").set(Tensor.of(1f, 0f));
    var x = Tensor.ones(4, 2);
    var y = Tensor.of(0L, 0L, 0L, 1L);
    var trainer =
        new Trainer(net, new SGD(net.parameters(), 1), Losses::crossEntropy)
            .validate(new DataLoader(Dataset.of(x, y), 3), Map.of("accuracy", new Accuracy()));
    var before = net.getWeights();
    var values = trainer.evaluate(new DataLoader(Dataset.of(x, y), 3));
    assertEquals(List.of("loss", "accuracy"), List.copyOf(values.keySet()));
    assertEquals(0.75, values.get("accuracy"));
    double p = 1 / (1 + Math.exp(-1)); // scores are 3 and 2
    assertEquals(-(3 * Math.log(p) + Math.log(1 - p)) / 4, values.get("loss"), 1e-6);
    assertTrue(net.isTraining());
    for (int i = 0; i < before.size(); i++) {
      assertArrayEquals(before.get(i).toFloatArray(), net.getWeights().get(i).toFloatArray());
    }
    var reports = new Reports();
    trainer.with(reports).fit(new DataLoader(Dataset.of(x, y), 3), 1);
    assertEquals(
        List.of("loss", "val.loss", "val.accuracy", "lr"),
        List.copyOf(reports.epochs.getFirst().values().keySet()));
  }

  @Test
  void accumulatedBatchesAreOneStepOverAllTheirExamples() {
    var net = net();
    var reports = new Reports();
    new Trainer(net, new SGD(net.parameters(), 0.1), Losses::mse)
        .accumulate(2)
        .with(reports)
        .fit(new DataLoader(Dataset.of(X, Y), 4), 1);
    assertEquals("[begin 1 of 3, step 0, step 1, step 2, epoch 1, end]", reports.events.toString());
    var whole = net();
    var sgd = new SGD(whole.parameters(), 0.1);
    for (var rows : List.of(new long[] {0, 8}, new long[] {8, 10})) {
      sgd.zeroGrad();
      Losses.mse(whole.apply(X.slice(0, rows[0], rows[1])), Y.slice(0, rows[0], rows[1]))
          .backward();
      sgd.step();
    }
    assertArrayEquals(weights(whole), weights(net), 1e-14);
  }

  @Test
  void schedulersMoveEveryStepOrEveryEpoch() {
    var net = net();
    var sgd = new SGD(net.parameters(), 1e-3);
    var reports = new Reports();
    new Trainer(net, sgd, Losses::mse)
        .everyEpoch(new Scheduler(sgd, Schedule.exponential(0.5)))
        .with(reports)
        .fit(data(), 3);
    assertEquals(
        List.of(1e-3, 5e-4, 2.5e-4), reports.epochs.stream().map(e -> e.value("lr")).toList());
    var other = new SGD(net.parameters(), 1e-3);
    var steps = new Reports();
    new Trainer(net, other, Losses::mse)
        .everyStep(new Scheduler(other, Schedule.linear(1, 0, 4)))
        .with(steps)
        .fit(data(), 2);
    assertEquals(
        List.of(7.5e-4, 5e-4, 2.5e-4, 0.0, 0.0, 0.0),
        steps.steps.stream().map(StepReport::lr).toList());
  }

  @Test
  void aPlateauLowersTheRate() {
    var net = net();
    var sgd = new SGD(net.parameters(), 0.0); // nothing is learnt
    sgd.lr(1e-30); // no weight changes by it
    sgd.lr(0.5);
    net.freeze();
    net.parameter("2.bias").unfreeze().onGrad(Tensor::zerosLike);
    new Trainer(net, sgd, Losses::mse)
        .plateau(new Plateau(sgd).patience(1).threshold(0), "loss")
        .fit(data(), 3);
    assertEquals(0.05, sgd.lr());
  }

  @Test
  void aModelInInferenceModeIsTrainedInTrainingMode() {
    var net = net();
    net.eval();
    new Trainer(net, new SGD(net.parameters(), 0.1), Losses::mse).fit(data(), 1);
    assertTrue(net.isTraining());
    net.get(1).eval(); // a part that is kept in inference mode stays
    new Trainer(net, new SGD(net.parameters(), 0.1), Losses::mse).fit(data(), 1);
    assertFalse(net.get(1).isTraining());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    var net = net();
    var sgd = new SGD(net.parameters(), 0.1);
    var trainer = new Trainer(net, sgd, Losses::mse);
    assertSays("fit needs 0 epochs or more; found -1.", () -> trainer.fit(data(), -1));
    assertSays("accumulate needs 1 batch or more; found 0.", () -> trainer.accumulate(0));
    assertSays(
        "checkpoint needs 0 steps or more; found -2.",
        () -> trainer.checkpoint(java.nio.file.Path.of("x"), -2));
    var another = new SGD(net().parameters(), 0.1);
    assertSays(
        "The scheduler moves the rates of another optimizer: SGD of 0.weight, 0.bias, 2.weight,"
            + " 2.bias. Make one for the trainer's.",
        () -> trainer.everyStep(new Scheduler(another, Schedule.cosine(3))));
    assertSays(
        "There is no value 'val.loss' after an epoch; there are [loss, lr]. Give the trainer data"
            + " to validate with.",
        () -> trainer.plateau(new Plateau(sgd), "val.loss").fit(data(), 1));
    var e =
        assertThrows(
            ShapeException.class, () -> new Trainer(net, sgd, (p, t) -> p.minus(t)).fit(data(), 1));
    assertEquals(
        "A trainer needs a loss that is one number, the mean over the batch; found f64[4, 1]. Take"
            + " its mean().",
        e.getMessage());
    var none = assertThrows(IllegalStateException.class, trainer::resume);
    assertEquals(
        "resume needs a file. Name it with checkpoint(path, every) first.", none.getMessage());
  }

  private static void assertSays(String message, org.junit.jupiter.api.function.Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }
}
