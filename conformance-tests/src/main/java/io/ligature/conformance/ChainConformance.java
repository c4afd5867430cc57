package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Operations one after another, as programs call them: each takes the results of earlier ones, and
/// views of them, and is compared with the oracle on just those operands.
public abstract class ChainConformance {
  private static final int STEPS = 8;
  private static final List<Op.Unary> TAME =
      List.of(Op.Unary.NEGATE, Op.Unary.ABS, Op.Unary.RELU, Op.Unary.SIGN);
  private static final List<Op.Unary> BOUNDED =
      List.of(Op.Unary.TANH, Op.Unary.SIN, Op.Unary.COS, Op.Unary.ERF, Op.Unary.ATAN);

  /// For subclasses.
  protected ChainConformance() {}

  @Test
  void randomCases() {
    var bench = Bench.current();
    var types = bench.computing().stream().filter(dtype -> dtype != DType.BOOL).toList();
    bench.random(draw -> new Chain(bench, draw, draw.of(types)).run());
  }

  /// One chain, and what it has done so far.
  private static final class Chain {
    private final Bench bench;
    private final Draw draw;
    private final DType dtype;
    private final List<String> done = new ArrayList<>();

    Chain(Bench bench, Draw draw, DType dtype) {
      this.bench = bench;
      this.draw = draw;
      this.dtype = dtype;
    }

    void run() {
      var x = fresh(draw.shape(draw.between(1, 4)));
      for (int i = 0; i < STEPS; i++) {
        x = draw.chance(0.5) ? view(x) : x;
        x = step(x);
      }
    }

    private Tensor fresh(Shape shape) {
      var numbers = new double[(int) shape.size()];
      Arrays.setAll(numbers, _ -> draw.between(-40, 40) / 8.0);
      return Tensor.of(numbers).reshape(shape).to(dtype);
    }

    private Tensor view(Tensor x) {
      int rank = x.rank();
      int axis = rank == 0 ? 0 : draw.between(0, rank - 1);
      long extent = rank == 0 ? 0 : x.shape().get(axis);
      var op =
          switch (draw.between(0, 4)) {
            case 0 -> new Op.Permute(Arrays.stream(draw.permutation(rank)).boxed().toList());
            case 1 -> rank == 0 ? null : new Op.Slice(axis, extent - 1, (extent + 1) / 2, -2);
            case 2 -> rank == 0 ? null : new Op.Slice(axis, extent / 3, extent - extent / 3, 1);
            case 3 -> rank > 5 ? null : new Op.Expand(x.shape().insert(0, draw.between(1, 3)));
            default -> new Op.Reshape(Shape.of(x.size()));
          };
      if (op == null || x.size() > 2000) {
        return x;
      }
      done.add(op.label());
      return Dispatch.execute(op, x);
    }

    private Tensor step(Tensor x) {
      int rank = x.rank();
      int axis = rank == 0 ? 0 : draw.between(0, rank - 1);
      return switch (draw.between(0, rank == 0 ? 3 : 9)) {
        case 0 -> apply(draw.of(dtype.isFloating() ? BOUNDED : TAME), x);
        case 1 -> apply(draw.of(TAME), x);
        case 2 -> apply(draw.of(Op.Binary.ADD, Op.Binary.SUBTRACT, Op.Binary.MAXIMUM), x, mate(x));
        case 3 -> apply(Op.Where.OP, apply(draw.of(Op.Compare.values()), x, mate(x)), x, mate(x));
        case 4 -> apply(new Op.Reduce(draw.of(Op.Reduction.SUM, Op.Reduction.MAX), axes(rank)), x);
        case 5 -> apply(new Op.Scan(draw.of(Op.Reduction.SUM, Op.Reduction.MIN), axis), x);
        case 6 -> product(x);
        case 7 -> apply(new Op.Gather(axis), x, places(x.shape(), axis));
        case 8 ->
            apply(
                new Op.Scatter(draw.of(Op.ScatterMode.values()), axis),
                x,
                places(x.shape(), axis),
                mate(x));
        default -> apply(new Op.Sort(axis, draw.chance(0.5)), x);
      };
    }

