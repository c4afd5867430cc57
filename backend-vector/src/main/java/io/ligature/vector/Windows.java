package io.ligature.vector;

import io.ligature.cpu.Heap;
import io.ligature.op.Window;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where windows that slide over samples of channels read: as places in a plane, which is a channel
/// with its padding, row by row.
///
/// ```text
/// element k of window o of channel c of sample n is   x[((n C) + c) plane + starts[o] + steps[k]]
/// ```
final class Windows {
  final int samples;
  final int channels;
  final int plane; // elements of a channel with its padding
  final int[] starts; // of each window
  final int[] steps; // to each element of a window
  final int run; // how many windows begin side by side before there is a gap
  private final int area; // elements of a channel without padding
  private final int[] rows; // where each row of a channel begins in the plane
  private final int row; // its elements

  /// @param x (N, C, extents)
  Windows(List<Window> windows, View x) {
    int axes = windows.size();
    samples = (int) x.shape().get(0);
    channels = (int) x.shape().get(1);
    var extents = new int[axes];
    var counts = new int[axes];
    var sizes = new int[axes];
    var jumps = new int[axes]; // to the next window
    var strides = new int[axes]; // to the next element of a window
    var ones = new int[axes];
    int whole = 1;
    int first = 0; // of the elements that are not padding
    for (int i = axes - 1; i >= 0; i--) {
      var window = windows.get(i);
      extents[i] = (int) x.shape().get(i + 2);
      counts[i] = (int) window.count(extents[i]);
      sizes[i] = (int) window.size();
      jumps[i] = (int) window.stride() * whole;
      strides[i] = (int) window.dilation() * whole;
      ones[i] = whole;
      first += (int) window.before() * whole;
      whole *= extents[i] + (int) (window.before() + window.after());
    }
    plane = whole;
    starts = places(counts, jumps, 0);
    steps = places(sizes, strides, 0);
    run = jumps[axes - 1] == 1 ? counts[axes - 1] : 1;
    row = extents[axes - 1];
    rows = places(Arrays.copyOf(extents, axes - 1), ones, first);
    area = row * rows.length;
  }

  /// {@return the places of a grid, in row-major order}
  private static int[] places(int[] extents, int[] distances, int first) {
    var places = new int[] {first};
    for (int i = 0; i < extents.length; i++) {
      var finer = new int[places.length * extents[i]];
      int j = 0;
      for (int place : places) {
        for (int k = 0; k < extents[i]; k++) {
          finer[j++] = place + k * distances[i];
        }
      }
      places = finer;
    }
    return places;
  }

  /// Finds where `n` windows begin, from the `first` counted through all samples.
  void places(int at, int first, int n, int[] to) {
    int sample = first / starts.length;
    int o = first % starts.length;
    for (int j = 0; j < n; j++) {
      to[j] = at + sample * channels * plane + starts[o];
      if (++o == starts.length) {
        o = 0;
        sample++;
      }
    }
  }

  /// {@return the places of all elements that a window reads in the channels of a group}
  int[] steps(int groups, int group) {
    int own = channels / groups;
    var all = new int[own * steps.length];
    int r = 0;
    for (int channel = group * own; channel < (group + 1) * own; channel++) {
      for (int step : steps) {
        all[r++] = channel * plane + step;
      }
    }
    return all;
  }

  /// {@return how many places there are from the first window's to the last one's}
  int span() {
    return starts.length == 0 ? 0 : starts[starts.length - 1] + 1;
  }

  /// {@return the first run of windows that does not end before a place}
  int line(int place) {
    int low = 0;
    int high = starts.length / run;
    while (low < high) {
      int middle = (low + high) / 2;
      if (starts[middle * run] + run <= place) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  boolean isPadded() {
    return plane != area;
  }

  /// {@return how many elements all samples have with their padding, and some more that loads of
  /// whole vectors may touch}
  long size() {
    return (long) samples * channels * plane + 2L * Lanes.FLOAT.length();
  }

  /// Copies channels `begin` to `end - 1`, counted through all samples, into planes.
  void pad(float[] x, int p, float with, float[] padded, int begin, int end) {
    for (int i = begin; i < end; i++) {
      int at = i * plane;
      Arrays.fill(padded, at, at + plane, with);
      for (int j = 0; j < rows.length; j++) {
        System.arraycopy(x, p + i * area + j * row, padded, at + rows[j], row);
      }
    }
  }

  /// Copies a channel out of its plane.
  void crop(float[] padded, int at, float[] x, int p) {
    for (int j = 0; j < rows.length; j++) {
      System.arraycopy(padded, at + rows[j], x, p + j * row, row);
    }
  }

  /// {@return elements of a channel}
  int area() {
    return area;
  }

  /// All samples in planes: the operand itself where nothing is padded, else a copy.
  static final class Planes implements AutoCloseable {
    final float[] array;
    final int at;
    private final View given;
    private final View used;
    private final @Nullable Room room;

    private Planes(View given, View used, @Nullable Room room, float[] array, int at) {
      this.given = given;
      this.used = used;
      this.room = room;
      this.array = array;
      this.at = at;
    }

    @Override
    public void close() {
      Steps.release(used, given);
      if (room != null) {
        room.close();
      }
    }
  }

  /// {@return x in planes}
  Planes planes(Team team, View x, float padding) {
    var values = Heap.rowMajor(x);
    var from = Heap.floats(values);
    int p = (int) values.layout().offset();
    if (!isPadded()) {
      return new Planes(x, values, null, from, p);
    }
    var room = Room.of(x, size());
    var to = room.array();
    Reduce.lines(
        team, samples * channels, plane, (begin, end) -> pad(from, p, padding, to, begin, end));
    return new Planes(x, values, room, to, 0);
  }
}
