package io.ligature.nn;

import static io.ligature.nn.Example.assertClose;
import static io.ligature.nn.Example.assertMessage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.op.Conv;
import io.ligature.op.ConvTranspose;
import io.ligature.op.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The operations behind the layers.
class ConvTest {
  /// Two windows and a number of groups.
  record Setting(Window rows, Window columns, int groups) {
    Window[] array() {
      return new Window[] {rows, columns};
    }

    List<Window> windows() {
      return List.of(rows, columns);
    }
  }

  static List<Setting> settings() {
    var settings = new ArrayList<Setting>();
    for (int groups : new int[] {1, 2}) {
      for (int stride : new int[] {1, 2, 3}) {
        for (int dilation : new int[] {1, 2}) {
          for (int padding : new int[] {0, 1}) {
            settings.add(
                new Setting(
                    new Window(3, stride, padding, padding * 2, dilation),
                    new Window(2, 4 - stride, padding * 2, 0, 3 - dilation),
                    groups));
          }
        }
      }
      settings.add(new Setting(Window.of(4).same(), Window.of(3).dilation(2).same(), groups));
      settings.add(new Setting(Window.of(1), Window.of(1), groups));
      settings.add(new Setting(Window.of(1).padding(1), Window.of(2).stride(4), groups));
    }
    return settings;
  }

