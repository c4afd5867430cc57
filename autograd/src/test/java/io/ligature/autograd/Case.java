package io.ligature.autograd;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Op;
import io.ligature.op.Op.ArgReduction;
import io.ligature.op.Op.Binary;
import io.ligature.op.Op.Reduction;
import io.ligature.op.Op.ScatterMode;
import io.ligature.op.Op.Unary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One operation and operands at which it has derivatives; together, the whole table.
@SuppressWarnings("ArrayRecordComponent") // never compared
record Case(Op op, Tensor... inputs) {
  Tensor apply(Tensor[] given) {
    return Dispatch.execute(op, given);
  }

  @Override
  public String toString() {
    return op
        + Arrays.stream(inputs)
            .map(x -> x.type().toString())
            .collect(Collectors.joining(", ", " of ", ""));
  }

  static Stream<Case> all() {
    var cases = new ArrayList<Case>();
    unary(cases);
    binary(cases);
    reductions(cases);
    scans(cases);
    products(cases);
    places(cases);
    joins(cases);
    relayouts(cases);
    return cases.stream();
  }

  static Tensor f64(double... values) {
    return Tensor.of(values);
  }

  /// Distinct values without zeros, in no order.
  static Tensor spread(long... extents) {
    var shape = Shape.of(extents);
    var values = new double[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.35 + (i * 7 % 11) * 0.21 - (i % 3) * 0.9;
    }
    return Tensor.of(values).reshape(shape);
  }

  private static void unary(List<Case> cases) {
    for (var op : Unary.values()) {
      switch (op) {
        case NOT -> {}
        case TAN -> cases.add(new Case(op, f64(-0.7, 0.3, 1.2)));
        case ACOSH -> cases.add(new Case(op, f64(1.2, 1.7, 3)));
        case SQRT, RSQRT, LOG, LOG2, LOG10 -> cases.add(new Case(op, f64(0.3, 0.9, 1.7)));
        case LOG1P, ASIN, ACOS, ATANH -> cases.add(new Case(op, f64(-0.6, -0.2, 0.1, 0.7)));
        default -> cases.add(new Case(op, f64(-1.6, -0.7, 0.3, 1.2)));
      }
    }
  }

  private static void binary(List<Case> cases) {
    var a = f64(-1.6, -0.7, 0.3, 1.2);
    var b = f64(0.9, -1.3, 0.8, 2.2);
    for (var op : Binary.values()) {
      switch (op) {
        case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> {}
        case POW -> cases.add(new Case(op, f64(0.4, 1.3, 2.1), f64(2, -1.5, 0.5)));
        default -> cases.add(new Case(op, a, b));
      }
    }
    cases.add(new Case(Op.Where.OP, Tensor.of(new boolean[] {true, false, true, false}), a, b));
  }

  private static void reductions(List<Case> cases) {
    for (var kind : Reduction.values()) {
      cases.add(new Case(new Op.Reduce(kind, List.of(0)), spread(4)));
      cases.add(new Case(new Op.Reduce(kind, List.of(1)), spread(2, 3)));
      cases.add(new Case(new Op.Reduce(kind, List.of(0, 2)), spread(2, 3, 2)));
    }
    var zeros = f64(0, 2, 3, 2, 0, 0, 1, 2, 3).reshape(3, 3); // one, two and none a row
    cases.add(new Case(new Op.Reduce(Reduction.PROD, List.of(1)), zeros));
    cases.add(
        new Case(
            new Op.Reduce(Reduction.SUM, List.of(1)), Tensor.zeros(DType.FLOAT64, Shape.of(2, 0))));
    cases.add(
        new Case(
            new Op.Reduce(Reduction.PROD, List.of(1)),
            Tensor.zeros(DType.FLOAT64, Shape.of(2, 0))));
  }

