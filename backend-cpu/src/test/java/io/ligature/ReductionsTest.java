package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReductionsTest {
  private static final float INF = Float.POSITIVE_INFINITY;
  private static final float NAN = Float.NaN;

  private static void assertValues(Tensor x, double... expected) {
    assertArrayEquals(expected, x.toDoubleArray(), 1e-6);
  }

  private static void assertType(String expected, Tensor x) {
    assertEquals(expected, x.type().toString());
  }

  private static void assertRefused(
      Class<? extends RuntimeException> type, Runnable code, String message) {
    assertEquals(message, assertThrows(type, code::run).getMessage());
  }

  // ---- axes, for all of them

  /// Every function against a loop that gathers what becomes one, over every set of axes.
  @ParameterizedTest(name = "over {0}")
  @CsvSource({"''", "0", "1", "2", "0 1", "0 2", "-1 1", "2 0 1"})
  void eachFunctionIsWhatALoopSays(String names) {
    int[] axes =
        names.isEmpty()
            ? new int[0]
            : Arrays.stream(names.split(" ")).mapToInt(Integer::parseInt).toArray();
    var x = Tensor.randn(Key.of(1), DType.FLOAT64, Shape.of(2, 3, 4));
    check(x, axes, x.sum(axes), x.sum(true, axes), v -> Arrays.stream(v).sum());
    check(
        x,
        axes,
        x.prod(axes),
        x.prod(true, axes),
        v -> Arrays.stream(v).reduce(1, (a, b) -> a * b));
    check(x, axes, x.mean(axes), x.mean(true, axes), ReductionsTest::mean);
    check(x, axes, x.max(axes), x.max(true, axes), v -> Arrays.stream(v).max().getAsDouble());
    check(x, axes, x.min(axes), x.min(true, axes), v -> Arrays.stream(v).min().getAsDouble());
    check(x, axes, x.var(axes), x.var(true, axes), v -> squares(v) / (v.length - 1));
    check(x, axes, x.var(0, false, axes), x.var(0, true, axes), v -> squares(v) / v.length);
    check(x, axes, x.std(axes), x.std(true, axes), v -> Math.sqrt(squares(v) / (v.length - 1)));
    check(
        x,
        axes,
        x.std(0, false, axes),
        x.std(0, true, axes),
        v -> Math.sqrt(squares(v) / v.length));
    check(
        x,
        axes,
        x.logSumExp(axes),
        x.logSumExp(true, axes),
        v -> Math.log(Arrays.stream(v).map(Math::exp).sum()));
    for (double p : new double[] {1, 2, 3, 0.5}) {
      check(
          x,
          axes,
          x.norm(p, axes),
          x.norm(p, true, axes),
          v -> Math.pow(Arrays.stream(v).map(a -> Math.pow(Math.abs(a), p)).sum(), 1 / p));
    }
    var positive = x.gt(0.5);
    check(
        x,
        axes,
        positive.any(axes),
        positive.any(true, axes),
        v -> Arrays.stream(v).anyMatch(a -> a > 0.5) ? 1 : 0);
    check(
        x,
        axes,
        positive.all(axes),
        positive.all(true, axes),
        v -> Arrays.stream(v).allMatch(a -> a > 0.5) ? 1 : 0);
    check(
        x,
        axes,
        positive.countNonzero(axes),
        positive.countNonzero(true, axes),
        v -> Arrays.stream(v).filter(a -> a > 0.5).count());
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElse(Double.NaN);
  }

  private static double squares(double[] values) {
    double mean = mean(values);
    return Arrays.stream(values).map(a -> (a - mean) * (a - mean)).sum();
  }

  private static void check(
      Tensor x, int[] axes, Tensor gone, Tensor kept, ToDoubleFunction<double[]> function) {
    var all = IntStream.range(0, x.rank()).boxed().toList();
    var named =
        axes.length == 0
            ? all
            : Arrays.stream(axes).mapToObj(axis -> x.shape().axis(axis)).toList();
    var groups = new LinkedHashMap<List<Long>, double[]>();
    var values = x.toDoubleArray();
    for (int i = 0; i < values.length; i++) {
      var key = key(x.shape(), i, named);
      var group = groups.getOrDefault(key, new double[0]);
      group = Arrays.copyOf(group, group.length + 1);
      group[group.length - 1] = values[i];
      groups.put(key, group);
    }
    var expected = groups.values().stream().mapToDouble(function).toArray();
    assertArrayEquals(expected, gone.toDoubleArray(), 1e-12);
    assertArrayEquals(expected, kept.toDoubleArray(), 1e-12);
    var keptShape = x.shape();
    for (int axis : named) {
      keptShape = keptShape.with(axis, 1);
    }
    assertEquals(keptShape, kept.shape());
    var goneShape =
        Shape.of(
            all.stream()
                .filter(a -> !named.contains(a))
                .mapToLong(a -> x.shape().get(a))
                .toArray());
    assertEquals(goneShape, gone.shape());
  }

  private static List<Long> key(Shape shape, long element, List<Integer> gone) {
    var key = new Long[shape.rank()];
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      key[axis] = gone.contains(axis) ? 0 : element % shape.get(axis);
      element /= shape.get(axis);
    }
    return List.of(key);
  }

  @Test
  void anAxisIsNamedOnce() {
    assertRefused(
        ShapeException.class,
        () -> Tensor.zeros(2, 3).sum(0, -2),
        "sum of f32[2, 3] names an axis twice: [0, -2].");
    assertRefused(
        ShapeException.class,
        () -> Tensor.zeros(2, 3).mean(0, -2),
        "mean of f32[2, 3] names an axis twice: [0, -2].");
    assertRefused(
        ShapeException.class,
        () -> Tensor.zeros(2, 3).var(1, 1),
        "var of f32[2, 3] names an axis twice: [1, 1].");
  }

  @Test
  void anAxisMustBeThere() {
    assertRefused(
        ShapeException.class,
        () -> Tensor.zeros(2, 3).sum(2),
        "sum of f32[2, 3]: there is no axis 2. Use -2 to 1.");
    assertRefused(
        ShapeException.class,
        () -> Tensor.zeros(2, 3).cumsum(-3),
        "cumsum of f32[2, 3]: there is no axis -3. Use -2 to 1.");
    assertThrows(ShapeException.class, () -> Tensor.zeros(2, 3).argmax(2));
    assertThrows(ShapeException.class, () -> Tensor.of(1f).max(0));
  }

  @Test
  void aScalarIsItsOwnSumInMemoryOfItsOwn() {
    var x = Tensor.of(3f);
    var sum = x.sum();
    sum.plusAssign(1);
    assertEquals(3, x.item());
    assertEquals(3, x.max().item());
    assertEquals(3, x.mean().item());
    assertEquals(3, x.logSumExp().item(), 1e-6);
    assertEquals(0, x.argmax().item());
    assertTrue(Double.isNaN(x.var().item()));
  }

  @Test
  void viewsAreReducedInTheirOwnOrder() {
    var x = Tensor.arange(6).reshape(2, 3);
    assertValues(x.t().sum(0), 3, 12);
    assertValues(x.get(0, 1).expand(Shape.of(4)).sum(), 4);
    assertValues(x.slice(1, Tensor.OPEN, Tensor.OPEN, -2).cumsum(1), 2, 2, 5, 8);
  }

  // ---- types

  @ParameterizedTest(name = "{0} sums in {1}, has its mean in {2}")
  @CsvSource({
    "FLOAT32, f32, f32",
    "FLOAT64, f64, f64",
    "FLOAT16, f32, f32",
    "BFLOAT16, f32, f32",
    "INT32, i64, f32",
    "INT64, i64, f32",
    "INT8, i64, f32",
    "UINT8, i64, f32",
    "BOOL, i64, f32"
  })
  void sumsAndMeansHaveTheirTypes(DType dtype, String sum, String mean) {
    var x = Tensor.of(1, 0, 1, 1).to(dtype);
    assertType(sum + "[]", x.sum());
    assertEquals(3, x.sum().item());
    assertType(sum + "[]", x.prod());
    assertType(sum + "[4]", x.cumsum(0));
    assertType(sum + "[4]", x.cumprod(0));
    assertType(mean + "[]", x.mean());
    assertEquals(0.75, x.mean().item());
    assertType(mean + "[]", x.var());
    assertEquals(0.25, x.var().item());
    assertType(mean + "[]", x.norm());
    assertType(mean + "[]", x.logSumExp());
  }

  @ParameterizedTest
  @EnumSource
  void extremesKeepTheType(DType dtype) {
    var x = Tensor.of(0, 1, 0).to(dtype);
    assertEquals(dtype, x.max().dtype());
    assertEquals(1, x.max().item());
    assertEquals(0, x.min().item());
    assertEquals(1, x.argmax().item());
    assertEquals(0, x.argmin().item());
    assertType("i64[]", x.argmax());
    assertType("i64[]", x.countNonzero());
    assertEquals(1, x.countNonzero().item());
    assertTrue(x.any().itemBoolean());
    assertFalse(x.all().itemBoolean());
    assertEquals(0, x.median().item());
    assertEquals(dtype, x.median().dtype());
  }

  @Test
  void wholeSumsAreExactWhereFloatsAreNot() {
    var x = Tensor.full(DType.INT32, Shape.of(3), Integer.MAX_VALUE);
    assertEquals(3L * Integer.MAX_VALUE, x.sum().itemLong());
    assertEquals((1L << 53) + 1, Tensor.of(1L << 53, 1L).sum().itemLong());
  }

  // ---- care with numbers

  @Test
  void theVarianceOfLargeNumbersKeepsItsDigits() {
    var x = Tensor.of(1e8f, 1e8f + 8, 1e8f + 16);
    assertValues(x.var(), 64);
    assertValues(Tensor.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16).var(), 30);
  }

  @Test
  void theVarianceOfTooFewIsNotANumber() {
    assertTrue(Double.isNaN(Tensor.of(new float[] {5}).var().item()));
    assertTrue(Double.isNaN(Tensor.zeros(0).var().item()));
    assertEquals(0, Tensor.of(new float[] {5}).var(0, false).item());
  }

  @Test
  void logSumExpNeitherOverflowsNorUnderflows() {
    assertValues(Tensor.of(1000.0, 1000.0).logSumExp(), 1000 + Math.log(2));
    assertEquals(-1000 + Math.log(2), Tensor.of(-1000.0, -1000.0).logSumExp().item(), 1e-9);
    assertValues(Tensor.of(0f, -1000f).logSumExp(), 0);
  }

  @Test
  void logSumExpOfInfinities() {
    assertEquals(-INF, Tensor.of(-INF, -INF).logSumExp().item());
    assertEquals(INF, Tensor.of(INF, 1f).logSumExp().item());
    assertEquals(INF, Tensor.of(INF, -INF).logSumExp().item());
    assertEquals(1, Tensor.of(1f, -INF).logSumExp().item());
    assertTrue(Double.isNaN(Tensor.of(1f, NAN).logSumExp().item()));
    assertValues(Tensor.of(new float[][] {{-INF, 0}, {-INF, INF}}).logSumExp(0), -INF, INF);
  }

  @Test
  void notANumberPropagates() {
    var x = Tensor.of(new float[][] {{1, NAN}, {2, 3}});
    for (var y :
        List.of(x.sum(), x.prod(), x.mean(), x.max(), x.min(), x.var(), x.norm(), x.median())) {
      assertTrue(Double.isNaN(y.item()));
    }
    assertValues(x.max(0), 2, NAN);
    assertValues(x.argmax(1), 1, 1);
    assertValues(x.argmin(1), 1, 0);
    assertTrue(x.all().itemBoolean());
  }

  // ---- nothing at all

  @Test
  void emptySumsAndProductsAreNeutral() {
    var x = Tensor.zeros(0, 3);
    assertValues(x.sum(), 0);
    assertValues(x.prod(), 1);
    assertValues(x.sum(0), 0, 0, 0);
    assertValues(x.prod(0), 1, 1, 1);
    assertType("f32[0]", x.sum(1));
    assertTrue(Double.isNaN(x.mean().item()));
    assertFalse(x.any().itemBoolean());
    assertTrue(x.all().itemBoolean());
    assertValues(x.countNonzero(0), 0, 0, 0);
    assertValues(x.norm(), 0);
    assertValues(x.logSumExp(0), -INF, -INF, -INF);
    assertType("f32[0, 3]", x.cumsum(0));
  }

  @Test
  void nothingHasNoExtremes() {
    var x = Tensor.zeros(0, 3);
    assertRefused(
        ShapeException.class,
        x::max,
        "max of f32[0, 3] over axis 0: nothing to choose from. Check for empty tensors first.");
    assertRefused(
        ShapeException.class,
        () -> x.argmin(0),
        "argmin of f32[0, 3] over axis 0: nothing to choose from. Check for empty tensors first.");
    assertThrows(ShapeException.class, () -> x.min(0));
    assertRefused(
        ShapeException.class,
        () -> x.median(0),
        "median of f32[0, 3] over axis 0: nothing to choose from. Check for empty tensors first.");
    assertType("f32[0]", x.max(1));
    assertType("i64[0]", x.argmax(1));
  }

  // ---- one by one

  @Nested
  class Places {
    @Test
    void theFirstOfEqualsIsMeant() {
      var x = Tensor.of(new int[][] {{1, 3, 3}, {0, 0, 2}});
      assertValues(x.argmax(), 1);
      assertValues(x.argmin(), 3);
      assertValues(x.argmax(1), 1, 2);
      assertValues(x.argmin(true, 0), 1, 1, 1);
      assertType("i64[2, 1]", x.argmax(true, -1));
    }
  }

  @Nested
  class Medians {
    @Test
    void theLowerOfTwoIsTaken() {
      assertValues(Tensor.of(4f, 1f, 3f, 2f).median(), 2);
      assertValues(Tensor.of(new int[][] {{5, 1, 9}, {2, 8, 4}}).median(1), 5, 4);
      assertValues(Tensor.of(new int[][] {{5, 1, 9}, {2, 8, 4}}).median(0), 2, 1, 4);
    }
  }

  @Nested
  class Norms {
    @Test
    void specialOrders() {
      var x = Tensor.of(3f, -4f, 0f);
      assertValues(x.norm(), 5);
      assertValues(x.norm(1), 7);
      assertValues(x.norm(0), 2);
      assertValues(x.norm(Double.POSITIVE_INFINITY), 4);
      assertValues(x.norm(Double.NEGATIVE_INFINITY), 0);
      assertValues(Tensor.of(3, 4).norm(), 5);
      assertValues(Tensor.of(new float[][] {{3, 4}, {6, 8}}).norm(2, 1), 5, 10);
      assertType("f32[2, 1]", Tensor.zeros(2, 3).norm(2, true, 1));
    }

    @Test
    void aTrackedNormIsTheSame() {
      var x = Tensor.of(new float[][] {{3, 4}, {0, 0}});
      assertValues(x.requireGrad().norm(2, 1), 5, 0);
    }
  }

  @Nested
  class Running {
    @Test
    void eachIncludesItsOwnElement() {
      var x = Tensor.of(new int[][] {{1, 3, 2}, {4, 0, 5}});
      assertValues(x.cumsum(1), 1, 4, 6, 4, 4, 9);
      assertValues(x.cumsum(0), 1, 3, 2, 5, 3, 7);
      assertValues(x.cumprod(-1), 1, 3, 6, 4, 0, 0);
      assertValues(x.cummax(1), 1, 3, 3, 4, 4, 5);
      assertValues(x.cummin(1), 1, 1, 1, 4, 0, 0);
      assertType("i32[2, 3]", x.cummax(1));
      assertType("u8[2, 3]", x.to(DType.UINT8).cummin(0));
    }
  }

  @Test
  void aDryTensorInfers() {
    var x = Tensor.zeros(2, 3).to(Device.DRY);
    assertEquals("f32[2] (dry)", x.var(1).toString());
    assertEquals("f32[1, 3] (dry)", x.logSumExp(true, 0).toString());
    assertEquals("i64[3] (dry)", x.argmax(0).toString());
    assertEquals("f32[2] (dry)", x.median(1).toString());
    assertEquals("f32[] (dry)", x.norm().toString());
    assertEquals("bool[2] (dry)", x.any(1).toString());
  }

  @ParameterizedTest(name = "over axis {0}")
  @CsvSource({"0", "1"})
  void aMeanOfManyDoublesDoesNotDrift(int axis) {
    var x = Tensor.full(DType.FLOAT64, Shape.of(100_000, 3), 0.1);
    var y = axis == 0 ? x : x.t().contiguous();
    for (double mean : y.mean(axis).toDoubleArray()) {
      assertEquals(0.1, mean, 70 * Math.ulp(0.1) / 2);
    }
  }
}
