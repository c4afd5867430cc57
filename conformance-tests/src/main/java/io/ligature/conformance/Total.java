package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.op.Op;
import java.util.Arrays;

/// Accumulators of a reduction, one a result.
///
/// Those of sums grow together with the magnitudes of what was added, and those of products with
/// their own magnitude.
final class Total {
  private final Op.Reduction kind;
  private final Expected to;
  private final Sum[] sums;

  Total(Op.Reduction kind, Expected to) {
    this.kind = kind;
    this.to = to;
    sums = new Sum[to.length()];
    Arrays.setAll(sums, _ -> new Sum());
    if (to.isExact()) {
      Arrays.fill(to.bits, Cells.bits(to.dtype, wholeIdentity(kind, to.dtype)));
    } else {
      for (int i = 0; i < sums.length; i++) {
        to.put(i, DoubleDouble.of(realIdentity(kind)), 0);
      }
    }
  }

  private static double realIdentity(Op.Reduction kind) {
    return switch (kind) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
    };
  }

  private static long wholeIdentity(Op.Reduction kind, DType dtype) {
    boolean bool = dtype == DType.BOOL;
    boolean narrow = dtype == DType.INT32;
    return switch (kind) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> bool ? 0 : narrow ? Integer.MIN_VALUE : Long.MIN_VALUE;
      case MIN -> bool ? 1 : narrow ? Integer.MAX_VALUE : Long.MAX_VALUE;
    };
  }

  void add(int at, Operand x, int element) {
    if (to.isExact()) {
      long sum = combine(Cells.whole(to.dtype, to.bits[at]), x.whole(element));
      to.bits[at] = Cells.bits(to.dtype, sum);
    } else {
      double value = x.real(element);
      if (kind == Op.Reduction.SUM) {
        sums[at].add(value);
        to.put(at, sums[at].value(), to.scales[at] + Math.abs(value));
      } else {
        to.put(at, combine(to.value(at), value));
      }
    }
  }

  /// Begins one total where another ends.
  void carry(int from, int at) {
    if (to.isExact()) {
      to.bits[at] = to.bits[from];
    } else {
      to.put(at, to.value(from), to.scales[from]);
      sums[at].set(sums[from]);
    }
  }

  private DoubleDouble combine(DoubleDouble a, double b) {
    return switch (kind) {
      case SUM -> a.plus(b);
      case PROD -> a.times(b);
      case MAX -> Reals.of(Op.Binary.MAXIMUM, a.high(), b);
      case MIN -> Reals.of(Op.Binary.MINIMUM, a.high(), b);
    };
  }

  private long combine(long a, long b) {
    return switch (kind) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }
}
