package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.conformance.BackendConformance.Fused;
import io.ligature.op.AdamStep;
import io.ligature.op.Backward;
import io.ligature.op.Dropout;
import io.ligature.op.FusedOp;
import io.ligature.op.Gelu;
import io.ligature.op.Linear;
import io.ligature.op.SgdStep;
import io.ligature.op.Silu;
import io.ligature.op.Softmax;
import io.ligature.spi.Backend;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleUnaryOperator;
import org.jspecify.annotations.Nullable;

/// What goes wrong in kernels for fused operations, and in what a backend says of them.
final class FusedDefects {
  private FusedDefects() {}

  /// What is offered instead of the kernel that a right backend offers.
  private interface Offer {
    @Nullable FusedKernel instead(FusedOp op, @Nullable FusedKernel right);
  }

  static List<Defect> all() {
    var asked = new AtomicInteger();
    return List.of(
        around(
            "Linear",
            "forgets the bias",
            (right, op, in, out) -> right.run(op, Arrays.copyOf(in, 2), out)),
        around(
            "Linear",
            "takes every operand for contiguous",
            (right, op, in, out) ->
                right.run(op, MovingDefects.edit(in, MovingDefects::inOrder), out)),
        around(
            "Linear",
            "forgets the activation",
            (right, _, in, out) -> right.run(Linear.OP, in, out)),
        around(
            "Linear",
            "overwrites its operand",
            (right, op, in, out) -> {
              right.run(op, in, out);
              spoil(in[0], x -> x + 1);
            }),
        around("Linear.backward", "writes no gradient", (_, _, _, _) -> {}),
        around(
            "Linear.backward",
            "overwrites what is above it",
            (right, op, in, out) -> {
              right.run(op, in, out);
              spoil(in[in.length - 1], x -> x + 1);
            }),
        around(
            "Linear.backward",
            "takes the mean for the bias",
            (right, op, in, out) -> {
              right.run(op, in, out);
              if (((Backward) op).wants(2)) {
                spoil(out[out.length - 1], x -> x / 2);
              }
            }),
        around(
            "Linear.backward",
            "is right only where all gradients are wanted",
            (right, op, in, out) -> {
              right.run(op, in, out);
              if (Long.bitCount(((Backward) op).wanted()) == 1) {
                spoil(out[0], _ -> 0);
              }
            }),
        around(
            "SgdStep",
            "climbs",
            (right, op, in, out) -> {
              var s = (SgdStep) op;
              var climbing =
                  new SgdStep(
                      s.rate(),
                      s.momentum(),
                      s.dampening(),
                      s.decay(),
                      s.nesterov(),
                      true,
                      s.first());
              right.run(climbing, in, out);
            }),
        around(
            "SgdStep",
            "writes before it reads",
            (right, op, in, out) -> {
              spoil(out[0], _ -> 0);
              right.run(op, in, out);
            }),
        around(
            "AdamStep",
            "does not correct its moments",
            (right, op, in, out) -> {
              var s = (AdamStep) op;
              var late =
                  new AdamStep(
                      s.rate(),
                      s.beta1(),
                      s.beta2(),
                      s.epsilon(),
                      s.decay(),
                      s.decoupled(),
                      s.amsgrad(),
                      s.maximize(),
                      1_000_000);
              right.run(late, in, out);
            }),
        offer(
            "Linear",
            "is offered every other time",
            (op, right) -> op instanceof Linear && asked.getAndIncrement() % 2 == 0 ? null : right),
        offer(
            "Linear",
            "is offered and cannot be computed",
            (op, right) -> op instanceof Linear ? FusedDefects::unable : right),
        offer(
            "softmax",
            "overflows",
            (op, right) -> op instanceof Softmax ? FusedDefects::softmax : right),
        offer(
            "softmax.backward",
            "is a forward kernel without gradient",
            (op, right) ->
                op instanceof Backward backward && backward.of() instanceof Softmax
                    ? (_, _, out) -> spoil(out[0], _ -> 0)
                    : op instanceof Softmax
                        ? (FusedKernel) (asOp, in, out) -> softmax(asOp, in, out, true)
                        : right),
        function("gelu", "is always the approximation", Gelu.class, FusedDefects::approximate),
        function("silu", "is a rectifier", Silu.class, x -> Math.max(x, 0)),
        function("Dropout", "drops nothing", Dropout.class, x -> x));
  }

  private interface Around {
    void run(FusedKernel right, FusedOp op, View[] in, View[] out);
  }

  private static Defect around(String op, String words, Around wrong) {
    return offer(
        op,
        words,
        (asked, right) ->
            right != null && asked.label().equals(op)
                ? (given, in, out) -> wrong.run(right, given, in, out)
                : right);
  }

  private static Defect function(
      String op, String words, Class<?> kind, DoubleUnaryOperator wrong) {
    return offer(
        op,
        words,
        (asked, right) ->
            kind.isInstance(asked)
                ? (_, in, out) -> {
                  var y = Defect.read(in[0]);
                  MovingDefects.reals(y, wrong);
                  Defect.write(out[0], y);
                }
                : right);
  }

  private static Defect offer(String op, String words, Offer offer) {
    return new Defect(
        words,
        Fused.class,
        op,
        right ->
            new DelegatingBackend(() -> right) {
              @Override
              public @Nullable FusedKernel fused(FusedOp asked, DType dtype) {
                return offered(right, asked, dtype, offer);
              }
            });
  }

  private static @Nullable FusedKernel offered(
      Backend right, FusedOp asked, DType dtype, Offer offer) {
    var kernel = right.fused(asked, dtype);
    return dtype == DType.FLOAT32 ? offer.instead(asked, kernel) : kernel;
  }

  private static void unable(FusedOp op, View[] in, View[] out) {
    throw new UnsupportedOperationException("not yet");
  }

  private static void spoil(View y, DoubleUnaryOperator f) {
    var cells = Defect.read(y);
    MovingDefects.reals(cells, f);
    Defect.write(y, cells);
  }

  private static double approximate(double x) {
    return x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  private static void softmax(FusedOp op, View[] in, View[] out) {
    softmax(op, in, out, false);
  }

  private static void softmax(FusedOp op, View[] in, View[] out, boolean right) {
    var x = Defect.read(in[0]);
    var shape = in[0].shape();
    int axis = ((Softmax) op).axis();
    int n = (int) shape.get(axis);
    int inner = 1;
    for (int i = axis + 1; i < shape.rank(); i++) {
      inner *= (int) shape.get(i);
    }
    for (int start = 0; start < x.length(); start++) {
      if (start / inner % n == 0) {
        line(x, start, n, inner, right);
      }
    }
    Defect.write(out[0], x);
  }

  private static void line(Cells x, int start, int n, int step, boolean right) {
    double largest = right ? Double.NEGATIVE_INFINITY : 0;
    for (int i = 0; i < n && right; i++) {
      largest = Math.max(largest, x.real(start + i * step));
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      sum += (float) Math.exp(x.real(start + i * step) - largest);
    }
    for (int i = 0; i < n; i++) {
      int at = start + i * step;
      double e = (float) Math.exp(x.real(at) - largest);
      x.bits()[at] = Cells.bits(x.dtype(), (float) e / (float) sum);
    }
  }
}
