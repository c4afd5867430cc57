package io.ligature.conformance;

import static io.ligature.conformance.Given.numbers;
import static io.ligature.conformance.Given.spread;
import static io.ligature.conformance.Given.truths;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Operands at which every primitive has derivatives.
final class GradientExamples {
  private GradientExamples() {}

  static List<Example> all() {
    return Stream.of(unary(), binary(), folds(), places(), moves()).flatMap(List::stream).toList();
  }

  private static List<Example> unary() {
    var examples = new ArrayList<Example>();
    for (var op : Op.Unary.values()) {
      var x =
          switch (op) {
            case SQRT, RSQRT, LOG, LOG2, LOG10 -> numbers(0.4, 1.1, 2.3);
            case LOG1P, ASIN, ACOS, ATANH -> numbers(-0.7, -0.1, 0.2, 0.6);
            case ACOSH -> numbers(1.3, 1.9, 4);
            case TAN -> numbers(-0.9, 0.4, 1.1);
            default -> numbers(-1.7, -0.6, 0.2, 1.4);
          };
      if (op != Op.Unary.NOT) {
        examples.add(Example.of(op, x));
      }
    }
    return examples;
  }

  private static List<Example> binary() {
    var examples = new ArrayList<Example>();
    for (var op : Op.Binary.values()) {
      if (!op.domain().has(DType.FLOAT64)) {
        continue;
      }
      boolean power = op == Op.Binary.POW;
      examples.add(
          Example.of(
              op,
              power ? numbers(0.6, 1.2, 2.4) : numbers(-1.7, -0.6, 0.2, 1.4),
              power ? numbers(2, -1.5, 0.3) : numbers(0.8, -1.1, 0.9, 2.3)));
    }
    var a = numbers(-1.7, -0.6, 0.2);
    examples.add(Example.of(Op.Where.OP, truths(true, false, true), a, numbers(0.8, 1, 2)));
    return examples;
  }

  private static List<Example> folds() {
    var examples = new ArrayList<Example>();
    for (var kind : Op.Reduction.values()) {
      examples.add(Example.of(new Op.Reduce(kind, List.of(0)), spread(5)));
      examples.add(Example.of(new Op.Reduce(kind, List.of(0, 2)), spread(2, 3, 2)));
      examples.add(Example.of(new Op.Scan(kind, 0), spread(5)));
      examples.add(Example.of(new Op.Scan(kind, 1), spread(2, 3, 2)));
    }
    var zeros = numbers(0, 2, 3, 0, 0, 1, 2, 3, 4).reshape(3, 3); // one, two and none a row
    examples.add(Example.of(new Op.Reduce(Op.Reduction.PROD, List.of(1)), zeros));
    examples.add(Example.of(new Op.Scan(Op.Reduction.PROD, 1), zeros));
    examples.add(Example.of(Op.MatMul.OP, spread(2, 3), spread(3, 4)));
    examples.add(Example.of(Op.MatMul.OP, spread(2, 2, 3), spread(2, 3, 1)));
    return examples;
  }

  private static List<Example> places() {
    var examples = new ArrayList<Example>();
    var index = new Given(DType.INT64, Shape.of(2, 3), _ -> new double[] {2, 0, 2, 1, 1, 0});
    examples.add(Example.of(new Op.Gather(1), spread(2, 3), index));
    examples.add(Example.of(new Op.Gather(0), spread(4, 3), index));
    for (var mode : Op.ScatterMode.values()) {
      examples.add(Example.of(new Op.Scatter(mode, 1), spread(2, 4), index, spread(2, 3)));
      examples.add(Example.of(new Op.Scatter(mode, 0), spread(3, 3), index, spread(2, 3)));
    }
    examples.add(Example.of(new Op.Sort(1, false), spread(2, 4)));
    examples.add(Example.of(new Op.Sort(0, true), spread(4, 2)));
    return examples;
  }

  private static List<Example> moves() {
    return List.of(
        Example.of(new Op.Copy(DType.FLOAT64), spread(2, 3)),
        Example.of(new Op.Concat(1), spread(2, 3), spread(2, 1), spread(2, 2)),
        Example.of(new Op.Insert(1, 1, 2), spread(2, 5), spread(2, 2)),
        Example.of(new Op.Insert(0, 3, -1), spread(4), spread(2)),
        Example.of(new Op.Reshape(Shape.of(3, 2)), spread(2, 3)),
        Example.of(new Op.Permute(List.of(2, 0, 1)), spread(2, 3, 2)),
        Example.of(new Op.Expand(Shape.of(4, 2, 3)), spread(2, 1)),
        Example.of(new Op.Slice(1, 0, 2, 2), spread(2, 4)),
        Example.of(new Op.Slice(0, 4, 3, -2), spread(5)),
        Example.of(new Op.Diagonal(1), spread(2, 2, 3)),
        Example.of(new Op.Unfold(1, 2, 2), spread(2, 5, 2)),
        Example.of(new Op.Unfold(0, 3, 1), spread(5)));
  }
}
