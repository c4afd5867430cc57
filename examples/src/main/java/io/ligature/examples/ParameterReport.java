package io.ligature.examples;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.loss.Losses;
import java.io.PrintWriter;
import java.util.Locale;

/// What a trained network's parameters look like: the table, the ties, the gradients by layer and
/// by use.
final class ParameterReport {
  private final Block net;
  private final PrintWriter out;

  ParameterReport(Block net, PrintWriter out) {
    this.net = net;
    this.out = out;
  }

  void print(DigitImages images) {
    out.println("\nParameters: name, shape, type, mean, deviation");
    net.parameters()
        .forEach(
            (name, p) ->
                out.printf(
                    Locale.ROOT,
                    "  %-14s %-10s %s  %8.4f %8.4f%n",
                    name,
                    p.shape(),
                    p.dtype(),
                    p.data().mean().item(),
                    p.data().std().item()));
    out.printf(
        Locale.ROOT,
        "%,d values in %d parameters under %d names.%n",
        net.parameters().count(),
        net.parameters().size(),
        net.parameters().names().size());
    out.println("\nTies: " + net.parameters().ties());
    gradients(images);
  }

  private void gradients(DigitImages images) {
    net.zeroGrad();
    loss(images).backward();
    out.println("\nGradient norms by parameter");
    net.parameters()
        .toMap()
        .forEach(
            (name, p) -> out.printf(Locale.ROOT, "  %-14s %.6f%n", name, norm(p.gradOrZeros())));
    out.println("\nGradient norms by use; the tied parameter's gradient is the sum of both");
    var trace = net.traceGrads(() -> loss(images));
    for (var use : trace.names()) {
      out.printf(Locale.ROOT, "  %-20s %.6f%n", use, trace.norm(use));
    }
    net.zeroGrad();
  }

  private Tensor loss(DigitImages images) {
    return Losses.crossEntropy(net.apply(images.images()), images.labels());
  }

  private static double norm(Tensor gradient) {
    return gradient.square().sum().sqrt().item();
  }
}
