package io.ligature.vector;

import jdk.incubator.vector.FloatVector;

/// Copies of what some windows read, in the order in which products want it.
///
/// Neighbouring windows that read neighbours are a run, and are copied as vectors: what is written
/// behind a run is written over by the next one. Where runs are short, element by element.
final class Columns {
  private static final int LANES = Lanes.FLOAT.length();
  private static final int SHORT = 6; // elements of a run, on average, that vectors do not pay for

  private Columns() {}

  /// Writes elements of windows, row by row: `to[at + k width + j] = x[places[j] + steps[k]]`.
  ///
  /// A vector more is written behind the last row.
  ///
  /// @param places of `n` windows in x
  /// @param steps to the elements of a window
  static void rows(
      float[] x,
      int[] places,
      int n,
      int[] steps,
      int first,
      int count,
      float[] to,
      int at,
      int width) {
    var runs = new int[n + 1];
    int found = 0;
    for (int j = 0; j < n; j++) {
      if (j == 0 || places[j] != places[j - 1] + 1) {
        runs[found++] = j;
      }
    }
    runs[found] = n;
    for (int k = 0; k < count; k++) {
      int step = steps[first + k];
      int q = at + k * width;
      if (n < SHORT * found || places[n - 1] + step + LANES > x.length) {
        for (int j = 0; j < n; j++) {
          to[q + j] = x[places[j] + step];
        }
      } else {
        for (int run = 0; run < found; run++) {
          int p = places[runs[run]] + step;
          for (int j = runs[run]; j < runs[run + 1]; j += LANES, p += LANES) {
            FloatVector.fromArray(Lanes.FLOAT, x, p).intoArray(to, q + j);
          }
        }
      }
    }
  }

  /// Writes the same transposed: `to[at + j width + k] = x[places[j] + steps[first + k]]`.
  ///
  /// A vector more is written behind the last row.
  static void transposed(
      float[] x,
      int[] places,
      int n,
      int[] steps,
      int first,
      int count,
      float[] to,
      int at,
      int width) {
    var runs = new int[count + 1];
    int found = 0;
    for (int k = 0; k < count; k++) {
      if (k == 0 || steps[first + k] != steps[first + k - 1] + 1) {
        runs[found++] = k;
      }
    }
    runs[found] = count;
    for (int j = 0; j < n; j++) {
      int p = places[j];
      int q = at + j * width;
      if (count < 2 * found || p + steps[first + count - 1] + LANES > x.length) {
        for (int k = 0; k < count; k++) {
          to[q + k] = x[p + steps[first + k]];
        }
      } else {
        for (int run = 0; run < found; run++) {
          int o = p + steps[first + runs[run]];
          for (int k = runs[run]; k < runs[run + 1]; k += LANES, o += LANES) {
            FloatVector.fromArray(Lanes.FLOAT, x, o).intoArray(to, q + k);
          }
        }
      }
    }
  }

  /// Adds the rows for windows `begin` to `end - 1` to where they came from: `x[p + places[begin +
  /// j] + steps[k]] += from[k width + j]`.
  static void add(
      float[] from, int width, int[] places, int begin, int end, int[] steps, float[] x, int p) {
    for (int k = 0; k < steps.length; k++) {
      int step = p + steps[k];
      int q = k * width - begin;
      int j = begin;
      while (j < end) {
        int next = j + 1;
        while (next < end && places[next] == places[next - 1] + 1) {
          next++;
        }
        int o = places[j] + step;
        for (; j <= next - LANES; j += LANES, o += LANES) {
          var sum = FloatVector.fromArray(Lanes.FLOAT, x, o);
          sum.add(FloatVector.fromArray(Lanes.FLOAT, from, q + j)).intoArray(x, o);
        }
        for (; j < next; j++, o++) {
          x[o] += from[q + j];
        }
      }
    }
  }
}
