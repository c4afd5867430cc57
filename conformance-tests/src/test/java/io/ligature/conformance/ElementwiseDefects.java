package io.ligature.conformance;

import static io.ligature.conformance.Defect.call;
import static io.ligature.conformance.Defect.layout;
import static io.ligature.conformance.Defect.result;

import io.ligature.DType;
import io.ligature.conformance.BackendConformance.Binary;
import io.ligature.conformance.BackendConformance.Compare;
import io.ligature.conformance.BackendConformance.Unary;
import io.ligature.conformance.BackendConformance.Where;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.LongBinaryOperator;
import java.util.stream.Stream;

/// What goes wrong where each element is computed by itself.
final class ElementwiseDefects {
  private static final int LANES = 8;

  private ElementwiseDefects() {}

  static List<Defect> all() {
    return Stream.of(unary(), binary(), chosen()).flatMap(List::stream).toList();
  }

  private static List<Defect> unary() {
    return List.of(
        layout(Unary.class, "\\w+", "ignores the offset", MovingDefects::atStart),
        layout(Unary.class, "\\w+", "ignores negative strides", MovingDefects::forwards),
        layout(Unary.class, "\\w+", "takes strides of 0 for 1", MovingDefects::unrepeated),
        result(
            Unary.class,
            "exp",
            "repeats the element before in the tail",
            (_, _, y) -> {
              int whole = y.length() / LANES * LANES;
              for (int i = Math.max(1, whole); i < y.length(); i++) {
                y.bits()[i] = y.bits()[i - 1];
              }
            }),
        call(
            Unary.class,
            "tanh",
            "leaves the last element unwritten",
            (_, in, out, right) -> {
              var before = Defect.read(out[0]);
              right.accept(in, out);
              var y = Defect.read(out[0]);
              y.bits()[y.length() - 1] = before.bits()[y.length() - 1];
              Defect.write(out[0], y);
            }),
        call(
            Unary.class,
            "sqrt",
            "writes whole vectors past the end",
            (_, in, out, right) -> {
              right.accept(in, out);
              long next = out[0].layout().highest() + 1;
              if (next < out[0].storage().length()) {
                write(out[0], next, 1.5);
              }
            }),
        call(
            Unary.class,
            "abs",
            "overwrites its operand",
            (_, in, out, right) -> {
              right.accept(in, out);
              if (!in[0].overlaps(out[0])) {
                right.accept(in, in);
              }
            }),
        real("exp", "computes doubles in floats", x -> (float) Math.exp((float) x)),
        real("log1p", "loses digits near 0", x -> Math.log(1 + x)),
        real("tanh", "overflows far out", x -> (Math.exp(2 * x) - 1) / (Math.exp(2 * x) + 1)),
        real("round", "rounds half up", x -> Math.floor(x + 0.5)),
        real(
            "round",
            "rounds half away from 0",
            x -> Math.signum(x) * Math.floor(Math.abs(x) + 0.5)),
        real("relu", "swallows NaN", x -> x > 0 ? x : 0),
        real("negate", "loses the sign of zero", x -> 0 - x),
        real("sign", "of NaN is 0", x -> x > 0 ? 1 : x < 0 ? -1 : 0),
        whole(
            Unary.class,
            "abs",
            "saturates",
            (x, _) -> x == Integer.MIN_VALUE || x == Long.MIN_VALUE ? ~x : Math.abs(x)));
  }

  private static List<Defect> binary() {
    var last = new AtomicReference<View[]>();
    return List.of(
        layout(Binary.class, "\\w+", "ignores the offset", MovingDefects::atStart),
        call(
            Binary.class,
            "\\w+",
            "lays out the second operand as the first",
            (_, in, out, right) ->
                right.accept(new View[] {in[0], in[1].with(in[0].layout())}, out)),
        call(
            Binary.class,
            "minus",
            "swaps its operands where the second is backwards",
            (_, in, out, right) ->
                right.accept(
                    in[1].layout().rank() > 0 && in[1].layout().stride(0) < 0
                        ? new View[] {in[1], in[0]}
                        : in,
                    out)),
        call(
            Binary.class,
            "minus",
            "writes before it reads",
            (_, in, out, right) -> {
              var y = Defect.read(out[0]);
              Arrays.fill(y.bits(), 0);
              Defect.write(out[0], y);
              right.accept(in, out);
            }),
        call(
            Binary.class,
            "plus",
            "reads an operand after its release",
            (_, in, out, right) -> {
              var before = last.getAndSet(in);
              boolean alike =
                  before != null
                      && before[0].dtype() == in[0].dtype()
                      && before[0].shape().equals(in[0].shape());
              right.accept(alike ? new View[] {before[0], in[1]} : in, out);
            }),
        reals("div", "multiplies with the reciprocal", (a, b) -> a * (1 / b)),
        reals("rem", "has the sign of the dividend", (a, b) -> a % b),
        reals("maximum", "swallows NaN", (a, b) -> a > b ? a : b),
        reals(
            "minimum",
            "swallows the first NaN",
            (a, b) -> b < a || Double.isNaN(b) ? b : Double.isNaN(a) ? b : a),
        reals("pow", "goes by the logarithm", (a, b) -> Math.exp(b * Math.log(a))),
        reals("atan2", "forgets the quadrant", (a, b) -> Math.atan(a / b)),
        whole(Binary.class, "plus", "saturates", ElementwiseDefects::saturated),
        whole(Binary.class, "floorDiv", "truncates", (a, b) -> b == 0 ? 0 : a / b),
        whole(
            Binary.class,
            "shl",
            "does not count modulo the width",
            (a, b) -> b < 0 || b > 63 ? 0 : a << b),
        whole(Binary.class, "shr", "forgets the sign", (a, b) -> a >>> b),
        whole(Binary.class, "times", "goes by doubles", (a, b) -> (long) ((double) a * b)));
  }

