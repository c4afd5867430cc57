package io.ligature.autograd;

import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.op.FusedOp;
import io.ligature.op.Op;
import io.ligature.op.Op.Binary;
import io.ligature.op.Op.Unary;
import org.jspecify.annotations.Nullable;

/// The gradient of every operation: one table, a line for each.
///
/// ```text
/// y = op(x0, x1, ...)      g = dL/dy      of(op, n, i, g) = dL/d xi
/// ```
///
/// `n` is the recorded operation, with what it saved: `n.x(i)` is operand `i`, `n.y(0)` the result.
/// A rule reads only what [#needs] names beside it, and is written in tensor operations, so that it
/// runs on every backend and has a gradient itself. There is no `default` anywhere: a new operation
/// does not compile until it has its lines.
final class Vjp {
  static final long NOTHING = 0;
  static final long ALL = -1;

  /// Operand `i` is `X << i`.
  static final long X = 1;

  /// Result `i` is `Y << i`.
  static final long Y = 1 << 8;

  private static final long A = X;
  private static final long B = X << 1;

  private Vjp() {}

  /// {@return the gradient of every operand that leads somewhere, null for the others}
  static @Nullable Tensor[] of(Node n, Slot slot) {
    if (n.op() instanceof FusedOp op) {
      return Fused.of(op, n, slot);
    }
    var gradients = new Tensor[slot.to.length];
    var g = slot.gradients[0];
    for (int i = 0; g != null && i < gradients.length; i++) {
      if (slot.to[i] != null) {
        gradients[i] = of(n.op(), n, i, g);
      }
    }
    return gradients;
  }

  private static Tensor of(Op op, Node n, int i, Tensor g) {
    return switch (op) {
      case Binary binary -> binary(binary, n, i, g);
      case Unary unary -> unary(unary, n, g);
      case Op.MatMul _ -> i == 0 ? matmul(g, t(n.x(1))) : matmul(t(n.x(0)), g); // g Bᵀ, Aᵀ g
      case Op.Expand _ -> Axes.sumTo(g, n.shape(0));
      case Op.Permute permute -> Axes.unpermute(g, permute.order());
      case Op.Reshape _ -> g.reshape(n.shape(0));
      case Op.Reduce reduce -> reduce(reduce, n, g);
      case Op.Copy _ -> g.to(n.dtype(0));
      case Op.Where _ -> i == 1 ? g.maskedFill(n.x(0).not(), 0) : g.maskedFill(n.x(0), 0);
      case Op.Slice s ->
          Places.insert(Places.nothing(g, n.shape(0)), g, s.axis(), s.start(), s.step());
      case Op.Insert s ->
          i == 0
              ? Places.insert(g, Places.nothing(g, n.shape(1)), s.axis(), s.start(), s.step())
              : Places.slice(g, s.axis(), s.start(), n.shape(1).get(s.axis()), s.step());
      case Op.Concat concat -> Places.part(g, n, i, concat.axis());
      case Op.Diagonal diagonal -> Places.spread(g, n.shape(0), diagonal);
      case Op.Unfold unfold -> Places.fold(g, n.shape(0), unfold);
      case Op.Gather gather -> Places.spread(g, n.shape(0), gather.axis(), n.x(1));
      case Op.Scatter scatter -> scatter(scatter, n, i, g);
      case Op.Sort sort -> Places.spread(g, n.shape(0), sort.axis(), n.y(1));
      case Op.Scan scan -> scan(scan, n, g);
      case Op.Transfer _ -> g.to(n.device(0));
      case Op.Fill _, Op.Iota _, Op.RandomBits _ -> throw untracked(op);
      case Op.Compare _, Op.ArgReduce _ -> throw untracked(op);
      case FusedOp _ -> throw untracked(op); // all operands at once, above
    };
  }

  /// {@return what the rule for operand `i` reads}
  static long needs(Op op, int i) {
    return switch (op) {
      case Binary binary -> needs(binary, i);
      case Unary unary -> needs(unary);
      case Op.MatMul _ -> i == 0 ? B : A;
      case Op.Expand _, Op.Permute _, Op.Reshape _, Op.Copy _, Op.Transfer _ -> NOTHING;
      case Op.Reduce reduce -> needs(reduce.kind());
      case Op.Where _ -> X;
      case Op.Slice _, Op.Insert _, Op.Concat _, Op.Diagonal _, Op.Unfold _ -> NOTHING;
      case Op.Gather _ -> B;
      case Op.Scatter scatter -> scatter.mode() == Op.ScatterMode.ADD && i == 0 ? NOTHING : B;
      case Op.Sort _ -> Y << 1;
      case Op.Scan scan ->
          switch (scan.kind()) {
            case SUM -> NOTHING;
            case PROD -> X;
            case MAX, MIN -> Y;
          };
      case Op.Fill _, Op.Iota _, Op.RandomBits _ -> NOTHING;
      case Op.Compare _, Op.ArgReduce _ -> NOTHING;
      case FusedOp _ -> ALL;
    };
  }

