package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.op.Family;
import io.ligature.op.Op;
import io.ligature.spi.Kernels;
import io.ligature.spi.Layout;
import io.ligature.spi.Storage;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.List;

/// One operation on given operands, tried in every way in which its kernel may be called.
///
/// The result lies in the middle of a poisoned storage: what is not written shows up, and what is
/// written beside it too.
final class Trial {
  private static final int GUARD = 11;
  private static final List<Family> ELEMENTWISE =
      List.of(Family.UNARY, Family.BINARY, Family.COMPARE, Family.WHERE);

  private final Bench bench;
  private final Op.Primitive op;
  private final Operand[] in;
  private final Expected[] expected;
  private final Tolerance tolerance;
  private final Layout[] outLayouts;
  private double worst;

  Trial(Bench bench, Op.Primitive op, Operand... in) {
    this(bench, op, null, in);
  }

  /// With a result that need not be contiguous, for FILL and COPY.
  Trial(
      Bench bench, Op.Primitive op, @org.jspecify.annotations.Nullable Layout out, Operand... in) {
    this.bench = bench;
    this.op = op;
    this.in = in;
    expected = Oracle.of(op, in);
    tolerance = Tolerance.of(bench.profile(), op, in);
    outLayouts = new Layout[expected.length];
    for (int i = 0; i < expected.length; i++) {
      var inOrder = Layout.rowMajor(expected[i].shape);
      outLayouts[i] = out != null ? shifted(out) : shifted(inOrder);
    }
  }

  private static Layout shifted(Layout layout) {
    return Layout.of(layout.shape(), layout.strides(), layout.offset() + GUARD);
  }

  void run() {
    var first = call(0x5A5A5A5A5A5A5A5AL);
    compare(first, "");
    var second = call(0xA5A5A5A5A5A5A5A5L);
    same(first, second, "a second run, over other contents of the result's memory,");
    aliased();
    threads(first);
    concurrently(first);
    bench.report.ran(op.label(), dtype(), worst);
  }

  private DType dtype() {
    return in.length == 0 ? expected[0].dtype : in[op instanceof Op.Where ? 1 : 0].dtype();
  }

  private Cells[] call(long poison) {
    return call(bench.kernels(), poison);
  }

  /// Runs the kernel once: fresh storages, and all of them given back.
  private Cells[] call(Kernels kernels, long poison) {
    var inputs = new Storage[in.length];
    var outputs = new Storage[expected.length];
    try {
      var x = new View[in.length];
      for (int i = 0; i < in.length; i++) {
        inputs[i] = bench.upload(in[i].cells());
        x[i] = new View(inputs[i], in[i].layout());
      }
      var y = new View[expected.length];
      for (int i = 0; i < expected.length; i++) {
        outputs[i] = bench.upload(poisoned(i, poison));
        y[i] = new View(outputs[i], outLayouts[i]);
      }
      run(kernels, x, y);
      for (int i = 0; i < in.length; i++) {
        unchanged(i, bench.download(inputs[i]));
      }
      var found = new Cells[expected.length];
      for (int i = 0; i < expected.length; i++) {
        found[i] = bench.download(outputs[i]);
        guarded(i, found[i], poisoned(i, poison));
      }
      return found;
    } finally {
      release(inputs);
      release(outputs);
    }
  }

  private void run(Kernels kernels, View[] x, View[] y) {
    try {
      op.run(kernels, x, y);
    } catch (RuntimeException e) {
      var failure = failure("threw " + e);
      failure.initCause(e);
      throw failure;
    }
  }

  private static void release(Storage[] storages) {
    for (var storage : storages) {
      if (storage != null) {
        storage.release("the trial is over");
      }
    }
  }

  private Cells poisoned(int i, long poison) {
    long length = Math.max(outLayouts[i].offset(), outLayouts[i].highest()) + 1 + GUARD;
    return Cells.of(expected[i].dtype, (int) length).fill(poison);
  }

  private void unchanged(int i, Cells after) {
    int at = Arrays.mismatch(in[i].cells().bits(), after.bits());
    if (at >= 0) {
      throw failure(
          "changed operand %d: storage element %d was %s and is %s"
              .formatted(i, at, in[i].cells().show(at), after.show(at)));
    }
  }

