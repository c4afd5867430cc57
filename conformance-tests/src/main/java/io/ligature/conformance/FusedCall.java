package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Tensor;
import io.ligature.op.FusedOp;
import io.ligature.op.TensorType;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.Layout;
import io.ligature.spi.Storage;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.function.Function;

/// The kernel of one fused operation, or of its gradient, called by itself: between guards, over
/// poison, twice, by several threads at once, and with several threads of its own.
final class FusedCall {
  private static final int GUARD = 7;
  private static final int SOME = 60; // elements from which callers get into each other's way
  private static final int LONG = 1000; // elements from which threads are worth a backend's while

  private final Bench bench;
  private final FusedOp op;
  private final DType dtype;
  private final Tensor[] operands;
  private final TensorType[] types;
  private final Function<String, AssertionError> failure;

  /// @param operands as the operation orders them; they are copied
  FusedCall(
      Bench bench,
      FusedOp op,
      DType dtype,
      Tensor[] operands,
      Function<String, AssertionError> failure) {
    this.bench = bench;
    this.op = op;
    this.dtype = dtype;
    this.operands = Arrays.stream(operands).map(Tensor::copy).toArray(Tensor[]::new);
    this.failure = failure;
    types = op.infer(operands);
  }

  void run(FusedKernel kernel) {
    var first = call(kernel, 0x5A5A5A5A5A5A5A5AL);
    same(
        first,
        call(kernel, 0xA5A5A5A5A5A5A5A5L),
        "a second run, over other contents of the result's memory,");
    if (operands[0].size() >= SOME) {
      var all = bench.together(3, 6, () -> call(kernel, 0), failure);
      all.forEach(found -> same(first, found, "run by three threads at once it"));
    }
    if (operands[0].size() >= LONG) {
      bench.threads(
          (count, backend) -> {
            var other = backend.fused(op, dtype);
            if (other == null) {
              throw failure.apply("with " + count + " threads it is not offered");
            }
            same(first, call(other, 0), "with " + count + " threads it");
          });
    }
  }

  private Cells[] call(FusedKernel kernel, long poison) {
    var storages = new Storage[types.length];
    try {
      var out = new View[types.length];
      var before = new Cells[types.length];
      for (int i = 0; i < types.length; i++) {
        var shape = types[i].shape();
        before[i] = Cells.of(types[i].dtype(), (int) shape.size() + 2 * GUARD).fill(poison);
        storages[i] = bench.upload(before[i]);
        out[i] = new View(storages[i], Layout.of(shape, Layout.rowMajor(shape).strides(), GUARD));
      }
      var given = Arrays.stream(operands).map(Tensor::view).toArray(View[]::new);
      var kept = Arrays.stream(given).map(x -> bench.download(x.storage())).toList();
      kernel.run(op, given, out);
      for (int i = 0; i < given.length; i++) {
        if (!Arrays.equals(kept.get(i).bits(), bench.download(given[i].storage()).bits())) {
          throw failure.apply("changed operand " + i);
        }
      }
      var found = new Cells[types.length];
      for (int i = 0; i < types.length; i++) {
        found[i] = bench.download(storages[i]);
        guarded(i, before[i].bits(), found[i].bits());
      }
      return found;
    } finally {
      for (var storage : storages) {
        if (storage != null) {
          storage.release("the trial is over");
        }
      }
    }
  }

  private void guarded(int i, long[] before, long[] after) {
    int end = after.length - GUARD;
    boolean kept =
        Arrays.equals(before, 0, GUARD, after, 0, GUARD)
            && Arrays.equals(before, end, before.length, after, end, after.length);
    if (!kept) {
      throw failure.apply("wrote outside its result " + i);
    }
  }

  private void same(Cells[] first, Cells[] other, String how) {
    for (int i = 0; i < first.length; i++) {
      for (int at = GUARD; at < first[i].length() - GUARD; at++) {
        if (!first[i].same(other[i], at)) {
          throw failure.apply(
              "%s gave %s at element %d of result %d, and the first run %s"
                  .formatted(how, other[i].show(at), at - GUARD, i, first[i].show(at)));
        }
      }
    }
  }
}
