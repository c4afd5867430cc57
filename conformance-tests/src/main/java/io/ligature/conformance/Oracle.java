package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.Philox;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/// What every primitive means, in loops over indices, in long and in pairs of doubles.
///
/// It trusts no backend, and no mathematical library: functions are computed to more digits than a
/// double has. Where a result is a sum, it adds up the magnitudes as well: the scale of the
/// roundings that any order of adding may make.
final class Oracle {
  private Oracle() {}

  static Expected[] of(Op.Primitive op, Operand... in) {
    return switch (op) {
      case Op.Sort sort -> sort(sort, in[0]);
      default -> new Expected[] {only(op, in)};
    };
  }

  private static Expected only(Op.Primitive op, Operand[] in) {
    return switch (op) {
      case Op.Fill fill -> fill(fill);
      case Op.Copy copy -> copy(in[0], copy.to());
      case Op.Iota iota -> iota(iota);
      case Op.RandomBits random -> randomBits(random);
      case Op.Unary unary -> unary(unary, in[0]);
      case Op.Binary binary -> binary(binary, in[0], in[1]);
      case Op.Compare compare -> compare(compare, in[0], in[1]);
      case Op.Where _ -> where(in[0], in[1], in[2]);
      case Op.Reduce reduce -> reduce(reduce, in[0]);
      case Op.ArgReduce arg -> argReduce(arg, in[0]);
      case Op.Scan scan -> scan(scan, in[0]);
      case Op.MatMul _ -> matmul(in[0], in[1]);
      case Op.Gather gather -> gather(gather.axis(), in[0], in[1]);
      case Op.Scatter scatter -> scatter(scatter, in[0], in[1], in[2]);
      case Op.Sort _, Op.Concat _, Op.Insert _ ->
          throw new IllegalStateException(op + " is none of one kernel");
    };
  }

  private static Expected fill(Op.Fill op) {
    var result = Expected.bits(op.result().dtype(), op.result().shape());
    Arrays.fill(result.bits, number(op.result().dtype(), op.value()));
    return result;
  }

  private static long number(DType dtype, Number value) {
    return dtype.isFloating()
        ? Cells.bits(dtype, value.doubleValue())
        : Cells.bits(dtype, value.longValue());
  }

  static Expected copy(Operand x, DType to) {
    var result = Expected.bits(to, x.shape());
    for (int i = 0; i < x.size(); i++) {
      result.bits[i] =
          x.dtype() == to
              ? x.bits(i)
              : x.dtype().isFloating() ? Cells.bits(to, x.real(i)) : Cells.bits(to, x.whole(i));
    }
    return result;
  }

  private static Expected iota(Op.Iota op) {
    var dtype = op.result().dtype();
    var result = Expected.bits(dtype, op.result().shape());
    for (int i = 0; i < result.bits.length; i++) {
      long at = Index.of(result.shape, i)[op.axis()];
      result.bits[i] =
          dtype.isFloating()
              ? Cells.bits(dtype, op.start().doubleValue() + at * op.step().doubleValue())
              : Cells.bits(dtype, op.start().longValue() + at * op.step().longValue());
    }
    return result;
  }

  private static Expected randomBits(Op.RandomBits op) {
    var dtype = op.result().dtype();
    var result = Expected.bits(dtype, op.result().shape());
    var words = new int[4];
    for (int i = 0; i < result.bits.length; i++) {
      if (dtype == DType.INT64) {
        result.bits[i] = Philox.word64(op.key().bits(), i);
      } else {
        Philox.block(op.key().bits(), i / 4, words);
        result.bits[i] = words[i % 4] & 0xFFFFFFFFL;
      }
    }
    return result;
  }

  private static Expected unary(Op.Unary op, Operand x) {
    var dtype = x.dtype();
    var result = numbers(dtype, x.shape());
    for (int i = 0; i < x.size(); i++) {
      if (dtype.isFloating()) {
        result.put(i, Reals.of(op, x.real(i)));
      } else {
        result.bits[i] = Cells.bits(dtype, Wholes.of(op, dtype, x.whole(i)));
      }
    }
    return result;
  }

