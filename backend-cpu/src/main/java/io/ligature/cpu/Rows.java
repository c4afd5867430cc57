package io.ligature.cpu;

import io.ligature.spi.Layout;
import java.util.Arrays;

/// Walks layouts of one shape together, row by row, in row-major order.
///
/// ```text
/// while (rows.next())
///   for t in 0 .. rows.length() - 1:  operand k lies at  rows.at(k) + t rows.step(k)
/// ```
///
/// Neighbouring axes that every operand lays out as one are walked as one, so that contiguous
/// operands and repeated scalars are a single row.
public final class Rows {
  private static final long[] NONE = {};
  private final int[] at;
  private final int[] step;
  private final int length;
  private long[] extents = NONE; // of the merged axes, innermost first
  private int[][] strides = {}; // by merged axis, then by operand
  private long[] index = NONE;
  private boolean begun;

  /// Begins before the first row.
  ///
  /// @param operands of one shape
  public Rows(Layout... operands) {
    at = new int[operands.length];
    step = new int[operands.length];
    boolean flat = true;
    for (int k = 0; k < operands.length; k++) {
      at[k] = (int) operands[k].offset();
      flat &= operands[k].isContiguous();
    }
    long size = operands[0].size();
    if (flat || size == 0) {
      Arrays.fill(step, 1);
      length = (int) size;
    } else {
      length = merge(operands);
    }
  }

  private int merge(Layout[] operands) {
    var shape = operands[0].shape();
    extents = new long[shape.rank()];
    strides = new int[shape.rank()][];
    int merged = 0;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      long extent = shape.get(axis);
      if (extent == 1) {
        continue;
      }
      if (merged > 0 && continues(operands, axis, merged - 1)) {
        extents[merged - 1] *= extent;
      } else {
        extents[merged] = extent;
        strides[merged++] = strides(operands, axis);
      }
    }
    extents = Arrays.copyOf(extents, merged);
    index = new long[merged];
    if (merged == 0) {
      return 1;
    }
    System.arraycopy(strides[0], 0, step, 0, step.length);
    return Math.toIntExact(extents[0]);
  }

  private boolean continues(Layout[] operands, int axis, int inner) {
    for (int k = 0; k < operands.length; k++) {
      if (operands[k].stride(axis) != strides[inner][k] * extents[inner]) {
        return false;
      }
    }
    return true;
  }

  private static int[] strides(Layout[] operands, int axis) {
    var strides = new int[operands.length];
    for (int k = 0; k < strides.length; k++) {
      strides[k] = (int) operands[k].stride(axis);
    }
    return strides;
  }

  /// {@return the number of elements in a row}
  public int length() {
    return length;
  }

  /// {@return where an operand's row begins}
  public int at(int operand) {
    return at[operand];
  }

  /// {@return the distance between an operand's neighbours in a row}
  public int step(int operand) {
    return step[operand];
  }

  /// {@return whether there is another row, and goes there}
  public boolean next() {
    if (!begun) {
      begun = true;
      return length > 0;
    }
    for (int axis = 1; axis < extents.length; axis++) {
      move(axis, 1);
      if (++index[axis] < extents[axis]) {
        return true;
      }
      move(axis, -extents[axis]);
      index[axis] = 0;
    }
    return false;
  }

  private void move(int axis, long by) {
    for (int k = 0; k < at.length; k++) {
      at[k] += (int) (strides[axis][k] * by);
    }
  }
}