  private static List<Defect> chosen() {
    return List.of(
        pairs(
            Compare.class,
            "eq",
            "holds of NaN and NaN",
            (a, b) -> Double.compare(a + 0.0, b + 0.0) == 0 ? 1 : 0),
        pairs(
            Compare.class,
            "lt",
            "tells the zeros apart",
            (a, b) -> Double.compare(a, b) < 0 && !Double.isNaN(b) ? 1 : 0),
        pairs(Compare.class, "le", "is not greater", (a, b) -> a > b ? 0 : 1),
        pairs(Compare.class, "ne", "is false of NaN", (a, b) -> a < b || a > b ? 1 : 0),
        result(
            Compare.class,
            "lt",
            "compares long numbers as doubles",
            (_, x, y) -> {
              for (int i = 0; x[0].dtype() == DType.INT64 && i < y.length(); i++) {
                y.bits()[i] = (double) x[0].whole(i) < (double) x[1].whole(i) ? 1 : 0;
              }
            }),
        result(
            Compare.class,
            "g[te]",
            "writes all bits for true",
            (_, _, y) -> {
              for (int i = 0; i < y.length(); i++) {
                y.bits()[i] = y.bits()[i] == 0 ? 0 : 0xFF;
              }
            }),
        call(
            Where.class,
            "where",
            "is inverted",
            (_, in, out, right) -> right.accept(new View[] {in[0], in[2], in[1]}, out)),
        call(
            Where.class,
            "where",
            "takes the condition for contiguous",
            (_, in, out, right) ->
                right.accept(
                    new View[] {in[0].with(MovingDefects.inOrder(in[0].layout())), in[1], in[2]},
                    out)),
        result(
            Where.class,
            "where",
            "mixes by arithmetic",
            (_, x, y) -> {
              for (int i = 0; y.dtype().isFloating() && i < y.length(); i++) {
                double c = x[0].whole(i);
                y.bits()[i] = Cells.bits(y.dtype(), c * x[1].real(i) + (1 - c) * x[2].real(i));
              }
            }));
  }

  private static Defect real(String op, String words, DoubleUnaryOperator wrong) {
    return result(
        Unary.class,
        op,
        words,
        (_, x, y) -> {
          for (int i = 0; y.dtype().isFloating() && i < y.length(); i++) {
            y.bits()[i] = Cells.bits(y.dtype(), wrong.applyAsDouble(x[0].real(i)));
          }
        });
  }

  private static Defect reals(String op, String words, DoubleBinaryOperator wrong) {
    return pairs(Binary.class, op, words, wrong);
  }

  private static Defect pairs(Class<?> group, String op, String words, DoubleBinaryOperator wrong) {
    return result(
        group,
        op,
        words,
        (_, x, y) -> {
          for (int i = 0; x[0].dtype().isFloating() && i < y.length(); i++) {
            y.bits()[i] = Cells.bits(y.dtype(), wrong.applyAsDouble(x[0].real(i), x[1].real(i)));
          }
        });
  }

  private static Defect whole(Class<?> group, String op, String words, LongBinaryOperator wrong) {
    return result(
        group,
        op,
        words,
        (_, x, y) -> {
          for (int i = 0; y.dtype().isIntegral() && i < y.length(); i++) {
            long second = x[x.length - 1].whole(i);
            y.bits()[i] = Cells.bits(y.dtype(), wrong.applyAsLong(x[0].whole(i), second));
          }
        });
  }

  private static long saturated(long a, long b) {
    return Math.clamp(a + (double) b, Integer.MIN_VALUE, Integer.MAX_VALUE) == (double) (a + b)
        ? a + b
        : (long) Math.signum((double) a) * Integer.MAX_VALUE;
  }

  private static void write(View out, long at, double value) {
    var one = Cells.of(out.dtype(), 1);
    one.bits()[0] = Cells.bits(out.dtype(), value);
    out.storage().write(at, 1, one.segment());
  }
}
