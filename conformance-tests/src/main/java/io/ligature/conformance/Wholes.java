package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.op.Op;
import java.math.BigInteger;

/// The elementwise functions of whole numbers and BOOL; the low bits of what is returned are the
/// result.
final class Wholes {
  private Wholes() {}

  static long of(Op.Unary op, DType dtype, long x) {
    return switch (op) {
      case NEGATE -> -x;
      case ABS -> x < 0 ? -x : x;
      case SIGN -> x > 0 ? 1 : x < 0 ? -1 : 0;
      case RELU -> x > 0 ? x : 0;
      case NOT -> dtype == DType.BOOL ? 1 - x : -1 - x;
      default -> throw new IllegalStateException(op.label() + " of whole numbers");
    };
  }

  static long of(Op.Binary op, DType dtype, long a, long b) {
    int width = dtype.bytes() * 8;
    int shift = (int) (((b % width) + width) % width);
    return switch (op) {
      case ADD -> a + b;
      case SUBTRACT -> a - b;
      case MULTIPLY -> a * b;
      case FLOOR_DIVIDE -> b == 0 ? 0 : Math.floorDiv(a, b);
      case REMAINDER -> b == 0 ? a : Math.floorMod(a, b);
      case POW -> pow(a, b);
      case MAXIMUM -> a > b ? a : b;
      case MINIMUM -> a < b ? a : b;
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case SHIFT_LEFT -> a << shift;
      case SHIFT_RIGHT -> a >> shift;
      case SHIFT_RIGHT_UNSIGNED -> dtype == DType.INT32 ? (a & 0xFFFFFFFFL) >>> shift : a >>> shift;
      case DIVIDE, ATAN2 -> throw new IllegalStateException(op.label() + " of whole numbers");
    };
  }

  /// aᵇ modulo 2⁶⁴; a negative b truncates 1 / a⁻ᵇ, and 0 to a negative b is 0.
  private static long pow(long a, long b) {
    if (b < 0) {
      return a == 1 || a == -1 ? (b % 2 == 0 ? 1 : a) : 0;
    }
    var modulus = BigInteger.ONE.shiftLeft(64);
    return BigInteger.valueOf(a).modPow(BigInteger.valueOf(b), modulus).longValue();
  }

  static boolean of(Op.Compare op, long a, long b) {
    return switch (op) {
      case EQ -> a == b;
      case NE -> a != b;
      case LT -> a < b;
      case LE -> a <= b;
      case GT -> a > b;
      case GE -> a >= b;
    };
  }
}
