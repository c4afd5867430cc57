package io.ligature.examples;

import io.ligature.Key;
import io.ligature.Memory;
import io.ligature.Tensor;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.AdamW;
import io.ligature.nn.optim.Clip;
import java.io.PrintWriter;
import java.util.Arrays;

/// Trains a [CharModel] on windows of a text, and judges it by others.
final class CharTraining {
  private final CharModel model;
  private final double learningRate;
  private final int batch;
  private final int context;
  private final Key places;

  CharTraining(CharModel model, double learningRate, int batch, int context, Key places) {
    this.model = model;
    this.learningRate = learningRate;
    this.batch = batch;
    this.context = context;
    this.places = places;
  }

  /// Trains for some epochs, each as many random windows as hold the text once, with a learning
  /// rate that falls in a line to zero.
  void run(CharText text, int epochs, PrintWriter out) {
    model.materialize();
    var optimizer = new AdamW(model.parameters(), learningRate);
    int steps = Math.toIntExact(Math.ceilDiv(text.size(), (long) batch * context));
    model.train();
    try (var progress = Progress.of(epochs, steps, out)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        double sum = 0;
        for (int step = 0; step < steps; step++) {
          optimizer.lr(learningRate * (1 - (double) (epoch * steps + step) / (epochs * steps)));
          var windows = text.random(places.fold(epoch).fold(step), batch, context);
          sum += Memory.scope(() -> step(windows, optimizer));
          progress.step();
        }
        progress.epoch(epoch + 1, sum / steps);
      }
    }
  }

  private double step(CharText.Windows windows, AdamW optimizer) {
    optimizer.zeroGrad();
    var loss = loss(model.apply(windows.input()), windows.target());
    loss.backward();
    Clip.norm(model.parameters(), 1);
    optimizer.step();
    return loss.item();
  }

  /// {@return the mean of -ln p over all characters, p the probability of the right one}
  private static Tensor loss(Tensor scores, Tensor target) {
    return Losses.crossEntropy(scores.flatten(0, 1), target.flatten());
  }

  /// {@return the mean loss on a text that was not trained on}
  double loss(CharText text) {
    var windows = text.inOrder(Math.min(context, text.size() - 1));
    return loss(model.predict(windows.input()), windows.target()).item();
  }

  /// {@return the loss of guessing every character by how often it comes in another text, one more
  /// each so that none is impossible}
  static double lossByFrequency(CharText known, CharText text) {
    var counts = new double[known.alphabet().length()];
    Arrays.fill(counts, 1);
    for (long letter : known.ids().toLongArray()) {
      counts[(int) letter]++;
    }
    double total = Arrays.stream(counts).sum();
    return Arrays.stream(text.ids().toLongArray())
        .mapToDouble(letter -> -Math.log(counts[(int) letter] / total))
        .average()
        .orElseThrow();
  }
}
