package io.ligature.nn;

import static io.ligature.nn.AttentionReference.flat;
import static io.ligature.nn.AttentionReference.rows;
import static io.ligature.nn.Example.assertClose;
import static io.ligature.nn.Example.assertMessage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Params;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TransformerTest {
  private static final int WIDTH = 6;
  private static final int HEADS = 2;
  private static final int STEPS = 4;
  private static final int PLACES = 3;
  private static final TransformerOptions SMALL =
      TransformerOptions.DEFAULT.feedForward(5).batchFirst(true).dropout(0);

  static Stream<TransformerOptions> options() {
    return Stream.of(
        SMALL,
        SMALL.normFirst(true),
        SMALL.hasBias(false),
        SMALL.activation(GELU::new).groups(1).eps(0.1).normFirst(true));
  }

  // ---- values

  @ParameterizedTest
  @MethodSource("options")
  void anEncoderLayerIsTheFormula(TransformerOptions options) {
    var layer = Example.drawn(new TransformerEncoderLayer(WIDTH, HEADS, options));
    var x = Example.of(2, STEPS, WIDTH);
    var reference = new TransformerReference(layer, options, WIDTH, HEADS);
    for (var mask : List.of(AttentionMask.NONE, AttentionMask.CAUSAL)) {
      var y = layer.run(x, mask);
      for (int b = 0; b < 2; b++) {
        assertClose(flat(reference.encode(rows(x.get(b)), mask.causal())), y.get(b));
      }
    }
    assertClose(layer.run(x, AttentionMask.NONE).toDoubleArray(), layer.apply(x));
  }

  @ParameterizedTest
  @MethodSource("options")
  void aDecoderLayerIsTheFormula(TransformerOptions options) {
    var layer = Example.drawn(new TransformerDecoderLayer(WIDTH, HEADS, options));
    var x = Example.by(1, 2, STEPS, WIDTH);
    var memory = Example.by(2, 2, PLACES, WIDTH);
    var reference = new TransformerReference(layer, options, WIDTH, HEADS);
    var y = layer.run(x, memory, AttentionMask.CAUSAL, AttentionMask.NONE);
    for (int b = 0; b < 2; b++) {
      assertClose(flat(reference.decode(rows(x.get(b)), rows(memory.get(b)))), y.get(b));
    }
  }

  @Test
  void stacksAreTheirLayersAndTheNorm() {
    var norm = new LayerNorm(WIDTH);
    var encoder = new TransformerEncoder(2, TransformerTest::encoderLayer, norm);
    Example.drawn(encoder);
    var x = Example.of(2, STEPS, WIDTH);
    var first = (TransformerEncoderLayer) encoder.block("layers.0");
    var second = (TransformerEncoderLayer) encoder.block("layers.1");
    var mask = AttentionMask.CAUSAL;
    assertClose(
        norm.apply(second.run(first.run(x, mask), mask)).toDoubleArray(), encoder.run(x, mask));
    assertClose(norm.apply(second.apply(first.apply(x))).toDoubleArray(), encoder.apply(x));

    var decoder = Example.drawn(new TransformerDecoder(2, TransformerTest::decoderLayer));
    var memory = Example.by(9, 2, PLACES, WIDTH);
    var hidden =
        AttentionMask.NONE.padding(
            Tensor.of(new boolean[] {false, true, false, false, false, true}, 2, 3));
    var y = x;
    for (var name : List.of("layers.0", "layers.1")) {
      y = ((TransformerDecoderLayer) decoder.block(name)).run(y, memory, mask, hidden);
    }
    assertClose(y.toDoubleArray(), decoder.run(x, memory, mask, hidden));
  }

  private static TransformerEncoderLayer encoderLayer() {
    return new TransformerEncoderLayer(WIDTH, HEADS, SMALL);
  }

  private static TransformerDecoderLayer decoderLayer() {
    return new TransformerDecoderLayer(WIDTH, HEADS, SMALL);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void stepsComeFirstAsInPyTorchUnlessTheBatchDoes(boolean normFirst) {
    var options = SMALL.normFirst(normFirst);
    var first = Example.drawn(new TransformerDecoderLayer(WIDTH, HEADS, options));
    var plain = Example.drawn(new TransformerDecoderLayer(WIDTH, HEADS, options.batchFirst(false)));
    var x = Example.by(1, 2, STEPS, WIDTH);
    var memory = Example.by(2, 2, PLACES, WIDTH);
    var expected = first.run(x, memory, AttentionMask.CAUSAL, AttentionMask.NONE);
    var found =
        plain.run(
            x.transpose(0, 1), memory.transpose(0, 1), AttentionMask.CAUSAL, AttentionMask.NONE);
    assertClose(expected.toDoubleArray(), found.transpose(0, 1));
    var one = plain.run(x.get(1), memory.get(1), AttentionMask.CAUSAL, AttentionMask.NONE);
    assertClose(expected.get(1).toDoubleArray(), one);
  }

  @ParameterizedTest
  @CsvSource({"false, 0", "true, 0", "true, 10000"})
  void theFutureChangesNoPastResult(boolean normFirst, double rotaryBase) {
    var options = SMALL.normFirst(normFirst).rotaryBase(rotaryBase).groups(1);
    var encoder =
        Example.drawn(new TransformerEncoder(2, () -> new TransformerEncoderLayer(4, 2, options)));
    var x = Example.of(2, STEPS, 4);
    var y = encoder.run(x, AttentionMask.CAUSAL);
    for (int t = 1; t < STEPS; t++) {
      var other = Tensor.cat(1, x.slice(1, 0, t), Example.by(t, 2, STEPS - t, 4));
      var changed = encoder.run(other, AttentionMask.CAUSAL);
      assertArrayEquals(
          y.slice(1, 0, t).toDoubleArray(), changed.slice(1, 0, t).toDoubleArray(), "before " + t);
    }
  }

  @Test
  void paddingIsAShorterSequence() {
    var encoder = Example.drawn(new TransformerEncoder(2, TransformerTest::encoderLayer));
    var x = Example.of(1, STEPS, WIDTH);
    var mask = AttentionMask.NONE.padding(Tensor.of(false, false, true, true).unsqueeze(0));
    assertClose(
        encoder.apply(x.slice(1, 0, 2)).toDoubleArray(), encoder.run(x, mask).slice(1, 0, 2));
  }

  // ---- gradients

  @ParameterizedTest
  @CsvSource({"false, true, 0", "true, false, 1"})
  void gradientsOfAnEncoderLayerAgreeWithDifferences(
      boolean normFirst, boolean hasBias, long groups) {
    var options = SMALL.feedForward(2).normFirst(normFirst).hasBias(hasBias).groups(groups);
    var layer = Example.drawn(new TransformerEncoderLayer(4, 2, options));
    Example.checkGradients(layer, Example.of(1, 2, 4));
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void gradientsOfADecoderLayerAgreeWithDifferences(boolean normFirst) {
    var options = SMALL.normFirst(normFirst).feedForward(3).activation(GELU::new);
    var layer = Example.drawn(new TransformerDecoderLayer(2, 1, options));
    var names = Example.names(layer);
    int of = names.size();
    var inputs = new Tensor[of + 2];
    for (int i = 0; i < of; i++) {
      inputs[i] = layer.parameter(names.get(i)).data().copy();
    }
    inputs[of] = Example.by(1, 1, 2, 2);
    inputs[of + 1] = Example.by(2, 1, 3, 2);
    Grad.check(
        in -> {
          var values = new LinkedHashMap<String, Tensor>();
          for (int i = 0; i < of; i++) {
            values.put(names.get(i), in[i]);
          }
          return layer.with(
              Params.of(values),
              () -> layer.run(in[of], in[of + 1], AttentionMask.CAUSAL, AttentionMask.NONE));
        },
        inputs);
  }

  // ---- parameters

  @Test
  void namesAndShapesAreThoseOfPyTorch() {
    var encoder =
        new TransformerEncoder(1, () -> new TransformerEncoderLayer(8, 2), new LayerNorm(8));
    var expected = new LinkedHashMap<String, Shape>();
    putAttention(expected, "layers.0.self_attn.");
    putFeedForward(expected, 2);
    expected.put("norm.weight", Shape.of(8));
    expected.put("norm.bias", Shape.of(8));
    assertEquals(expected, shapes(encoder));
    assertEquals(List.copyOf(expected.keySet()), Example.names(encoder), "in this order");

    var decoder = new TransformerDecoder(1, () -> new TransformerDecoderLayer(8, 2));
    var ofDecoder = new LinkedHashMap<String, Shape>();
    putAttention(ofDecoder, "layers.0.self_attn.");
    putAttention(ofDecoder, "layers.0.multihead_attn.");
    putFeedForward(ofDecoder, 3);
    assertEquals(ofDecoder, shapes(decoder));
    assertEquals(List.copyOf(ofDecoder.keySet()), Example.names(decoder), "in this order");
  }

  private static void putAttention(Map<String, Shape> to, String prefix) {
    to.put(prefix + "in_proj_weight", Shape.of(24, 8));
    to.put(prefix + "in_proj_bias", Shape.of(24));
    to.put(prefix + "out_proj.weight", Shape.of(8, 8));
    to.put(prefix + "out_proj.bias", Shape.of(8));
  }

  private static void putFeedForward(Map<String, Shape> to, int norms) {
    to.put("layers.0.linear1.weight", Shape.of(2048, 8));
    to.put("layers.0.linear1.bias", Shape.of(2048));
    to.put("layers.0.linear2.weight", Shape.of(8, 2048));
    to.put("layers.0.linear2.bias", Shape.of(8));
    for (int i = 1; i <= norms; i++) {
      to.put("layers.0.norm" + i + ".weight", Shape.of(8));
      to.put("layers.0.norm" + i + ".bias", Shape.of(8));
    }
  }

  private static Map<String, Shape> shapes(Block block) {
    var shapes = new LinkedHashMap<String, Shape>();
    block.parameters().forEach((name, p) -> shapes.put(name, p.shape()));
    return shapes;
  }

  @Test
  void withoutBiasesThereAreNone() {
    var layer = new TransformerDecoderLayer(8, 2, SMALL.hasBias(false));
    assertTrue(layer.parameters().names().stream().noneMatch(name -> name.endsWith("bias")));
    assertEquals(2 * 2 + 2 + 3, layer.parameters().size());
  }

  @Test
  void everyLayerBeginsWithValuesOfItsOwn() {
    var encoder = new TransformerEncoder(2, TransformerTest::encoderLayer);
    encoder.materialize();
    assertFalse(
        Arrays.equals(
            encoder.parameter("layers.0.linear1.weight").data().toFloatArray(),
            encoder.parameter("layers.1.linear1.weight").data().toFloatArray()));
  }

  @ParameterizedTest
  @MethodSource("options")
  void lazyBeginsAsEagerBitForBit(TransformerOptions options) {
    var x = Tensor.rand(Key.of(1), 2, STEPS, WIDTH);
    var memory = Tensor.rand(Key.of(2), 2, PLACES, WIDTH);
    Key.seed(4);
    var eager = new TransformerEncoder(2, () -> new TransformerEncoderLayer(WIDTH, HEADS, options));
    var expected = eager.run(x, AttentionMask.CAUSAL);
    Key.seed(4);
    var lazy = new TransformerEncoder(2, () -> new LazyTransformerEncoderLayer(HEADS, options));
    assertFalse(lazy.isInitialized());
    assertArrayEquals(expected.toFloatArray(), lazy.run(x, AttentionMask.CAUSAL).toFloatArray());
    assertEquals(shapes(eager), shapes(lazy));

    Key.seed(4);
    var decoder = new TransformerDecoderLayer(WIDTH, HEADS, options);
    expected = decoder.run(x, memory, AttentionMask.CAUSAL, AttentionMask.NONE);
    Key.seed(4);
    var lazyDecoder = new LazyTransformerDecoderLayer(HEADS, options);
    assertArrayEquals(
        expected.toFloatArray(),
        lazyDecoder.run(x, memory, AttentionMask.CAUSAL, AttentionMask.NONE).toFloatArray());
    assertEquals(shapes(decoder), shapes(lazyDecoder));
  }

  @Test
  void lazyLayersFindTheirShapesWithoutData() {
    var net =
        new Sequential(
            new LazyTransformerEncoderLayer(2, SMALL), new LazyTransformerEncoderLayer(4, SMALL));
    net.materialize(Shape.of(2, 5, 8));
    assertEquals(Shape.of(8, 5), net.parameter("1.linear2.weight").shape());
    assertEquals(Shape.of(8), net.parameter("1.linear2.bias").shape());
    assertEquals(Shape.of(24, 8), net.parameter("1.self_attn.in_proj_weight").shape());
  }

  @Test
  void copiesAreIndependentAndFilesRoundTrip(@TempDir Path folder) {
    var net = new TransformerEncoder(2, TransformerTest::encoderLayer, new LayerNorm(WIDTH));
    var x = Tensor.rand(Key.of(1), 2, STEPS, WIDTH);
    var expected = net.apply(x).toFloatArray();
    var copy = net.copy();
    assertArrayEquals(expected, copy.apply(x).toFloatArray());
    for (var name : Example.names(copy)) {
      copy.parameter(name).set(Tensor.zeros());
    }
    assertEquals(0, copy.apply(x).abs().sum().item(), "the copy computes with its own");
    assertArrayEquals(expected, net.apply(x).toFloatArray());
    net.save(folder.resolve("encoder"));
    var lazy =
        new TransformerEncoder(
            2, () -> new LazyTransformerEncoderLayer(2, SMALL), new LazyLayerNorm());
    lazy.load(folder.resolve("encoder"));
    assertArrayEquals(expected, lazy.apply(x).toFloatArray());
  }

  // ---- dropout

  @Test
  void dropoutIsInTrainingAlone() {
    var layer = new TransformerEncoderLayer(WIDTH, HEADS, SMALL.dropout(0.5));
    var x = Tensor.rand(Key.of(1), 2, STEPS, WIDTH);
    assertFalse(Arrays.equals(layer.apply(x).toFloatArray(), layer.apply(x).toFloatArray()));
    layer.eval();
    assertArrayEquals(layer.apply(x).toFloatArray(), layer.apply(x).toFloatArray());
    layer.train();
    assertArrayEquals(layer.predict(x).toFloatArray(), layer.predict(x).toFloatArray());
  }

  @Test
  void droppedPartsLeaveTheInput() {
    var layer = new TransformerEncoderLayer(WIDTH, HEADS, SMALL.dropout(1).normFirst(true));
    var x = Tensor.rand(Key.of(1), 2, STEPS, WIDTH);
    assertArrayEquals(x.toFloatArray(), layer.apply(x).toFloatArray());
    var decoder = new TransformerDecoderLayer(WIDTH, HEADS, SMALL.dropout(1).normFirst(true));
    var y = decoder.run(x, x, AttentionMask.NONE, AttentionMask.NONE);
    assertArrayEquals(x.toFloatArray(), y.toFloatArray());
  }

  // ---- refused

  @Test
  void argumentsOutsideTheirRangeAreRefused() {
    assertMessage(
        "A transformer layer needs a feedForward of 1 or more; found 0.",
        IllegalArgumentException.class,
        () -> SMALL.feedForward(0));
    for (var eps : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertMessage(
          "A transformer layer needs a finite eps of 0 or more; found " + eps + ".",
          IllegalArgumentException.class,
          () -> SMALL.eps(eps));
    }
    assertMessage(
        "Attention needs a dropout of 0 to 1; found 1.5.",
        IllegalArgumentException.class,
        () -> SMALL.dropout(1.5));
    assertMessage(
        "Attention needs a rotaryBase above 1, or 0 for no rotation; found 1.0.",
        IllegalArgumentException.class,
        () -> SMALL.rotaryBase(1));
    assertMessage(
        "A transformer layer needs a width of 1 or more; found -1.",
        IllegalArgumentException.class,
        () -> new TransformerEncoderLayer(-1, 1));
    assertMessage(
        "A transformer layer needs a width of 1 or more; found 0.",
        IllegalArgumentException.class,
        () -> new TransformerDecoderLayer(0, 1));
    assertMessage(
        "MultiHeadAttention needs a width that is a multiple of its heads, both 1 or more; found 6"
            + " and 4 heads.",
        IllegalArgumentException.class,
        () -> new TransformerEncoderLayer(6, 4));
    assertMessage(
        "TransformerEncoder needs 1 or more layers; found 0.",
        IllegalArgumentException.class,
        () -> new TransformerEncoder(0, TransformerTest::encoderLayer));
    assertMessage(
        "TransformerDecoder needs 1 or more layers; found -2.",
        IllegalArgumentException.class,
        () -> new TransformerDecoder(-2, TransformerTest::decoderLayer));
  }

  @Test
  void inputsThatDoNotFitAreRefusedWithThePath() {
    var encoder = new TransformerEncoder(2, TransformerTest::encoderLayer);
    assertMessage(
        "In layer layers.0.self_attn: MultiHeadAttention needs q (batch, L, 6), k (batch, S, 6) and"
            + " v (batch, S, 6), or all three without batch; found q (2, 4, 7), k (2, 4, 7) and v"
            + " (2, 4, 7). Reshape or project them first.",
        ShapeException.class,
        () -> encoder.apply(Tensor.zeros(2, STEPS, 7)));
    var decoder = new TransformerDecoder(2, TransformerTest::decoderLayer);
    assertMessage(
        "In layer layers.0.multihead_attn: MultiHeadAttention needs q (batch, L, 6), k (batch, S,"
            + " 6) and v (batch, S, 6), or all three without batch; found q (2, 4, 6), k (2, 3, 5)"
            + " and v (2, 3, 5). Reshape or project them first.",
        ShapeException.class,
        () ->
            decoder.run(
                Tensor.zeros(2, STEPS, WIDTH),
                Tensor.zeros(2, PLACES, 5),
                AttentionMask.CAUSAL,
                AttentionMask.NONE));
    assertMessage(
        "In layer layers.0.self_attn: MultiHeadAttention needs a padding mask (batch, S), here (2,"
            + " 4); found (4, 2). Give it one value for each key.",
        ShapeException.class,
        () ->
            encoder.run(
                Tensor.zeros(2, STEPS, WIDTH),
                AttentionMask.NONE.padding(Tensor.zeros(DType.BOOL, STEPS, 2))));
  }

  @Test
  void aDecoderWithoutMemoryIsRefused() {
    var x = Tensor.zeros(2, STEPS, WIDTH);
    assertMessage(
        "TransformerDecoderLayer needs a memory beside x. Call run(x, memory, mask, memoryMask).",
        IllegalArgumentException.class,
        () -> decoderLayer().apply(x));
    assertMessage(
        "TransformerDecoder needs a memory beside x. Call run(x, memory, mask, memoryMask).",
        IllegalArgumentException.class,
        () -> new TransformerDecoder(1, TransformerTest::decoderLayer).apply(x));
  }
}
