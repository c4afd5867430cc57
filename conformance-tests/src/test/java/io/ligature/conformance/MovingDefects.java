package io.ligature.conformance;

import static io.ligature.conformance.Defect.call;
import static io.ligature.conformance.Defect.layout;
import static io.ligature.conformance.Defect.result;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.conformance.BackendConformance.Copy;
import io.ligature.conformance.BackendConformance.Fill;
import io.ligature.conformance.BackendConformance.Gather;
import io.ligature.conformance.BackendConformance.Iota;
import io.ligature.conformance.BackendConformance.RandomBits;
import io.ligature.conformance.BackendConformance.Scatter;
import io.ligature.op.Op;
import io.ligature.spi.Layout;
import io.ligature.spi.Philox;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.List;

/// What goes wrong where elements are made, moved or converted.
final class MovingDefects {
  private MovingDefects() {}

  static List<Defect> all() {
    return List.of(
        call(
            Fill.class,
            "full",
            "starts at the beginning of the storage",
            (_, in, out, right) -> right.accept(in, edit(out, MovingDefects::atStart))),
        call(
            Fill.class,
            "full",
            "writes one element more",
            (_, in, out, right) -> right.accept(in, edit(out, MovingDefects::longer))),
        call(
            Fill.class,
            "full",
            "takes every result for contiguous",
            (_, in, out, right) -> right.accept(in, edit(out, MovingDefects::inOrder))),
        result(
            Fill.class,
            "full",
            "loses the sign of zero",
            (_, _, y) -> reals(y, x -> x == 0 ? 0 : x)),
        // ---- copy
        layout(Copy.class, "copy", "ignores negative strides", MovingDefects::forwards),
        layout(Copy.class, "copy", "ignores the offset", MovingDefects::atStart),
        call(
            Copy.class,
            "copy",
            "takes every result for contiguous",
            (_, in, out, right) -> right.accept(in, edit(out, MovingDefects::inOrder))),
        conversion("rounds to whole numbers", (to, x) -> Cells.bits(to, Math.rint(x))),
        conversion("does not saturate", (to, x) -> Cells.bits(to, (long) x)),
        conversion(
            "makes the least number of NaN",
            (to, x) -> Cells.bits(to, Double.isNaN(x) ? -1e30 : x)),
        conversion(
            "makes of BOOL whether the whole part is not 0",
            (to, x) -> Cells.bits(to, to == DType.BOOL ? (double) (long) x : x)),
        narrowing("cuts instead of rounding", bits -> bits & ~0xFFFF),
        narrowing("rounds half up", bits -> (bits + 0x8000) & ~0xFFFF),
        result(
            Copy.class,
            "copy",
            "flushes subnormals",
            (_, _, y) -> reals(y, x -> Math.abs(x) < Float.MIN_NORMAL ? Math.signum(x) * 0 : x)),
        result(Copy.class, "copy", "loses the sign of zero", (_, _, y) -> reals(y, x -> x + 0.0)),
        result(
            Copy.class,
            "copy",
            "saturates between whole numbers",
            (_, x, y) -> {
              for (int i = 0;
                  x[0].dtype() == DType.INT64 && y.dtype() == DType.INT32 && i < y.length();
                  i++) {
                y.bits()[i] = Cells.bits(DType.INT32, (double) x[0].whole(i));
              }
            }),
        // ---- iota, randomBits
        result(
            Iota.class,
            "iota",
            "counts in FLOAT32",
            (_, _, y) -> reals(y, x -> y.dtype() == DType.FLOAT64 ? (float) x : x)),
        result(Iota.class, "iota", "counts whole numbers in doubles", (_, _, y) -> wholes(y)),
        call(
            Iota.class,
            "iota",
            "counts along the last axis",
            (op, in, out, right) -> {
              var iota = (Op.Iota) op;
              int last = out[0].layout().rank() - 1;
              right.accept(in, out);
              if (iota.axis() != last && out[0].shape().get(last) > 1) {
                var y = Defect.read(out[0]);
                var first = y.bits()[0];
                Arrays.fill(y.bits(), first);
                Defect.write(out[0], y);
              }
            }),
        call(
            RandomBits.class,
            "randomBits",
            "begins with another counter",
            (op, _, out, _) -> words(((Op.RandomBits) op).key(), out[0], 1, false)),
        call(
            RandomBits.class,
            "randomBits",
            "swaps the words of INT64",
            (op, _, out, _) -> words(((Op.RandomBits) op).key(), out[0], 0, true)),
        call(
            RandomBits.class,
            "randomBits",
            "takes half of the key",
            (op, _, out, _) -> {
              long key = ((Op.RandomBits) op).key().bits() & 0xFFFFFFFFL;
              words(new Key(key), out[0], 0, false);
            }),
        // ---- gather, scatter
        layout(
            Gather.class, "gather", "takes every operand for contiguous", MovingDefects::inOrder),
        call(
            Gather.class,
            "gather",
            "reads along the last axis",
            (op, in, out, right) -> {
              right.accept(in, out);
              var y = Defect.read(out[0]);
              if (((Op.Gather) op).axis() == 0 && out[0].layout().rank() > 1) {
                y.bits()[y.length() - 1] = Defect.read(in[0]).bits()[0];
                Defect.write(out[0], y);
              }
            }),
        call(Scatter.class, "scatterAdd", "loses duplicates", MovingDefects::lastOnly),
        call(
            Scatter.class,
            "scatter",
            "lets the first of several win",
            (_, in, out, right) -> {
              var flipped = new View[] {flip(in[0]), flip(in[1])};
              right.accept(in[0].layout().rank() == 1 ? flipped : in, out);
            }),
        call(
            Scatter.class,
            "scatter(Add)?",
            "clears what lies there",
            (_, in, out, right) -> {
              var y = Defect.read(out[0]);
              Arrays.fill(y.bits(), 0);
              Defect.write(out[0], y);
              right.accept(in, out);
            }),
        layout(Scatter.class, "scatterAdd", "takes strides of 0 for 1", MovingDefects::unrepeated));
  }

