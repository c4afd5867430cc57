package io.ligature.examples;

import io.ligature.Device;
import io.ligature.Key;
import io.ligature.nn.Flatten;
import io.ligature.nn.LazyConv2d;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.MaxPool2d;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.op.Window;
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

/// Learns handwritten digits with the convolutional net that began it all.
@Command(
    name = "lenet",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    usageHelpAutoWidth = true,
    description = {
      "Trains LeNet-5 on 1,797 handwritten digits of 8 x 8 pixels: two convolutions, each with a"
          + " pooling behind it, and three layers on top.",
      "Prints the shape of every layer's result first, found without computing anything, and the"
          + " accuracy on images it has never seen last.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  lenet                           some seconds; over 96 %% on new images",
      "  lenet --epochs 5 --seed 3       faster, and other weights, split and order"
    })
final class LeNet implements Callable<Integer> {
  @Option(
      names = "--epochs",
      paramLabel = "NUMBER",
      description = "passes over the training images, 1 or more")
  int epochs = 20;

  @Option(names = "--batch", paramLabel = "NUMBER", description = "images a step, 1 or more")
  int batch = 32;

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

  @Spec @Nullable CommandSpec spec;

  /// Runs the story.
  static void main(String[] args) {
    System.exit(new CommandLine(new LeNet()).execute(args));
  }

  @Override
  public Integer call() {
    checkOptions();
    var out = commandLine().getOut();
    out.println(Device.all());
    var chosen = device == null ? Device.best() : device;
    out.println("\nTraining on " + chosen + ".");
    chosen.with(() -> story(out));
    out.flush();
    return 0;
  }

  private CommandLine commandLine() {
    return spec == null ? new CommandLine(this) : spec.commandLine();
  }

  private void checkOptions() {
    check(epochs >= 1, "--epochs needs 1 or more; found " + epochs);
    check(batch >= 1, "--batch needs 1 or more; found " + batch);
    check(
        learningRate > 0 && Double.isFinite(learningRate),
        "--lr needs a finite number above 0; found " + learningRate);
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(commandLine(), message + ".");
    }
  }

  /// LeNet-5 with ReLU and largest elements for its sigmoids and means. Its windows of 5 x 5 are
  /// padded, because these images are a quarter of those it was made for.
  ///
  /// @see <a href="https://doi.org/10.1109/5.726791">LeCun, Bottou, Bengio and Haffner (1998),
  ///   figure 2</a>
  static Sequential network() {
    var window = Window.of(5).same();
    return new Sequential(
        new LazyConv2d(6, window),
        new ReLU(),
        new MaxPool2d(2),
        new LazyConv2d(16, window),
        new ReLU(),
        new MaxPool2d(2),
        new Flatten(),
        new LazyLinear(120),
        new ReLU(),
        new LazyLinear(84),
        new ReLU(),
        new LazyLinear(10));
  }

  private double story(PrintWriter out) {
    Key.seed(seed);
    var split = DigitImages.load().squares().split(0.8, Key.of(seed).fold("split"));
    var net = network();
    out.println();
    out.println(net.summary(split.train().range(0, batch).images().shape()));
    var training = new DigitTraining(net, learningRate, batch, Key.of(seed).fold("order"));
    training.run(split.train(), epochs, out);
    double accuracy = training.accuracy(split.test());
    out.printf(
        Locale.ROOT,
        "%nAccuracy on %d images never seen: %.2f %%%n",
        split.test().size(),
        100 * accuracy);
    return accuracy;
  }
}
