package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.Backward;
import io.ligature.op.FusedOp;
import io.ligature.op.TensorType;
import io.ligature.spi.FusedKernel;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// One fused operation on given operands, against its decomposition in the widest real type that
/// the device computes in.
final class FusedTrial {
  private final Bench bench;
  private final Example example;
  private final FusedOp op;
  private final DType dtype;
  private final long seed;
  private final Tensor[] in;
  private final Tensor[] wide;
  private final TensorType[] types;
  private final Tolerance tolerance;
  private int all; // whose gradients can be asked for, one bit an operand

  FusedTrial(Bench bench, Example example, DType dtype, long seed) {
    this.bench = bench;
    this.seed = seed;
    this.example = example;
    this.dtype = dtype;
    op = example.fused();
    in = example.make(dtype, seed);
    wide = Arrays.stream(in).map(x -> real(x) ? x.to(Fixtures.real()) : x).toArray(Tensor[]::new);
    types = op.infer(in);
    long longest = Arrays.stream(in).mapToLong(Tensor::size).max().orElse(1);
    tolerance = Tolerance.fused(bench.profile(), longest);
  }

  private static boolean real(Tensor x) {
    return x.dtype().isFloating();
  }

  private @Nullable FusedKernel kernel(FusedOp asked) {
    return bench.device.backend().fused(asked, dtype);
  }

  // ---- forward

  void forward() {
    var expected = op.decompose(wide);
    var kernel = kernel(op);
    boolean offered = kernel != null;
    double worst = 0;
    for (var way : LAYOUTS) {
      int before = bench.checked().runs(op);
      var laid = Arrays.stream(in).map(way.edit).toArray(Tensor[]::new);
      var found = attempt(way.name, () -> Dispatch.executeAll(op, laid));
      ran(op, offered && types.length > 0, before);
      for (int i = 0; i < expected.length; i++) {
        worst = Math.max(worst, compare(op, way.name + " result " + i, expected[i], found[i]));
      }
    }
    if (kernel != null) {
      new FusedCall(bench, op, dtype, in, what -> failure(op, what)).run(kernel);
    }
    report(op, offered, worst);
  }

  private record Way(String name, UnaryOperator<Tensor> edit) {}

  /// The same numbers, laid out otherwise.
  private static final List<Way> LAYOUTS =
      List.of(
          new Way("contiguous", x -> x),
          new Way("transposed", FusedTrial::transposed),
          new Way("backwards", FusedTrial::backwards),
          new Way("at an offset", FusedTrial::shifted));

  private static Tensor transposed(Tensor x) {
    var order = new int[x.rank()];
    Arrays.setAll(order, axis -> order.length - 1 - axis);
    return x.rank() < 2 ? x : x.permute(order).copy().permute(order);
  }

  private static Tensor backwards(Tensor x) {
    var axes = new int[x.rank()];
    Arrays.setAll(axes, axis -> axis);
    return x.rank() == 0 || x.size() == 0 ? x : x.flip(axes).copy().flip(axes);
  }

  private static Tensor shifted(Tensor x) {
    if (x.rank() == 0 || x.size() == 0) {
      return x;
    }
    var once = x.unsqueeze(0);
    return Tensor.cat(0, once, once).get(1);
  }

  private void ran(FusedOp asked, boolean offered, int before) {
    int runs = bench.checked().runs(asked) - before;
    if (runs != (offered ? 1 : 0)) {
      throw failure(
          asked,
          "the backend %s a kernel, and it ran %d times"
              .formatted(offered ? "offers" : "does not offer", runs));
    }
  }

  // ---- backward

  /// Asks for all gradients, and for each alone.
  void backward() {
    for (int i = 0; i < in.length; i++) {
      all |= real(in[i]) ? 1 << i : 0;
    }
    backward(all);
    for (int i = 0; i < in.length; i++) {
      if (real(in[i]) && all != 1 << i) {
        backward(1 << i);
      }
    }
  }

  private void backward(int wanted) {
    var gradient = new Backward(op, in.length, types.length, wanted);
    boolean offered =
        kernel(op) != null && kernel(new Backward(op, in.length, types.length, -1L)) != null;
    var above = Given.real(types[0].shape().toArray()).make(dtype, new Draw(seed + 1));
    var reference = leaves(wide, wanted);
    op.decompose(reference)[0].backward(above.to(Fixtures.real()));
    int forward = bench.checked().runs(op);
    int backward = bench.checked().runs(gradient);
    var leaves = leaves(in, wanted);
    attempt(
        "in training",
        () -> {
          Dispatch.execute(op, leaves).backward(above);
          return leaves;
        });
    ran(op, offered, forward);
    ran(gradient, offered, backward);
    double worst = 0;
    double scale = Arrays.stream(above.toDoubleArray()).map(Math::abs).max().orElse(0);
    for (int i = 0; i < in.length; i++) {
      if ((wanted >>> i & 1) != 0) {
        var expected = Fixtures.present(reference[i].grad());
        var found = leaves[i].grad();
        if (found == null) {
          throw failure(gradient, "operand %d got no gradient".formatted(i));
        }
        worst = Math.max(worst, compare(gradient, "gradient " + i, scale, expected, found));
      }
    }
    if (offered && wanted == all) {
      alone(gradient, above);
    }
    report(gradient, offered, worst);
  }

