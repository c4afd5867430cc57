package io.ligature.conformance;

import static io.ligature.conformance.Contract.that;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.op.Family;
import io.ligature.op.Op;
import io.ligature.spi.Backend;
import io.ligature.spi.Kernels;
import io.ligature.spi.View;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Kernels whose callers are checked against the documentation of [Kernels].
final class CheckedKernels extends Kernels {
  private final Backend backend;
  private final Kernels kernels;

  CheckedKernels(Backend backend) {
    this.backend = backend;
    kernels = backend.kernels();
  }

  /// Checks what holds for all kernels but `fill` and `copy`.
  ///
  /// @param name of the operation
  private void common(String name, Family family, View[] inputs, View... outputs) {
    var capabilities = backend.capabilities();
    boolean elementwise =
        switch (family) {
          case UNARY, BINARY, COMPARE, WHERE -> true;
          default -> false;
        };
    Contract.inputs(name, inputs);
    Contract.outputs(name, inputs, outputs, elementwise);
    for (var input : inputs) {
      computes(name, input);
      that(
          input.layout().isContiguous() || capabilities.strided().contains(family),
          name,
          "is given the strided operand %s, and the backend declared that it does not take any",
          input.layout());
      if (elementwise) {
        Contract.shape(name, outputs[0].shape(), input);
      }
    }
    for (var output : outputs) {
      computes(name, output);
      Contract.notEmpty(name, output);
    }
  }

  private void computes(String name, View view) {
    that(
        backend.capabilities().dtypes().contains(view.dtype()),
        name,
        "is asked to compute in %s, and the backend declared that it cannot",
        view.dtype());
  }

  @Override
  public void fill(Number value, View out) {
    Contract.inputs("fill", out);
    Contract.notEmpty("fill", out);
    that(
        !out.layout().isExpanded(),
        "fill",
        "the result %s has elements that are one",
        out.layout());
    that(
        out.dtype().isFloating() ? value instanceof Double : value instanceof Long,
        "fill",
        "is given %s for %s; Double for real types and Long for the others is promised",
        value.getClass().getSimpleName(),
        out.dtype());
    that(
        out.dtype() != DType.BOOL || value.longValue() >> 1 == 0,
        "fill",
        "is given %s for BOOL",
        value);
    kernels.fill(value, out);
  }

  @Override
  public void copy(View x, View out) {
    Contract.inputs("copy", x, out);
    Contract.notEmpty("copy", out);
    Contract.shape("copy", x.shape(), out);
    Contract.apart("copy", Contract.views(x), out, false);
    that(
        !out.layout().isExpanded(),
        "copy",
        "the result %s has elements that are one",
        out.layout());
    kernels.copy(x, out);
  }

  @Override
  public void iota(Number start, Number step, int axis, View out) {
    common("iota", Family.IOTA, Contract.views(), out);
    Contract.axis("iota", axis, out);
    kernels.iota(start, step, axis, out);
  }

  @Override
  public void randomBits(Key key, View out) {
    common("randomBits", Family.RANDOM_BITS, Contract.views(), out);
    that(out.dtype().isIntegral(), "randomBits", "is asked for %s", out.dtype());
    kernels.randomBits(key, out);
  }

  @Override
  public void unary(Op.Unary op, View x, View out) {
    common(op.label(), Family.UNARY, Contract.views(x), out);
    Contract.dtype(op.label(), x.dtype(), out);
    that(op.domain().has(x.dtype()), op.label(), "is asked for %s", x.dtype());
    kernels.unary(op, x, out);
  }

  @Override
  public void binary(Op.Binary op, View a, View b, View out) {
    common(op.label(), Family.BINARY, Contract.views(a, b), out);
    Contract.dtype(op.label(), a.dtype(), b, out);
    that(op.domain().has(a.dtype()), op.label(), "is asked for %s", a.dtype());
    kernels.binary(op, a, b, out);
  }

  @Override
  public void compare(Op.Compare op, View a, View b, View out) {
    common(op.label(), Family.COMPARE, Contract.views(a, b), out);
    Contract.dtype(op.label(), a.dtype(), b);
    Contract.dtype(op.label(), DType.BOOL, out);
    kernels.compare(op, a, b, out);
  }

  @Override
  public void where(View condition, View a, View b, View out) {
    common("where", Family.WHERE, Contract.views(condition, a, b), out);
    Contract.dtype("where", DType.BOOL, condition);
    Contract.dtype("where", a.dtype(), b, out);
    kernels.where(condition, a, b, out);
  }