  private static void scans(List<Case> cases) {
    for (var kind : Reduction.values()) {
      cases.add(new Case(new Op.Scan(kind, 0), spread(5)));
      cases.add(new Case(new Op.Scan(kind, 1), spread(2, 4, 2)));
    }
    var zeros =
        f64(2, 0, 3, 1.5, 2, 0, 3, 0, 2, 1, 0, 4).reshape(3, 4); // one, two, and one in front
    cases.add(new Case(new Op.Scan(Reduction.PROD, 1), zeros));
    cases.add(new Case(new Op.Scan(Reduction.PROD, 0), spread(1)));
    cases.add(new Case(new Op.Scan(Reduction.MAX, 1), Tensor.zeros(DType.FLOAT64, Shape.of(2, 0))));
  }

  private static void products(List<Case> cases) {
    cases.add(new Case(Op.MatMul.OP, spread(2, 3), spread(3, 4)));
    cases.add(new Case(Op.MatMul.OP, spread(2, 2, 3), spread(2, 3, 1)));
    cases.add(new Case(Op.MatMul.OP, spread(3, 2).t(), spread(4, 3).t()));
    cases.add(new Case(Op.MatMul.OP, spread(2, 0), spread(0, 3)));
  }

  private static void places(List<Case> cases) {
    var index = Tensor.of(new long[] {2, 0, 2, 1, 1, 0}, 2, 3); // a repeated place in each row
    cases.add(new Case(new Op.Gather(1), spread(2, 3), index));
    cases.add(new Case(new Op.Gather(0), spread(3, 3), index));
    for (var mode : ScatterMode.values()) {
      cases.add(new Case(new Op.Scatter(mode, 1), spread(2, 4), index, spread(2, 3).times(3)));
      cases.add(new Case(new Op.Scatter(mode, 0), spread(4, 3), index, spread(2, 3).times(3)));
    }
    cases.add(new Case(new Op.Sort(1, false), spread(2, 4)));
    cases.add(new Case(new Op.Sort(0, true), spread(4, 2)));
  }

  private static void joins(List<Case> cases) {
    cases.add(new Case(new Op.Concat(1), spread(2, 3), spread(2, 1), spread(2, 0), spread(2, 2)));
    cases.add(new Case(new Op.Insert(1, 1, 2), spread(2, 5), spread(2, 2)));
    cases.add(new Case(new Op.Insert(0, 3, -1), spread(4), spread(2)));
    cases.add(new Case(new Op.Copy(DType.FLOAT64), spread(2, 3)));
    cases.add(new Case(new Op.Transfer(Device.current()), spread(2, 3)));
  }

  private static void relayouts(List<Case> cases) {
    cases.add(new Case(new Op.Reshape(Shape.of(3, 2)), spread(2, 3)));
    cases.add(new Case(new Op.Reshape(Shape.of(6)), spread(3, 2).t()));
    cases.add(new Case(new Op.Permute(List.of(2, 0, 1)), spread(2, 3, 2)));
    cases.add(new Case(new Op.Expand(Shape.of(4, 2, 3)), spread(2, 1)));
    cases.add(new Case(new Op.Expand(Shape.of(0, 3)), spread(3)));
    cases.add(new Case(new Op.Slice(1, 0, 2, 2), spread(2, 4)));
    cases.add(new Case(new Op.Slice(0, 4, 3, -2), spread(5)));
    cases.add(new Case(new Op.Slice(0, 0, 0, 1), spread(5)));
    cases.add(new Case(new Op.Diagonal(0), spread(2, 3)));
    cases.add(new Case(new Op.Diagonal(1), spread(2, 2, 3)));
    cases.add(new Case(new Op.Diagonal(-1), spread(3, 2)));
    cases.add(new Case(new Op.Diagonal(5), spread(3, 2)));
    cases.add(new Case(new Op.Unfold(0, 3, 1), spread(5)));
    cases.add(new Case(new Op.Unfold(1, 2, 2), spread(2, 5, 2)));
  }

  /// What the table refuses, since it is never recorded.
  static final List<Op> UNTRACKED =
      List.of(
          new Op.Fill(f64(1).type(), 1.0),
          new Op.Iota(f64(1).type(), 0, 0.0, 1.0),
          new Op.RandomBits(Tensor.of(new long[] {1}).type(), io.ligature.Key.of(0)),
          Op.Compare.EQ,
          new Op.ArgReduce(ArgReduction.ARGMAX, 0),
          Unary.NOT,
          Binary.AND);
}
