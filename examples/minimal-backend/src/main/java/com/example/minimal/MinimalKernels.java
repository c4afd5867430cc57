package com.example.minimal;

import static com.example.minimal.Elements.lines;
import static io.ligature.op.Op.Binary.ADD;
import static io.ligature.op.Op.Binary.MULTIPLY;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.op.Op;
import io.ligature.spi.Kernels;
import io.ligature.spi.Philox;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.LongStream;

/// The fifteen kernels, as loops over row-major numbers.
final class MinimalKernels extends Kernels {
  @Override
  public void fill(Number value, View out) {
    new Elements(out).each(i -> value);
  }

  @Override
  public void copy(View from, View out) {
    var x = new Elements(from);
    var y = new Elements(out);
    for (long i = 0; i < out.layout().size(); i++) {
      y.copy(i, x);
    }
  }

  @Override
  public void iota(Number start, Number step, int axis, View out) {
    var y = lines(out, axis);
    long n = out.shape().get(axis);
    y.each(i -> y.of(ADD, start, y.of(MULTIPLY, step, i % n)));
  }

  @Override
  public void randomBits(Key key, View out) {
    int parts = out.dtype() == DType.INT64 ? 1 : 2; // of a word of 64 bits, the low one first
    new Elements(out).each(i -> Philox.word64(key.bits(), i / parts) >>> i % parts * 32);
  }

  @Override
  public void unary(Op.Unary op, View from, View out) {
    var x = new Elements(from);
    new Elements(out).each(i -> x.of(op, x.get(i)));
  }

  @Override
  public void binary(Op.Binary op, View left, View right, View out) {
    var a = new Elements(left);
    var b = new Elements(right);
    new Elements(out).each(i -> a.of(op, a.get(i), b.get(i)));
  }

  @Override
  public void compare(Op.Compare op, View left, View right, View out) {
    var a = new Elements(left);
    var b = new Elements(right);
    new Elements(out)
        .each(i -> holds(op, a.isNaN(i) || b.isNaN(i) ? Double.NaN : a.compare(i, b, i)) ? 1 : 0);
  }

  /// With NaN, which is in no order, only NE does.
  private static boolean holds(Op.Compare op, double order) {
    return switch (op) {
      case EQ -> order == 0;
      case NE -> order != 0;
      case LT -> order < 0;
      case LE -> order <= 0;
      case GT -> order > 0;
      case GE -> order >= 0;
    };
  }

  @Override
  public void where(View condition, View left, View right, View out) {
    var c = new Elements(condition);
    var a = new Elements(left);
    var b = new Elements(right);
    new Elements(out).each(i -> c.real(i) != 0 ? a.get(i) : b.get(i));
  }

  @Override
  public void reduce(Op.Reduction kind, int[] axes, View from, View out) {
    var x = lines(from, axes);
    long n = from.layout().size() / out.layout().size();
    boolean zero = kind == Op.Reduction.SUM || kind == Op.Reduction.MAX; // if there are none
    new Elements(out).each(l -> n == 0 ? zero ? 0 : 1 : fold(kind, x, l * n, (l + 1) * n));
  }

  /// In halves of halves, so that rounding errors grow with the logarithm of the length alone.
  private static Number fold(Op.Reduction kind, Elements x, long begin, long end) {
    long middle = (begin + end) / 2;
    return end - begin == 1
        ? x.get(begin)
        : x.of(step(kind), fold(kind, x, begin, middle), fold(kind, x, middle, end));
  }

  private static Op.Binary step(Op.Reduction kind) {
    return switch (kind) {
      case SUM -> ADD;
      case PROD -> MULTIPLY;
      case MAX -> Op.Binary.MAXIMUM;
      case MIN -> Op.Binary.MINIMUM;
    };
  }

  @Override
  public void argReduce(Op.ArgReduction kind, int axis, View from, View out) {
    var x = lines(from, axis);
    long n = from.shape().get(axis);
    int sign = kind == Op.ArgReduction.ARGMAX ? 1 : -1;
    new Elements(out).each(l -> best(x, sign, l * n, (l + 1) * n) - l * n);
  }

  private static long best(Elements x, int sign, long begin, long end) {
    long best = begin;
    for (long i = begin; i < end && !x.isNaN(best); i++) {
      best = x.isNaN(i) || x.compare(i, x, best) * sign > 0 ? i : best;
    }
    return best;
  }

  @Override
  public void scan(Op.Reduction kind, int axis, View from, View out) {
    var x = lines(from, axis);
    long n = from.shape().get(axis);
    var y = lines(out, axis);
    Number total = 0;
    for (long i = 0; i < out.layout().size(); i++) {
      total = i % n == 0 ? x.get(i) : x.of(step(kind), total, x.get(i));
      y.put(i, total);
    }
  }

  @Override
  public void matmul(View left, View right, View out) {
    var a = new Elements(left); // in lines of rows, m of them in a matrix
    var b = lines(right, right.layout().rank() - 2); // in lines of columns, n of them
    long m = out.shape().get(-2);
    long n = out.shape().get(-1);
    long k = left.shape().get(-1);
    new Elements(out).each(i -> dot(a, i / n * k, b, (i / n / m * n + i % n) * k, k));
  }

  private static Number dot(Elements a, long i, Elements b, long j, long k) {
    Number sum = 0;
    for (long t = 0; t < k; t++) {
      sum = a.of(ADD, sum, a.of(MULTIPLY, a.get(i + t), b.get(j + t)));
    }
    return sum;
  }

  @Override
  public void gather(int axis, View from, View index, View out) {
    var x = lines(from, axis);
    var places = lines(index, axis);
    long n = from.shape().get(axis);
    long m = index.shape().get(axis);
    lines(out, axis).each(i -> x.get(i / m * n + places.get(i).longValue()));
  }

  @Override
  public void scatter(Op.ScatterMode mode, int axis, View index, View updates, View out) {
    var places = lines(index, axis);
    var x = lines(updates, axis);
    var y = lines(out, axis);
    long n = out.shape().get(axis);
    long m = index.shape().get(axis);
    for (long i = 0; i < index.layout().size(); i++) {
      long at = i / m * n + places.get(i).longValue();
      y.put(at, mode == Op.ScatterMode.SET ? x.get(i) : y.of(ADD, y.get(at), x.get(i)));
    }
  }

  @Override
  public void sort(int axis, boolean descending, View from, View values, View indices) {
    var x = lines(from, axis);
    int n = (int) from.shape().get(axis);
    Comparator<Long> ascending = (i, j) -> x.compare(i, x, j);
    var order = LongStream.range(0, from.layout().size()).boxed().toArray(Long[]::new);
    for (int begin = 0; begin < order.length; begin += n) {
      Arrays.sort(order, begin, begin + n, descending ? ascending.reversed() : ascending);
    }
    lines(values, axis).each(i -> x.get(order[(int) i]));
    lines(indices, axis).each(i -> order[(int) i] % n);
  }
}
