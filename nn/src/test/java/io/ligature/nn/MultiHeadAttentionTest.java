package io.ligature.nn;

import static io.ligature.nn.AttentionReference.flat;
import static io.ligature.nn.AttentionReference.rows;
import static io.ligature.nn.Example.assertClose;
import static io.ligature.nn.Example.assertMessage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Key;
import io.ligature.Params;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class MultiHeadAttentionTest {
  private static final int WIDTH = 8;
  private static final int HEADS = 4;
  private static final int BATCH = 2;
  private static final int QUERIES = 3;
  private static final int KEYS = 5;
  private static final double NEVER = Double.NEGATIVE_INFINITY;
  private static final AttentionOptions FIRST = AttentionOptions.DEFAULT.batchFirst(true);

  private static MultiHeadAttention layer(AttentionOptions options) {
    return Example.drawn(new MultiHeadAttention(WIDTH, HEADS, options));
  }

  private static int or(long given, int otherwise) {
    return given == 0 ? otherwise : (int) given;
  }

  // ---- values

  static Stream<Arguments> cases() {
    var options =
        List.of(
            FIRST,
            FIRST.groups(2),
            FIRST.groups(1).hasBias(false),
            FIRST.keyWidth(3).valueWidth(7),
            FIRST.valueWidth(2).hasBias(false));
    var masks =
        Map.of(
            "none", AttentionMask.NONE,
            "causal", AttentionMask.CAUSAL,
            "pairs", AttentionMask.NONE.pairs(Example.by(1, QUERIES, KEYS).gt(0.5)),
            "pairs of each head",
                AttentionMask.NONE.pairs(Example.by(2, BATCH * HEADS, QUERIES, KEYS).gt(0.5)),
            "pairs of all heads",
                AttentionMask.CAUSAL.pairs(Example.by(3, BATCH, 1, QUERIES, KEYS)),
            "padding", AttentionMask.CAUSAL.padding(Example.by(4, BATCH, KEYS).gt(0)),
            "both",
                AttentionMask.NONE
                    .pairs(Example.by(5, QUERIES, KEYS).gt(0.5))
                    .padding(Example.by(6, BATCH, KEYS).gt(0.5)),
            "numbers and padding",
                AttentionMask.NONE
                    .pairs(Example.by(7, QUERIES, KEYS))
                    .padding(Example.by(8, BATCH, KEYS).gt(0.5)));
    return options.stream()
        .flatMap(
            o -> masks.entrySet().stream().map(m -> Arguments.of(o, m.getKey(), m.getValue())));
  }

  @ParameterizedTest(name = "{0}, mask {1}")
  @MethodSource("cases")
  void isTheFormulaHeadByHead(AttentionOptions options, String name, AttentionMask mask) {
    var layer = layer(options);
    var q = Example.by(11, BATCH, QUERIES, WIDTH);
    var k = Example.by(12, BATCH, KEYS, or(options.keyWidth(), WIDTH));
    var v = Example.by(13, BATCH, KEYS, or(options.valueWidth(), WIDTH));
    var found = layer.runWithWeights(q, k, v, mask);
    var fused = layer.run(q, k, v, mask);
    var reference = new AttentionReference(layer, "", WIDTH, HEADS, or(options.groups(), HEADS));
    for (int b = 0; b < BATCH; b++) {
      int batch = b;
      var expected =
          reference.run(
              rows(q.get(b)),
              rows(k.get(b)),
              rows(v.get(b)),
              (head, query, key) -> added(mask, batch, head, query, key));
      assertClose(flat(expected), found.output().get(b));
      assertClose(flat(expected), fused.get(b));
      for (int head = 0; head < HEADS; head++) {
        assertClose(flat(reference.weights[head]), found.weights().get(b, head));
      }
    }
  }

  private static double added(AttentionMask mask, int batch, int head, int query, int key) {
    double added = mask.causal() && key > query ? NEVER : 0;
    var pairs = mask.pairs();
    if (pairs != null) {
      added +=
          switch (pairs.rank()) {
            case 2 -> number(pairs.get(query, key));
            case 3 -> number(pairs.get(batch * HEADS + head, query, key));
            default -> number(pairs.get(batch, 0, query, key));
          };
    }
    return added + (mask.padding() == null ? 0 : number(mask.padding().get(batch, key)));
  }

  private static double number(Tensor mask) {
    return mask.dtype() != DType.BOOL ? mask.item() : mask.itemBoolean() ? NEVER : 0;
  }

  @Test
  void applyIsSelfAttentionAndStepsComeFirstAsInPyTorch() {
    var first = layer(FIRST);
    var plain = layer(AttentionOptions.DEFAULT);
    var x = Example.of(BATCH, QUERIES, WIDTH);
    var y = first.run(x, x.copy(), x.copy(), AttentionMask.NONE);
    assertClose(y.toDoubleArray(), first.apply(x));
    assertClose(y.toDoubleArray(), plain.apply(x.transpose(0, 1)).transpose(0, 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void oneSequenceIsABatchOfOne(boolean batchFirst) {
    var layer = layer(AttentionOptions.DEFAULT.batchFirst(batchFirst));
    int batch = batchFirst ? 0 : 1;
    var q = Example.by(1, QUERIES, WIDTH);
    var k = Example.by(2, KEYS, WIDTH);
    var padding = Example.by(3, KEYS).gt(0);
    var pairs = Example.by(4, HEADS, QUERIES, KEYS);
    var mask = AttentionMask.CAUSAL.padding(padding).pairs(pairs);
    var one = layer.runWithWeights(q, k, k, mask);
    var all =
        layer.runWithWeights(
            q.unsqueeze(batch),
            k.unsqueeze(batch),
            k.unsqueeze(batch),
            mask.padding(padding.unsqueeze(0)));
    assertEquals(Shape.of(QUERIES, WIDTH), one.output().shape());
    assertEquals(Shape.of(HEADS, QUERIES, KEYS), one.weights().shape());
    assertClose(all.output().toDoubleArray(), one.output());
    assertClose(all.weights().toDoubleArray(), one.weights());
  }

  @Test
  void theFutureChangesNoPastResult() {
    var layer = layer(FIRST);
    var x = Example.of(BATCH, KEYS, WIDTH);
    var y = layer.run(x, AttentionMask.CAUSAL);
    for (int t = 1; t < KEYS; t++) {
      var other = Tensor.cat(1, x.slice(1, 0, t), Example.by(t, BATCH, KEYS - t, WIDTH));
      var changed = layer.run(other, AttentionMask.CAUSAL);
      assertArrayEquals(
          y.slice(1, 0, t).toDoubleArray(), changed.slice(1, 0, t).toDoubleArray(), "before " + t);
      assertFalse(
          Arrays.equals(y.slice(1, t).toDoubleArray(), changed.slice(1, t).toDoubleArray()));
    }
  }

  @Test
  void paddingIsAShorterSequence() {
    var layer = layer(FIRST);
    var x = Example.of(1, KEYS, WIDTH);
    var padding = Tensor.of(false, false, false, true, true).unsqueeze(0);
    var y = layer.run(x, AttentionMask.NONE.padding(padding)).slice(1, 0, 3);
    assertClose(layer.apply(x.slice(1, 0, 3)).toDoubleArray(), y);
  }

  @Test
  void aQueryThatMayLookNowhereGetsTheBiasAlone() {
    var layer = layer(FIRST);
    var x = Example.of(1, KEYS, WIDTH);
    var y = layer.run(x, AttentionMask.NONE.padding(Tensor.ones(DType.BOOL, 1, KEYS)));
    assertClose(layer.parameter("out_proj.bias").data().toDoubleArray(), y.get(0, 2));
  }

  @Test
  void masksOfOtherNumbersAreCast() {
    var layer = layer(FIRST);
    var x = Example.of(BATCH, QUERIES, WIDTH);
    var pairs = Tensor.of(new float[] {0, 1, 2}, 1, 3).expand(QUERIES, QUERIES);
    assertClose(
        layer.run(x, AttentionMask.NONE.pairs(pairs.to(DType.FLOAT64))).toDoubleArray(),
        layer.run(x, AttentionMask.NONE.pairs(pairs)));
  }

  @Test
  void halvesAreComputedWider() {
    var layer = new MultiHeadAttention(WIDTH, HEADS, FIRST);
    layer.to(DType.BFLOAT16);
    var x = Tensor.ones(BATCH, QUERIES, WIDTH).to(DType.BFLOAT16);
    assertEquals(
        DType.FLOAT32, layer.runWithWeights(x, x, x, AttentionMask.CAUSAL).weights().dtype());
    assertEquals(Shape.of(BATCH, QUERIES, WIDTH), layer.apply(x).shape());
  }

  // ---- gradients

  static Stream<Arguments> trained() {
    var hidden = Example.by(3, 2, 3).gt(0);
    return Stream.of(
        Arguments.of(FIRST, AttentionMask.NONE),
        Arguments.of(FIRST, AttentionMask.CAUSAL.padding(hidden)),
        Arguments.of(FIRST.groups(1).hasBias(false), AttentionMask.CAUSAL),
        Arguments.of(FIRST.keyWidth(3).groups(1), AttentionMask.NONE.padding(hidden)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("trained")
  void gradientsAgreeWithDifferences(AttentionOptions options, AttentionMask mask) {
    var layer = Example.drawn(new MultiHeadAttention(4, 2, options));
    var names = Example.names(layer);
    int of = names.size();
    var inputs = new Tensor[of + 3];
    for (int i = 0; i < of; i++) {
      inputs[i] = layer.parameter(names.get(i)).data().copy();
    }
    inputs[of] = Example.by(1, 2, 2, 4);
    inputs[of + 1] = Example.by(2, 2, 3, or(options.keyWidth(), 4));
    inputs[of + 2] = Example.by(3, 2, 3, 4);
    Grad.check(
        in -> {
          var values = new LinkedHashMap<String, Tensor>();
          for (int i = 0; i < of; i++) {
            values.put(names.get(i), in[i]);
          }
          return layer.with(
              Params.of(values), () -> layer.run(in[of], in[of + 1], in[of + 2], mask));
        },
        inputs);
  }

  // ---- parameters

  @Test
  void namesAndShapesAreThoseOfPyTorch() {
    assertEquals(
        Map.of(
            "in_proj_weight", Shape.of(24, 8),
            "in_proj_bias", Shape.of(24),
            "out_proj.weight", Shape.of(8, 8),
            "out_proj.bias", Shape.of(8)),
        shapes(new MultiHeadAttention(8, 2)));
    assertEquals(
        Map.of(
            "q_proj_weight", Shape.of(8, 8),
            "k_proj_weight", Shape.of(8, 3),
            "v_proj_weight", Shape.of(8, 8),
            "in_proj_bias", Shape.of(24),
            "out_proj.weight", Shape.of(8, 8),
            "out_proj.bias", Shape.of(8)),
        shapes(new MultiHeadAttention(8, 2, FIRST.keyWidth(3))));
    assertEquals(
        Map.of(
            "q_proj_weight", Shape.of(8, 8),
            "k_proj_weight", Shape.of(4, 8),
            "v_proj_weight", Shape.of(4, 5),
            "out_proj.weight", Shape.of(8, 8)),
        shapes(new MultiHeadAttention(8, 2, FIRST.groups(1).valueWidth(5).hasBias(false))));
    assertEquals(
        List.of("in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"),
        List.copyOf(
            new MultiHeadAttention(8, 2, FIRST.keyWidth(8).dropout(0.1)).stateDict().names()));
  }

  private static Map<String, Shape> shapes(Block block) {
    var shapes = new LinkedHashMap<String, Shape>();
    block.parameters().forEach((name, p) -> shapes.put(name, p.shape()));
    return shapes;
  }

  @Test
  void beginsAsInPyTorch() {
    var layer = new MultiHeadAttention(60, 4);
    assertUniform(Math.sqrt(6.0 / (60 + 180)), layer.parameter("in_proj_weight"));
    assertUniform(1 / Math.sqrt(60), layer.parameter("out_proj.weight"));
    assertArrayEquals(new float[180], layer.parameter("in_proj_bias").data().toFloatArray());
    assertArrayEquals(new float[60], layer.parameter("out_proj.bias").data().toFloatArray());
    var three = new MultiHeadAttention(60, 4, FIRST.keyWidth(40));
    assertUniform(Math.sqrt(6.0 / 120), three.parameter("q_proj_weight"));
    assertUniform(Math.sqrt(6.0 / 100), three.parameter("k_proj_weight"));
  }

  /// Within the bound, and so near it as 1200 draws or more come.
  private static void assertUniform(double bound, Parameter parameter) {
    var drawn = Arrays.stream(parameter.data().toDoubleArray()).summaryStatistics();
    assertTrue(drawn.getMax() <= bound && drawn.getMin() >= -bound, drawn::toString);
    assertTrue(drawn.getMax() > 0.98 * bound && drawn.getMin() < -0.98 * bound, drawn::toString);
  }

  static Stream<AttentionOptions> lazyOptions() {
    return Stream.of(FIRST, AttentionOptions.DEFAULT.groups(2), FIRST.keyWidth(3).hasBias(false));
  }

  @ParameterizedTest
  @MethodSource("lazyOptions")
  void lazyBeginsAsEagerBitForBit(AttentionOptions options) {
    var q = Tensor.rand(Key.of(1), BATCH, QUERIES, WIDTH);
    var k = Tensor.rand(Key.of(2), BATCH, QUERIES, or(options.keyWidth(), WIDTH));
    var v = Tensor.rand(Key.of(3), BATCH, QUERIES, WIDTH);
    Key.seed(5);
    var eager = new MultiHeadAttention(WIDTH, HEADS, options);
    var expected = eager.run(q, k, v, AttentionMask.CAUSAL);
    Key.seed(5);
    var lazy = new LazyMultiHeadAttention(HEADS, options);
    assertFalse(lazy.isInitialized());
    var found = lazy.run(q, k, v, AttentionMask.CAUSAL);
    assertEquals(shapes(eager), shapes(lazy));
    assertArrayEquals(expected.toFloatArray(), found.toFloatArray());
  }

  @Test
  void lazyLayersFindTheirShapesWithoutData() {
    var net = new Sequential(new LazyMultiHeadAttention(2), new LazyMultiHeadAttention(4));
    net.materialize(Shape.of(5, 1, 12));
    assertEquals(Shape.of(36, 12), net.parameter("1.in_proj_weight").shape());
  }

  // ---- dropout

  @Test
  void dropoutIsOnTheWeightsAndInTrainingAlone() {
    var layer = new MultiHeadAttention(WIDTH, HEADS, FIRST.dropout(0.5));
    var x = Tensor.rand(Key.of(1), BATCH, KEYS, WIDTH);
    layer.apply(x);
    Key.seed(8);
    var y = layer.apply(x);
    Key.seed(8);
    var thinned = layer.runWithWeights(x, x, x, AttentionMask.NONE);
    assertArrayEquals(y.toFloatArray(), thinned.output().toFloatArray());
    layer.eval();
    var whole = layer.runWithWeights(x, x, x, AttentionMask.NONE).weights().toFloatArray();
    var found = thinned.weights().toFloatArray();
    int zeros = 0;
    for (int i = 0; i < whole.length; i++) {
      zeros += found[i] == 0 ? 1 : 0;
      assertEquals(found[i] == 0 ? 0 : 2 * whole[i], found[i]);
    }
    assertTrue(zeros > 60 && zeros < 140, zeros + " of 200 are 0");
    assertArrayEquals(layer.apply(x).toFloatArray(), layer.apply(x).toFloatArray());
  }

  // ---- printing

  @Test
  void printsItsSizesAndOptions() {
    assertEquals("MultiHeadAttention(8, 2 heads)", new MultiHeadAttention(8, 2).describe());
    assertEquals(
        "MultiHeadAttention(8, 4 heads, 2 groups, keys of 3, values of 5, no bias, dropout 0.1,"
            + " batch first)",
        new MultiHeadAttention(
                8, 4, FIRST.groups(2).keyWidth(3).valueWidth(5).hasBias(false).dropout(0.1))
            .describe());
    assertEquals(
        "LazyMultiHeadAttention(?, 2 heads) {\n  out_proj: Linear(? -> ?)\n}",
        new LazyMultiHeadAttention(2).toString());
  }

  // ---- refused

  @Test
  void sizesOutsideTheirRangeAreRefused() {
    for (var sizes : new long[][] {{10, 4}, {0, 1}, {4, 0}, {-4, 2}}) {
      assertMessage(
          "MultiHeadAttention needs a width that is a multiple of its heads, both 1 or more; found "
              + sizes[0]
              + " and "
              + sizes[1]
              + " heads.",
          IllegalArgumentException.class,
          () -> new MultiHeadAttention(sizes[0], sizes[1]));
    }
    assertMessage(
        "MultiHeadAttention needs 1 or more heads, and groups that divide them; found 4 heads and 3"
            + " groups.",
        IllegalArgumentException.class,
        () -> new MultiHeadAttention(8, 4, FIRST.groups(3)));
    assertMessage(
        "MultiHeadAttention needs 1 or more heads, and groups that divide them; found 0 heads and 1"
            + " groups.",
        IllegalArgumentException.class,
        () -> new LazyMultiHeadAttention(0, FIRST.groups(1)));
  }

  @Test
  void optionsOutsideTheirRangeAreRefused() {
    assertMessage(
        "Attention needs groups and widths of 1 or more, or 0 for those of the queries; found -1"
            + " groups, keys of 0 and values of 0.",
        IllegalArgumentException.class,
        () -> FIRST.groups(-1));
    assertThrows(IllegalArgumentException.class, () -> FIRST.keyWidth(-1));
    assertThrows(IllegalArgumentException.class, () -> FIRST.valueWidth(-1));
    for (var p : new double[] {-0.1, 1.1, Double.NaN}) {
      assertMessage(
          "Attention needs a dropout of 0 to 1; found " + p + ".",
          IllegalArgumentException.class,
          () -> FIRST.dropout(p));
    }
  }

  static Stream<Arguments> badInputs() {
    return Stream.of(
        Arguments.of("8", "8", "8"),
        Arguments.of("2,3,7", "2,5,8", "2,5,8"),
        Arguments.of("2,3,8", "2,5,7", "2,5,8"),
        Arguments.of("2,3,8", "2,5,8", "2,5,9"),
        Arguments.of("2,3,8", "2,5,8", "2,4,8"),
        Arguments.of("2,3,8", "1,5,8", "1,5,8"),
        Arguments.of("2,3,8", "5,8", "5,8"),
        Arguments.of("1,2,3,8", "1,2,3,8", "1,2,3,8"));
  }

  private static Tensor zeros(String extents) {
    return Tensor.zeros(Arrays.stream(extents.split(",")).mapToLong(Long::parseLong).toArray());
  }

  private static final class Outer extends Block {
    final MultiHeadAttention inner = new MultiHeadAttention(WIDTH, HEADS, FIRST);

    Tensor run(Tensor q, Tensor k, Tensor v, AttentionMask mask) {
      return call(q, x -> inner.run(x, k, v, mask));
    }

    @Override
    protected Tensor forward(Tensor x) {
      return inner.apply(x);
    }
  }

  @ParameterizedTest(name = "q {0}, k {1}, v {2}")
  @MethodSource("badInputs")
  void inputsThatDoNotFitAreRefusedWithThePath(String q, String k, String v) {
    assertMessage(
        "In layer inner: MultiHeadAttention needs q (batch, L, 8), k (batch, S, 8) and v (batch, S,"
            + " 8), or all three without batch; found q (%s), k (%s) and v (%s). Reshape or project"
                .concat(" them first.")
                .formatted(q.replace(",", ", "), k.replace(",", ", "), v.replace(",", ", ")),
        ShapeException.class,
        () -> new Outer().run(zeros(q), zeros(k), zeros(v), AttentionMask.NONE));
  }

  @Test
  void aLazyLayerRefusesAsWell() {
    for (var x : List.of(Tensor.zeros(8), Tensor.zeros(2, 3, 10), Tensor.zeros(2, 0))) {
      Example.assertRefused(
          "MultiHeadAttention needs x (L, batch, width), or (L, width) for one sequence, width a"
              + " multiple of 4 heads; found "
              + RecurrentNet.extents(x.shape())
              + ". Reshape x, or project it first.",
          new LazyMultiHeadAttention(HEADS),
          x);
    }
  }

  @Test
  void masksThatDoNotFitAreRefusedWithThePath() {
    var x = Tensor.zeros(2, 3, 8);
    var needs = "In layer inner: MultiHeadAttention needs a ";
    for (var pairs : List.of(Tensor.zeros(3), Tensor.zeros(2, 3, 3), Tensor.zeros(2, 4, 3, 2))) {
      assertMessage(
          needs
              + "mask of pairs (L, S), (batch · heads, L, S) or (batch, heads, L, S), here (3, 3),"
              + " (8, 3, 3) or (2, 4, 3, 3); found "
              + RecurrentNet.extents(pairs.shape())
              + ". Put in axes of extent 1 with unsqueeze(axis).",
          ShapeException.class,
          () -> new Outer().run(x, x, x, AttentionMask.NONE.pairs(pairs)));
    }
    assertMessage(
        needs + "padding mask (batch, S), here (2, 3); found (3). Give it one value for each key.",
        ShapeException.class,
        () -> new Outer().run(x, x, x, AttentionMask.NONE.padding(Tensor.zeros(3))));
    assertMessage(
        needs
            + "padding mask of BOOL, true where not to look, or of real numbers, to add; found"
            + " i64[2, 3]. Compare it, or cast it with to(dtype).",
        DTypeException.class,
        () ->
            new Outer().run(x, x, x, AttentionMask.NONE.padding(Tensor.zeros(DType.INT64, 2, 3))));
  }
}
