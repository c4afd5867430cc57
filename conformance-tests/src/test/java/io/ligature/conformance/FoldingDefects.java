package io.ligature.conformance;

import static io.ligature.conformance.Defect.call;
import static io.ligature.conformance.Defect.layout;
import static io.ligature.conformance.Defect.result;

import io.ligature.DType;
import io.ligature.conformance.BackendConformance.ArgReduce;
import io.ligature.conformance.BackendConformance.MatMul;
import io.ligature.conformance.BackendConformance.Reduce;
import io.ligature.conformance.BackendConformance.Scan;
import io.ligature.conformance.BackendConformance.Sort;
import io.ligature.op.Op;
import io.ligature.spi.Backend;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/// What goes wrong where several elements make one, or are put in order.
final class FoldingDefects {
  private FoldingDefects() {}

  static List<Defect> all() {
    return Stream.of(reductions(), places(), scans(), products(), orders())
        .flatMap(List::stream)
        .toList();
  }

  private static List<Defect> reductions() {
    var runs = new AtomicInteger();
    return List.of(
        layout(
            Reduce.class, "sum|prod|max|min", "ignores negative offsets", MovingDefects::atStart),
        result(
            Reduce.class,
            "sum",
            "adds one after another in a float",
            (_, x, y) -> {
              float sum = 0;
              for (int i = 0; i < x[0].length() && y.dtype() == DType.FLOAT32; i++) {
                sum += (float) x[0].real(i);
              }
              if (y.dtype() == DType.FLOAT32 && y.length() == 1) {
                y.bits()[0] = Cells.bits(DType.FLOAT32, (double) sum);
              }
            }),
        result(
            Reduce.class,
            "sum",
            "adds whole numbers in doubles",
            (_, x, y) -> {
              if (y.dtype() == DType.INT64 && y.length() == 1) {
                double sum = 0;
                for (int i = 0; i < x[0].length(); i++) {
                  sum += (double) x[0].whole(i);
                }
                y.bits()[0] = (long) sum;
              }
            }),
        result(
            Reduce.class,
            "sum",
            "is another one every time",
            (_, _, y) -> {
              if (y.dtype().isFloating() && y.length() > 0 && runs.getAndIncrement() % 2 == 1) {
                y.bits()[0] = neighbour(y.bits()[0]);
              }
            }),
        result(
            Reduce.class,
            "sum",
            "depends on the thread",
            (_, _, y) -> {
              if (y.length() > 0 && Thread.currentThread().getName().startsWith("pool-")) {
                y.bits()[0] = neighbour(y.bits()[0]);
              }
            }),
        new Defect(
            "depends on the number of threads",
            Reduce.class,
            "sum",
            right ->
                new DelegatingBackend(() -> right) {
                  @Override
                  public Backend withThreads(int count) {
                    return count == 1 ? right : lastBit("sum").wrong().apply(right);
                  }
                }),
        result(Reduce.class, "max", "swallows NaN", (_, x, y) -> only(y, largest(x[0], 0))),
        result(
            Reduce.class,
            "max",
            "begins with 0",
            (_, _, y) -> MovingDefects.reals(y, value -> Math.max(value, 0))),
        result(
            Reduce.class,
            "prod",
            "of nothing is 0",
            (_, x, y) -> {
              if (x[0].length() == 0) {
                Arrays.fill(y.bits(), 0);
              }
            }),
        result(
            Reduce.class,
            "min",
            "of no BOOL is false",
            (_, x, y) -> {
              if (x[0].length() == 0) {
                Arrays.fill(y.bits(), 0);
              }
            }),
        call(
            Reduce.class,
            "sum|max",
            "forgets the last of an odd number",
            (op, in, out, right) -> {
              var x = in[0];
              long n = x.layout().rank() == 1 ? x.shape().get(0) : 0;
              boolean whole = op instanceof Op.Reduce reduce && reduce.axes().size() == 1;
              right.accept(
                  whole && n > 8 && n % 2 == 1
                      ? new View[] {x.with(x.layout().slice(0, 0, n - 1, 1))}
                      : in,
                  out);
            }));
  }

