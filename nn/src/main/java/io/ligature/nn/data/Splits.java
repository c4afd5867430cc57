package io.ligature.nn.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Parts of data.
final class Splits {
  private static final double ROUNDING = 1e-9; // 0.7 + 0.2 + 0.1 is not 1

  private Splits() {}

  static <T> List<Dataset<T>> of(Dataset<T> data, double[] shares, long[] order) {
    check(shares);
    var parts = new ArrayList<Dataset<T>>();
    double sum = 0;
    int from = 0;
    for (double share : shares) {
      sum += share;
      int to = (int) Math.min(Math.round(order.length * sum), order.length);
      parts.add(data.subset(Arrays.copyOfRange(order, from, to)));
      from = to;
    }
    return parts;
  }

  private static void check(double[] shares) {
    double sum = 0;
    boolean fits = shares.length > 0;
    for (double share : shares) {
      fits &= share >= 0;
      sum += share;
    }
    if (!(fits && sum <= 1 + ROUNDING)) {
      throw new IllegalArgumentException(
          "split needs shares of 0 or more that sum up to at most 1; found %s."
              .formatted(Arrays.toString(shares)));
    }
  }

  static long[] checked(long size, long[] indices) {
    for (long index : indices) {
      if (index < 0 || index >= size) {
        throw new IndexOutOfBoundsException(
            "subset found item %d; there are items 0 to %d.".formatted(index, size - 1));
      }
    }
    return indices.clone();
  }
}
