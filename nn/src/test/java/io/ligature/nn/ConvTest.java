package io.ligature.nn;

import static io.ligature.nn.Example.assertClose;
import static io.ligature.nn.Example.assertMessage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.op.Conv;
import io.ligature.op.ConvTranspose;
import io.ligature.op.Window;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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
    assertMessage("Conv needs 1 group or more; found 0.", type, () -> new Conv(windows, 0));
    assertMessage(
        "ConvTranspose needs 1 group or more; found -1.",
        type,
        () -> new ConvTranspose(windows, List.of(0L), -1));
    assertMessage(
        "ConvTranspose needs an extra for each of its 1 windows; found 2.",
        type,
        () -> new ConvTranspose(windows, List.of(0L, 0L), 1));
    for (long extra : new long[] {-1, 2}) {
      assertMessage(
          "ConvTranspose needs an extra of 0 to 1, below its stride or dilation; found "
              + extra
              + ".",
          type,
          () -> new ConvTranspose(windows, List.of(extra), 1));
    }
  }
}