  /// The kernel of a gradient as it is called: with the operands, the results and what is above
  /// them.
  private void alone(Backward gradient, Tensor above) {
    var results = Dispatch.executeAll(op, in);
    var given = Arrays.copyOf(in, in.length + 2 * results.length);
    for (int i = 0; i < results.length; i++) {
      given[in.length + i] = results[i];
      given[in.length + results.length + i] = i == 0 ? above : results[i].zerosLike();
    }
    var kernel = kernel(gradient);
    if (kernel == null) {
      throw failure(gradient, "the kernel is offered, and where it is wanted it is not");
    }
    new FusedCall(bench, gradient, dtype, given, what -> failure(gradient, what)).run(kernel);
  }

  private static Tensor[] leaves(Tensor[] operands, int wanted) {
    var leaves = new Tensor[operands.length];
    for (int i = 0; i < leaves.length; i++) {
      leaves[i] = (wanted >>> i & 1) != 0 ? operands[i].copy().detach().requireGrad() : operands[i];
    }
    return leaves;
  }

  // ---- in place

  /// The results of a step are its operands but for the gradient, which is the second.
  void inPlace() {
    var expected = op.decompose(wide);
    var operands = Arrays.stream(in).map(Tensor::copy).toArray(Tensor[]::new);
    var targets = new Tensor[types.length];
    for (int i = 0; i < targets.length; i++) {
      targets[i] = operands[i == 0 ? 0 : i + 1];
    }
    int before = bench.checked().runs(op);
    Dispatch.into(targets, op, operands);
    ran(op, kernel(op) != null, before);
    double worst = 0;
    for (int i = 0; i < targets.length; i++) {
      worst = Math.max(worst, compare(op, "in place, result " + i, expected[i], targets[i]));
    }
    report(op, kernel(op) != null, worst);
    if (!Arrays.equals(in[1].toDoubleArray(), operands[1].toDoubleArray())) {
      throw failure(op, "in place it changed operand 1");
    }
  }

  // ---- differences

  /// A decomposition in the widest type is compared with itself, which says nothing of its errors.
  private void report(FusedOp asked, boolean offered, double worst) {
    if (offered || dtype != Fixtures.real()) {
      bench.report.ran(asked.label(), dtype, worst);
    } else {
      bench.report.ran(asked.label(), dtype);
    }
    bench.report.is(offered ? "fused" : "decomposed", asked.label(), dtype);
  }

  private double compare(FusedOp asked, String what, Tensor expected, Tensor found) {
    return compare(asked, what, 0, expected, found);
  }

  /// The scale is the largest magnitude of all elements, since each may be a difference of such.
  ///
  /// @param least the least scale, which is that of what a gradient begins with
  private double compare(FusedOp asked, String what, double least, Tensor expected, Tensor found) {
    if (!expected.shape().equals(found.shape()) || found.dtype() != dtype) {
      throw failure(asked, "%s is %s; expected %s".formatted(what, found.type(), expected.shape()));
    }
    double[] wanted = expected.to(DType.FLOAT64).toDoubleArray();
    var got = bench.download(found.copy().view().storage()).bits();
    double scale = least;
    for (double value : wanted) {
      scale = Double.isFinite(value) ? Math.max(scale, Math.abs(value)) : scale;
    }
    double worst = 0;
    for (int i = 0; i < wanted.length; i++) {
      var value = DoubleDouble.of(wanted[i]);
      if (!tolerance.accepts(dtype, value, scale, got[i])) {
        throw failure(
            asked,
            "%s is %s at %s; expected %s, %s"
                .formatted(
                    what,
                    Cells.show(dtype, got[i]),
                    Arrays.toString(Index.of(expected.shape(), i)),
                    wanted[i],
                    tolerance.show(dtype, scale)));
      }
      worst = Math.max(worst, Tolerance.ulps(dtype, value, scale, got[i]));
    }
    return worst;
  }

  private Tensor[] attempt(String how, java.util.function.Supplier<Tensor[]> work) {
    try {
      return work.get();
    } catch (RuntimeException | AssertionError e) {
      var failure = failure(op, how + " it threw " + e);
      failure.initCause(e);
      throw failure;
    }
  }

  private AssertionError failure(FusedOp asked, String what) {
    return bench.failure("%s %s in %s: %s".formatted(asked.label(), example, dtype, what));
  }
}