  private static Tensor unary(Unary op, Node n, Tensor g) {
    return switch (op) {
      case NEGATE -> g.negate();
      case ABS -> g.times(n.x(0).sign()); // 0 at 0
      case RELU -> g.maskedFill(n.y(0).le(0), 0); // 0 at 0
      case SIGN, FLOOR, CEIL, ROUND, TRUNC -> g.zerosLike(); // flat, but for the jumps
      case SQRT -> g.div(n.y(0).times(2)); // g / 2√x, infinite at 0
      case RSQRT -> g.times(n.y(0).times(n.y(0)).times(n.y(0))).times(-0.5); // -g / 2 √x³
      case EXP -> g.times(n.y(0)); // g eˣ
      case EXPM1 -> g.times(n.y(0).plus(1)); // g eˣ
      case LOG -> g.div(n.x(0)); // g / x
      case LOG1P -> g.div(n.x(0).plus(1)); // g / (1 + x)
      case LOG2 -> g.div(n.x(0).times(Math.log(2))); // g / (x ln 2)
      case LOG10 -> g.div(n.x(0).times(Math.log(10))); // g / (x ln 10)
      case SIN -> g.times(n.x(0).cos());
      case COS -> g.times(n.x(0).sin()).negate();
      case TAN -> g.times(square(n.y(0)).plus(1)); // g (1 + tan² x)
      case ASIN -> g.times(oneMinusSquare(n.x(0)).rsqrt()); // g / √(1 - x²)
      case ACOS -> g.times(oneMinusSquare(n.x(0)).rsqrt()).negate();
      case ATAN -> g.div(square(n.x(0)).plus(1)); // g / (1 + x²)
      case SINH -> g.times(n.x(0).cosh());
      case COSH -> g.times(n.x(0).sinh());
      case TANH -> g.times(oneMinusSquare(n.y(0))); // g (1 - y²)
      case ASINH -> g.times(square(n.x(0)).plus(1).rsqrt()); // g / √(x² + 1)
      case ACOSH -> g.times(square(n.x(0)).minus(1).rsqrt()); // g / √(x² - 1)
      case ATANH -> g.div(oneMinusSquare(n.x(0))); // g / (1 - x²)
      case ERF -> g.times(square(n.x(0)).negate().exp()).times(2 / Math.sqrt(Math.PI));
      case SIGMOID -> g.times(n.y(0).minus(square(n.y(0)))); // g y (1 - y)
      case NOT -> throw untracked(op);
    };
  }

  private static long needs(Unary op) {
    return switch (op) {
      case NEGATE, SIGN, FLOOR, CEIL, ROUND, TRUNC, NOT -> NOTHING;
      case ABS, LOG, LOG1P, LOG2, LOG10, SIN, COS, ERF -> X;
      case ASIN, ACOS, ATAN, SINH, COSH, ASINH, ACOSH, ATANH -> X;
      case RELU, SQRT, RSQRT, EXP, EXPM1, TAN, TANH, SIGMOID -> Y;
    };
  }

  private static Tensor binary(Binary op, Node n, int i, Tensor g) {
    return switch (op) {
      case ADD -> g;
      case SUBTRACT -> i == 0 ? g : g.negate();
      case MULTIPLY -> g.times(n.x(1 - i));
      case DIVIDE ->
          i == 0 ? g.div(n.x(1)) : g.times(n.y(0)).div(n.x(1)).negate(); // -g (a / b) / b
      case FLOOR_DIVIDE -> g.zerosLike();
      case REMAINDER ->
          i == 0 ? g : g.times(n.x(0).floorDiv(n.x(1))).negate(); // a - b floor(a / b)
      case POW -> i == 0 ? powBase(n.x(0), n.x(1), g) : powExponent(n.x(0), n.y(0), g);
      case MAXIMUM -> chosen(g, n.x(i), n.x(i).lt(n.x(1 - i)), n.x(1 - i));
      case MINIMUM -> chosen(g, n.x(i), n.x(i).gt(n.x(1 - i)), n.x(1 - i));
      case ATAN2 -> // (g b, -g a) / (a² + b²)
          g.times(i == 0 ? n.x(1) : n.x(0).negate()).div(square(n.x(0)).plus(square(n.x(1))));
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> throw untracked(op);
    };
  }

