package io.ligature.nn.train;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.Dropout;
import io.ligature.nn.Linear;
import io.ligature.nn.Sequential;
import io.ligature.nn.Tanh;
import io.ligature.nn.data.DataLoader;
import io.ligature.nn.data.Dataset;
import io.ligature.nn.data.Example;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.Adam;
import io.ligature.nn.optim.Ema;
import io.ligature.nn.optim.schedule.Schedule;
import io.ligature.nn.optim.schedule.Scheduler;
import java.nio.file.Path;

/// A training with everything that a checkpoint must keep, which may be killed at any moment:
/// `Survivor FOLDER`.
///
/// Prints a line when it begins, and where from. Leaves `run.safetensors`, its checkpoint,
/// `best.safetensors`, `log.csv`, and at the end `model.safetensors` and `average.safetensors`.
final class Survivor {
  static final int EPOCHS = 12;
  static final int BATCHES = 8;

  private Survivor() {}

  static void main(String[] args) {
    var folder = Path.of(args[0]);
    Key.seed(5);
    var net = net();
    var ema = new Ema(net, 0.9);
    var trainer =
        trainer(net, ema)
            .with(new BestModel("val.loss", folder.resolve("best.safetensors")))
            .with(new CsvLog(folder.resolve("log.csv")))
            .checkpoint(folder.resolve("run.safetensors"), 1);
    trainer.resume();
    System.out.println(trainer.position().step());
    trainer.fit(data(), EPOCHS);
    net.save(folder.resolve("model.safetensors"));
    ema.average().save(folder.resolve("average.safetensors"));
  }

  static Sequential net() {
    var net =
        new Sequential(
            new Linear(4, 8),
            new Tanh(),
            new Dropout(0.3),
            new Linear(8, 8),
            new Dropout(0.1, Key.of(8)),
            new Linear(8, 1));
    net.materialize();
    return net;
  }

  static Trainer trainer(Sequential net, Ema ema) {
    var optimizer = new Adam(net.parameters(), 0.01).amsgrad();
    return new Trainer(net, optimizer, Losses::mse)
        .validate(data())
        .everyStep(new Scheduler(optimizer, Schedule.warmUp(20)))
        .average(ema);
  }

  /// Examples with noise that is drawn anew in every epoch, loaded by workers.
  static DataLoader data() {
    var x = Tensor.randn(Key.of(1), DType.FLOAT32, Shape.of(60, 4));
    var y = x.sum(true, 1).sin();
    var noisy =
        Dataset.of(x, y)
            .map(e -> new Example(e.input().plus(Tensor.randn(4).times(0.1)), e.target()));
    return new DataLoader(noisy, 8).shuffle(Key.of(2)).workers(2);
  }
}