  private void guarded(int i, Cells after, Cells before) {
    var reached = new boolean[after.length()];
    for (int e = 0; e < expected[i].shape.size(); e++) {
      reached[(int) outLayouts[i].index(e)] = true;
    }
    for (int at = 0; at < reached.length; at++) {
      if (!reached[at] && after.bits()[at] != before.bits()[at]) {
        throw failure(
            "wrote outside its result %d (%s): storage element %d was %s and is %s"
                .formatted(i, outLayouts[i], at, before.show(at), after.show(at)));
      }
    }
  }

  private void compare(Cells[] found, String how) {
    for (int i = 0; i < expected.length; i++) {
      for (int e = 0; e < expected[i].shape.size(); e++) {
        compare(i, e, found[i].bits()[(int) outLayouts[i].index(e)], how);
      }
    }
  }

  private void compare(int i, int e, long found, String how) {
    var wanted = expected[i];
    var dtype = wanted.dtype;
    if (wanted.isExact()) {
      boolean nan =
          dtype.isFloating()
              && Double.isNaN(Cells.real(dtype, wanted.bits[e]))
              && Double.isNaN(Cells.real(dtype, found));
      boolean anyNan =
          nan && (in.length == 0 || (op instanceof Op.Copy && in[0].dtype() != dtype)); // not moved
      if (wanted.bits[e] != found && !anyNan) {
        throw differs(
            i,
            e,
            how,
            Cells.show(dtype, found),
            Cells.show(dtype, wanted.bits[e]),
            "exact: only moved, or whole");
      }
      return;
    }
    var value = wanted.value(e);
    double scale = wanted.scales[e];
    if (!tolerance.accepts(dtype, value, scale, found)) {
      throw differs(i, e, how, Cells.show(dtype, found), "" + value, tolerance.show(dtype, scale));
    }
    worst = Math.max(worst, Tolerance.ulps(dtype, value, scale, found));
  }

  private AssertionError differs(
      int i, int e, String how, String found, String wanted, String reason) {
    return failure(
        "%sgave %s at %s of result %d; expected %s, %s"
            .formatted(
                how, found, Arrays.toString(Index.of(expected[i].shape, e)), i, wanted, reason));
  }

  private void same(Cells[] first, Cells[] other, String how) {
    for (int i = 0; i < first.length; i++) {
      for (int e = 0; e < expected[i].shape.size(); e++) {
        int at = (int) outLayouts[i].index(e);
        if (!first[i].same(other[i], at)) {
          throw failure(
              "%s gave %s at %s of result %d, and the first run %s"
                  .formatted(
                      how,
                      other[i].show(at),
                      Arrays.toString(Index.of(expected[i].shape, e)),
                      i,
                      first[i].show(at)));
        }
      }
    }
  }

  /// An elementwise kernel may write over the very view of an operand.
  private void aliased() {
    if (!ELEMENTWISE.contains(op.family())) {
      return;
    }
    for (int i = 0; i < in.length; i++) {
      if (in[i].dtype() == expected[0].dtype && in[i].layout().isContiguous()) {
        aliased(i);
      }
    }
  }

  private void aliased(int over) {
    var storages = new Storage[in.length];
    try {
      var views = new View[in.length];
      for (int i = 0; i < in.length; i++) {
        storages[i] = bench.upload(in[i].cells());
        views[i] = new View(storages[i], in[i].layout());
      }
      run(bench.kernels(), views, new View[] {views[over]});
      var found = bench.download(storages[over]);
      for (int e = 0; e < in[over].size(); e++) {
        compare(
            0,
            e,
            found.bits()[(int) in[over].layout().index(e)],
            "written over operand " + over + ", ");
      }
    } finally {
      release(storages);
    }
  }

  private void threads(Cells[] first) {
    if (expected[0].shape.size() < 1000 && (in.length == 0 || in[0].size() < 1000)) {
      return;
    }
    bench.threads(
        (count, backend) ->
            same(first, call(backend.kernels(), 0), "with " + count + " threads it"));
  }

  /// Once for an operation and a type, with operands of some size.
  private void concurrently(Cells[] first) {
    if (expected[0].shape.size() < 60 || !bench.report.isFirst(op, dtype())) {
      return;
    }
    var all = bench.together(4, 8, () -> call(0), this::failure);
    all.forEach(found -> same(first, found, "run by four threads at once it"));
  }

  private AssertionError failure(String what) {
    return bench.failure("%s %s of %s: %s".formatted(op.label(), op, Arrays.toString(in), what));
  }
}
