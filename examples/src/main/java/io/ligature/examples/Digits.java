package io.ligature.examples;

import io.ligature.Device;
import io.ligature.Key;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Learns handwritten digits with a hidden layer that is used twice, then looks at its parameters
/// from every side.
@Command(
    name = "digits",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    usageHelpAutoWidth = true,
    description = {
      "Trains a small network on 1,797 handwritten digits of 8 x 8 pixels. One hidden layer is used"
          + " twice: a tied parameter.",
      "Then prints the table of parameters, the ties, and gradient norms per layer and per use;"
          + " saves a safetensors file, loads it into a network that does not know its shapes yet,"
          + " and compares.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  digits                          some seconds; over 96 %% on images never seen",
      "  digits --epochs 5 --seed 3      faster, and other weights, split and order",
      "  digits --save digits.safetensors"
    })
final class Digits implements Callable<Integer> {
  @Option(
      names = "--epochs",
      paramLabel = "NUMBER",
      description = "passes over the training images, 1 or more")
  int epochs = 20;

  @Option(names = "--batch", paramLabel = "NUMBER", description = "images a step, 1 or more")
  int batch = 32;

  @Option(
      names = "--hidden",
      paramLabel = "NUMBER",
      description = "width of the hidden layers, 1 or more")
  int hidden = 128;

  @Option(
      names = "--lr",
      paramLabel = "NUMBER",
      description = "learning rate of AdamW at first, above 0; falls to zero")
  double learningRate = 0.005;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "of the weights, the split and the order of the images")
  long seed = 0;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      converter = DeviceByName.class,
      description = "such as cpu; without it, the best that is available")
  @Nullable Device device;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "for the weights; without it, a temporary one")
  @Nullable Path file;

  @Spec @Nullable CommandSpec spec;

  /// Runs the story.
  static void main(String[] args) {
    System.exit(new CommandLine(new Digits()).execute(args));
  }

  @Override
  public Integer call() {
    checkOptions();
    var out = commandLine().getOut();
    out.println(Device.all());
    var chosen = device == null ? Device.best() : device;
    out.println("\nTraining on " + chosen + ".");
    return chosen.with(() -> story(out));
  }

  private CommandLine commandLine() {
    return spec == null ? new CommandLine(this) : spec.commandLine();
  }

  private void checkOptions() {
    check(epochs >= 1, "--epochs needs 1 or more; found " + epochs);
    check(batch >= 1, "--batch needs 1 or more; found " + batch);
    check(hidden >= 1, "--hidden needs 1 or more; found " + hidden);
    check(
        learningRate > 0 && Double.isFinite(learningRate),
        "--lr needs a finite number above 0; found " + learningRate);
    check(
        file == null || isWritable(file),
        "--save needs a file in a folder that exists; found " + file);
  }

  private static boolean isWritable(Path file) {
    var folder = file.toAbsolutePath().getParent();
    return folder != null && Files.isDirectory(folder) && !Files.isDirectory(file);
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(commandLine(), message + ".");
    }
  }

  /// The second hidden layer is used twice: one pair of parameters under two names.
  static Sequential network(int hidden) {
    var shared = new LazyLinear(hidden);
    return Sequential.of(
        Map.entry("in", new LazyLinear(hidden)),
        Map.entry("relu1", new ReLU()),
        Map.entry("hidden", shared),
        Map.entry("relu2", new ReLU()),
        Map.entry("again", shared),
        Map.entry("relu3", new ReLU()),
        Map.entry("out", new LazyLinear(10)));
  }

  private int story(PrintWriter out) {
    Key.seed(seed);
    var split = DigitImages.load().split(0.8, Key.of(seed).fold("split"));
    var net = network(hidden);
    var training = new DigitTraining(net, learningRate, batch, Key.of(seed).fold("order"));
    training.run(split.train(), epochs, out);
    double accuracy = training.accuracy(split.test());
    out.printf(
        Locale.ROOT,
        "%nAccuracy on %d images never seen: %.2f %%%n",
        split.test().size(),
        100 * accuracy);
    new ParameterReport(net, out).print(split.test());
    boolean isEqual = isEqualAfterReload(net, split.test(), accuracy, out);
    out.flush();
    return isEqual ? 0 : 1;
  }

  private boolean isEqualAfterReload(
      Sequential net, DigitImages test, double accuracy, PrintWriter out) {
    try {
      var path = file == null ? Files.createTempFile("digits", ".safetensors") : file;
      net.save(path);
      out.printf(Locale.ROOT, "%nSaved %s, %,d bytes.%n", path, Files.size(path));
      var clone = network(hidden);
      out.println("A new network before loading: " + clone.parameter("in.weight"));
      out.println(clone.load(path));
      double again = DigitTraining.accuracy(clone, test);
      out.printf(
          Locale.ROOT,
          "Its accuracy on the same images: %.2f %%, %s.%n",
          100 * again,
          again == accuracy ? "the same" : "NOT the same");
      return again == accuracy;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save the weights", e);
    }
  }
}
