package io.ligature;

import io.ligature.op.Op;
import java.lang.foreign.MemorySegment;

/// How values change in place.
final class InPlace {
  private InPlace() {}

  static void set(Tensor x, Number value, long... indices) {
    Dispatch.checkEditable("set", x);
    if (indices.length != x.rank()) {
      fill("set", Parts.get("set", x, indices), value);
      return;
    }
    var exact = exact("set", x, value);
    long at = place(x, indices);
    if (isDry(x)) {
      return;
    }
    var storage = x.view().storage();
    if (Host.put(storage, (int) at, exact)) { // one element of an array needs no kernel
      storage.edited();
    } else {
      Dispatch.into(x.get(indices), new Op.Fill(x.get(indices).type(), exact));
    }
  }

  static void setPart(Tensor x, Tensor part, long... indices) {
    Dispatch.checkEditable("set", x);
    assign("set", Parts.get("set", x, indices), part);
  }

  private static long place(Tensor x, long[] indices) {
    var layout = x.view().layout();
    long at = layout.offset();
    for (int axis = 0; axis < indices.length; axis++) {
      at += Places.within("set", x, axis, indices[axis]) * layout.stride(axis);
    }
    return at;
  }

  static void setWhere(Tensor x, Tensor mask, Number value) {
    Dispatch.checkEditable("set", x);
    var exact = exact("set", x, value);
    Places.checkMask("set", mask);
    var where = fit("set", x, mask);
    if (!isDry(x)) {
      var changed = Arithmetic.where(where, Arithmetic.constant(x, x.dtype(), exact), x);
      assign("set", x, changed);
    }
  }

  static void fill(String op, Tensor x, Number value) {
    Dispatch.checkEditable(op, x);
    var exact = exact(op, x, value);
    if (!isDry(x)) {
      Dispatch.into(x, new Op.Fill(x.type(), exact));
    }
  }

  static void assign(String op, Tensor x, Tensor other) {
    Dispatch.checkEditable(op, x);
    var values = fit(op, x, other);
    if (!isDry(x)) {
      Dispatch.into(x, new Op.Copy(x.dtype()), values);
    }
  }

  static void copy(Tensor x, MemorySegment values) {
    Dispatch.checkEditable("copyFrom", x);
    Host.checkSize(x.dtype(), x.shape(), values);
    if (!isDry(x) && x.size() > 0) {
      var imported = Host.tensor(x.device(), x.dtype(), x.shape(), values);
      Dispatch.into(x, new Op.Copy(x.dtype()), imported);
    }
  }

  static void update(String name, Op.Binary op, Tensor x, Number other) {
    Missing.check(name, x, other);
    Dispatch.checkEditable(name, x);
    checkKind(name, op, x, Arithmetic.weak(x.dtype(), other), other.toString());
    var wide = x.dtype().widened();
    var exact = Exact.of(name + " of " + x.type(), wide, other);
    if (!isDry(x)) {
      into(op, x, Arithmetic.constant(x, wide, exact));
    }
  }

  static void update(String name, Op.Binary op, Tensor x, Tensor other) {
    Missing.check(name, x, other);
    Dispatch.checkEditable(name, x);
    checkKind(name, op, x, other.dtype(), other.type().toString());
    var values = fit(name, x, other);
    if (!isDry(x)) {
      into(op, x, values.to(x.dtype().widened()));
    }
  }

  private static void into(Op.Binary op, Tensor x, Tensor other) {
    if (x.dtype().computes()) {
      Dispatch.into(x, op, x, other);
    } else {
      var wide = Dispatch.execute(op, x.to(x.dtype().widened()), other);
      Dispatch.into(x, new Op.Copy(x.dtype()), wide);
    }
  }

  private static void checkKind(String name, Op.Binary op, Tensor x, DType other, String shown) {
    var result = DType.promote(x.dtype(), other);
    boolean real = result.isFloating() || op.domain() == Op.Domain.REAL;
    if (real && !x.dtype().isFloating()) {
      throw new DTypeException(
          "%s of %s with %s gives real numbers, which %s cannot hold. Use the operation that returns a new tensor, or cast first."
              .formatted(name, x.type(), shown, x.dtype()));
    }
    if (x.dtype() == DType.BOOL) {
      throw new DTypeException(
          "%s needs numbers; found %s. Use assign with and, or, xor, or cast first."
              .formatted(name, x.type()));
    }
  }

  /// {@return the other operand in the shape of this one, untracked}
  private static Tensor fit(String name, Tensor x, Tensor other) {
    Missing.check(name, x, other);
    if (other.isTracked() && Dispatch.engine().isRecording()) {
      throw new GradientException(
          "%s of %s with the tracked tensor %s: its gradient would be lost. Make a new tensor, for example with plus, where, cat or stack, or give its detach()."
              .formatted(name, x.type(), other.type()));
    }
    if (!broadcasts(other.shape(), x.shape())) {
      throw new ShapeException(
          "%s of %s needs an operand that broadcasts to its shape; found %s. Aligned at the last axis, extents must be equal, or 1."
              .formatted(name, x.type(), other.type()));
    }
    return Arithmetic.expand(other.detach(), x.shape());
  }

  private static boolean broadcasts(Shape from, Shape to) {
    int ahead = to.rank() - from.rank();
    boolean fits = ahead >= 0;
    for (int axis = 0; fits && axis < from.rank(); axis++) {
      fits = from.get(axis) == to.get(ahead + axis) || from.get(axis) == 1;
    }
    return fits;
  }

  private static Number exact(String op, Tensor x, Number value) {
    return Exact.of(op + " of " + x.type(), x.dtype(), value);
  }

  private static boolean isDry(Tensor x) {
    return x.device().isDry() || Device.isDryRun();
  }
}