  @ParameterizedTest
  @MethodSource("settings")
  void isTheSumOverAWindowAndItsChannels(Setting s) {
    var x = Example.of(2, 4, 7, 6);
    var w = Example.by(1, 6, 4 / s.groups, s.rows.size(), s.columns.size());
    var b = Example.by(2, 6);
    var y = Dispatch.execute(new Conv(s.windows(), s.groups), x, w, b);
    assertEquals(Shape.of(2, 6, s.rows.count(7), s.columns.count(6)), y.shape());
    assertClose(Sums.convolution(x, w, b, s.array(), s.groups), y);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void transposedItAddsAWindowForEveryElement(Setting s) {
    var x = Example.of(2, 4, 4, 3);
    var w = Example.by(1, 4, 6 / s.groups, s.rows.size(), s.columns.size());
    var b = Example.by(2, 6);
    long last = Math.max(s.rows.stride(), s.rows.dilation()) - 1;
    for (long extra : new long[] {0, last}) {
      int height = (int) (s.rows.covered(4) + extra);
      int width = (int) s.columns.covered(3);
      var op = new ConvTranspose(s.windows(), List.of(extra, 0L), s.groups);
      var y = Dispatch.execute(op, x, w, b);
      assertEquals(Shape.of(2, 6, height, width), y.shape());
      assertClose(Sums.transposed(x, w, b, s.array(), s.groups, height, width), y);
    }
  }

  @ParameterizedTest
  @MethodSource("settings")
  void gradientsAgreeWithCentralDifferences(Setting s) {
    var conv = new Conv(s.windows(), s.groups);
    long rows = s.rows.size();
    long columns = s.columns.size();
    Grad.check(
        in -> Dispatch.execute(conv, in),
        Example.of(1, 2, 6, 5),
        Example.by(1, 2, 2 / s.groups, rows, columns),
        Example.by(2, 2));
    var transposed = new ConvTranspose(s.windows(), List.of(0L, 0L), s.groups);
    Grad.check(
        in -> Dispatch.execute(transposed, in),
        Example.of(1, 2, 3, 2),
        Example.by(1, 2, 2 / s.groups, rows, columns),
        Example.by(2, 2));
  }

  /// <Conv x, y> = <x, ConvTranspose y>, which is what transposed means.
  @ParameterizedTest
  @MethodSource("settings")
  void bothAreTransposesOfEachOther(Setting s) {
    var x = Example.of(2, 4, 7, 6);
    var w = Example.by(1, 6, 4 / s.groups, s.rows.size(), s.columns.size());
    var there = Dispatch.execute(new Conv(s.windows(), s.groups), x, w);
    var y = Example.by(3, there.shape().toArray());
    var extra = new ArrayList<Long>();
    extra.add(7 - s.rows.covered(there.shape().get(2)));
    extra.add(6 - s.columns.covered(there.shape().get(3)));
    var back = Dispatch.execute(new ConvTranspose(s.windows(), extra, s.groups), y, w);
    assertEquals(x.shape(), back.shape());
    double expected = there.times(y).sum().item();
    assertEquals(expected, x.times(back).sum().item(), 1e-11);
  }

  @Test
  void alongOneAxisAndThreeItIsTheSameSum() {
    var w = Example.by(1, 6, 2, 3);
    var x = Example.of(2, 4, 7);
    var window = Window.of(3).stride(2).padding(1);
    var line = Dispatch.execute(new Conv(List.of(window), 2), x, w);
    var flat =
        Dispatch.execute(
            new Conv(List.of(Window.of(1), window), 2), x.unsqueeze(2), w.unsqueeze(2));
    assertArrayEquals(flat.toDoubleArray(), line.toDoubleArray());
    var deep =
        Dispatch.execute(
            new Conv(List.of(window, Window.of(1), Window.of(1)), 2),
            x.unsqueeze(-1, -2),
            w.unsqueeze(-1, -2));
    assertEquals(Shape.of(2, 6, 4, 1, 1), deep.shape());
    assertArrayEquals(line.toDoubleArray(), deep.toDoubleArray());
  }

  @Test
  void noSamplesGiveNoResults() {
    var conv = new Conv(List.of(Window.of(2)), 1);
    assertEquals(
        Shape.of(0, 3, 4),
        Dispatch.execute(conv, Tensor.ones(0, 2, 5), Tensor.ones(3, 2, 2)).shape());
    var transposed = new ConvTranspose(List.of(Window.of(2)), List.of(0L), 1);
    assertEquals(
        Shape.of(0, 3, 6),
        Dispatch.execute(transposed, Tensor.ones(0, 2, 5), Tensor.ones(2, 3, 2)).shape());
  }

  private static void assertRefused(String message, io.ligature.op.FusedOp op, Tensor... inputs) {
    assertMessage(message, ShapeException.class, () -> Dispatch.execute(op, inputs));
  }

  @Test
  void otherOperandsAreRefused() {
    var conv = new Conv(List.of(Window.of(3), Window.of(2)), 2);
    var x = Tensor.ones(1, 4, 5, 5);
    var w = Tensor.ones(6, 2, 3, 2);
    assertRefused(
        "Conv2d needs x (N, C, H, W); found x (4, 5, 5). Reshape it to 4 axes.",
        conv,
        Tensor.ones(4, 5, 5),
        w);
    assertRefused(
        "Conv2d needs channels in 2 groups of one size; found x (1, 3, 5, 5). Choose a number of"
            + " groups that divides 3.",
        conv,
        Tensor.ones(1, 3, 5, 5),
        w);
    assertRefused(
        "Conv2d needs W (out, 2, 3, 2); found W (6, 4, 3, 2). Give it a window for each pair of"
            + " channels.",
        conv,
        x,
        Tensor.ones(6, 4, 3, 2));
    assertRefused(
        "Conv2d needs outputs in 2 groups of one size; found W (5, 2, 3, 2). Choose a number of"
            + " groups that divides 5.",
        conv,
        x,
        Tensor.ones(5, 2, 3, 2));
    assertRefused(
        "Conv2d needs b (6); found b (6, 1). Give it one value for each output.",
        conv,
        x,
        w,
        Tensor.ones(6, 1));
    assertRefused(
        "Conv2d needs x that a window reaching over 3 x 2 elements fits into; found x (1, 4, 2, 5)."
            + " Pad it, or take a smaller window.",
        conv,
        Tensor.ones(1, 4, 2, 5),
        w);
    var transposed = new ConvTranspose(List.of(Window.of(3).padding(2)), List.of(0L), 1);
    assertRefused(
        "ConvTranspose1d needs W (2, out, 3); found W (3, 2, 3). Give it a window for each pair of"
            + " channels.",
        transposed,
        Tensor.ones(1, 2, 5),
        Tensor.ones(3, 2, 3));
    assertRefused(
        "ConvTranspose1d needs x of which something is left without its padding; found x (1, 2, 2)."
            + " Give it more elements, or less padding.",
        transposed,
        Tensor.ones(1, 2, 2),
        Tensor.ones(2, 2, 3));
  }

  @Test
  void numbersOutsideTheirRangesAreRefused() {
    Class<IllegalArgumentException> type = IllegalArgumentException.class;
    var windows = List.of(Window.of(3).stride(2));
    assertMessage(
        "Conv needs a window for each axis, 1 or more; found none.",
        type,
        () -> new Conv(List.of(), 1));
    assertMessage("Conv1d needs 1 group or more; found 0.", type, () -> new Conv(windows, 0));
    assertMessage(
        "ConvTranspose1d needs 1 group or more; found -1.",
        type,
        () -> new ConvTranspose(windows, List.of(0L), -1));
    assertMessage(
        "ConvTranspose1d needs an extra for each of its 1 windows; found 2.",
        type,
        () -> new ConvTranspose(windows, List.of(0L, 0L), 1));
    for (long extra : new long[] {-1, 2}) {
      assertMessage(
          "ConvTranspose1d needs an extra of 0 to 1, below its stride or dilation; found "
              + extra
              + ".",
          type,
          () -> new ConvTranspose(windows, List.of(extra), 1));
    }
  }

  // ---- the layers

  static long[] extents(String list) {
    return Arrays.stream(list.split(",")).mapToLong(Long::parseLong).toArray();
  }

  private static Tensor bias(Block layer, long out) {
    return Example.names(layer).contains("bias")
        ? layer.parameter("bias").data()
        : Tensor.zeros(DType.FLOAT64, out);
  }

  @ParameterizedTest
  @MethodSource("settings")
  void theLayersComputeTheSums(Setting s) {
    var x = Example.of(2, 4, 7, 6);
    for (boolean hasBias : new boolean[] {true, false}) {
      var layer = Example.drawn(new Conv2d(4, 6, s.rows, s.columns, s.groups, hasBias));
      var w = layer.weight().data();
      assertEquals(Shape.of(6, 4 / s.groups, s.rows.size(), s.columns.size()), w.shape());
      assertClose(Sums.convolution(x, w, bias(layer, 6), s.array(), s.groups), layer.apply(x));
      long extra = Math.max(s.rows.stride(), s.rows.dilation()) - 1;
      var back =
          Example.drawn(new ConvTranspose2d(4, 6, s.rows, s.columns, extra, 0, s.groups, hasBias));
      w = back.weight().data();
      assertEquals(Shape.of(4, 6 / s.groups, s.rows.size(), s.columns.size()), w.shape());
      int height = (int) (s.rows.covered(7) + extra);
      int width = (int) s.columns.covered(6);
      assertClose(
          Sums.transposed(x, w, bias(back, 6), s.array(), s.groups, height, width), back.apply(x));
    }
  }

  static List<Block> everyKind() {
    var window = Window.of(3).stride(2).padding(1);
    return List.of(
        new Conv1d(2, 4, 3),
        new Conv1d(2, 4, window, 2, false),
        new Conv2d(2, 4, 3),
        new Conv2d(2, 4, window, Window.of(2), 2, false),
        new ConvTranspose1d(2, 4, 3),
        new ConvTranspose1d(2, 4, window, 1, 2, false),
        new ConvTranspose2d(2, 4, 3),
        new ConvTranspose2d(2, 4, window, Window.of(2), 1, 0, 2, false));
  }

  private static Tensor input(Block layer, long... first) {
    long[] rest =
        layer.getClass().getSimpleName().endsWith("1d") ? new long[] {5} : new long[] {4, 5};
    return Example.of(LongStream.concat(Arrays.stream(first), Arrays.stream(rest)).toArray());
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void gradientsOfTheLayersAgreeWithCentralDifferences(Block layer) {
    Example.checkGradients(Example.drawn(layer), input(layer, 1, 2));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void takesOneSampleAndNone(Block layer) {
    Example.drawn(layer);
    var x = input(layer, 3, 2);
    var y = layer.apply(x);
    assertEquals(y.shape().without(0), layer.apply(x.get(1)).shape());
    assertArrayEquals(y.get(1).toDoubleArray(), layer.apply(x.get(1)).toDoubleArray());
    assertEquals(y.shape().with(0, 0), layer.apply(x.slice(0, 0, 0)).shape());
  }

  /// PyTorch: kaiming uniform with a slope of √5 for the weight, and for both 1 / √(fan in).
  @ParameterizedTest
  @CsvSource({"false, 4, 6, 1, 20", "false, 4, 6, 2, 10", "true, 4, 6, 1, 30", "true, 4, 6, 2, 15"})
  void beginsUniformByTheFanInOfTheWeight(
      boolean transposed, int in, int out, int groups, int fanIn) {
    Key.seed(5);
    var window = Window.of(5);
    Block layer =
        transposed
            ? new ConvTranspose1d(in, out, window, 0, groups, true)
            : new Conv1d(in, out, window, groups, true);
    layer.materialize();
    assertEquals(List.of("weight", "bias"), Example.names(layer));
    double bound = 1 / Math.sqrt(fanIn);
    for (var name : Example.names(layer)) {
      double largest = layer.parameter(name).data().abs().max().item();
      assertTrue(largest <= bound * (1 + 1e-6) && largest > bound * 0.6, name + " " + largest);
    }
  }

  @Test
  void lazyBeginsAndComputesAsEagerBitForBit() {
    var window = Window.of(3).stride(2).padding(1);
    var one = Window.of(2);
    Block[][] pairs = {
      {new LazyConv1d(4, 3), new Conv1d(2, 4, 3)},
      {new LazyConv1d(4, window), new Conv1d(2, 4, window)},
      {new LazyConv1d(4, window, 2, false), new Conv1d(2, 4, window, 2, false)},
      {new LazyConv2d(4, 3), new Conv2d(2, 4, 3)},
      {new LazyConv2d(4, window), new Conv2d(2, 4, window)},
      {new LazyConv2d(4, window, one, 2, false), new Conv2d(2, 4, window, one, 2, false)},
      {new LazyConvTranspose1d(4, 3), new ConvTranspose1d(2, 4, 3)},
      {new LazyConvTranspose1d(4, window, 1), new ConvTranspose1d(2, 4, window, 1)},
      {
        new LazyConvTranspose1d(4, window, 1, 2, false),
        new ConvTranspose1d(2, 4, window, 1, 2, false)
      },
      {new LazyConvTranspose2d(4, 3), new ConvTranspose2d(2, 4, 3)},
      {new LazyConvTranspose2d(4, window, 1), new ConvTranspose2d(2, 4, window, 1)},
      {
        new LazyConvTranspose2d(4, window, one, 1, 0, 2, false),
        new ConvTranspose2d(2, 4, window, one, 1, 0, 2, false)
      }
    };
    for (var pair : pairs) {
      assertFalse(pair[0].isInitialized());
      var x = input(pair[0], 3, 2).to(DType.FLOAT32);
      Key.seed(7);
      var eager = pair[1].apply(x);
      Key.seed(7);
      assertArrayEquals(eager.toFloatArray(), pair[0].apply(x).toFloatArray());
      assertEquals(eager.shape(), pair[0].apply(x).shape());
      assertEquals(pair[1].parameters().names(), pair[0].parameters().names());
    }
    Key.seed(7);
    var one2 = new LazyConv2d(4, 3);
    one2.materialize(Shape.of(2, 9, 9)); // a sample alone
    assertEquals(Shape.of(4, 2, 3, 3), one2.weight().shape());
  }

  @Test
  void noChannelsGiveTheBias() {
    var layer = Example.drawn(new Conv1d(0, 3, 2));
    var b = layer.bias().data().toDoubleArray();
    assertArrayEquals(
        new double[] {b[0], b[0], b[1], b[1], b[2], b[2]},
        layer.apply(Tensor.ones(DType.FLOAT64, 1, 0, 3)).toDoubleArray());
    assertEquals(Shape.of(1, 0, 2), new Conv1d(2, 0, 2).apply(Tensor.ones(1, 2, 3)).shape());
  }

  @Test
  void otherInputsAreRefusedWithThePath() {
    assertLayerRefuses(
        "Conv2d needs x (N, 3, H, W), or (3, H, W) for one sample; found [3, 4]. Reshape it to 4"
            + " axes.",
        new Conv2d(3, 2, 3),
        Tensor.ones(3, 4));
    assertLayerRefuses(
        "Conv2d needs x (N, 3, H, W), or (3, H, W) for one sample; found [1, 4, 5, 5]. Build the"
            + " layer for its channels.",
        new Conv2d(3, 2, 3),
        Tensor.ones(1, 4, 5, 5));
    assertLayerRefuses(
        "Conv1d needs x (N, 4, L), or (4, L) for one sample; found [5, 2]. Build the layer for its"
            + " channels.",
        new Conv1d(4, 2, Window.of(3), 2, true),
        Tensor.ones(5, 2));
    assertLayerRefuses(
        "ConvTranspose1d needs x (N, 3, L), or (3, L) for one sample; found []. Reshape it to 3"
            + " axes.",
        new ConvTranspose1d(3, 2, 3),
        Tensor.of(1f));
    assertLayerRefuses(
        "ConvTranspose2d needs x (N, C, H, W), or (C, H, W) for one sample; found [7]. Reshape it"
            + " to 4 axes.",
        new LazyConvTranspose2d(2, 3),
        Tensor.ones(7));
    assertLayerRefuses(
        "Conv2d needs channels in 2 groups of one size; found x [1, 3, 5, 5]. Choose a number of"
            + " groups that divides 3.",
        new LazyConv2d(4, Window.of(3), Window.of(3), 2, true),
        Tensor.ones(1, 3, 5, 5));
    assertLayerRefuses(
        "Conv2d needs x that a window reaching over 5 x 5 elements fits into; found x (1, 1, 4, 9)."
            + " Pad it, or take a smaller window.",
        new Conv2d(1, 1, 5),
        Tensor.ones(1, 4, 9));
  }

  private static void assertLayerRefuses(String message, Block layer, Tensor x) {
    Example.assertRefused(message, layer, x);
  }

  @Test
  void argumentsOutsideTheirRangesAreRefused() {
    Class<IllegalArgumentException> type = IllegalArgumentException.class;
    var window = Window.of(3);
    assertMessage(
        "Conv1d needs a number of channels of 0 or more; found -3.",
        type,
        () -> new Conv1d(-3, 2, 3));
    assertMessage(
        "ConvTranspose2d needs a number of channels of 0 or more; found -1.",
        type,
        () -> new LazyConvTranspose2d(-1, 3));
    assertMessage("A window needs a size of 1 or more; found 0.", type, () -> new Conv2d(3, 2, 0));
    assertMessage(
        "Conv2d needs 1 group or more; found 0.",
        type,
        () -> new Conv2d(3, 2, window, window, 0, true));
    assertMessage(
        "Conv2d needs channels in 2 groups of one size; found 3 channels. Choose numbers that"
            + " divide.",
        type,
        () -> new Conv2d(3, 2, window, window, 2, true));
    assertMessage(
        "ConvTranspose1d needs outputs in 2 groups of one size; found 3 outputs. Choose numbers"
            + " that divide.",
        type,
        () -> new LazyConvTranspose1d(3, window, 0, 2, true));
    assertMessage(
        "ConvTranspose2d needs an extra of 0 to 0, below its stride or dilation; found 1.",
        type,
        () -> new ConvTranspose2d(3, 2, window, 1));
    assertMessage(
        "ConvTranspose2d needs 1 group or more; found -2.",
        type,
        () -> new ConvTranspose2d(3, 2, window, window, 0, 0, -2, true));
  }

  @Test
  void printsWhatIsNotAsUsual() {
    var window = Window.of(3).stride(2).padding(1);
    assertEquals("Conv2d(3 -> 6, 5 x 5)", new Conv2d(3, 6, 5).toString());
    assertEquals("LazyConv1d(? -> 6, 5)", new LazyConv1d(6, 5).toString());
    assertEquals(
        "Conv2d(4 -> 6, 3 x 2, stride 2 x 1, padding 1 x 0+1, 2 groups, no bias)",
        new Conv2d(4, 6, window, Window.of(2).same(), 2, false).toString());
    assertEquals(
        "ConvTranspose2d(4 -> 6, 3 x 3, stride 2, padding 1, extra 1)",
        new ConvTranspose2d(4, 6, window, 1).toString());
    assertMessage(
        "Conv1d(4 -> 6, 3, dilation 2, no bias) was made without a bias.",
        IllegalStateException.class,
        () -> new Conv1d(4, 6, Window.of(3).dilation(2), 1, false).bias());
  }

  @Test
  void mixedTypesAreComputedInTheWider() {
    var layer = new Conv1d(2, 3, 2);
    assertEquals(DType.FLOAT64, layer.apply(Example.of(1, 2, 4)).dtype());
    assertEquals(DType.FLOAT32, layer.apply(Tensor.ones(DType.UINT8, 1, 2, 4)).dtype());
  }
}
