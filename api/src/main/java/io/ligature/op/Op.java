package io.ligature.op;

import static io.ligature.op.Operands.same;
import static io.ligature.op.Operands.type;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.spi.Kernels;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One operation on tensors. The primitives here are few and closed; [FusedOp] is open.
///
/// Primitives are strict: operands have one type and, if elementwise, one shape. The methods of
/// [Tensor] promote and broadcast before they come here.
public sealed interface Op permits Op.Primitive, Op.Relayout, Op.Transfer, FusedOp {
  /// {@return the name that messages and reports use, such as `matmul`}
  String label();

  /// An operation that one kernel computes.
  sealed interface Primitive extends Op {
    /// {@return the kernel it needs}
    Family family();

    /// {@return the types of the results, after refusing operands that do not fit}
    TensorType[] infer(Tensor... inputs);

    /// Calls the kernel.
    void run(Kernels kernels, View[] in, View[] out);
  }

  /// An operation that only edits a layout; its result shares the memory of its input.
  sealed interface Relayout extends Op {
    /// {@return the edited layout, or null if the elements must be copied into row-major order
    /// first}
    @Nullable Layout edit(Layout x);
  }

  /// One value everywhere.
  ///
  /// @param value a Double for real types, a Long for the others
  record Fill(TensorType result, Number value) implements Primitive {
    @Override
    public String label() {
      return "full";
    }

    @Override
    public Family family() {
      return Family.FILL;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      return type(result);
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.fill(value, out[0]);
    }
  }

  /// `start + i step` along an axis.
  record Iota(TensorType result, int axis, Number start, Number step) implements Primitive {
    @Override
    public String label() {
      return "iota";
    }

    @Override
    public Family family() {
      return Family.IOTA;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      return type(result);
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.iota(start, step, axis, out[0]);
    }
  }

  /// The words of a key, as INT32 or INT64.
  record RandomBits(TensorType result, Key key) implements Primitive {
    @Override
    public String label() {
      return "randomBits";
    }

    @Override
    public Family family() {
      return Family.RANDOM_BITS;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      return type(result);
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.randomBits(key, out[0]);
    }
  }

  /// The elements in row-major order, converted to a type.
  record Copy(DType to) implements Primitive {
    @Override
    public String label() {
      return "copy";
    }

    @Override
    public Family family() {
      return Family.COPY;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      return type(to, inputs[0].shape());
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.copy(in[0], out[0]);
    }
  }

  /// The same tensor in the memory of another device.
  record Transfer(Device to) implements Op {
    @Override
    public String label() {
      return "to";
    }
  }

  /// A function of one operand.
  enum Unary implements Primitive {
    /// -x
    NEGATE(Domain.NUMBER),
    /// |x|
    ABS(Domain.NUMBER),
    /// -1, 0 or 1; NaN stays
    SIGN(Domain.NUMBER),
    /// max(x, 0); NaN stays
    RELU(Domain.NUMBER),
    /// not x, bit by bit
    NOT(Domain.BITS),
    /// the largest whole number at most x
    FLOOR(Domain.REAL),
    /// the smallest whole number at least x
    CEIL(Domain.REAL),
    /// the nearest whole number, ties to even
    ROUND(Domain.REAL),
    /// the whole number towards zero
    TRUNC(Domain.REAL),
    /// the square root; NaN below 0
    SQRT(Domain.REAL),
    /// 1 / sqrt(x)
    RSQRT(Domain.REAL),
    /// e to the x
    EXP(Domain.REAL),
    /// e to the x, minus 1, exact near 0
    EXPM1(Domain.REAL),
    /// the natural logarithm
    LOG(Domain.REAL),
    /// log(1 + x), exact near 0
    LOG1P(Domain.REAL),
    /// the logarithm to base 2
    LOG2(Domain.REAL),
    /// the logarithm to base 10
    LOG10(Domain.REAL),
    /// sine of radians
    SIN(Domain.REAL),
    /// cosine of radians
    COS(Domain.REAL),
    /// tangent of radians
    TAN(Domain.REAL),
    /// arc sine
    ASIN(Domain.REAL),
    /// arc cosine
    ACOS(Domain.REAL),
    /// arc tangent
    ATAN(Domain.REAL),
    /// hyperbolic sine
    SINH(Domain.REAL),
    /// hyperbolic cosine
    COSH(Domain.REAL),
    /// hyperbolic tangent
    TANH(Domain.REAL),
    /// inverse hyperbolic sine
    ASINH(Domain.REAL),
    /// inverse hyperbolic cosine
    ACOSH(Domain.REAL),
    /// inverse hyperbolic tangent
    ATANH(Domain.REAL),
    /// the error function
    ERF(Domain.REAL),
    /// 1 / (1 + e to the -x)
    SIGMOID(Domain.REAL);

