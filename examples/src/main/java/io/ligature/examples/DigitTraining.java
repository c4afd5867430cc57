package io.ligature.examples;

import io.ligature.Key;
import io.ligature.autograd.Grad;
import io.ligature.nn.Block;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.AdamW;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// The loop that everybody writes: shuffle, forward, backward, step.
final class DigitTraining {
  private final Block net;
  private final double learningRate;
  private final int batch;
  private final Key order;

  DigitTraining(Block net, double learningRate, int batch, Key order) {
    this.net = net;
    this.learningRate = learningRate;
    this.batch = batch;
    this.order = order;
  }

  /// Trains for some passes over the images; shows a bar on a terminal, and lines elsewhere.
  void run(DigitImages images, int epochs, PrintWriter out) {
    net.materialize(images.images().shape()); // an optimizer needs to know what it optimizes
    var optimizer = new AdamW(net.parameters(), learningRate);
    long steps = (images.size() + batch - 1) / batch;
    try (var bar = isTerminal() ? bar(epochs * steps) : null) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        double loss = epoch(images.shuffle(order.fold(epoch)), optimizer, bar);
        if (bar != null) {
          bar.setExtraMessage(String.format(Locale.ROOT, " loss %.4f", loss));
        } else if ((epoch + 1) % Math.max(1, epochs / 5) == 0) {
          out.printf(Locale.ROOT, "epoch %d of %d: loss %.4f%n", epoch + 1, epochs, loss);
        }
      }
    }
  }

  @SuppressWarnings("SystemConsoleNull") // a run-time image may lack what a console needs
  private static boolean isTerminal() {
    var console = System.console();
    return console != null && console.isTerminal();
  }

  private static ProgressBar bar(long steps) {
    return new ProgressBarBuilder()
        .setTaskName("training")
        .setInitialMax(steps)
        .setStyle(ProgressBarStyle.ASCII)
        .build();
  }

  private double epoch(DigitImages images, AdamW optimizer, @Nullable ProgressBar bar) {
    net.train();
    double sum = 0;
    for (long from = 0; from < images.size(); from += batch) {
      var part = images.range(from, Math.min(from + batch, images.size()));
      optimizer.zeroGrad();
      var loss = Losses.crossEntropy(net.apply(part.images()), part.labels());
      loss.backward();
      optimizer.step();
      sum += loss.item() * part.size();
      if (bar != null) {
        bar.step();
      }
    }
    return sum / images.size();
  }

  double accuracy(DigitImages images) {
    return accuracy(net, images);
  }

  /// {@return the part of the images, 0 to 1, whose digit has the highest score}
  static double accuracy(Block net, DigitImages images) {
    net.eval();
    return Grad.off(
        () ->
            net.apply(images.images()).argmax(1).eq(images.labels()).sum().item() / images.size());
  }
}