    private List<Integer> axes(int rank) {
      return IntStream.range(0, rank).filter(_ -> draw.chance(0.4)).boxed().toList();
    }

    /// Something of the same shape: itself, itself backwards, or new numbers that are repeated.
    private Tensor mate(Tensor x) {
      if (x.rank() == 0 || draw.chance(0.3)) {
        return draw.chance(0.5) ? x : fresh(x.shape());
      }
      int axis = draw.between(0, x.rank() - 1);
      return draw.chance(0.5) ? x.flip(axis) : fresh(x.shape().with(axis, 1)).expand(x.shape());
    }

    private Tensor places(Shape shape, int axis) {
      var numbers = new long[(int) shape.size()];
      Arrays.setAll(numbers, _ -> draw.between(0, (int) shape.get(axis) - 1));
      var places = Tensor.of(numbers).reshape(shape);
      return draw.chance(0.5) ? places : places.flip(axis);
    }

    /// With its own transpose, which keeps shapes small enough; the magnitudes too.
    private Tensor product(Tensor x) {
      if (x.rank() < 2 || x.size() > 600) {
        return x;
      }
      var order = IntStream.range(0, x.rank()).boxed().toArray(Integer[]::new);
      int last = x.rank() - 1;
      order[last] = last - 1;
      order[last - 1] = last;
      return apply(Op.MatMul.OP, x, Dispatch.execute(new Op.Permute(List.of(order)), x));
    }

    private Tensor apply(Op.Primitive op, Tensor... in) {
      done.add(op.label());
      var operands = Arrays.stream(in).map(this::download).toArray(Operand[]::new);
      Tensor[] found;
      try {
        found = Dispatch.executeAll(op, in);
      } catch (RuntimeException | AssertionError e) {
        throw failure(op, operands, "threw " + e);
      }
      var expected = Oracle.of(op, operands);
      var tolerance = Tolerance.of(bench.profile(), op, operands);
      double worst = 0;
      for (int i = 0; i < expected.length; i++) {
        var ulps = compare(op, operands, tolerance, expected[i], download(found[i]));
        worst = Math.max(worst, ulps);
      }
      for (int i = 0; i < in.length; i++) {
        if (!Arrays.equals(operands[i].cells().bits(), download(in[i]).cells().bits())) {
          throw failure(op, operands, "changed operand " + i);
        }
      }
      bench.report.ran(op.label(), dtype, worst);
      return found[0];
    }

    private Operand download(Tensor x) {
      var view = x.view();
      return new Operand(bench.download(view.storage()), view.layout(), view.layout().toString());
    }

    private double compare(
        Op op, Operand[] in, Tolerance tolerance, Expected expected, Operand found) {
      double worst = 0;
      for (int e = 0; e < expected.shape.size(); e++) {
        long bits = found.bits(e);
        boolean right =
            expected.isExact()
                ? bits == expected.bits[e]
                : tolerance.accepts(expected.dtype, expected.value(e), expected.scales[e], bits);
        if (!right) {
          throw failure(
              op,
              in,
              "gave %s at %s; expected %s"
                  .formatted(
                      Cells.show(expected.dtype, bits),
                      Arrays.toString(Index.of(expected.shape, e)),
                      expected.isExact()
                          ? Cells.show(expected.dtype, expected.bits[e])
                          : expected.value(e)
                              + ", "
                              + tolerance.show(expected.dtype, expected.scales[e])));
        }
        if (!expected.isExact()) {
          var ulps = Tolerance.ulps(expected.dtype, expected.value(e), expected.scales[e], bits);
          worst = Math.max(worst, ulps);
        }
      }
      return worst;
    }

    private AssertionError failure(Op op, Operand[] in, String what) {
      return bench.failure(
          "%s of %s, the last of %s: %s".formatted(op.label(), Arrays.toString(in), done, what));
    }
  }
}