    private final Domain domain;

    Unary(Domain domain) {
      this.domain = domain;
    }

    /// {@return which types it takes}
    public Domain domain() {
      return domain;
    }

    @Override
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Family family() {
      return Family.UNARY;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      domain.check(this, inputs[0].dtype());
      return type(inputs[0].dtype(), inputs[0].shape());
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.unary(this, in[0], out[0]);
    }
  }

  /// A function of two operands of one type and shape.
  enum Binary implements Primitive {
    /// a + b, whole numbers wrap
    ADD("plus", Domain.NUMBER),
    /// a - b
    SUBTRACT("minus", Domain.NUMBER),
    /// a b
    MULTIPLY("times", Domain.NUMBER),
    /// a / b, of real numbers
    DIVIDE("div", Domain.REAL),
    /// floor(a / b); for whole numbers a / 0 is 0
    FLOOR_DIVIDE("floorDiv", Domain.NUMBER),
    /// a - b floor(a / b), with the sign of b; for whole numbers a by 0 leaves a
    REMAINDER("rem", Domain.NUMBER),
    /// a to the b; for whole numbers a negative b truncates, and 0 to a negative b is 0
    POW("pow", Domain.NUMBER),
    /// the larger; NaN if either is
    MAXIMUM("maximum", Domain.ANY),
    /// the smaller; NaN if either is
    MINIMUM("minimum", Domain.ANY),
    /// the angle of (b, a) in radians
    ATAN2("atan2", Domain.REAL),
    /// a and b, bit by bit
    AND("and", Domain.BITS),
    /// a or b, bit by bit
    OR("or", Domain.BITS),
    /// either but not both, bit by bit
    XOR("xor", Domain.BITS),
    /// a shifted left by b bits, b modulo the width
    SHIFT_LEFT("shl", Domain.INTEGER),
    /// a shifted right by b bits, keeping the sign
    SHIFT_RIGHT("shr", Domain.INTEGER),
    /// a shifted right by b bits, zeros coming in
    SHIFT_RIGHT_UNSIGNED("ushr", Domain.INTEGER);

    private final String label;
    private final Domain domain;

    Binary(String label, Domain domain) {
      this.label = label;
      this.domain = domain;
    }

    /// {@return which types it takes}
    public Domain domain() {
      return domain;
    }

    @Override
    public String label() {
      return label;
    }

    @Override
    public Family family() {
      return Family.BINARY;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      same(this, inputs[0], inputs[1]);
      domain.check(this, inputs[0].dtype());
      return type(inputs[0].dtype(), inputs[0].shape());
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.binary(this, in[0], in[1], out[0]);
    }
  }

  /// A comparison of two operands of one type and shape.
  enum Compare implements Primitive {
    /// a = b
    EQ,
    /// a is not b
    NE,
    /// a < b
    LT,
    /// a <= b
    LE,
    /// a > b
    GT,
    /// a >= b
    GE;

    @Override
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Family family() {
      return Family.COMPARE;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      same(this, inputs[0], inputs[1]);
      return type(DType.BOOL, inputs[0].shape());
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.compare(this, in[0], in[1], out[0]);
    }
  }

  /// The second operand where the first is true, else the third.
  record Where() implements Primitive {
    /// The only one.
    public static final Where OP = new Where();

    @Override
    public String label() {
      return "where";
    }

