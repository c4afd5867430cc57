package io.ligature.examples;

import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// Shows how far a training is: a bar on a terminal, lines elsewhere.
interface Progress extends AutoCloseable {
  /// After every step.
  void step();

  /// After every pass over the images.
  ///
  /// @param epoch counted from 1
  /// @param loss the mean of that pass
  void epoch(int epoch, double loss);

  @Override
  void close();

  /// {@return a bar if a terminal looks on, else lines}
  static Progress of(int epochs, long steps, PrintWriter out) {
    return isTerminal() ? bar(epochs * steps, null) : lines(epochs, out);
  }

  @SuppressWarnings("SystemConsoleNull") // a run-time image may lack what a console needs
  private static boolean isTerminal() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  /// {@return at most five lines}
  static Progress lines(int epochs, PrintWriter out) {
    return new Progress() {
      @Override
      public void step() {}

      @Override
      public void epoch(int epoch, double loss) {
        if (epoch % Math.ceilDiv(epochs, 5) == 0 || epoch == epochs) {
          out.printf(Locale.ROOT, "epoch %d of %d: loss %.4f%n", epoch, epochs, loss);
          out.flush();
        }
      }

      @Override
      public void close() {}
    };
  }

  /// {@return a bar that fills with the steps and has the loss behind it}
  ///
  /// @param consumer what draws it; null for the terminal
  static Progress bar(long steps, @Nullable ProgressBarConsumer consumer) {
    var builder =
        new ProgressBarBuilder()
            .setTaskName("training")
            .setInitialMax(steps)
            .setStyle(ProgressBarStyle.ASCII);
    return overBar((consumer == null ? builder : builder.setConsumer(consumer)).build());
  }

  private static Progress overBar(ProgressBar bar) {
    return new Progress() {
      @Override
      public void step() {
        bar.step();
      }

      @Override
      public void epoch(int epoch, double loss) {
        bar.setExtraMessage(String.format(Locale.ROOT, " loss %.4f", loss));
      }

      @Override
      public void close() {
        bar.close();
      }
    };
  }
}
