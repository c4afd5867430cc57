package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.op.Op;
import io.ligature.spi.View;

/// Functions of each element, of any layout.
final class Elementwise {
  private Elementwise() {}

  static void unary(OpenClDevice device, Op.Unary op, View x, View out) {
    var options = Types.options(x.dtype());
    Walk.each(
        walk -> device.over(walk, "unary.cl", options, name(op), buffer(x), buffer(out), walk),
        x,
        out);
  }

  /// The names that end in `_` are those which C has given away.
  private static String name(Op.Unary op) {
    return switch (op) {
      case NEGATE, RELU -> op.name().toLowerCase(java.util.Locale.ROOT);
      default -> op.name().toLowerCase(java.util.Locale.ROOT) + "_";
    };
  }

  static void binary(OpenClDevice device, Op.Binary op, View a, View b, View out) {
    var options = Types.options(a.dtype());
    Walk.each(
        walk ->
            device.over(
                walk, "binary.cl", options, name(op), buffer(a), buffer(b), buffer(out), walk),
        a,
        b,
        out);
  }

  private static String name(Op.Binary op) {
    var plain = op.name().toLowerCase(java.util.Locale.ROOT);
    return switch (op) {
      case REMAINDER, POW, ATAN2, AND, OR, XOR -> plain + "_";
      default -> plain;
    };
  }

  static void compare(OpenClDevice device, Op.Compare op, View a, View b, View out) {
    var options = Types.options(a.dtype());
    Walk.each(
        walk ->
            device.over(
                walk, "compare.cl", options, op.label(), buffer(a), buffer(b), buffer(out), walk),
        a,
        b,
        out);
  }

  static void where(OpenClDevice device, View condition, View a, View b, View out) {
    var options = Types.width(a.dtype());
    Walk.each(
        walk ->
            device.over(
                walk,
                "move.cl",
                options,
                "where",
                buffer(condition),
                buffer(a),
                buffer(b),
                buffer(out),
                walk),
        condition,
        a,
        b,
        out);
  }
}
