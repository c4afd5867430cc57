package io.ligature.examples;

import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.data.DataLoader;
import io.ligature.nn.data.Dataset;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.AdamW;
import io.ligature.nn.optim.schedule.Schedule;
import io.ligature.nn.optim.schedule.Scheduler;
import io.ligature.nn.train.Trainer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// Learns to draw handwritten digits from a few numbers, with weights that are used in both
/// directions.
@Command(
    name = "autoencoder",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    usageHelpAutoWidth = true,
    description = {
      "Squeezes handwritten digits of 8 x 8 pixels into a few numbers and draws them again. Every"
          + " weight that draws is one that squeezes, transposed: a tied parameter.",
      "Then prints how well it draws images it has never seen, some of them, and the parameters;"
          + " saves a file and compares what it reads.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  autoencoder                     some seconds; explains over 85 %%",
      "  autoencoder --code 2            two numbers an image",
      "  autoencoder --checkpoint run.safetensors",
      "                                  stop it any time; type it again, it goes on"
    })
final class Autoencoder implements Callable<Integer> {
  private static final int SHOWN = 5;

  @Option(
      names = "--epochs",
      paramLabel = "NUMBER",
      description = "passes over the training images, 1 or more")
  int epochs = 60;

  @Option(names = "--batch", paramLabel = "NUMBER", description = "images a step, 1 or more")
  int batch = 32;

  @Option(
      names = "--hidden",
      paramLabel = "NUMBER",
      description = "width of the hidden layers, 1 or more")
  int hidden = 128;

  @Option(
      names = "--code",
      paramLabel = "NUMBER",
      description = "numbers that an image is squeezed into, 1 or more")
  int code = 10;

  @Option(
      names = "--lr",
      paramLabel = "NUMBER",
      description = "highest learning rate of AdamW, above 0; rises, and falls along a cosine")
  double learningRate = 0.01;

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
      names = "--checkpoint",
      paramLabel = "FILE",
      description = "to go on from if it is there; written after every epoch")
  @Nullable Path checkpoint;

  @Option(
      names = "--save",
      paramLabel = "FILE",
      description = "for the weights; without it, a temporary one")
  @Nullable Path file;

  @Spec @Nullable CommandSpec spec;

  /// Runs the story.
  static void main(String[] args) {
    System.exit(new CommandLine(new Autoencoder()).execute(args));
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
    check(code >= 1, "--code needs 1 or more; found " + code);
    check(
        learningRate > 0 && Double.isFinite(learningRate),
        "--lr needs a finite number above 0; found " + learningRate);
    checkFile("--checkpoint", checkpoint);
    checkFile("--save", file);
  }

  private void checkFile(String option, @Nullable Path path) {
    if (path != null) {
      var folder = path.toAbsolutePath().getParent();
      check(
          folder != null && Files.isDirectory(folder) && !Files.isDirectory(path),
          option + " needs a file in a folder that exists; found " + path);
    }
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(commandLine(), message + ".");
    }
  }

  private int story(PrintWriter out) {
    Key.seed(seed);
    var split = DigitImages.load().split(0.8, Key.of(seed).fold("split"));
    var train = split.train().images();
    var test = split.test().images();
    var net = network();
    train(net, train, test, out);
    out.printf(
        Locale.ROOT,
        "%nExplained of %d images never seen: %.2f %% of what is not the mean image%n",
        split.test().size(),
        100 * explained(net, train, test));
    print(net, test.slice(0, 0, SHOWN), out);
    boolean isEqual = isEqualAfterReload(net, test, out);
    out.flush();
    return isEqual ? 0 : 1;
  }

  private TiedAutoencoder network() {
    var net = new TiedAutoencoder(DigitImages.PIXELS, hidden, code);
    net.materialize();
    return net;
  }

  private void train(Block net, Tensor train, Tensor test, PrintWriter out) {
    var loader =
        new DataLoader(Dataset.of(train, train), batch).shuffle(Key.of(seed).fold("order"));
    var optimizer = new AdamW(net.parameters(), learningRate);
    var schedule = Schedule.oneCycle(epochs * loader.batches() + 4); // a few steps are too few
    var trainer =
        new Trainer(net, optimizer, Losses::mse)
            .validate(new DataLoader(Dataset.of(test, test), 256))
            .everyStep(new Scheduler(optimizer, schedule))
            .with(new io.ligature.nn.train.Progress(out).every(Math.ceilDiv(epochs, 6)));
    if (checkpoint != null) {
      boolean goesOn = trainer.checkpoint(checkpoint, 0).resume();
      out.println(
          goesOn
              ? "Going on from %s after %d epochs."
                  .formatted(checkpoint, trainer.position().epoch())
              : "Checkpoints go to %s.".formatted(checkpoint));
    }
    trainer.fit(loader, epochs);
  }

  /// {@return the part of the squared differences from the mean image that the network knows}
  private static double explained(Block net, Tensor train, Tensor test) {
    double wrong = net.predict(test).minus(test).square().sum().item();
    return 1 - wrong / test.minus(train.mean(0)).square().sum().item();
  }

  private void print(Block net, Tensor images, PrintWriter out) {
    out.println("\nImages, and the same from %d numbers each".formatted(code));
    out.println(Pictures.of(images));
    out.println(Pictures.of(net.predict(images)));
    out.println("Parameters\n" + net.parameters());
    out.printf(
        Locale.ROOT,
        "%,d values in %d parameters under %d names.%n",
        net.parameters().count(),
        net.parameters().size(),
        net.parameters().names().size());
  }

  private boolean isEqualAfterReload(Block net, Tensor test, PrintWriter out) {
    try {
      var path = file == null ? Files.createTempFile("autoencoder", ".safetensors") : file;
      net.save(path);
      var clone = network();
      clone.load(path);
      boolean isEqual = clone.predict(test).eq(net.predict(test)).all().itemBoolean();
      out.printf(
          Locale.ROOT,
          "%nSaved %s, %,d bytes. A new network with it draws %s.%n",
          path,
          Files.size(path),
          isEqual ? "the same" : "NOT the same");
      return isEqual;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot save the weights", e);
    }
  }
}
