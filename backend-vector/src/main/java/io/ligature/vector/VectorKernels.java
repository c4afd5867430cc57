package io.ligature.vector;

import io.ligature.DType;
import io.ligature.cpu.CpuKernels;
import io.ligature.cpu.Heap;
import io.ligature.cpu.Rows;
import io.ligature.op.Op;
import io.ligature.spi.View;

/// Kernels that use vectors and threads where that pays; what is not here, the plain ones compute.
final class VectorKernels extends CpuKernels {
  private static final long FEW = 64; // elements that are added before vectors are set up

  private final Team team;

  VectorKernels(Team team) {
    this.team = team;
  }

  @Override
  public void fill(Number value, View out) {
    if (Parts.isFew(team, out)) {
      super.fill(value, out);
      return;
    }
    Parts.elementwise(team, part -> super.fill(value, part[0]), out);
  }

  @Override
  public void copy(View x, View out) {
    if (Parts.isFew(team, out)) {
      super.copy(x, out);
      return;
    }
    Parts.elementwise(team, part -> super.copy(part[0], part[1]), x, out);
  }

  @Override
  public void unary(Op.Unary op, View x, View out) {
    if (x.dtype() == DType.FLOAT32 && FloatUnary.has(op)) {
      Parts.elementwise(team, part -> floats(op, part[0], part[1]), x, out);
    } else {
      Parts.elementwise(team, part -> super.unary(op, part[0], part[1]), x, out);
    }
  }

  private void floats(Op.Unary op, View x, View out) {
    var rows = new Rows(x.layout(), out.layout());
    if (rows.step(0) != 1 || rows.step(1) != 1) {
      super.unary(op, x, out);
      return;
    }
    var from = Heap.floats(x);
    var to = Heap.floats(out);
    while (rows.next()) {
      FloatUnary.run(op, from, rows.at(0), to, rows.at(1), rows.length());
    }
  }

  @Override
  public void binary(Op.Binary op, View a, View b, View out) {
    if (Parts.isFew(team, out)) {
      super.binary(op, a, b, out);
      return;
    }
    Parts.elementwise(team, part -> super.binary(op, part[0], part[1], part[2]), a, b, out);
  }

  @Override
  public void compare(Op.Compare op, View a, View b, View out) {
    Parts.elementwise(team, part -> some(op, part[0], part[1], part[2]), a, b, out);
  }

  private void some(Op.Compare op, View a, View b, View out) {
    var rows = new Rows(a.layout(), b.layout(), out.layout());
    if (a.dtype() != DType.FLOAT32 || !FloatChoice.suits(rows.step(0), rows.step(1))) {
      super.compare(op, a, b, out);
      return;
    }
    var x = Heap.floats(a);
    var y = Heap.floats(b);
    var z = Heap.bytes(out);
    while (rows.next()) {
      int p = rows.at(0);
      int q = rows.at(1);
      FloatChoice.compare(op, x, p, rows.step(0), y, q, rows.step(1), z, rows.at(2), rows.length());
    }
  }

  @Override
  public void where(View condition, View a, View b, View out) {
    Parts.elementwise(team, part -> some(part[0], part[1], part[2], part[3]), condition, a, b, out);
  }

  private void some(View condition, View a, View b, View out) {
    var rows = new Rows(condition.layout(), a.layout(), b.layout(), out.layout());
    if (out.dtype() != DType.FLOAT32
        || rows.step(0) != 1
        || !FloatChoice.suits(rows.step(1), rows.step(2))) {
      super.where(condition, a, b, out);
      return;
    }
    var test = Heap.bytes(condition);
    var x = Heap.floats(a);
    var y = Heap.floats(b);
    var z = Heap.floats(out);
    while (rows.next()) {
      int p = rows.at(1);
      int q = rows.at(2);
      FloatChoice.where(
          test, rows.at(0), x, p, rows.step(1), y, q, rows.step(2), z, rows.at(3), rows.length());
    }
  }

  @Override
  public void reduce(Op.Reduction kind, int[] axes, View x, View out) {
    boolean sum = kind == Op.Reduction.SUM && x.dtype() == DType.FLOAT32;
    if (!sum || x.layout().size() < FEW || !Reduce.sum(team, axes, x, out)) {
      super.reduce(kind, axes, x, out);
    }
  }

  @Override
  public void matmul(View a, View b, View out) {
    if (!MatMul.run(team, a, b, out)) {
      super.matmul(a, b, out);
    }
  }
}