    @Override
    public Family family() {
      return Family.WHERE;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      Operands.dtype(this, inputs[0], DType.BOOL);
      same(this, inputs[1], inputs[2]);
      Operands.shape(this, inputs[0], inputs[1].shape());
      return type(inputs[1].dtype(), inputs[1].shape());
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.where(in[0], in[1], in[2], out[0]);
    }
  }

  /// How many become one.
  enum Reduction {
    /// the sum
    SUM,
    /// the product
    PROD,
    /// the largest; NaN if any is
    MAX,
    /// the smallest; NaN if any is
    MIN;

    /// {@return the name in messages}
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Reduces axes, which stay with extent 1.
  ///
  /// @param axes counted from the front, ascending
  record Reduce(Reduction kind, List<Integer> axes) implements Primitive {
    /// Copies the list.
    public Reduce {
      axes = List.copyOf(axes);
    }

    @Override
    public String label() {
      return kind.label();
    }

    @Override
    public Family family() {
      return Family.REDUCE;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      var x = inputs[0];
      boolean extreme = kind == Reduction.MAX || kind == Reduction.MIN;
      if (x.dtype() == DType.BOOL && !extreme) {
        throw new DTypeException(label() + " of bool: cast it first, for example to(DType.INT64).");
      }
      var shape = x.shape();
      for (int axis : axes) {
        if (extreme && x.dtype() != DType.BOOL && shape.get(axis) == 0) {
          throw new ShapeException(
              "%s of %s over axis %d: nothing to choose from. Check for empty tensors first."
                  .formatted(label(), x.type(), axis));
        }
        shape = shape.with(axis, 1);
      }
      return type(x.dtype(), shape);
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.reduce(kind, Operands.array(axes), in[0], out[0]);
    }
  }

  /// Which extreme.
  enum ArgReduction {
    /// the first largest
    ARGMAX,
    /// the first smallest
    ARGMIN
  }

  /// The INT64 place of an extreme along an axis, which stays with extent 1.
  record ArgReduce(ArgReduction kind, int axis) implements Primitive {
    @Override
    public String label() {
      return kind.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public Family family() {
      return Family.ARG_REDUCE;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      var shape = inputs[0].shape();
      if (shape.get(axis) == 0) {
        throw new ShapeException(
            "%s of %s over axis %d: nothing to choose from. Check for empty tensors first."
                .formatted(label(), inputs[0].type(), axis));
      }
      return type(DType.INT64, shape.with(axis, 1));
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.argReduce(kind, axis, in[0], out[0]);
    }
  }

  /// Running reductions along an axis.
  record Scan(Reduction kind, int axis) implements Primitive {
    @Override
    public String label() {
      return "cum" + kind.label();
    }

    @Override
    public Family family() {
      return Family.SCAN;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      Domain.NUMBER.check(this, inputs[0].dtype());
      inputs[0].shape().axis(axis);
      return type(inputs[0].dtype(), inputs[0].shape());
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.scan(kind, axis, in[0], out[0]);
    }
  }

  /// Products of matrices in the last two axes; the axes before are equal.
  record MatMul() implements Primitive {
    /// The only one.
    public static final MatMul OP = new MatMul();

    @Override
    public String label() {
      return "matmul";
    }

    @Override
    public Family family() {
      return Family.MATMUL;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      var a = inputs[0];
      var b = inputs[1];
      Operands.dtype(this, b, a.dtype());
      Domain.NUMBER.check(this, a.dtype());
      int rank = a.rank();
      boolean fits = rank >= 2 && b.rank() == rank && a.shape().get(-1) == b.shape().get(-2);
      for (int axis = 0; fits && axis < rank - 2; axis++) {
        fits = a.shape().get(axis) == b.shape().get(axis);
      }
      if (!fits) {
        throw new ShapeException(
            "matmul needs (batch..., m, k) times (batch..., k, n); found %s times %s."
                .formatted(a.shape(), b.shape()));
      }
      return type(a.dtype(), a.shape().with(-1, b.shape().get(-1)));
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.matmul(in[0], in[1], out[0]);
    }
  }

  /// Reads the first operand at the INT64 places that the second names along an axis.
  record Gather(int axis) implements Primitive {
    @Override
    public String label() {
      return "gather";
    }

