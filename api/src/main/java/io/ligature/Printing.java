package io.ligature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Tensors as people read them.
///
/// ```text
/// [[1.0000, 2.0000],
///  [3.0000, 4.0000]] (f64, tracked)
/// ```
///
/// Four digits after the point, or scientific where magnitudes differ too much for that; columns
/// aligned, rows broken at 80 characters. Beyond 1000 elements, three at each end of an axis stand
/// for it. Elements are read one by one, without a kernel, so that a debugger may print whatever it
/// likes.
final class Printing {
  private static final int WHOLE_UP_TO = 1000;
  private static final int EDGE = 3;
  private static final int WIDTH = 80;

  private final Tensor x;
  private final boolean abridged;
  private final List<String> cells = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();
  private int next;

  private Printing(Tensor x) {
    this.x = x;
    this.abridged = x.size() > WHOLE_UP_TO;
  }

  static String of(Tensor x) {
    if (x.device().isDry()) {
      return x.type() + " (dry)";
    }
    if (x.view().storage().isReleased()) {
      return x.type() + " (its memory was released)";
    }
    try {
      return new Printing(x).print();
    } catch (RuntimeException e) { // a debugger must not stumble over a lost device
      return x.type() + " (unreadable: " + e.getMessage() + ")";
    }
  }

  private String print() {
    if (x.size() == 0) {
      text.append("[]");
    } else {
      collect();
      write(0);
    }
    var notes = notes();
    return notes.isEmpty() ? text.toString() : text + " (" + String.join(", ", notes) + ")";
  }

  private List<String> notes() {
    var notes = new ArrayList<String>();
    var dtype = x.dtype();
    if (abridged || x.size() == 0) {
      notes.add(x.type().toString());
    } else if (dtype != DType.FLOAT32 && dtype != DType.INT64 && dtype != DType.BOOL) {
      notes.add(dtype.toString());
    }
    if (!Devices.isBest(x.device())) {
      notes.add("on " + x.device());
    }
    if (x.isTracked()) {
      notes.add("tracked");
    }
    return notes;
  }

  // ---- the elements that show, as text of one width

  private void collect() {
    var places = new ArrayList<Long>();
    places(0, x.view().layout().offset(), places);
    var storage = x.view().storage();
    if (x.dtype().isFloating()) {
      var reals = places.stream().mapToDouble(at -> Host.real(storage, at)).toArray();
      var format = isScientific(reals) ? "%.4e" : "%.4f";
      Arrays.stream(reals).mapToObj(value -> real(format, value)).forEach(cells::add);
    } else {
      places.stream().map(at -> whole(Host.whole(storage, at))).forEach(cells::add);
    }
    int width = cells.stream().mapToInt(String::length).max().orElse(0);
    cells.replaceAll(cell -> " ".repeat(width - cell.length()) + cell);
  }

  private void places(int axis, long at, List<Long> places) {
    if (axis == x.rank()) {
      places.add(at);
      return;
    }
    long extent = x.shape().get(axis);
    for (long i = 0; i < extent; i++) {
      if (isGap(extent, i)) {
        i = extent - EDGE;
      }
      places(axis + 1, at + i * x.view().layout().stride(axis), places);
    }
  }

  private boolean isGap(long extent, long i) {
    return abridged && extent > 2 * EDGE && i == EDGE;
  }

  /// Whether four digits after the point would hide small numbers beside large ones.
  private static boolean isScientific(double[] values) {
    var magnitudes =
        Arrays.stream(values)
            .map(Math::abs)
            .filter(value -> value > 0 && Double.isFinite(value))
            .summaryStatistics();
    double largest = magnitudes.getMax();
    double smallest = magnitudes.getMin();
    return magnitudes.getCount() > 0
        && (largest / smallest > 1000 || largest > 1e8 || smallest < 1e-4);
  }

  private static String real(String format, double value) {
    if (Double.isNaN(value)) {
      return "nan";
    } else if (Double.isInfinite(value)) {
      return value > 0 ? "inf" : "-inf";
    }
    return String.format(Locale.ROOT, format, value);
  }

  private String whole(long value) {
    return x.dtype() == DType.BOOL ? String.valueOf(value != 0) : String.valueOf(value);
  }

  // ---- brackets, commas and lines

  private void write(int axis) {
    if (axis == x.rank()) {
      text.append(cells.get(next++));
      return;
    }
    text.append('[');
    long extent = x.shape().get(axis);
    for (long i = 0; i < extent; i++) {
      if (i > 0) {
        text.append(',');
        separate(axis);
      }
      if (isGap(extent, i)) {
        text.append("...,");
        separate(axis);
        i = extent - EDGE;
      }
      write(axis + 1);
    }
    text.append(']');
  }

  /// Elements of a row by a space, or a new line where it is full; rows by a line, matrices by two.
  private void separate(int axis) {
    int inner = x.rank() - 1 - axis;
    int column = text.length() - text.lastIndexOf("\n") - 1;
    boolean full = inner == 0 && column + cells.getFirst().length() + 2 > WIDTH;
    if (inner == 0 && !full) {
      text.append(' ');
    } else {
      text.append("\n".repeat(Math.max(inner, 1))).append(" ".repeat(axis + 1));
    }
  }
}