  interface Conversion {
    long bits(DType to, double x);
  }

  private static Defect conversion(String words, Conversion wrong) {
    return result(
        Copy.class,
        "copy",
        words,
        (_, x, y) -> {
          if (x[0].dtype().isFloating() && !y.dtype().isFloating()) {
            for (int i = 0; i < y.length(); i++) {
              y.bits()[i] = wrong.bits(y.dtype(), x[0].real(i));
            }
          }
        });
  }

  private static Defect narrowing(String words, java.util.function.IntUnaryOperator wrong) {
    return result(
        Copy.class,
        "copy",
        words,
        (_, x, y) -> {
          if (x[0].dtype() == DType.FLOAT32 && y.dtype() == DType.BFLOAT16) {
            for (int i = 0; i < y.length(); i++) {
              if (Double.isFinite(x[0].real(i))) {
                int bits = wrong.applyAsInt((int) x[0].bits()[i]);
                y.bits()[i] = Integer.toUnsignedLong(bits) >>> 16;
              }
            }
          }
        });
  }

  static void reals(Cells y, java.util.function.DoubleUnaryOperator f) {
    for (int i = 0; y.dtype().isFloating() && i < y.length(); i++) {
      y.bits()[i] = Cells.bits(y.dtype(), f.applyAsDouble(y.real(i)));
    }
  }

  private static void wholes(Cells y) {
    for (int i = 0; y.dtype() == DType.INT64 && i < y.length(); i++) {
      y.bits()[i] = (long) (double) y.bits()[i];
    }
  }

  private static void words(Key key, View out, int shift, boolean swapped) {
    var y = Defect.read(out);
    var words = new int[4];
    for (int i = 0; i < y.length(); i++) {
      int per = y.dtype() == DType.INT64 ? 2 : 1;
      long value = 0;
      for (int part = 0; part < per; part++) {
        long word = (long) i * per + part;
        Philox.block(key.bits(), word / 4 + shift, words);
        int at = swapped ? per - 1 - part : part;
        value |= (words[(int) (word % 4)] & 0xFFFFFFFFL) << (32 * at);
      }
      y.bits()[i] = value;
    }
    Defect.write(out, y);
  }

  /// Adds only the last of several to a place of a vector.
  private static void lastOnly(
      Op op, View[] in, View[] out, java.util.function.BiConsumer<View[], View[]> right) {
    if (in[0].layout().rank() != 1) {
      right.accept(in, out);
      return;
    }
    var index = Defect.read(in[0]);
    var updates = Defect.read(in[1]);
    var y = Defect.read(out[0]);
    var base = y.bits().clone();
    for (int i = 0; i < index.length(); i++) {
      int place = (int) index.whole(i);
      y.bits()[place] =
          y.dtype().isFloating()
              ? Cells.bits(y.dtype(), Cells.real(y.dtype(), base[place]) + updates.real(i))
              : Cells.bits(y.dtype(), Cells.whole(y.dtype(), base[place]) + updates.whole(i));
    }
    Defect.write(out[0], y);
  }

  static View flip(View x) {
    long n = x.shape().get(0);
    return n < 2 ? x : x.with(x.layout().slice(0, n - 1, n, -1));
  }

  static View[] edit(View[] views, java.util.function.UnaryOperator<Layout> edit) {
    return Arrays.stream(views).map(x -> x.with(edit.apply(x.layout()))).toArray(View[]::new);
  }

  static Layout atStart(Layout x) {
    return Layout.of(x.shape(), x.strides(), x.offset() - x.lowest());
  }

  static Layout inOrder(Layout x) {
    return Layout.of(x.shape(), Layout.rowMajor(x.shape()).strides(), x.lowest());
  }

  static Layout forwards(Layout x) {
    return Layout.of(x.shape(), Arrays.stream(x.strides()).map(Math::abs).toArray(), x.lowest());
  }

  static Layout unrepeated(Layout x) {
    return Layout.of(
        x.shape(),
        Arrays.stream(x.strides()).map(stride -> stride == 0 ? 1 : stride).toArray(),
        x.offset());
  }

  static Layout longer(Layout x) {
    return x.rank() == 1 && x.isContiguous()
        ? Layout.of(x.shape().with(0, x.size() + 1), new long[] {1}, x.offset())
        : x;
  }
}