  @Override
  public void reduce(Op.Reduction kind, int[] axes, View x, View out) {
    common(kind.label(), Family.REDUCE, Contract.views(x), out);
    Contract.dtype(kind.label(), x.dtype(), out);
    var shape = x.shape();
    int last = -1;
    for (int axis : axes) {
      Contract.axis(kind.label(), axis, x);
      that(axis > last, kind.label(), "is given axes that do not ascend");
      last = axis;
      shape = shape.with(axis, 1);
    }
    Contract.shape(kind.label(), shape, out);
    boolean extreme = kind == Op.Reduction.MAX || kind == Op.Reduction.MIN;
    that(extreme || x.dtype() != DType.BOOL, kind.label(), "is asked for BOOL");
    that(
        !extreme || x.dtype() == DType.BOOL || x.layout().size() > 0,
        kind.label(),
        "is asked for an extreme of nothing");
    kernels.reduce(kind, axes, x, out);
  }

  @Override
  public void argReduce(Op.ArgReduction kind, int axis, View x, View out) {
    common("argReduce", Family.ARG_REDUCE, Contract.views(x), out);
    Contract.axis("argReduce", axis, x);
    Contract.dtype("argReduce", DType.INT64, out);
    Contract.shape("argReduce", x.shape().with(axis, 1), out);
    that(x.layout().size() > 0, "argReduce", "is asked for an extreme of nothing");
    kernels.argReduce(kind, axis, x, out);
  }

  @Override
  public void scan(Op.Reduction kind, int axis, View x, View out) {
    common("scan", Family.SCAN, Contract.views(x), out);
    Contract.axis("scan", axis, x);
    Contract.dtype("scan", x.dtype(), out);
    Contract.shape("scan", x.shape(), out);
    kernels.scan(kind, axis, x, out);
  }

  @Override
  public void matmul(View a, View b, View out) {
    common("matmul", Family.MATMUL, Contract.views(a, b), out);
    Contract.dtype("matmul", a.dtype(), b, out);
    Contract.shape("matmul", a.shape().with(-1, b.shape().get(-1)), out);
    Contract.shape("matmul", out.shape().with(-2, a.shape().get(-1)), b);
    kernels.matmul(a, b, out);
  }

  @Override
  public void gather(int axis, View x, View index, View out) {
    common("gather", Family.GATHER, Contract.views(x, index), out);
    Contract.axis("gather", axis, x);
    Contract.dtype("gather", x.dtype(), out);
    Contract.shape("gather", x.shape().with(axis, index.shape().get(axis)), index, out);
    indices("gather", index, x.shape().get(axis));
    kernels.gather(axis, x, index, out);
  }

  @Override
  public void scatter(Op.ScatterMode mode, int axis, View index, View updates, View out) {
    common("scatter", Family.SCATTER, Contract.views(index, updates), out);
    Contract.axis("scatter", axis, out);
    Contract.dtype("scatter", updates.dtype(), out);
    Contract.shape("scatter", out.shape().with(axis, index.shape().get(axis)), index, updates);
    indices("scatter", index, out.shape().get(axis));
    kernels.scatter(mode, axis, index, updates, out);
  }

  private static void indices(String kernel, View index, long extent) {
    Contract.dtype(kernel, DType.INT64, index);
    var layout = index.layout();
    if (layout.size() == 0) {
      return;
    }
    long low = layout.lowest();
    int n = (int) (layout.highest() - low + 1);
    var places = MemorySegment.ofArray(new long[n]);
    index.storage().read(low, n, places);
    for (long i = 0; i < layout.size(); i++) {
      long place = places.getAtIndex(ValueLayout.JAVA_LONG, layout.index(i) - low);
      that(
          place >= 0 && place < extent,
          kernel,
          "is given the place %d of an axis of %d",
          place,
          extent);
    }
  }

  @Override
  public void sort(int axis, boolean descending, View x, View values, View indices) {
    common("sort", Family.SORT, Contract.views(x), values, indices);
    Contract.axis("sort", axis, x);
    Contract.dtype("sort", x.dtype(), values);
    Contract.dtype("sort", DType.INT64, indices);
    Contract.shape("sort", x.shape(), values, indices);
    kernels.sort(axis, descending, x, values, indices);
  }
}