  private static Expected numbers(DType dtype, Shape shape) {
    return dtype.isFloating() ? Expected.reals(dtype, shape) : Expected.bits(dtype, shape);
  }

  private static Expected binary(Op.Binary op, Operand a, Operand b) {
    var dtype = a.dtype();
    var result = numbers(dtype, a.shape());
    for (int i = 0; i < a.size(); i++) {
      if (dtype.isFloating()) {
        result.put(i, Reals.of(op, a.real(i), b.real(i)));
      } else {
        result.bits[i] = Cells.bits(dtype, Wholes.of(op, dtype, a.whole(i), b.whole(i)));
      }
    }
    return result;
  }

  private static Expected compare(Op.Compare op, Operand a, Operand b) {
    var result = Expected.bits(DType.BOOL, a.shape());
    for (int i = 0; i < a.size(); i++) {
      boolean holds =
          a.dtype().isFloating()
              ? Reals.of(op, a.real(i), b.real(i))
              : Wholes.of(op, a.whole(i), b.whole(i));
      result.bits[i] = holds ? 1 : 0;
    }
    return result;
  }

  private static Expected where(Operand condition, Operand a, Operand b) {
    var result = Expected.bits(a.dtype(), a.shape());
    for (int i = 0; i < a.size(); i++) {
      result.bits[i] = condition.whole(i) != 0 ? a.bits(i) : b.bits(i);
    }
    return result;
  }

  private static Expected reduce(Op.Reduce op, Operand x) {
    var shape = x.shape();
    for (int axis : op.axes()) {
      shape = shape.with(axis, 1);
    }
    var result = numbers(x.dtype(), shape);
    var total = new Total(op.kind(), result);
    var places = Layout.rowMajor(shape).expand(x.shape());
    for (int i = 0; i < x.size(); i++) {
      total.add((int) places.index(i), x, i);
    }
    return result;
  }

  private static Expected scan(Op.Scan op, Operand x) {
    var result = numbers(x.dtype(), x.shape());
    var total = new Total(op.kind(), result);
    long step = Layout.rowMajor(x.shape()).stride(op.axis());
    for (int i = 0; i < x.size(); i++) {
      if (Index.of(x.shape(), i)[op.axis()] > 0) {
        total.carry(i - (int) step, i);
      }
      total.add(i, x, i);
    }
    return result;
  }

  private static Expected argReduce(Op.ArgReduce op, Operand x) {
    var shape = x.shape().with(op.axis(), 1);
    var result = Expected.bits(DType.INT64, shape);
    var lines = x.with(x.layout().permute(Index.last(x.shape().rank(), op.axis())));
    int n = (int) x.shape().get(op.axis());
    for (int line = 0; line < result.bits.length; line++) {
      int best = line * n;
      for (int i = best + 1; i < (line + 1) * n; i++) {
        int order =
            x.dtype().isFloating()
                ? compare(lines.real(i), lines.real(best))
                : Long.compare(lines.whole(i), lines.whole(best));
        boolean nan = x.dtype().isFloating() && Double.isNaN(lines.real(i));
        boolean bestIsNan = x.dtype().isFloating() && Double.isNaN(lines.real(best));
        boolean better = op.kind() == Op.ArgReduction.ARGMAX ? order > 0 : order < 0;
        if (!bestIsNan && (nan || better)) {
          best = i;
        }
      }
      result.bits[Index.whereLast(shape, op.axis(), line)] = best - (long) line * n;
    }
    return result;
  }

  /// Numbers in order, both zeros equal, NaN above all.
  private static int compare(double a, double b) {
    return a == b ? 0 : Double.compare(a, b);
  }

