package io.ligature.vector;

import io.ligature.Shape;
import io.ligature.spi.View;

/// Kernels cut along an axis, a part for each thread.
final class Parts {
  /// Elements that are done before another thread would have begun.
  static final long FEW = 1 << 14;

  private static final long MANY = 32 * FEW; // elements that are cut finer
  private static final int FINE = 4; // parts for each thread, so that one may lag behind

  private Parts() {}

  /// {@return into how many parts of at most `most` to cut what takes the time of `size` elements}
  static int count(Team team, long size, long most) {
    if (size < 2 * FEW || team.size() == 1) {
      return 1;
    }
    return (int) Math.min(size < MANY ? team.size() : FINE * team.size(), most);
  }

  /// What a kernel does with a part of every operand.
  @FunctionalInterface
  interface Kernel {
    /// Computes a part.
    void run(View[] operands);
  }

  /// {@return whether an elementwise kernel has too little to do for more than one thread}
  static boolean isFew(Team team, View out) {
    return team.size() == 1 || out.layout().size() < 2 * FEW;
  }

  /// Runs an elementwise kernel on operands of one shape.
  static void elementwise(Team team, Kernel kernel, View... operands) {
    var shape = operands[0].shape();
    int axis = isFew(team, operands[0]) ? -1 : widest(team, shape);
    if (axis < 0) {
      kernel.run(operands);
    } else {
      along(team, axis, shape.get(axis), kernel, operands);
    }
  }

  /// {@return the first axis with enough places for the team, or -1}
  private static int widest(Team team, Shape shape) {
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.get(axis) >= 2L * team.size()) {
        return axis;
      }
    }
    return -1;
  }

  /// Runs a kernel on slices along an axis, which the operands share.
  static void along(Team team, int axis, long extent, Kernel kernel, View... operands) {
    int parts = count(team, operands[0].shape().size(), extent);
    team.run(
        parts,
        t -> {
          long begin = extent * t / parts;
          long count = extent * (t + 1) / parts - begin;
          var slices = new View[operands.length];
          for (int i = 0; i < slices.length; i++) {
            slices[i] = operands[i].with(operands[i].layout().slice(axis, begin, count, 1));
          }
          kernel.run(slices);
        });
  }
}