    @Override
    public Family family() {
      return Family.GATHER;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      Operands.dtype(this, inputs[1], DType.INT64);
      var needed = inputs[0].shape().with(axis, inputs[1].shape().get(axis));
      Operands.shape(this, inputs[1], needed);
      return type(inputs[0].dtype(), needed);
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.gather(axis, in[0], in[1], out[0]);
    }
  }

  /// What a scatter does where something lies already.
  enum ScatterMode {
    /// replaces it; the last of several wins
    SET,
    /// adds to it
    ADD
  }

  /// The first operand (base), with the third (updates) written at the INT64 places that the second
  /// names along an axis.
  record Scatter(ScatterMode mode, int axis) implements Primitive {
    @Override
    public String label() {
      return mode == ScatterMode.ADD ? "scatterAdd" : "scatter";
    }

    @Override
    public Family family() {
      return Family.SCATTER;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      Operands.dtype(this, inputs[1], DType.INT64);
      Operands.dtype(this, inputs[2], inputs[0].dtype());
      Operands.shape(this, inputs[2], inputs[1].shape());
      Operands.shape(this, inputs[1], inputs[0].shape().with(axis, inputs[1].shape().get(axis)));
      return type(inputs[0].dtype(), inputs[0].shape());
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.copy(in[0], out[0]);
      kernels.scatter(mode, axis, in[1], in[2], out[0]);
    }
  }

  /// Values in order along an axis, and the INT64 places they came from.
  record Sort(int axis, boolean descending) implements Primitive {
    @Override
    public String label() {
      return "sort";
    }

    @Override
    public Family family() {
      return Family.SORT;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      inputs[0].shape().axis(axis);
      return new TensorType[] {inputs[0].type(), new TensorType(DType.INT64, inputs[0].shape())};
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.sort(axis, descending, in[0], out[0], out[1]);
    }
  }

  /// The operands one after another along an axis.
  record Concat(int axis) implements Primitive {
    @Override
    public String label() {
      return "cat";
    }

    @Override
    public Family family() {
      return Family.COPY;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      var first = inputs[0];
      long extent = 0;
      for (var x : inputs) {
        Operands.dtype(this, x, first.dtype());
        if (x.rank() != first.rank()
            || !x.shape().with(axis, 0).equals(first.shape().with(axis, 0))) {
          throw new ShapeException(
              "cat along axis %d needs equal ranks, and equal extents elsewhere; found %s."
                  .formatted(
                      axis,
                      Arrays.stream(inputs)
                          .map(t -> t.shape().toString())
                          .collect(Collectors.joining(", "))));
        }
        extent += x.shape().get(axis);
      }
      return type(first.dtype(), first.shape().with(axis, extent));
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      long start = 0;
      for (var x : in) {
        long count = x.shape().get(axis);
        if (x.layout().size() > 0) {
          kernels.copy(x, out[0].with(out[0].layout().slice(axis, start, count, 1)));
        }
        start += count;
      }
    }
  }

  /// The first operand with a slice along an axis replaced by the second.
  record Insert(int axis, long start, long step) implements Primitive {
    @Override
    public String label() {
      return "insert";
    }

    @Override
    public Family family() {
      return Family.COPY;
    }

    @Override
    public TensorType[] infer(Tensor... inputs) {
      var base = inputs[0];
      var x = inputs[1];
      Operands.dtype(this, x, base.dtype());
      Operands.shape(this, x, base.shape().with(axis, x.shape().get(axis)));
      Slice.check(this, base.shape(), axis, start, x.shape().get(axis), step);
      return type(base.dtype(), base.shape());
    }

    @Override
    public void run(Kernels kernels, View[] in, View[] out) {
      kernels.copy(in[0], out[0]);
      if (in[1].layout().size() > 0) {
        long count = in[1].shape().get(axis);
        kernels.copy(in[1], out[0].with(out[0].layout().slice(axis, start, count, step)));
      }
    }
  }

  /// The same elements in row-major order under another shape of the same size.
  record Reshape(Shape to) implements Relayout {
    @Override
    public String label() {
      return "reshape";
    }

