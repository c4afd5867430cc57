package io.ligature.nn.metric;

import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The area under the ROC curve: how likely it is that an example of class 1 has a higher score
/// than one of class 0.
///
/// ```text
/// AUC = (pairs with the higher score at the 1 + half of those with equal scores) / pairs
///
/// x any shape, scores   y the same shape, 0 or 1
/// ```
///
/// Scores may be logits or probabilities: only their order counts. It is exact, and so keeps all
/// scores, 8 bytes each. Without an example of both classes it is NaN.
///
/// @see <a href="https://doi.org/10.1148/radiology.143.1.7063747">Hanley and McNeil (1982)</a>
public final class Auc implements Metric {
  private final List<double[]> ofOnes = new ArrayList<>();
  private final List<double[]> ofZeros = new ArrayList<>();

  /// Makes the metric.
  public Auc() {}

  /// Takes in a batch.
  ///
  /// @throws ShapeException if the shapes differ
  /// @throws IllegalArgumentException if a score is NaN, or a class is neither 0 nor 1
  @Override
  public void update(Tensor prediction, Tensor target) {
    if (!prediction.shape().equals(target.shape())) {
      throw new ShapeException(
          "Auc needs a score for each 0 or 1; found %s and %s."
              .formatted(prediction.type(), target.type()));
    }
    var scores = prediction.detach().toDoubleArray();
    var classes = target.detach().toDoubleArray();
    check(scores, classes);
    ofOnes.add(chosen(scores, classes, 1));
    ofZeros.add(chosen(scores, classes, 0));
  }

  private static void check(double[] scores, double[] classes) {
    for (int i = 0; i < scores.length; i++) {
      if (Double.isNaN(scores[i])) {
        throw new IllegalArgumentException("Auc found NaN for the score of example " + i + ".");
      }
      if (classes[i] != 0 && classes[i] != 1) {
        throw new IllegalArgumentException(
            "Auc needs classes 0 and 1; found %s for example %d.".formatted(classes[i], i));
      }
    }
  }

  private static double[] chosen(double[] scores, double[] classes, double which) {
    return IntStream.range(0, scores.length)
        .filter(i -> classes[i] == which)
        .mapToDouble(i -> scores[i] + 0.0) // so that -0.0 sorts as 0.0
        .toArray();
  }

  @Override
  public double value() {
    var ones = sorted(ofOnes);
    var zeros = sorted(ofZeros);
    double won = 0;
    int below = 0; // zeros with a lower score
    int upTo = 0; // zeros with a lower or the same one
    for (double score : ones) {
      while (below < zeros.length && zeros[below] < score) {
        below++;
      }
      while (upTo < zeros.length && zeros[upTo] <= score) {
        upTo++;
      }
      won += 0.5 * below + 0.5 * upTo;
    }
    return won / ((double) ones.length * zeros.length);
  }

  private static double[] sorted(List<double[]> parts) {
    return parts.stream().flatMapToDouble(Arrays::stream).sorted().toArray();
  }

  @Override
  public void reset() {
    ofOnes.clear();
    ofZeros.clear();
  }

  @Override
  public void merge(Metric other) {
    var same = Merging.same(Auc.class, other);
    ofOnes.addAll(List.copyOf(same.ofOnes));
    ofZeros.addAll(List.copyOf(same.ofZeros));
  }

  @Override
  public String toString() {
    long examples =
        Stream.concat(ofOnes.stream(), ofZeros.stream()).mapToLong(part -> part.length).sum();
    return String.format(Locale.ROOT, "Auc %.4f of %d", value(), examples);
  }
}
