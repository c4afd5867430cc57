package io.ligature.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Tensor;
import io.ligature.op.FusedOp;
import io.ligature.op.Op;
import io.ligature.op.Op.Reduction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every line of the table against central differences, and its conventions where there is no
/// derivative.
class VjpTest {
  static Stream<Case> cases() {
    return Case.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void agreesWithCentralDifferences(Case c) {
    Grad.check(c::apply, c.inputs());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void hasAGradientThatAgreesWithCentralDifferences(Case c) {
    var weights = Tensor.rand(Key.of(1), DType.FLOAT64, c.apply(c.inputs()).shape());
    for (int i = 0; i < c.inputs().length; i++) {
      int operand = i;
      Grad.check(
          x -> Grad.grad((Tensor[] y) -> c.apply(y).times(weights).sum()).apply(x)[operand],
          c.inputs());
    }
  }

  @Test
  void everyKindOfOperationHasACase() {
    var kinds = new HashSet<Class<?>>();
    collect(Op.class, kinds);
    kinds.remove(FusedOp.class); // open: FusedTest
    Case.all().forEach(c -> kinds.remove(kind(c.op())));
    Case.UNTRACKED.forEach(op -> kinds.remove(kind(op)));
    assertEquals(Set.of(), kinds);
  }

  private static Class<?> kind(Op op) {
    return op instanceof Enum<?> constant ? constant.getDeclaringClass() : op.getClass();
  }

  private static void collect(Class<?> type, Set<Class<?>> kinds) {
    if (type.isSealed() && !type.isEnum()) {
      Stream.of(type.getPermittedSubclasses()).forEach(sub -> collect(sub, kinds));
    } else {
      kinds.add(type);
    }
  }

  @Test
  void whatIsNeverRecordedSavesNothing() {
    for (var op : Case.UNTRACKED) {
      assertEquals(Vjp.NOTHING, Vjp.needs(op, 0), op.label());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void everyValueThatARuleSavesIsRead(Case c) {
    for (int operand = 0; operand < c.inputs().length; operand++) {
      if (c.inputs()[operand].dtype().isFloating()) {
        for (int value = 0; value < 64; value++) {
          if ((Vjp.needs(c.op(), operand) >>> value & 1) != 0) {
            assertReads(c, operand, 1L << value);
          }
        }
      }
    }
  }

  /// Takes one saved value away, and sees the rule miss it.
  private static void assertReads(Case c, int operand, long value) {
    var inputs = c.inputs().clone();
    inputs[operand] = inputs[operand].requireGrad();
    var results = Dispatch.executeAll(c.op(), inputs);
    var node = new Node(c.op(), inputs, results);
    forget(node, inputs.length, value);
    var slot = new Slot(node, results.length);
    slot.to = new Slot[inputs.length];
    slot.to[operand] = slot;
    slot.gradients[0] = results[0].onesLike();
    var missed = assertThrows(NullPointerException.class, () -> Vjp.of(node, slot));
    assertEquals("not among what Vjp.needs says", missed.getMessage());
  }

  private static void forget(Node node, int inputs, long value) {
    try {
      var field = Node.class.getDeclaredField("saved");
      field.setAccessible(true);
      var saved = (Tensor[]) field.get(node);
      for (int i = 0; i < saved.length; i++) {
        if (value == (i < inputs ? Vjp.X << i : Vjp.Y << (i - inputs))) {
          saved[i] = null;
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }

  // ---- conventions

  private static double[] gradient(UnaryOperator<Tensor> f, double... x) {
    return Grad.grad((Tensor t) -> f.apply(t).sum()).apply(Tensor.of(x)).toDoubleArray();
  }

  @Test
  void absoluteValueAndReluAreFlatAtZero() {
    assertArrayEquals(new double[] {-1, 0, 1}, gradient(Tensor::abs, -2, 0, 2));
    assertArrayEquals(new double[] {0, 0, 1}, gradient(Tensor::relu, -2, 0, 2));
    var relu = Grad.vjp(Tensor::relu, Case.f64(0, 1));
    assertArrayEquals(
        new double[] {0, Double.POSITIVE_INFINITY},
        relu.apply(Case.f64(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY)).toDoubleArray());
  }

  @Test
  void rootAndLogarithmAreInfinitelySteepAtZero() {
    assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, 0.25}, gradient(Tensor::sqrt, 0, 4));
    assertArrayEquals(new double[] {Double.POSITIVE_INFINITY, 0.5}, gradient(Tensor::log, 0, 2));
  }

  @Test
  void jumpsHaveTheGradientOfTheirFlatParts() {
    for (var op : List.<UnaryOperator<Tensor>>of(Tensor::sign, Tensor::floor, Tensor::round)) {
      assertArrayEquals(new double[] {0, 0}, gradient(op, 0, 1.5));
    }
    assertArrayEquals(new double[] {0, 0}, gradient(x -> x.floorDiv(2), 0, 5));
  }

  @Test
  void equalOperandsOfAMaximumShareItsGradient() {
    var a = Case.f64(1, 2, 3);
    var b = Case.f64(2, 2, 2);
    var maximum = Grad.vjp((Tensor[] x) -> x[0].maximum(x[1]), new Tensor[] {a, b});
    var shares = maximum.apply(Case.f64(1, 1, 1));
    assertArrayEquals(new double[] {0, 0.5, 1}, shares[0].toDoubleArray());
    assertArrayEquals(new double[] {1, 0.5, 0}, shares[1].toDoubleArray());
    var minimum = Grad.vjp((Tensor[] x) -> x[0].minimum(x[1]), new Tensor[] {a, b});
    assertArrayEquals(
        new double[] {1, 0.5, 0}, minimum.apply(Case.f64(1, 1, 1))[0].toDoubleArray());
  }

  @Test
  void equalElementsOfAReducedMaximumShareItsGradient() {
    var max = new Op.Reduce(Reduction.MAX, List.of(0));
    assertArrayEquals(new double[] {0, 0.5, 0.5}, gradient(x -> Dispatch.execute(max, x), 1, 3, 3));
    var min = new Op.Reduce(Reduction.MIN, List.of(0));
    assertArrayEquals(new double[] {1, 0, 0}, gradient(x -> Dispatch.execute(min, x), 1, 3, 3));
  }

  @Test
  void theFirstOfEqualElementsGetsTheGradientOfARunningMaximum() {
    var max = new Op.Scan(Reduction.MAX, 0);
    assertArrayEquals(
        new double[] {2, 0, 3, 0, 0}, gradient(x -> Dispatch.execute(max, x), 1, 0, 3, 3, 2));
  }

  @Test
  void powersAtZeroHaveTheGradientOfThePolynomial() {
    assertArrayEquals(new double[] {0, 6}, gradient(x -> x.pow(2), 0, 3));
    assertArrayEquals(new double[] {1, 1}, gradient(x -> x.pow(1), 0, 3));
    assertArrayEquals(new double[] {0, 0}, gradient(x -> x.pow(0), 0, 3));
    assertArrayEquals(new double[] {Double.POSITIVE_INFINITY}, gradient(x -> x.pow(0.5), 0));
    assertArrayEquals(
        new double[] {0, 0}, gradient(b -> Case.f64(0, 0).pow(b), 0, 2)); // and not NaN
  }

  @Test
  void onlyTheLastOfSeveralUpdatesOfOnePlaceGetsItsGradient() {
    var set = new Op.Scatter(Op.ScatterMode.SET, 0);
    var index = Tensor.of(new long[] {1, 0, 1});
    var parts =
        Grad.vjp(
                (Tensor[] x) -> Dispatch.execute(set, x[0], index, x[1]),
                new Tensor[] {Case.f64(1, 2, 3), Case.f64(4, 5, 6)})
            .apply(Case.f64(10, 20, 30));
    assertArrayEquals(new double[] {0, 0, 30}, parts[0].toDoubleArray());
    assertArrayEquals(new double[] {0, 10, 20}, parts[1].toDoubleArray());
  }

  @Test
  void castsTakeTheGradientBackToTheirOperandsType() {
    var x = Tensor.of(new float[] {1, 2}).requireGrad();
    x.to(DType.FLOAT64).times(x.to(DType.FLOAT64)).sum().backward();
    assertEquals(DType.FLOAT32, x.grad().dtype());
    assertArrayEquals(new float[] {2, 4}, x.grad().toFloatArray());
  }

  @Test
  void halvesAddTheirGradientsInSinglePrecision() {
    var x = Tensor.of(new float[] {1, 2}).to(DType.FLOAT16).requireGrad();
    for (int pass = 1; pass <= 2; pass++) {
      x.times(x).sum().backward();
      assertEquals(DType.FLOAT16, x.grad().dtype());
      assertArrayEquals(new float[] {2 * pass, 4 * pass}, x.grad().toFloatArray());
    }
  }

  @Test
  void broadcastOperandsGetSums() {
    var row = Case.f64(1, 2, 3);
    var column = Case.f64(10, 20).reshape(2, 1);
    var parts =
        Grad.vjp((Tensor[] x) -> x[0].times(x[1]), new Tensor[] {row, column})
            .apply(Tensor.ones(DType.FLOAT64, io.ligature.Shape.of(2, 3)));
    assertArrayEquals(new double[] {30, 30, 30}, parts[0].toDoubleArray());
    assertArrayEquals(new double[] {6, 6}, parts[1].toDoubleArray());
    assertEquals(column.shape(), parts[1].shape());
  }

  @Test
  void nanInAnOperandOfAMaximumReachesNobodyElse() {
    double[] found = gradient(x -> x.maximum(Case.f64(1, 1)), Double.NaN, 2);
    assertEquals(1, found[1]);
    assertTrue(found[0] == 1, "NaN was chosen");
  }
}
