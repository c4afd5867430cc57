package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.op.Attention;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttentionTest {
  private static Tensor random(String name, long... extents) {
    return Tensor.randn(Key.of(11).fold(name), DType.FLOAT64, Shape.of(extents));
  }

  private static Tensor attend(boolean causal, double scale, Tensor... inputs) {
    return Dispatch.execute(new Attention(causal, scale), inputs);
  }

  /// The formula of the operation, a number at a time.
  private static double[] loops(
      boolean causal, double scale, Tensor q, Tensor k, Tensor v, Tensor mask) {
    int batch = (int) q.shape().get(0);
    int heads = (int) q.shape().get(1);
    int queries = (int) q.shape().get(2);
    int keys = (int) k.shape().get(2);
    int d = (int) q.shape().get(3);
    int e = (int) v.shape().get(3);
    int per = heads / (int) k.shape().get(1);
    var all = mask == null ? null : mask.expand(batch, heads, queries, keys);
    var y = new double[batch * heads * queries * e];
    int at = 0;
    for (int b = 0; b < batch; b++) {
      for (int h = 0; h < heads; h++) {
        for (int i = 0; i < queries; i++) {
          var weights = new double[keys];
          double total = 0;
          for (int j = 0; j < keys; j++) {
            double s = 0;
            for (int c = 0; c < d; c++) {
              s += scale * q.get(b, h, i, c).item() * k.get(b, h / per, j, c).item();
            }
            boolean open = !causal || j <= i;
            if (all != null && all.dtype() == DType.BOOL) {
              open &= !all.get(b, h, i, j).itemBoolean();
            } else if (all != null) {
              s += all.get(b, h, i, j).item();
            }
            weights[j] = open ? Math.exp(s) : 0;
            total += weights[j];
          }
          for (int c = 0; c < e; c++, at++) {
            for (int j = 0; total > 0 && j < keys; j++) {
              y[at] += weights[j] / total * v.get(b, h / per, j, c).item();
            }
          }
        }
      }
    }
    return y;
  }

  static Stream<Arguments> masks() {
    return Stream.of(
        Arguments.of("none", null),
        Arguments.of("padded keys", random("a", 2, 1, 1, 5).gt(0.5)),
        Arguments.of("pairs", random("b", 4, 5).gt(0.2)),
        Arguments.of("each head", random("c", 2, 4, 4, 5).gt(0)),
        Arguments.of("no key at all", Tensor.ones(DType.BOOL, 4, 5)),
        Arguments.of("numbers", random("d", 4, 1, 5)),
        Arguments.of(
            "numbers and -inf",
            random("e", 4, 5).maskedFill(random("f", 4, 5).gt(0), Double.NEGATIVE_INFINITY)));
  }

  @ParameterizedTest(name = "mask of {0}")
  @MethodSource("masks")
  void isTheFormulaUnderEveryMask(String name, Tensor mask) {
    for (long groups : new long[] {4, 2, 1}) {
      for (boolean causal : new boolean[] {false, true}) {
        var q = random("q", 2, 4, 4, 3);
        var k = random("k", 2, groups, 5, 3);
        var v = random("v", 2, groups, 5, 2);
        var y = mask == null ? attend(causal, 0.7, q, k, v) : attend(causal, 0.7, q, k, v, mask);
        assertEquals(Shape.of(2, 4, 4, 2), y.shape());
        assertArrayEquals(loops(causal, 0.7, q, k, v, mask), y.toDoubleArray(), 1e-13, name);
      }
    }
  }

  @Test
  void causalIsTheLowerTriangle() {
    var q = random("q", 1, 2, 4, 3);
    var k = random("k", 1, 2, 5, 3);
    var v = random("v", 1, 2, 5, 2);
    var upper = Tensor.ones(DType.BOOL, 4, 5).triu(1);
    assertArrayEquals(
        attend(false, 1, q, k, v, upper).toDoubleArray(), attend(true, 1, q, k, v).toDoubleArray());
    var p = new Attention(true, 1).weights(q, k, null);
    assertArrayEquals(p.toDoubleArray(), p.tril().toDoubleArray());
  }

  @Test
  void withoutHeadsThereIsOne() {
    var q = random("q", 4, 3);
    var k = random("k", 5, 3);
    var v = random("v", 5, 2);
    assertArrayEquals(
        attend(true, 1, q.unsqueeze(0, 1), k.unsqueeze(0, 1), v.unsqueeze(0, 1)).toDoubleArray(),
        attend(true, 1, q, k, v).toDoubleArray());
  }

  @Test
  void largeScoresDoNotOverflow() {
    var q = Tensor.of(new float[] {1000, 0}, 1, 2);
    var k = Tensor.of(new float[] {1000, 0, -1000, 0}, 2, 2);
    var v = Tensor.of(new float[] {1, 2}, 2, 1);
    assertArrayEquals(new float[] {1}, attend(false, 1, q, k, v).toFloatArray());
  }

  @ParameterizedTest(name = "of {0}")
  @ValueSource(strings = {"true", "-inf"})
  void aRowThatIsMaskedAsAWholeGivesZerosAndNoGradient(String kind) {
    var hidden = Tensor.of(new boolean[] {true, true, true, false, true, false}, 2, 3);
    var mask =
        kind.equals("true")
            ? hidden
            : Tensor.zeros(DType.FLOAT64, 2, 3).maskedFill(hidden, Double.NEGATIVE_INFINITY);
    var op = new Attention(false, 1);
    var q = random("q", 2, 3);
    var k = random("k", 3, 3);
    var v = random("v", 3, 2);
    assertArrayEquals(
        new double[] {0, 0, 0}, op.weights(q, k, mask).get(0).toDoubleArray(), "weights");
    assertArrayEquals(
        new double[] {0, 0}, Dispatch.execute(op, q, k, v, mask).get(0).toDoubleArray());
  }

  @Test
  void withoutKeysThereAreZeros() {
    var y =
        attend(
            true,
            1,
            random("q", 2, 3),
            Tensor.zeros(DType.FLOAT64, 0, 3),
            Tensor.zeros(DType.FLOAT64, 0, 2));
    assertArrayEquals(new double[4], y.toDoubleArray());
    assertEquals(Shape.of(2, 2), y.shape());
  }

  @ParameterizedTest(name = "{0} queries and {1} batches")
  @CsvSource({"0, 2", "3, 0"})
  void nothingGivesNothing(long queries, long batches) {
    var y =
        attend(
            true,
            1,
            Tensor.zeros(batches, 2, queries, 3),
            Tensor.zeros(batches, 2, 4, 3),
            Tensor.zeros(batches, 2, 4, 5));
    assertEquals(Shape.of(batches, 2, queries, 5), y.shape());
  }

  @Test
  void aDryRunFindsTheShapeBesideAMaskWithValues() {
    var dry = Device.DRY.with(() -> Tensor.zeros(2, 4, 3));
    var y = attend(true, 1, dry, dry, dry, Tensor.zeros(DType.BOOL, 4, 4));
    assertEquals(Shape.of(2, 4, 3), y.shape());
    assertTrue(y.device().isDry());
  }

  // ---- refused

  static Stream<Arguments> misfits() {
    return Stream.of(
        Arguments.of("(3)", new long[] {3}, new long[] {3}, new long[] {3}),
        Arguments.of("width", new long[] {2, 3}, new long[] {4, 5}, new long[] {4, 3}),
        Arguments.of("values", new long[] {2, 3}, new long[] {4, 3}, new long[] {5, 3}),
        Arguments.of(
            "batch", new long[] {2, 1, 2, 3}, new long[] {1, 1, 2, 3}, new long[] {1, 1, 2, 3}),
        Arguments.of("groups", new long[] {4, 2, 3}, new long[] {3, 2, 3}, new long[] {3, 2, 3}),
        Arguments.of("no group", new long[] {4, 2, 3}, new long[] {0, 2, 3}, new long[] {0, 2, 3}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("misfits")
  void operandsThatDoNotFitAreRefused(String name, long[] q, long[] k, long[] v) {
    var e =
        assertThrows(
            ShapeException.class,
            () -> attend(false, 1, Tensor.zeros(q), Tensor.zeros(k), Tensor.zeros(v)));
    assertEquals(
        ("Attention needs q (..., heads, L, d), k (..., groups, S, d) and v (..., groups, S, e),"
                + " groups a divisor of heads; found q %s, k %s and v %s. Transpose or project them"
                + " first.")
            .formatted(extents(q), extents(k), extents(v)),
        e.getMessage());
  }

  private static String extents(long... shape) {
    return Arrays.toString(shape).replace('[', '(').replace(']', ')');
  }

  @Test
  void aMaskThatDoesNotFitIsRefused() {
    var x = Tensor.zeros(2, 4, 3);
    var e =
        assertThrows(
            ShapeException.class, () -> attend(false, 1, x, x, x, Tensor.zeros(DType.BOOL, 2, 4)));
    assertEquals(
        "Attention needs a mask that broadcasts to its scores [2, 4, 4]; found mask (2, 4). Put in"
            + " axes of extent 1 with unsqueeze(axis).",
        e.getMessage());
    var wrong =
        assertThrows(
            DTypeException.class, () -> attend(false, 1, x, x, x, Tensor.zeros(DType.INT64, 4, 4)));
    assertEquals(
        "Attention needs a mask of BOOL, true where not to look, or of f32, to add; found"
            + " i64[4, 4]. Cast it with to(dtype).",
        wrong.getMessage());
  }

  @Test
  void otherTypesAreRefused() {
    var x = Tensor.zeros(4, 3);
    var e =
        assertThrows(
            DTypeException.class, () -> attend(false, 1, x, x, Tensor.zeros(DType.FLOAT64, 4, 3)));
    assertEquals(
        "Attention needs operands of one dtype; found f32, f32, f64. Cast with to(dtype).",
        e.getMessage());
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void aScaleThatIsNotFiniteIsRefused(double scale) {
    var e = assertThrows(IllegalArgumentException.class, () -> new Attention(false, scale));
    assertEquals("Attention needs a finite scale; found " + scale + ".", e.getMessage());
  }

  @Test
  void theUsualScaleIsOneOverTheRootOfTheWidth() {
    assertEquals(new Attention(true, 0.25), Attention.ofWidth(16, true));
  }
}
