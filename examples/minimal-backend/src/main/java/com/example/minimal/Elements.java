package com.example.minimal;

import io.ligature.op.Op;
import io.ligature.spi.HeapStorage;
import io.ligature.spi.Layout;
import io.ligature.spi.Scalars;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/// The elements of a view by their row-major number: a Double if real, else a Long.
record Elements(HeapStorage storage, Layout layout) {
  Elements(View view) {
    this((HeapStorage) view.storage(), view.layout());
  }

  /// The elements with these axes, which ascend, moved behind the others. Along a single one they
  /// are lines of `n` neighbours then, and line `l` begins at `l n`.
  static Elements lines(View view, int... axes) {
    var others = IntStream.range(0, view.layout().rank());
    var ahead = others.filter(axis -> Arrays.binarySearch(axes, axis) < 0);
    var order = IntStream.concat(ahead, IntStream.of(axes)).toArray();
    return new Elements(view.with(view.layout().permute(order)));
  }

  void each(LongFunction<Number> value) {
    for (long i = 0; i < layout.size(); i++) {
      put(i, value.apply(i));
    }
  }

  Number get(long i) {
    return storage.get(layout.index(i));
  }

  double real(long i) {
    return storage.real(layout.index(i));
  }

  void put(long i, Number x) {
    storage.put(layout.index(i), x);
  }

  /// Converts an element, or moves it bit by bit.
  void copy(long i, Elements from) {
    if (storage.dtype() != from.storage.dtype()) {
      put(i, from.get(i));
    } else {
      long at = from.layout.index(i);
      System.arraycopy(from.storage.array(), (int) at, storage.array(), (int) layout.index(i), 1);
    }
  }

  Number of(Op.Unary op, Number x) {
    return x instanceof Double
        ? (Number) Scalars.of(op, x.doubleValue())
        : Scalars.of(op, storage.dtype(), x.longValue());
  }

  Number of(Op.Binary op, Number a, Number b) {
    return storage.dtype().isFloating()
        ? (Number) Scalars.of(op, a.doubleValue(), b.doubleValue())
        : Scalars.of(op, storage.dtype(), a.longValue(), b.longValue());
  }

  boolean isNaN(long i) {
    return Double.isNaN(real(i));
  }

  /// In ascending order; both zeros are equal, and NaN is above all.
  int compare(long i, Elements other, long j) {
    return storage.dtype().isFloating()
        ? real(i) == other.real(j) ? 0 : Double.compare(real(i), other.real(j))
        : Long.compare(get(i).longValue(), other.get(j).longValue());
  }
}
