package io.ligature.examples;

import io.ligature.Key;
import io.ligature.autograd.Grad;
import io.ligature.nn.Block;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.AdamW;
import java.io.PrintWriter;

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

  /// Trains for some passes over the images, with a learning rate that falls in a line to zero.
  void run(DigitImages images, int epochs, PrintWriter out) {
    net.materialize(images.images().shape()); // an optimizer needs to know what it optimizes
    var optimizer = new AdamW(net.parameters(), learningRate);
    net.train();
    try (var progress = Progress.of(epochs, Math.ceilDiv(images.size(), batch), out)) {
      for (int epoch = 0; epoch < epochs; epoch++) {
        optimizer.lr(learningRate * (epochs - epoch) / epochs);
        double loss = epoch(images.shuffle(order.fold(epoch)), optimizer, progress);
        progress.epoch(epoch + 1, loss);
      }
    }
  }

  private double epoch(DigitImages images, AdamW optimizer, Progress progress) {
    double sum = 0;
    for (long from = 0; from < images.size(); from += batch) {
      var part = images.range(from, Math.min(from + batch, images.size()));
      optimizer.zeroGrad();
      var loss = Losses.crossEntropy(net.apply(part.images()), part.labels());
      loss.backward();
      optimizer.step();
      sum += loss.item() * part.size();
      progress.step();
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
