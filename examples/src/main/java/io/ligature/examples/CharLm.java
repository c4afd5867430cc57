package io.ligature.examples;

import io.ligature.Device;
import io.ligature.Key;
import java.io.PrintWriter;
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

/// Learns to write like a text, character by character.
@Command(
    name = "charlm",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    showDefaultValues = true,
    usageHelpAutoWidth = true,
    description = {
      "Trains a small transformer to guess the next character of a text; without --text, of this"
          + " project's license. The embedding and the head are one matrix: a tied parameter.",
      "Then prints the perplexity on the last tenth of the text, which it has never seen, and"
          + " writes some text of its own.",
      ""
    },
    footer = {
      "",
      "Examples:",
      "  charlm                              about a minute",
      "  charlm --text poems.txt --seed 3    any text in UTF-8",
      "  charlm --epochs 10 --temperature 0.5"
    })
final class CharLm implements Callable<Integer> {
  private static final long BEGIN = 20; // characters that the writing goes on from

  @Option(names = "--text", paramLabel = "FILE", description = "in UTF-8; without it, the license")
  @Nullable Path file;

  @Option(
      names = "--epochs",
      paramLabel = "NUMBER",
      description = "times as many windows as hold the text, 1 or more")
  int epochs = 40;

  @Option(names = "--batch", paramLabel = "NUMBER", description = "windows a step, 1 or more")
  int batch = 16;

  @Option(
      names = "--context",
      paramLabel = "NUMBER",
      description = "how many characters back it looks, 1 or more")
  int context = 64;

  @Option(names = "--width", paramLabel = "NUMBER", description = "of the vectors, a multiple of 8")
  int width = 64;

  @Option(names = "--layers", paramLabel = "NUMBER", description = "of the transformer, 1 or more")
  int layers = 2;

  @Option(
      names = "--lr",
      paramLabel = "NUMBER",
      description = "learning rate of AdamW at first, above 0; falls to zero")
  double learningRate = 0.003;

  @Option(
      names = "--sample",
      paramLabel = "NUMBER",
      description = "characters to write at the end, 0 or more")
  int sample = 400;

  @Option(
      names = "--temperature",
      paramLabel = "NUMBER",
      description = "how bold the writing is, above 0; 1 is as it has learned")
  double temperature = 0.7;

  @Option(
      names = "--seed",
      paramLabel = "NUMBER",
      description = "of the weights, the windows and the writing")
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
    System.exit(new CommandLine(new CharLm()).execute(args));
  }

  @Override
  public Integer call() {
    checkOptions();
    var out = commandLine().getOut();
    var chosen = device == null ? Device.best() : device;
    out.println("Training on " + chosen + ".");
    chosen.with(() -> story(CharText.read(file), out));
    return 0;
  }

  private CommandLine commandLine() {
    return spec == null ? new CommandLine(this) : spec.commandLine();
  }

  private void checkOptions() {
    check(
        file == null || Files.isReadable(file),
        "--text needs a file that can be read; found " + file);
    atLeast(1, "--epochs", epochs);
    atLeast(1, "--batch", batch);
    atLeast(1, "--context", context);
    check(width >= 8 && width % 8 == 0, "--width needs a multiple of 8; found " + width);
    atLeast(1, "--layers", layers);
    above0("--lr", learningRate);
    atLeast(0, "--sample", sample);
    above0("--temperature", temperature);
  }

  private void atLeast(int least, String name, int value) {
    check(value >= least, name + " needs " + least + " or more; found " + value);
  }

  private void above0(String name, double value) {
    check(
        value > 0 && Double.isFinite(value),
        name + " needs a finite number above 0; found " + value);
  }

  private void check(boolean holds, String message) {
    if (!holds) {
      throw new ParameterException(commandLine(), message + ".");
    }
  }

  private Void story(CharText text, PrintWriter out) {
    var split = text.split();
    check(
        split.train().size() > context && split.test().size() > 1,
        "--text needs more characters for this --context: a tenth of them is put aside; found %d"
            .formatted(text.size()));
    Key.seed(seed);
    var model = new CharModel(text.alphabet().length(), width, layers);
    var key = Key.of(seed);
    var training = new CharTraining(model, learningRate, batch, context, key.fold("windows"));
    out.printf(
        Locale.ROOT,
        "%,d characters, %d different ones; %,d values in %d parameters.%n",
        text.size(),
        text.alphabet().length(),
        model.parameters().count(),
        model.parameters().size());
    training.run(split.train(), epochs, out);
    report(
        training.loss(split.test()),
        CharTraining.lossByFrequency(split.train(), split.test()),
        out);
    var sampler = new CharSampler(model, context, temperature, key.fold("writing"));
    var begin = split.test().ids().slice(0, 0, Math.min(BEGIN, split.test().size()));
    out.printf(
        "%nGiven the first %d characters of what it has never seen, it writes:%n%n%s%n",
        begin.size(), text.decode(sampler.write(begin.toLongArray(), sample)));
    out.flush();
    return null;
  }

  private static void report(double loss, double byFrequency, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "%nOn the last tenth, never seen: loss %.3f, perplexity %.2f.%n",
        loss,
        Math.exp(loss));
    out.printf(
        Locale.ROOT,
        "Guessing by how often each character comes: loss %.3f, perplexity %.2f.%n",
        byFrequency,
        Math.exp(byFrequency));
  }
}
