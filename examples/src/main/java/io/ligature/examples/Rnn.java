package io.ligature.examples;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Memory;
import io.ligature.Tensor;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.Adam;
import io.ligature.nn.optim.Clip;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Learns to foretell the next number of a noisy wave.
@Command(
    name = "rnn",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    usageHelpAutoWidth = true,
    description = {
      "Trains a recurrent net to foretell the next number of two waves on each other, under noise"
          + " of deviation 0.1.",
      "Then prints its error on the later part of the series, which it has never seen, beside that"
          + " of guessing that nothing changes, and that of the noise, below which nobody gets.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  rnn                       some seconds",
      "  rnn --cell GRU --seed 3"
    })
final class Rnn implements Callable<Integer> {
  private static final int NUMBERS = 1200; // of which the first 900 are trained on
  private static final int TRAINED = 900;

  @Option(
      names = "--cell",
      paramLabel = "NAME",
      description = "which recurrent net: ${COMPLETION-CANDIDATES}")
  Forecast.Cell cell = Forecast.Cell.LSTM;

  @Option(
      names = "--epochs",
      paramLabel = "NUMBER",
      description = "passes over the windows, 1 or more")
  int epochs = 30;

  @Option(names = "--batch", paramLabel = "NUMBER", description = "windows a step, 1 or more")
  int batch = 32;

  @Option(names = "--steps", paramLabel = "NUMBER", description = "numbers in a window, 1 to 200")
  int steps = 40;

  @Option(names = "--hidden", paramLabel = "NUMBER", description = "width of the state, 1 or more")
  int hidden = 32;

  @Option(
      names = "--lr",
      paramLabel = "NUMBER",
      description = "learning rate of Adam at first, above 0; falls to zero")
  double learningRate = 0.01;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "of the noise, the weights and the order of the windows")
  long seed = 0;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      converter = DeviceByName.class,
      description = "such as cpu; without it, the best that is available")
  @Nullable Device device;

  @Spec @Nullable CommandSpec spec;

  /// Runs the story.
  static void main(String[] args) {
    System.exit(new CommandLine(new Rnn()).execute(args));
  }

  @Override
  public Integer call() {
    checkOptions();
    var out = commandLine().getOut();
    var chosen = device == null ? Device.best() : device;
    out.println("Training on " + chosen + ".");
    return chosen.with(() -> story(out));
  }

  private CommandLine commandLine() {
    return spec == null ? new CommandLine(this) : spec.commandLine();
  }

  private void checkOptions() {
    check(epochs >= 1, "--epochs needs 1 or more; found " + epochs);
    check(batch >= 1, "--batch needs 1 or more; found " + batch);
    check(steps >= 1 && steps <= 200, "--steps needs 1 to 200; found " + steps);
    check(hidden >= 1, "--hidden needs 1 or more; found " + hidden);
    check(
        learningRate > 0 && Double.isFinite(learningRate),
        "--lr needs a finite number above 0; found " + learningRate);
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(commandLine(), message + ".");
    }
  }

  private int story(PrintWriter out) {
    Key.seed(seed);
    var values = SineSeries.values(NUMBERS, Key.of(seed).fold("noise")).to(DType.FLOAT32);
    var train = SineSeries.windows(values.slice(0, 0, TRAINED), steps);
    var test = SineSeries.windows(values.slice(0, TRAINED), steps);
    var net = new Forecast(cell, hidden);
    train(net, train, out);
    double error = rootMeanSquare(net.predict(test.input()).minus(test.target()));
    double naive = rootMeanSquare(test.input().get(-1).minus(test.target()));
    out.printf(
        Locale.ROOT,
        "%nRoot mean square error on %d numbers never seen: %.3f%n",
        test.size(),
        error);
    out.printf(
        Locale.ROOT,
        "Guessing that nothing changes: %.3f. The noise alone: %.3f.%n",
        naive,
        SineSeries.NOISE);
    out.flush();
    return 0;
  }

  private void train(Forecast net, SineSeries series, PrintWriter out) {
    net.materialize();
    var optimizer = new Adam(net.parameters(), learningRate);
    var order = Key.of(seed).fold("order");
    int count = Math.toIntExact(Math.ceilDiv(series.size(), batch));
    try (var progress = Progress.of(epochs, count, out)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        optimizer.lr(learningRate * (epochs - epoch) / epochs);
        double sum = 0;
        for (var windows : Tensor.randperm(order.fold(epoch), series.size()).split(0, batch)) {
          sum += Memory.scope(() -> step(net, series.choose(windows), optimizer)) * windows.size();
          progress.step();
        }
        progress.epoch(epoch + 1, sum / series.size());
      }
    }
  }

  private static double step(Forecast net, SineSeries part, Adam optimizer) {
    optimizer.zeroGrad();
    var loss = Losses.mse(net.apply(part.input()), part.target());
    loss.backward();
    Clip.norm(net.parameters(), 1);
    optimizer.step();
    return loss.item();
  }

  private static double rootMeanSquare(Tensor errors) {
    return Math.sqrt(errors.square().mean().item());
  }
}