  private static Defect lastBit(String op) {
    return result(
        Reduce.class,
        op,
        "is off in its last bit",
        (_, _, y) -> {
          if (y.dtype().isFloating() && y.length() > 0) {
            y.bits()[0] = neighbour(y.bits()[0]);
          }
        });
  }

  private static long neighbour(long bits) {
    return bits ^ 1;
  }

  private static void only(Cells y, double value) {
    if (y.dtype().isFloating() && y.length() == 1) {
      y.bits()[0] = Cells.bits(y.dtype(), value);
    }
  }

  /// The largest of all but NaN.
  private static double largest(Cells x, int from) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = from; x.dtype().isFloating() && i < x.length(); i++) {
      largest = x.real(i) > largest ? x.real(i) : largest;
    }
    return largest;
  }

  private static List<Defect> places() {
    return List.of(
        call(
            ArgReduce.class,
            "argm(ax|in)",
            "takes the last of equals",
            (_, in, out, right) -> {
              if (in[0].layout().rank() != 1) {
                right.accept(in, out);
                return;
              }
              right.accept(new View[] {MovingDefects.flip(in[0])}, out);
              var y = Defect.read(out[0]);
              y.bits()[0] = in[0].layout().size() - 1 - y.bits()[0];
              Defect.write(out[0], y);
            }),
        result(
            ArgReduce.class,
            "argmax",
            "passes over NaN",
            (_, x, y) -> {
              double largest = largest(x[0], 0);
              for (int i = x[0].length() - 1;
                  y.length() == 1 && x[0].dtype().isFloating() && i >= 0;
                  i--) {
                y.bits()[0] = x[0].real(i) == largest ? i : y.bits()[0];
              }
            }),
        result(
            ArgReduce.class,
            "argmin",
            "counts from the beginning of the storage",
            (_, x, y) -> {
              for (int i = 0; y.length() > 1 && i < y.length(); i++) {
                y.bits()[i] += (long) i * (x[0].length() / y.length());
              }
            }));
  }

  private static List<Defect> scans() {
    return List.of(
        result(
            Scan.class,
            "cumsum",
            "leaves out its own element",
            (_, x, y) -> {
              for (int i = 0; x[0].length() < 100 && i < y.length(); i++) {
                y.bits()[i] =
                    y.dtype().isFloating()
                        ? Cells.bits(y.dtype(), y.real(i) - x[0].real(i))
                        : Cells.bits(y.dtype(), y.whole(i) - x[0].whole(i));
              }
            }),
        call(
            Scan.class,
            "cum\\w+",
            "begins again after 16",
            (op, in, out, right) -> {
              right.accept(in, out);
              long n = in[0].layout().rank() == 1 ? in[0].layout().size() : 0;
              if (n > 16) {
                var rest = in[0].with(in[0].layout().slice(0, 16, n - 16, 1));
                right.accept(
                    new View[] {rest},
                    new View[] {out[0].with(out[0].layout().slice(0, 16, n - 16, 1))});
              }
            }),
        result(
            Scan.class,
            "cummax",
            "forgets NaN",
            (_, x, y) -> {
              for (int i = 0; y.dtype().isFloating() && i < y.length(); i++) {
                boolean lost = Double.isNaN(y.real(i)) && !Double.isNaN(x[0].real(i));
                y.bits()[i] = lost ? x[0].bits()[i] : y.bits()[i];
              }
            }));
  }

  private static List<Defect> products() {
    return List.of(
        call(
            MatMul.class,
            "matmul",
            "transposes square matrices",
            (_, in, out, right) -> {
              var b = in[1];
              int rank = b.layout().rank();
              boolean square = rank == 2 && b.shape().get(0) == b.shape().get(1);
              right.accept(square ? new View[] {in[0], b.with(b.layout().permute(1, 0))} : in, out);
            }),
        call(
            MatMul.class,
            "matmul",
            "uses the first of a batch",
            (_, in, out, right) -> right.accept(new View[] {in[0], first(in[1])}, out)),
        call(
            MatMul.class,
            "matmul",
            "leaves out the end of long sums",
            (_, in, out, right) -> {
              int last = in[0].layout().rank() - 1;
              long k = in[0].shape().get(last);
              long whole = k / 4 * 4;
              boolean cut = whole > 0;
              right.accept(
                  cut
                      ? new View[] {
                        in[0].with(in[0].layout().slice(last, 0, whole, 1)),
                        in[1].with(in[1].layout().slice(last - 1, 0, whole, 1))
                      }
                      : in,
                  out);
            }),
        result(
            MatMul.class,
            "matmul",
            "passes over zeros and NaN",
            (_, _, y) -> MovingDefects.reals(y, x -> Double.isNaN(x) ? 0 : x)),
        result(
            MatMul.class,
            "matmul",
            "adds doubles up in floats",
            (_, _, y) -> MovingDefects.reals(y, x -> (float) x)),
        result(
            MatMul.class,
            "matmul",
            "multiplies whole numbers in doubles",
            (_, _, y) -> {
              for (int i = 0; y.dtype() == DType.INT64 && i < y.length(); i++) {
                y.bits()[i] = (long) (double) y.bits()[i];
              }
            }),
        layout(MatMul.class, "matmul", "ignores negative strides", MovingDefects::forwards));
  }

  private static View first(View b) {
    var layout = b.layout();
    var strides = layout.strides();
    if (strides.length > 2) {
      strides[0] = 0;
    }
    return b.with(io.ligature.spi.Layout.of(layout.shape(), strides, layout.offset()));
  }

  private static List<Defect> orders() {
    return List.of(
        call(
            Sort.class,
            "sort",
            "is not stable",
            (op, in, out, right) -> {
              right.accept(in, out);
              var values = Defect.read(out[0]);
              var places = Defect.read(out[1]);
              for (int i = 0; in[0].layout().rank() == 1 && i + 1 < places.length(); i++) {
                if (values.bits()[i] == values.bits()[i + 1]) {
                  long place = places.bits()[i];
                  places.bits()[i] = places.bits()[i + 1];
                  places.bits()[i + 1] = place;
                }
              }
              Defect.write(out[1], places);
            }),
        call(
            Sort.class,
            "sort",
            "puts NaN at the other end",
            (_, in, out, right) -> {
              right.accept(in, out);
              int rank = in[0].layout().rank();
              var values = Defect.read(out[0]);
              int n = values.length();
              if (rank == 1 && values.dtype().isFloating() && n > 1) {
                var places = Defect.read(out[1]);
                int count = (int) nans(values);
                boolean last = Double.isNaN(values.real(n - 1));
                rotate(values, last ? count : n - count);
                rotate(places, last ? count : n - count);
                Defect.write(out[0], values);
                Defect.write(out[1], places);
              }
            }),
        call(
            Sort.class,
            "sort",
            "sorts the other way along other axes",
            (op, in, out, right) -> {
              right.accept(in, out);
              var sort = (Op.Sort) op;
              if (sort.axis() > 0) {
                long n = in[0].shape().get(sort.axis());
                for (var y : out) {
                  var backwards = Defect.read(y.with(y.layout().slice(sort.axis(), n - 1, n, -1)));
                  Defect.write(y, backwards);
                }
              }
            }),
        result(
            Sort.class,
            "sort",
            "counts places from 1",
            (_, _, y) -> {
              for (int i = 0; i < y.length(); i++) {
                y.bits()[i]++;
              }
            }));
  }

  private static long nans(Cells x) {
    long count = 0;
    for (int i = 0; i < x.length(); i++) {
      count += Double.isNaN(x.real(i)) ? 1 : 0;
    }
    return count;
  }

  private static void rotate(Cells x, int by) {
    var copy = x.bits().clone();
    for (int i = 0; i < copy.length; i++) {
      x.bits()[(i + by) % copy.length] = copy[i];
    }
  }
}
