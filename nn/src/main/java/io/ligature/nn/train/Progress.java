package io.ligature.nn.train;

import java.io.PrintWriter;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Shows how a training goes: a line an epoch, and on a terminal a bar that moves.
///
/// ```text
/// epoch 3/20 [========>           ] 45/100  loss 0.4321  1,234/s  ETA 0:12
/// epoch 3/20  loss 0.4321  val.loss 0.5021  lr 0.0010  1,234/s  0:25
/// ```
///
/// What is counted in a second are examples. ETA is the time to the end of the training, if it goes
/// on as it went so far, validation included; the time at the end of a line is what the epoch took.
public final class Progress implements Callback {
  private static final int WIDTH = 20;
  private static final double BETWEEN = 0.1; // seconds, so that drawing costs nothing

  private final PrintWriter out;
  private final boolean bar;
  private final LongSupplier nanos;
  private long every = 1;
  private Run run = new Run(0, 1, 1, 0);
  private double epochBegan;
  private long examples; // in this epoch
  private double drawn;
  private int shown; // characters of the bar on the screen

  /// What a run began with.
  ///
  /// @param began the time, in nanoseconds
  /// @param done how many batches were done before
  private record Run(long began, long epochs, long batches, long done) {
    /// {@return the time that is left}
    double left(double seconds, long batchesDone) {
      long since = Math.max(batchesDone - done, 1);
      return seconds / since * Math.max(epochs * batches - batchesDone, 0);
    }
  }

  /// Shows it on the standard output.
  public Progress() {
    this(new PrintWriter(System.out, false, System.out.charset()));
  }

  /// Shows it here, with a bar if the program has a terminal.
  public Progress(PrintWriter out) {
    this(out, isTerminal());
  }

  /// Shows it here.
  ///
  /// @param bar whether a bar can move there
  public Progress(PrintWriter out, boolean bar) {
    this(out, bar, System::nanoTime);
  }

  Progress(PrintWriter out, boolean bar, LongSupplier nanos) {
    this.out = out;
    this.bar = bar;
    this.nanos = nanos;
  }

  /// Leaves a line only every so many epochs, and after the last.
  ///
  /// @throws IllegalArgumentException if it is not 1 or more
  public Progress every(long epochs) {
    if (epochs < 1) {
      throw new IllegalArgumentException("every needs 1 epoch or more; found " + epochs + ".");
    }
    every = epochs;
    return this;
  }

  @SuppressWarnings("SystemConsoleNull") // a run-time image may lack what a console needs
  private static boolean isTerminal() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  private double now() {
    return (nanos.getAsLong() - run.began) * 1e-9;
  }

  @Override
  public void begin(Trainer trainer, long epochs, long batches) {
    var position = trainer.position();
    run =
        new Run(nanos.getAsLong(), epochs, batches, position.epoch() * batches + position.batch());
    epochBegan = 0;
    examples = 0;
    drawn = -BETWEEN;
  }

  @Override
  public void step(Trainer trainer, StepReport report) {
    examples += report.examples();
    if (bar && now() - drawn >= BETWEEN) {
      drawn = now();
      draw(line(trainer, report));
    }
  }

  private String line(Trainer trainer, StepReport report) {
    long done = (report.epoch() - 1) * run.batches + report.batch();
    return "epoch %d/%d %s %d/%d  loss %s  %s  ETA %s"
        .formatted(
            report.epoch(),
            run.epochs,
            bar((double) report.batch() / report.batches()),
            report.batch(),
            report.batches(),
            Figures.of(trainer.position().loss()),
            Figures.rate(examples, now() - epochBegan),
            Figures.time(run.left(now(), done)));
  }

  private static String bar(double part) {
    int full = (int) (part * WIDTH);
    return full == WIDTH
        ? "[" + "=".repeat(WIDTH) + "]"
        : "[" + "=".repeat(full) + ">" + " ".repeat(WIDTH - full - 1) + "]";
  }

  @Override
  public void epoch(Trainer trainer, EpochReport report) {
    erase();
    if (report.epoch() % every == 0 || report.epoch() == report.epochs()) {
      print(report);
    }
    epochBegan = now();
    examples = 0;
  }

  private void print(EpochReport report) {
    var values =
        report.values().entrySet().stream()
            .map(entry -> entry.getKey() + " " + Figures.of(entry.getValue()))
            .collect(Collectors.joining("  "));
    out.println(
        "epoch %d/%d  %s  %s  %s"
            .formatted(
                report.epoch(),
                report.epochs(),
                values,
                Figures.rate(report.examples(), report.seconds()),
                Figures.time(report.seconds())));
    out.flush();
  }

  @Override
  public void end(Trainer trainer) {
    erase();
    out.flush();
  }

  private void draw(String line) {
    out.print("\r" + line + " ".repeat(Math.max(shown - line.length(), 0)));
    out.flush();
    shown = line.length();
  }

  private void erase() {
    if (shown > 0) {
      out.print("\r" + " ".repeat(shown) + "\r");
      shown = 0;
    }
  }
}
