package io.ligature.vector;

import io.ligature.DType;
import io.ligature.cpu.CpuKernels;
import io.ligature.cpu.Heap;
import io.ligature.cpu.Rows;
import io.ligature.op.Op;
import io.ligature.spi.View;

/// Kernels that use vectors and threads where that pays; what is not here, the plain ones compute.
final class VectorKernels extends CpuKernels {
  private final Team team;

  VectorKernels(Team team) {
    this.team = team;
  }

  @Override
  public void copy(View x, View out) {
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
    Parts.elementwise(team, part -> super.binary(op, part[0], part[1], part[2]), a, b, out);
  }

  @Override
  public void compare(Op.Compare op, View a, View b, View out) {
    Parts.elementwise(team, part -> super.compare(op, part[0], part[1], part[2]), a, b, out);
  }

  @Override
  public void where(View condition, View a, View b, View out) {
    Parts.elementwise(
        team, part -> super.where(part[0], part[1], part[2], part[3]), condition, a, b, out);
  }

  @Override
  public void reduce(Op.Reduction kind, int[] axes, View x, View out) {
    boolean sum = kind == Op.Reduction.SUM && x.dtype() == DType.FLOAT32;
    if (!sum || !Reduce.sum(team, axes, x, out)) {
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
