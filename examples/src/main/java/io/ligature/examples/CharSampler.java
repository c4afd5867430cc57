package io.ligature.examples;

import io.ligature.Key;
import io.ligature.Tensor;
import java.util.Arrays;

/// Writes text one character after the other, each drawn from what a [CharModel] expects.
///
/// ```text
/// p(letter) = e^(score / temperature) / sum over all letters of the same
/// ```
///
/// @param context how many characters back the model looks
/// @param temperature above 0; towards 0, the likeliest character always
record CharSampler(CharModel model, int context, double temperature, Key key) {
  /// {@return a text that begins with some characters and goes on for so many}
  long[] write(long[] begin, int count) {
    var ids = Arrays.copyOf(begin, begin.length + count);
    for (int at = begin.length; at < ids.length; at++) {
      var seen = Arrays.copyOfRange(ids, Math.max(0, at - context), at);
      var scores = model.predict(Tensor.of(seen).unsqueeze(0)).get(0, -1);
      ids[at] = draw(scores.div(temperature).softmax(-1).toDoubleArray(), key.fold(at));
    }
    return ids;
  }

  private static long draw(double[] p, Key key) {
    double left = Tensor.rand(key, 1).get(0).item();
    int letter = 0;
    while (letter < p.length - 1 && left >= p[letter]) {
      left -= p[letter++];
    }
    return letter;
  }
}
