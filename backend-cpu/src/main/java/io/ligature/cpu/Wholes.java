package io.ligature.cpu;

import io.ligature.DType;
import io.ligature.op.Op;
import io.ligature.spi.Scalars;

/// The elementwise functions of whole numbers and BOOL, on the first `n` elements of an array, in
/// place.
///
/// INT32 comes here as long; writing the low bits of the result wraps as 32 bits do.
final class Wholes {
  private Wholes() {}

  static void apply(Op.Unary op, DType dtype, long[] x, int n) {
    switch (op) {
      case NEGATE -> {
        for (int i = 0; i < n; i++) {
          x[i] = -x[i];
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.abs(x[i]);
        }
      }
      case SIGN -> {
        for (int i = 0; i < n; i++) {
          x[i] = Long.signum(x[i]);
        }
      }
      case RELU -> {
        for (int i = 0; i < n; i++) {
          x[i] = Math.max(x[i], 0);
        }
      }
      case NOT -> {
        long ones = dtype == DType.BOOL ? 1 : -1;
        for (int i = 0; i < n; i++) {
          x[i] ^= ones;
        }
      }
      default -> throw new IllegalStateException(op.label() + " of whole numbers");
    }
  }

  /// Leaves the results in `a`.
  static void apply(Op.Binary op, DType dtype, long[] a, long[] b, int n) {
    boolean narrow = dtype == DType.INT32;
    int width = narrow ? 31 : 63; // shifts count modulo 32 or 64
    switch (op) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          a[i] += b[i];
        }
      }
      case SUBTRACT -> {
        for (int i = 0; i < n; i++) {
          a[i] -= b[i];
        }
      }
      case MULTIPLY -> {
        for (int i = 0; i < n; i++) {
          a[i] *= b[i];
        }
      }
      case FLOOR_DIVIDE -> {
        for (int i = 0; i < n; i++) {
          a[i] = b[i] == 0 ? 0 : Math.floorDiv(a[i], b[i]);
        }
      }
      case REMAINDER -> {
        for (int i = 0; i < n; i++) {
          a[i] = b[i] == 0 ? a[i] : Math.floorMod(a[i], b[i]);
        }
      }
      case POW -> {
        for (int i = 0; i < n; i++) {
          a[i] = Scalars.pow(a[i], b[i]);
        }
      }
      case MAXIMUM -> {
        for (int i = 0; i < n; i++) {
          a[i] = Math.max(a[i], b[i]);
        }
      }
      case MINIMUM -> {
        for (int i = 0; i < n; i++) {
          a[i] = Math.min(a[i], b[i]);
        }
      }
      case AND -> {
        for (int i = 0; i < n; i++) {
          a[i] &= b[i];
        }
      }
      case OR -> {
        for (int i = 0; i < n; i++) {
          a[i] |= b[i];
        }
      }
      case XOR -> {
        for (int i = 0; i < n; i++) {
          a[i] ^= b[i];
        }
      }
      case SHIFT_LEFT -> {
        for (int i = 0; i < n; i++) {
          a[i] <<= b[i] & width;
        }
      }
      case SHIFT_RIGHT -> {
        for (int i = 0; i < n; i++) {
          a[i] >>= b[i] & width;
        }
      }
      case SHIFT_RIGHT_UNSIGNED -> {
        long bits = narrow ? 0xFFFFFFFFL : -1;
        for (int i = 0; i < n; i++) {
          a[i] = (a[i] & bits) >>> (b[i] & width);
        }
      }
      case DIVIDE, ATAN2 -> throw new IllegalStateException(op.label() + " of whole numbers");
    }
  }
}
