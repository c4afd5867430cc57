package io.ligature.nn;

import static io.ligature.nn.RecurrentReference.beside;
import static io.ligature.nn.RecurrentReference.sequence;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Params;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrentTest {
  private static final int IN = 3;
  private static final int HIDDEN = 4;
  private static final int STEPS = 5;
  private static final int BATCH = 2;
  private static final RecurrentOptions PLAIN = RecurrentOptions.DEFAULT;

  private static Tensor random(String name, long... extents) {
    return Tensor.randn(Key.of(21).fold(name), DType.FLOAT64, Shape.of(extents));
  }

  private static Block net(String kind, RecurrentOptions options) {
    return switch (kind) {
      case "tanh" -> new RNN(IN, HIDDEN, options);
      case "relu" -> new RNN(IN, HIDDEN, RNN.Nonlinearity.RELU, options);
      case "LSTM" -> new LSTM(IN, HIDDEN, options);
      case "GRU" -> new GRU(IN, HIDDEN, options);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static Block lazyNet(String kind, RecurrentOptions options) {
    return switch (kind) {
      case "tanh" -> new LazyRNN(HIDDEN, RNN.Nonlinearity.TANH, options);
      case "relu" -> new LazyRNN(HIDDEN, RNN.Nonlinearity.RELU, options);
      case "LSTM" -> new LazyLSTM(HIDDEN, options);
      case "GRU" -> new LazyGRU(HIDDEN, options);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private static Block cell(String kind, boolean hasBias) {
    return switch (kind) {
      case "tanh" -> new RNNCell(IN, HIDDEN, hasBias);
      case "relu" -> new RNNCell(IN, HIDDEN, hasBias, RNN.Nonlinearity.RELU);
      case "LSTM" -> new LSTMCell(IN, HIDDEN, hasBias);
      case "GRU" -> new GRUCell(IN, HIDDEN, hasBias);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  private record Results(Tensor output, Tensor hidden, Tensor cell) {}

  private static Results run(Block net, Tensor x, Tensor hidden, Tensor cell) {
    return switch (net) {
      case RNN rnn -> {
        var r = rnn.run(x, hidden);
        yield new Results(r.output(), r.hidden(), null);
      }
      case GRU gru -> {
        var r = gru.run(x, hidden);
        yield new Results(r.output(), r.hidden(), null);
      }
      case LSTM lstm -> {
        var r = lstm.run(x, hidden == null ? null : new LSTMState(hidden, cell));
        yield new Results(r.output(), r.hidden(), r.cell());
      }
      default -> throw new IllegalArgumentException(net.describe());
    };
  }

  private static final List<String> KINDS = List.of("tanh", "relu", "LSTM", "GRU");
  private static final List<RecurrentOptions> OPTIONS =
      List.of(
          PLAIN,
          PLAIN.layers(3),
          PLAIN.bidirectional(true),
          PLAIN.layers(2).bidirectional(true).dropout(0.5),
          PLAIN.hasBias(false).layers(2),
          PLAIN.batchFirst(true).bidirectional(true));

  static Stream<Arguments> nets() {
    return KINDS.stream().flatMap(kind -> OPTIONS.stream().map(o -> Arguments.of(kind, o)));
  }

  // ---- values

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("nets")
  void isTheFormulaStepByStep(String kind, RecurrentOptions options) {
    var net = net(kind, options).to(DType.FLOAT64).eval();
    long cells = (long) options.layers() * options.directions();
    var x = random("x", STEPS, BATCH, IN);
    var h0 = random("h", cells, BATCH, HIDDEN);
    var c0 = random("c", cells, BATCH, HIDDEN);
    var given = options.batchFirst() ? x.transpose(0, 1) : x;
    compare(net, kind, options, x, h0, c0, run(net, given, h0, c0));
    var zeros = Tensor.zeros(DType.FLOAT64, cells, BATCH, HIDDEN);
    var fromZero = run(net, given, null, null);
    compare(net, kind, options, x, zeros, zeros, fromZero);
    assertArrayEquals(
        fromZero.output().toDoubleArray(), net.apply(given).toDoubleArray(), "apply is the output");
  }

  private static void compare(
      Block net,
      String kind,
      RecurrentOptions options,
      Tensor x,
      Tensor h0,
      Tensor c0,
      Results found) {
    var output = options.batchFirst() ? found.output.transpose(0, 1) : found.output;
    assertEquals(
        Shape.of(STEPS, BATCH, (long) options.directions() * HIDDEN), output.shape(), "output");
    var reference = new RecurrentReference(net, kind, HIDDEN);
    for (long b = 0; b < BATCH; b++) {
      var values = sequence(x, b);
      for (int layer = 0, cell = 0; layer < options.layers(); layer++) {
        double[][] forth = null;
        for (int direction = 0; direction < options.directions(); direction++, cell++) {
          var one =
              reference.run(
                  values,
                  "_l" + layer + (direction == 0 ? "" : "_reverse"),
                  direction == 1,
                  h0.get(cell, b).toDoubleArray(),
                  c0.get(cell, b).toDoubleArray());
          assertArrayEquals(reference.h, found.hidden.get(cell, b).toDoubleArray(), 1e-13, "h");
          if (found.cell != null) {
            assertArrayEquals(reference.c, found.cell.get(cell, b).toDoubleArray(), 1e-13, "c");
          }
          forth = forth == null ? one : beside(forth, one);
        }
        values = forth;
      }
      for (int t = 0; t < STEPS; t++) {
        assertArrayEquals(values[t], output.get(t, b).toDoubleArray(), 1e-13, "step " + t);
      }
    }
  }

  @ParameterizedTest(name = "{0}, bias {1}")
  @CsvSource({
    "tanh, true", "relu, true", "LSTM, true", "GRU, true",
    "tanh, false", "relu, false", "LSTM, false", "GRU, false"
  })
  void aCellIsOneStep(String kind, boolean hasBias) {
    var cell = cell(kind, hasBias).to(DType.FLOAT64);
    var x = random("x", BATCH, IN);
    var h = random("h", BATCH, HIDDEN);
    var c = random("c", BATCH, HIDDEN);
    var found =
        switch (cell) {
          case RNNCell rnn -> new LSTMState(rnn.run(x, h), c);
          case GRUCell gru -> new LSTMState(gru.run(x, h), c);
          case LSTMCell lstm -> lstm.run(x, new LSTMState(h, c));
          default -> throw new IllegalArgumentException(kind);
        };
    var reference = new RecurrentReference(cell, kind, HIDDEN);
    for (int b = 0; b < BATCH; b++) {
      reference.h = h.get(b).toDoubleArray();
      reference.c = c.get(b).toDoubleArray();
      reference.step(x.get(b).toDoubleArray(), "");
      assertArrayEquals(reference.h, found.hidden().get(b).toDoubleArray(), 1e-14);
      assertArrayEquals(reference.c, found.cell().get(b).toDoubleArray(), 1e-14);
    }
    reference.h = new double[HIDDEN];
    reference.c = new double[HIDDEN];
    reference.step(x.get(0).toDoubleArray(), "");
    assertArrayEquals(
        reference.h, cell.apply(x.get(0)).toDoubleArray(), 1e-14, "one vector, from zero");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tanh", "relu", "LSTM", "GRU"})
  void oneSequenceIsABatchOfOne(String kind) {
    var net = net(kind, PLAIN.layers(2).bidirectional(true).batchFirst(true)).to(DType.FLOAT64);
    var x = random("x", STEPS, IN);
    var h = random("h", 4, HIDDEN);
    var one = run(net, x, h, h);
    var batch = run(net, x.unsqueeze(0), h.unsqueeze(1), h.unsqueeze(1));
    assertEquals(Shape.of(STEPS, 2 * HIDDEN), one.output.shape());
    assertEquals(Shape.of(4, HIDDEN), one.hidden.shape());
    assertArrayEquals(batch.output.toDoubleArray(), one.output.toDoubleArray());
    assertArrayEquals(batch.hidden.toDoubleArray(), one.hidden.toDoubleArray());
  }

  @ParameterizedTest
  @ValueSource(strings = {"tanh", "LSTM", "GRU"})
  void twoPartsWithTheStateBetweenAreTheWhole(String kind) {
    var net = net(kind, PLAIN.layers(2)).to(DType.FLOAT64);
    var x = random("x", STEPS, BATCH, IN);
    var whole = run(net, x, null, null);
    var first = run(net, x.slice(0, 0, 2), null, null);
    var second = run(net, x.slice(0, 2), first.hidden, first.cell);
    assertArrayEquals(
        whole.output.toDoubleArray(),
        Tensor.cat(0, first.output, second.output).toDoubleArray(),
        1e-15);
    assertArrayEquals(whole.hidden.toDoubleArray(), second.hidden.toDoubleArray(), 1e-15);
  }

  @Test
  void theStateOfAResultIsHiddenAndCell() {
    var r = new LSTM(IN, HIDDEN).run(Tensor.zeros(STEPS, BATCH, IN));
    assertSame(r.hidden(), r.state().hidden());
    assertSame(r.cell(), r.state().cell());
  }

  // ---- gradients

  static Stream<Arguments> smallNets() {
    return Stream.of(
        Arguments.of("tanh", PLAIN),
        Arguments.of("relu", PLAIN.bidirectional(true)),
        Arguments.of("LSTM", PLAIN.bidirectional(true)),
        Arguments.of("LSTM", PLAIN.layers(2).hasBias(false)),
        Arguments.of("GRU", PLAIN.layers(2)),
        Arguments.of("GRU", PLAIN.bidirectional(true).batchFirst(true)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("smallNets")
  void gradientsAgreeWithDifferences(String kind, RecurrentOptions options) {
    var net = net(kind, options).to(DType.FLOAT64).eval();
    var names = List.copyOf(net.parameters().names());
    long cells = (long) options.layers() * options.directions();
    var inputs = new ArrayList<Tensor>();
    names.forEach(name -> inputs.add(net.parameter(name).data().copy()));
    inputs.add(options.batchFirst() ? random("x", 1, 2, IN) : random("x", 2, 1, IN));
    inputs.add(random("h", cells, 1, HIDDEN));
    inputs.add(random("c", cells, 1, HIDDEN));
    int of = names.size();
    Grad.check(
        in -> {
          var values = new LinkedHashMap<String, Tensor>();
          for (int i = 0; i < of; i++) {
            values.put(names.get(i), in[i]);
          }
          var r = net.with(Params.of(values), () -> run(net, in[of], in[of + 1], in[of + 2]));
          var y = r.output.times(random("weights", r.output.shape().toArray())).sum();
          return y.plus(r.cell == null ? r.hidden.sum() : r.cell.square().sum());
        },
        inputs.toArray(Tensor[]::new));
  }

  // ---- parameters

  @ParameterizedTest(name = "{0}: {1} gates")
  @CsvSource({"tanh, 1", "LSTM, 4", "GRU, 3"})
  void namesAndShapesAreThoseOfPyTorch(String kind, long gates) {
    var net = net(kind, PLAIN.layers(2).bidirectional(true));
    var expected = new LinkedHashMap<String, Shape>();
    for (var suffix : List.of("_l0", "_l0_reverse", "_l1", "_l1_reverse")) {
      long in = suffix.startsWith("_l0") ? IN : 2 * HIDDEN;
      expected.put("weight_ih" + suffix, Shape.of(gates * HIDDEN, in));
      expected.put("weight_hh" + suffix, Shape.of(gates * HIDDEN, HIDDEN));
      expected.put("bias_ih" + suffix, Shape.of(gates * HIDDEN));
      expected.put("bias_hh" + suffix, Shape.of(gates * HIDDEN));
    }
    assertEquals(List.copyOf(expected.keySet()), List.copyOf(net.stateDict().names()));
    expected.forEach((name, shape) -> assertEquals(shape, net.parameter(name).shape(), name));
    assertEquals(
        List.of("weight_ih_l0", "weight_hh_l0"),
        List.copyOf(net(kind, PLAIN.hasBias(false)).stateDict().names()));
    assertEquals(
        List.of("weight_ih", "weight_hh", "bias_ih", "bias_hh"),
        List.copyOf(cell(kind, true).stateDict().names()));
    assertEquals(
        List.of("weight_ih", "weight_hh"), List.copyOf(cell(kind, false).stateDict().names()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"})
  void everythingBeginsWithinOneOverTheRootOfTheHiddenUnits(String name) {
    var drawn = new LSTM(100, 64).parameter(name).data().toDoubleArray();
    assertTrue(Arrays.stream(drawn).allMatch(v -> Math.abs(v) <= 0.125));
    assertTrue(Arrays.stream(drawn).anyMatch(v -> v > 0.12));
    assertTrue(Arrays.stream(drawn).anyMatch(v -> v < -0.12));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("nets")
  void lazyBeginsAsEagerBitForBit(String kind, RecurrentOptions options) {
    var x =
        (options.batchFirst() ? random("x", BATCH, STEPS, IN) : random("x", STEPS, BATCH, IN))
            .to(DType.FLOAT32);
    Key.seed(9);
    var eager = net(kind, options).eval();
    var expected = run(eager, x, null, null);
    Key.seed(9);
    var lazy = lazyNet(kind, options).eval();
    var found = run(lazy, x, null, null);
    for (var name : eager.parameters().names()) {
      assertArrayEquals(
          eager.parameter(name).data().toFloatArray(),
          lazy.parameter(name).data().toFloatArray(),
          name);
    }
    assertArrayEquals(expected.output.toFloatArray(), found.output.toFloatArray());
    assertArrayEquals(expected.hidden.toFloatArray(), found.hidden.toFloatArray());
  }

  @Test
  void lazyCellsFindTheirInputs() {
    var cells = List.of(new LazyRNNCell(HIDDEN), new LazyLSTMCell(HIDDEN), new LazyGRUCell(HIDDEN));
    for (var cell : cells) {
      assertEquals(cell.getClass().getSimpleName() + "(? -> 4)", cell.toString());
      cell.apply(Tensor.zeros(BATCH, IN));
      assertEquals(IN, cell.parameter("weight_ih").shape().get(1));
      assertEquals(cell.getClass().getSimpleName() + "(3 -> 4)", cell.toString());
    }
  }

  @Test
  void lazyLayersFindTheirShapesWithoutData() {
    var net = new Sequential(new LazyLSTM(6, PLAIN.bidirectional(true)), new LazyGRU(5));
    net.materialize(Shape.of(7, 2, 3));
    assertEquals(Shape.of(24, 3), net.parameter("0.weight_ih_l0_reverse").shape());
    assertEquals(Shape.of(15, 12), net.parameter("1.weight_ih_l0").shape());
  }

  // ---- dropout

  @Test
  void dropoutIsBetweenLayersAndInTrainingAlone() {
    var net = (LSTM) new LSTM(IN, HIDDEN, PLAIN.layers(2).dropout(1)).to(DType.FLOAT64);
    var x = random("x", STEPS, BATCH, IN);
    var training = net.run(x);
    var evaluated = ((LSTM) net.eval()).run(x);
    var second = new LSTM(HIDDEN, HIDDEN);
    second.to(DType.FLOAT64);
    for (var name : second.parameters().names()) {
      second.parameter(name).set(net.parameter(name.replace("l0", "l1")).data());
    }
    assertArrayEquals(
        second.apply(Tensor.zeros(DType.FLOAT64, STEPS, BATCH, HIDDEN)).toDoubleArray(),
        training.output().toDoubleArray(),
        1e-15,
        "the second layer saw zeros, and its own output is whole");
    assertArrayEquals(
        training.hidden().get(0).toDoubleArray(), evaluated.hidden().get(0).toDoubleArray());
    assertArrayEquals(
        second.apply(firstLayer(net).apply(x)).toDoubleArray(),
        evaluated.output().toDoubleArray(),
        1e-15);
  }

  private static LSTM firstLayer(LSTM net) {
    var first = new LSTM(IN, HIDDEN);
    first.to(DType.FLOAT64);
    for (var name : first.parameters().names()) {
      first.parameter(name).set(net.parameter(name).data());
    }
    return first;
  }

  // ---- state, copies and ties

  @Test
  void copiesAreIndependentAndFilesRoundTrip(@TempDir Path folder) {
    var net = new GRU(IN, HIDDEN, PLAIN.layers(2).bidirectional(true));
    var x = Tensor.rand(Key.of(1), STEPS, BATCH, IN);
    var expected = net.apply(x).toFloatArray();
    var copy = net.copy();
    assertArrayEquals(expected, copy.apply(x).toFloatArray());
    copy.parameter("weight_hh_l1_reverse").set(Tensor.zeros());
    assertArrayEquals(expected, net.apply(x).toFloatArray());
    net.save(folder.resolve("gru"));
    copy.load(folder.resolve("gru"));
    assertArrayEquals(expected, copy.apply(x).toFloatArray());
  }

  private static final class Tied extends Block {
    final LSTM a = new LSTM(IN, HIDDEN);
    final LSTM b = new LSTM(IN, HIDDEN);

    Tied() {
      tie("b.weight_hh_l0", "a.weight_hh_l0");
    }

    @Override
    protected Tensor forward(Tensor x) {
      return a.apply(x).plus(b.apply(x));
    }
  }

  @Test
  void aTiedWeightIsOneInCopiesFilesAndGradients(@TempDir Path folder) {
    var net = new Tied();
    var x = Tensor.rand(Key.of(1), STEPS, BATCH, IN);
    net.apply(x).sum().backward();
    assertSame(net.parameter("a.weight_hh_l0"), net.parameter("b.weight_hh_l0").slot());
    var copy = (Tied) net.copy();
    copy.parameter("a.weight_hh_l0").set(Tensor.ones());
    assertEquals(1, copy.parameter("b.weight_hh_l0").data().get(3, 2).item());
    net.save(folder.resolve("tied"));
    copy.load(folder.resolve("tied"));
    assertArrayEquals(net.apply(x).toFloatArray(), copy.apply(x).toFloatArray());
    assertEquals(7, net.parameters().size());
    copy.untie("b.weight_hh_l0");
    copy.parameter("a.weight_hh_l0").set(Tensor.ones());
    assertArrayEquals(
        net.b.apply(x).toFloatArray(), copy.b.apply(x).toFloatArray(), "b goes its own way");
  }

  // ---- printing and hooks

  @Test
  void printsItsSizesAndOptions() {
    assertEquals("RNN(3 -> 4)", new RNN(3, 4).toString());
    assertEquals("LazyGRU(? -> 4)", new LazyGRU(4).toString());
    assertEquals(
        "LSTM(3 -> 4, 2 layers, bidirectional, no bias, batch first)",
        new LSTM(3, 4, PLAIN.layers(2).bidirectional(true).hasBias(false).batchFirst(true))
            .toString());
    assertEquals("GRUCell(3 -> 4, no bias)", new GRUCell(3, 4, false).toString());
  }

  @Test
  void hooksSeeTheOutput() {
    var lstm = new LSTM(IN, HIDDEN);
    try (var _ = lstm.onForward((_, out) -> out.times(0))) {
      var r = lstm.run(Tensor.ones(STEPS, BATCH, IN));
      assertEquals(0, r.output().abs().sum().item());
      assertTrue(r.hidden().abs().sum().item() > 0);
    }
  }

  // ---- refused

  private static void assertRefused(
      String message,
      Class<? extends Exception> type,
      org.junit.jupiter.api.function.Executable e) {
    assertEquals(message, assertThrows(type, e).getMessage());
  }

  @Test
  void sizesBelowOneAreRefused() {
    var sizes = " needs 1 or more inputs and 1 or more hidden units; found ";
    assertRefused("RNN" + sizes + "0 and 2.", IllegalArgumentException.class, () -> new RNN(0, 2));
    assertRefused("GRU" + sizes + "2 and 0.", IllegalArgumentException.class, () -> new GRU(2, 0));
    assertRefused(
        "LSTM" + sizes + "? and 0.", IllegalArgumentException.class, () -> new LazyLSTM(0));
    assertRefused(
        "LSTMCell" + sizes + "-2 and 1.",
        IllegalArgumentException.class,
        () -> new LSTMCell(-2, 1));
  }

  @Test
  void optionsOutsideTheirRangeAreRefused() {
    assertRefused(
        "A recurrent net needs 1 or more layers; found 0.",
        IllegalArgumentException.class,
        () -> PLAIN.layers(0));
    for (var p : new double[] {-0.1, 1.1, Double.NaN}) {
      assertRefused(
          "A recurrent net needs a dropout of 0 to 1; found " + p + ".",
          IllegalArgumentException.class,
          () -> PLAIN.dropout(p));
    }
  }

  static Stream<Arguments> badInputs() {
    return Stream.of(
        Arguments.of(Shape.of(IN), "(3)"),
        Arguments.of(Shape.of(1, 2, 3, IN), "(1, 2, 3, 3)"),
        Arguments.of(Shape.of(STEPS, BATCH, 2), "(5, 2, 2)"),
        Arguments.of(Shape.of(STEPS, 4), "(5, 4)"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("badInputs")
  void inputsThatDoNotFitAreRefused(Shape shape, String found) {
    var net = new Sequential(new Identity(), new LSTM(IN, HIDDEN));
    net.materialize();
    assertRefused(
        "In layer 1: LSTM needs x (steps, batch, 3), or (steps, 3) for one sequence; found "
            + found
            + ". Reshape x, or build the layer for its last extent.",
        ShapeException.class,
        () -> net.apply(Tensor.zeros(shape)));
  }

  @Test
  void aLazyLayerRefusesAsWell() {
    var net = new Sequential(new LazyGRU(HIDDEN, PLAIN.batchFirst(true)));
    assertRefused(
        "In layer 0: GRU needs x (batch, steps, in), or (steps, in) for one sequence; found (3)."
            + " Reshape x, or build the layer for its last extent.",
        ShapeException.class,
        () -> net.apply(Tensor.zeros(3)));
    assertRefused(
        "LSTMCell needs x (batch, in) or (in); found (1, 2, 3). Reshape x, or build the layer for"
            + " its last extent.",
        ShapeException.class,
        () -> new LazyLSTMCell(4).apply(Tensor.zeros(1, 2, 3)));
  }

  @Test
  void aSequenceWithoutStepsIsRefused() {
    assertRefused(
        "RNN needs at least one step; found x (2, 0, 3).",
        ShapeException.class,
        () -> new RNN(IN, HIDDEN, PLAIN.batchFirst(true)).apply(Tensor.zeros(2, 0, IN)));
  }

  @Test
  void statesThatDoNotFitAreRefused() {
    var x = Tensor.zeros(STEPS, BATCH, IN);
    assertRefused(
        "GRU needs a state (cells, batch, hidden) of (2, 2, 4), a row for each layer and direction;"
            + " found (1, 2, 4).",
        ShapeException.class,
        () -> new GRU(IN, HIDDEN, PLAIN.layers(2)).run(x, Tensor.zeros(1, BATCH, HIDDEN)));
    assertRefused(
        "LSTM needs a state (cells, hidden) of (1, 4), a row for each layer and direction; found"
            + " (4).",
        ShapeException.class,
        () ->
            new LSTM(IN, HIDDEN)
                .run(x.get(0), new LSTMState(Tensor.zeros(1, HIDDEN), Tensor.zeros(HIDDEN))));
    assertRefused(
        "GRUCell needs a state (2, 4) beside this x; found (4).",
        ShapeException.class,
        () -> new GRUCell(IN, HIDDEN).run(x.get(0), Tensor.zeros(HIDDEN)));
    assertRefused(
        "RNNCell needs x (batch, 3) or (3); found (5, 2, 3). Reshape x, or build the layer for its"
            + " last extent.",
        ShapeException.class,
        () -> new RNNCell(IN, HIDDEN).run(x, null));
  }
}