    @Override
    public @Nullable Layout edit(Layout x) {
      if (x.size() != to.size()) {
        throw new ShapeException(
            "reshape of %s (%d elements) to %s (%d elements): the sizes differ."
                .formatted(x.shape(), x.size(), to, to.size()));
      }
      return x.reshape(to);
    }
  }

  /// The axes in another order: axis `i` of the result is axis `order[i]` of the operand.
  record Permute(List<Integer> order) implements Relayout {
    /// Copies the list.
    public Permute {
      order = List.copyOf(order);
    }

    @Override
    public String label() {
      return "permute";
    }

    @Override
    public Layout edit(Layout x) {
      return x.permute(Operands.array(order));
    }
  }

  /// The operand repeated to a shape that it broadcasts to.
  record Expand(Shape to) implements Relayout {
    @Override
    public String label() {
      return "expand";
    }

    @Override
    public Layout edit(Layout x) {
      Operands.expandable(x.shape(), to);
      return x.expand(to);
    }
  }

  /// Every `step`-th element along an axis, from `start`, `count` of them.
  record Slice(int axis, long start, long count, long step) implements Relayout {
    @Override
    public String label() {
      return "slice";
    }

    @Override
    public Layout edit(Layout x) {
      check(this, x.shape(), axis, start, count, step);
      return x.slice(axis, start, count, step);
    }

    static void check(Op op, Shape x, int axis, long start, long count, long step) {
      long extent = x.get(axis);
      long last = start + (count - 1) * step;
      boolean inside = start >= 0 && start < extent && last >= 0 && last < extent;
      if (step == 0 || count < 0 || (count > 0 && !inside)) {
        throw new ShapeException(
            "%s of %s along axis %d: %d elements from %d by %d do not lie within 0 to %d."
                .formatted(op.label(), x, axis, count, start, step, extent - 1));
      }
    }
  }

  /// A diagonal of the matrices in the last two axes, as the last axis.
  ///
  /// @param offset which: above the main one if positive
  record Diagonal(long offset) implements Relayout {
    @Override
    public String label() {
      return "diagonal";
    }

    @Override
    public Layout edit(Layout x) {
      if (x.rank() < 2) {
        throw new ShapeException("diagonal needs a matrix; found %s.".formatted(x.shape()));
      }
      return x.diagonal(offset);
    }
  }

  /// Windows of `size` along an axis, one every `step`, as a new last axis.
  record Unfold(int axis, long size, long step) implements Relayout {
    @Override
    public String label() {
      return "unfold";
    }

    @Override
    public Layout edit(Layout x) {
      if (size < 0 || size > x.shape().get(axis) || step < 1) {
        throw new ShapeException(
            "unfold of %s along axis %d needs a size of 0 to %d and a step of 1 or more; found %d and %d."
                .formatted(x.shape(), axis, x.shape().get(axis), size, step));
      }
      return x.unfold(axis, size, step);
    }
  }

  /// Which types an elementwise operation takes.
  enum Domain {
    /// every type that computes
    ANY("a type that computes"),
    /// real and whole numbers
    NUMBER("numbers"),
    /// real numbers
    REAL("real numbers (f32 or f64)"),
    /// whole numbers and BOOL
    BITS("whole numbers or bool"),
    /// whole numbers
    INTEGER("whole numbers");

    private final String words;

    Domain(String words) {
      this.words = words;
    }

    /// {@return whether a type belongs}
    public boolean has(DType dtype) {
      return dtype.computes()
          && switch (this) {
            case ANY -> true;
            case NUMBER -> dtype != DType.BOOL;
            case REAL -> dtype.isFloating();
            case BITS -> !dtype.isFloating();
            case INTEGER -> dtype.isIntegral();
          };
    }

    /// Refuses a type that does not belong.
    ///
    /// @throws DTypeException naming operation and type
    public void check(Op op, DType dtype) {
      if (!has(dtype)) {
        throw new DTypeException(
            "%s needs %s; found %s. Cast with to(dtype).".formatted(op.label(), words, dtype));
      }
    }
  }
}
