package io.ligature.conformance;

import io.ligature.Shape;
import java.util.List;
import java.util.SplittableRandom;

/// Random choices that follow from a seed.
final class Draw {
  private final SplittableRandom random;

  Draw(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean chance(double p) {
    return random.nextDouble() < p;
  }

  /// {@return a whole number between two, both included}
  int between(int low, int high) {
    return random.nextInt(low, high + 1);
  }

  long bits() {
    return random.nextLong();
  }

  double real(double low, double high) {
    return low + (high - low) * random.nextDouble();
  }

  double normal() {
    return random.nextGaussian();
  }

  <T> T of(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[random.nextInt(choices.length)];
  }

  int[] permutation(int length) {
    var order = new int[length];
    for (int i = 0; i < length; i++) {
      int j = random.nextInt(i + 1);
      order[i] = order[j];
      order[j] = i;
    }
    return order;
  }

  /// {@return a shape of so many axes and at most about a thousand elements, none of them 0}
  Shape shape(int rank) {
    var extents = new long[rank];
    long room = 1200;
    for (int axis : permutation(rank)) {
      int most = (int) Math.min(room, chance(0.2) ? 70 : 9);
      extents[axis] = chance(0.1) ? 1 : between(1, Math.max(1, most));
      room = Math.max(1, room / extents[axis]);
    }
    return Shape.of(extents);
  }
}