  private static Expected[] sort(Op.Sort op, Operand x) {
    var values = Expected.bits(x.dtype(), x.shape());
    var indices = Expected.bits(DType.INT64, x.shape());
    var order = Index.last(x.shape().rank(), op.axis());
    var lines = x.with(x.layout().permute(order));
    var to = Layout.rowMajor(x.shape()).permute(order);
    int n = (int) x.shape().get(op.axis());
    Comparator<Integer> ascending =
        x.dtype().isFloating()
            ? (i, j) -> compare(lines.real(i), lines.real(j))
            : (i, j) -> Long.compare(lines.whole(i), lines.whole(j));
    for (int begin = 0; begin < x.size(); begin += n) {
      var sorted =
          IntStream.range(begin, begin + n)
              .boxed()
              .sorted(op.descending() ? ascending.reversed() : ascending) // stable
              .toList();
      for (int i = 0; i < n; i++) {
        int place = (int) to.index(begin + i);
        values.bits[place] = lines.bits(sorted.get(i));
        indices.bits[place] = sorted.get(i) - (long) begin;
      }
    }
    return new Expected[] {values, indices};
  }

  private static Expected matmul(Operand a, Operand b) {
    int rank = a.shape().rank();
    int k = (int) a.shape().get(-1);
    var result = numbers(a.dtype(), a.shape().with(-1, b.shape().get(-1)));
    int size = (int) result.shape.size();
    for (int i = 0; i < size; i++) {
      var index = Index.of(result.shape, i);
      long column = index[rank - 1];
      long row = index[rank - 2];
      long whole = 0;
      var sum = new Sum();
      double scale = 0;
      for (int l = 0; l < k; l++) {
        index[rank - 1] = l;
        index[rank - 2] = row;
        int p = Index.at(a.layout(), index);
        index[rank - 2] = l;
        index[rank - 1] = column;
        int q = Index.at(b.layout(), index);
        if (a.dtype().isFloating()) {
          sum.addProduct(a.cells().real(p), b.cells().real(q));
          scale += Math.abs(a.cells().real(p) * b.cells().real(q));
        } else {
          whole += a.cells().whole(p) * b.cells().whole(q);
        }
      }
      if (a.dtype().isFloating()) {
        result.put(i, sum.value(), scale);
      } else {
        result.bits[i] = Cells.bits(a.dtype(), whole);
      }
    }
    return result;
  }

  private static Expected gather(int axis, Operand x, Operand index) {
    var result = Expected.bits(x.dtype(), index.shape());
    for (int i = 0; i < index.size(); i++) {
      var at = Index.of(index.shape(), i);
      at[axis] = index.whole(i);
      result.bits[i] = x.cells().bits()[Index.at(x.layout(), at)];
    }
    return result;
  }

  private static Expected scatter(Op.Scatter op, Operand base, Operand index, Operand updates) {
    boolean adds = op.mode() == Op.ScatterMode.ADD;
    var result =
        adds ? numbers(base.dtype(), base.shape()) : Expected.bits(base.dtype(), base.shape());
    for (int i = 0; i < base.size(); i++) {
      if (result.isExact()) {
        result.bits[i] = base.bits(i);
      } else {
        result.put(i, DoubleDouble.of(base.real(i)));
      }
    }
    var sums = new Sum[result.length()];
    Arrays.setAll(
        sums,
        i -> {
          var sum = new Sum();
          sum.add(base.real(i));
          return sum;
        });
    var places = Layout.rowMajor(base.shape());
    for (int i = 0; i < index.size(); i++) {
      var at = Index.of(index.shape(), i);
      at[op.axis()] = index.whole(i);
      int place = Index.at(places, at);
      if (!adds) {
        result.bits[place] = updates.bits(i);
      } else if (result.isExact()) {
        result.bits[place] =
            Cells.bits(
                result.dtype, Cells.whole(result.dtype, result.bits[place]) + updates.whole(i));
      } else {
        sums[place].add(updates.real(i));
        result.put(place, sums[place].value(), result.scales[place] + Math.abs(updates.real(i)));
      }
    }
    return result;
  }
}