  private static long needs(Binary op, int i) {
    return switch (op) {
      case ADD, SUBTRACT, FLOOR_DIVIDE -> NOTHING;
      case MULTIPLY -> i == 0 ? B : A;
      case DIVIDE -> i == 0 ? B : B | Y;
      case REMAINDER -> i == 0 ? NOTHING : A | B;
      case POW -> i == 0 ? A | B : A | Y;
      case MAXIMUM, MINIMUM, ATAN2 -> A | B;
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED -> NOTHING;
    };
  }

  private static Tensor reduce(Op.Reduce op, Node n, Tensor g) {
    return switch (op.kind()) {
      case SUM -> g.expand(n.shape(0));
      case PROD -> g.expand(n.shape(0)).times(Products.ofOthers(n.x(0), op.axes()));
      case MAX, MIN -> shared(g, n.x(0).eq(n.y(0)), op);
    };
  }

  private static long needs(Op.Reduction kind) {
    return switch (kind) {
      case SUM -> NOTHING;
      case PROD -> X;
      case MAX, MIN -> X | Y;
    };
  }

  private static Tensor scan(Op.Scan op, Node n, Tensor g) {
    return switch (op.kind()) {
      case SUM ->
          Axes.flip(Axes.scan(Op.Reduction.SUM, Axes.flip(g, op.axis()), op.axis()), op.axis());
      case PROD -> Products.cumulative(n.x(0), g, op.axis());
      case MAX, MIN -> Places.spread(g, n.shape(0), op.axis(), Places.sinceWhen(n.y(0), op.axis()));
    };
  }

  private static Tensor scatter(Op.Scatter op, Node n, int i, Tensor g) {
    int axis = op.axis();
    return switch (op.mode()) {
      case ADD -> i == 0 ? g : Places.gather(g, axis, n.x(1));
      case SET ->
          i == 0
              ? Places.set(g, axis, n.x(1), Places.zeros(g, n.shape(2)))
              : Places.gather(g, axis, n.x(1))
                  .maskedFill(Places.survives(n.shape(0), axis, n.x(1)).not(), 0);
    };
  }

  /// g b aᵇ⁻¹, and 0 where a and b are 0.
  private static Tensor powBase(Tensor a, Tensor b, Tensor g) {
    var base = a.maskedFill(a.eq(0).and(b.eq(0)), 1);
    return g.times(b).times(base.pow(b.minus(1)));
  }

  /// g aᵇ ln a, and 0 where a is 0, unless aᵇ is infinite there.
  private static Tensor powExponent(Tensor a, Tensor y, Tensor g) {
    var zero = a.eq(0).and(y.lt(Double.POSITIVE_INFINITY));
    return g.times(y).times(a.maskedFill(zero, 1).log());
  }

  /// The gradient of `own` where it was chosen, half of it where both were.
  private static Tensor chosen(Tensor g, Tensor own, Tensor lost, Tensor other) {
    return own.eq(other).where(g.times(0.5), g).maskedFill(lost, 0);
  }

  /// The gradient of an extreme, in equal shares to all elements that attain it.
  private static Tensor shared(Tensor g, Tensor attains, Op.Reduce op) {
    var count = Dispatch.execute(new Op.Reduce(Op.Reduction.SUM, op.axes()), attains.to(g.dtype()));
    return g.div(count).expand(attains.shape()).maskedFill(attains.not(), 0);
  }

  private static Tensor square(Tensor x) {
    return x.times(x);
  }

  private static Tensor oneMinusSquare(Tensor x) {
    return square(x).negate().plus(1);
  }

  private static Tensor matmul(Tensor a, Tensor b) {
    return Dispatch.execute(Op.MatMul.OP, a, b);
  }

  private static Tensor t(Tensor x) {
    return Axes.transpose(x);
  }

  private static IllegalStateException untracked(Op op) {
    return new IllegalStateException(op.label() + " has no tracked operand or no real result");
  }
}
