package io.ligature.nn;

import static io.ligature.nn.Example.assertClose;
import static io.ligature.nn.Example.assertMessage;
import static io.ligature.nn.Example.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.op.AdaptiveAvgPool;
import io.ligature.op.AdaptiveMaxPool;
import io.ligature.op.AvgPool;
import io.ligature.op.MaxPool;
import io.ligature.op.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class PoolTest {
  private static final int HEIGHT = 7;
  private static final int WIDTH = 6;

  /// Which elements of an axis belong to element `o` of the result.
  interface Piece {
    int[] of(int o, int extent);
  }

  private static Piece piece(Window window) {
    return (o, extent) -> {
      var inside = new ArrayList<Integer>();
      for (int k = 0; k < window.size(); k++) {
        int i = (int) (o * window.stride() - window.before() + k * window.dilation());
        if (i >= 0 && i < extent) {
          inside.add(i);
        }
      }
      return inside.stream().mapToInt(i -> i).toArray();
    };
  }

  private static Piece piece(int count) {
    return (o, extent) -> {
      var inside = new ArrayList<Integer>();
      for (int i = 0; i < extent; i++) {
        if ((i + 1) * count > o * extent && i * count < (o + 1) * extent) { // they overlap
          inside.add(i);
        }
      }
      return inside.stream().mapToInt(i -> i).toArray();
    };
  }

  /// {@return one number for the elements of x of every piece}
  private static double[] expected(
      Tensor x,
      long height,
      long width,
      Piece rows,
      Piece columns,
      ToDoubleFunction<double[]> one) {
    var values = x.toDoubleArray();
    var y = new ArrayList<Double>();
    for (int image = 0; image < values.length; image += HEIGHT * WIDTH) {
      for (int o = 0; o < height; o++) {
        for (int p = 0; p < width; p++) {
          var inside = DoubleStream.builder();
          for (int i : rows.of(o, HEIGHT)) {
            for (int j : columns.of(p, WIDTH)) {
              inside.add(values[image + i * WIDTH + j]);
            }
          }
          y.add(one.applyAsDouble(inside.build().toArray()));
        }
      }
    }
    return y.stream().mapToDouble(v -> v).toArray();
  }

  private static double max(double... values) {
    return DoubleStream.of(values).max().orElse(Double.NEGATIVE_INFINITY);
  }

  private static double mean(double... values) {
    return DoubleStream.of(values).sum() / values.length;
  }

  record Pair(Window rows, Window columns) {
    List<Window> list() {
      return List.of(rows, columns);
    }
  }

  static List<Pair> windows() {
    var pairs = new ArrayList<Pair>();
    for (int stride : new int[] {1, 2, 3}) {
      for (int dilation : new int[] {1, 2}) {
        pairs.add(
            new Pair(
                new Window(3, stride, 1, 0, dilation), new Window(2, 4 - stride, 0, 1, dilation)));
        pairs.add(new Pair(Window.of(1).stride(stride), Window.of(4).padding(2, 1)));
      }
    }
    return pairs;
  }

  @ParameterizedTest
  @MethodSource("windows")
  void isTheLargestOrTheMeanOfEveryWindow(Pair pair) {
    var x = Example.of(2, 3, HEIGHT, WIDTH);
    long height = pair.rows.count(HEIGHT);
    long width = pair.columns.count(WIDTH);
    var rows = piece(pair.rows);
    var columns = piece(pair.columns);
    var largest = new MaxPool2d(pair.rows, pair.columns).apply(x);
    assertEquals(Shape.of(2, 3, height, width), largest.shape());
    assertArrayEquals(
        expected(x, height, width, rows, columns, PoolTest::max), largest.toDoubleArray());
    var mean = new AvgPool2d(pair.rows, pair.columns, false).apply(x);
    assertClose(expected(x, height, width, rows, columns, PoolTest::mean), mean);
    double size = pair.rows.size() * pair.columns.size();
    var padded = new AvgPool2d(pair.rows, pair.columns, true).apply(x);
    assertClose(
        expected(x, height, width, rows, columns, v -> DoubleStream.of(v).sum() / size), padded);
  }

  @ParameterizedTest
  @CsvSource({"1,1", "7,6", "7,3", "3,4", "2,5", "10,6"})
  void adaptsToAnyNumberOfPieces(int height, int width) {
    var x = Example.of(2, 3, HEIGHT, WIDTH);
    var rows = piece(height);
    var columns = piece(width);
    var largest = new AdaptiveMaxPool2d(height, width).apply(x);
    assertEquals(Shape.of(2, 3, height, width), largest.shape());
    assertArrayEquals(
        expected(x, height, width, rows, columns, PoolTest::max), largest.toDoubleArray());
    var mean = new AdaptiveAvgPool2d(height, width).apply(x);
    assertClose(expected(x, height, width, rows, columns, PoolTest::mean), mean);
  }

  @Test
  void sequencesAreImagesOfOneRow() {
    var x = Example.of(2, 3, 8);
    var image = x.unsqueeze(2);
    var window = Window.of(3).stride(2).padding(1);
    var one = Window.of(1);
    Block[][] pairs = {
      {new MaxPool1d(window), new MaxPool2d(one, window)},
      {new AvgPool1d(window), new AvgPool2d(one, window, true)},
      {new AvgPool1d(window, false), new AvgPool2d(one, window, false)},
      {new AdaptiveMaxPool1d(3), new AdaptiveMaxPool2d(1, 3)},
      {new AdaptiveAvgPool1d(3), new AdaptiveAvgPool2d(1, 3)},
      {new MaxPool1d(2), new MaxPool2d(one, Window.of(2).stride(2))},
      {new AvgPool1d(2), new AvgPool2d(one, Window.of(2).stride(2), true)}
    };
    for (var pair : pairs) {
      var expected = pair[1].apply(image).squeeze(2);
      assertEquals(expected.shape(), pair[0].apply(x).shape());
      assertArrayEquals(expected.toDoubleArray(), pair[0].apply(x).toDoubleArray());
    }
  }

  static List<Block> everyKind() {
    return List.of(
        new MaxPool2d(2),
        new MaxPool2d(Window.of(3).stride(2).padding(1)),
        new AvgPool2d(2),
        new AvgPool2d(Window.of(3).padding(1)),
        new AvgPool2d(Window.of(3).padding(1), Window.of(2), false),
        new AdaptiveMaxPool2d(2),
        new AdaptiveMaxPool2d(3, 2),
        new AdaptiveAvgPool2d(1),
        new AdaptiveAvgPool2d(4, 3));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void gradientsAgreeWithCentralDifferences(Block layer) {
    Example.checkGradients(layer, Example.of(1, 2, 4, 5));
  }

  @ParameterizedTest
  @MethodSource("everyKind")
  void takesOneSampleAndNone(Block layer) {
    var x = Example.of(2, 3, HEIGHT, WIDTH);
    var y = layer.apply(x);
    assertArrayEquals(y.get(1).toDoubleArray(), layer.apply(x.get(1)).toDoubleArray());
    assertEquals(y.shape().without(0), layer.apply(x.get(1)).shape());
    assertEquals(y.shape().with(0, 0), layer.apply(x.slice(0, 0, 0)).shape());
    assertEquals(List.of(), Example.names(layer));
  }

  @Test
  void ofEqualsTheFirstGetsTheGradient() {
    var x = Tensor.of(new double[] {1, 3, 3, 0, 3, 2, 5, 5, 3}, 1, 1, 3, 3).requireGrad();
    Dispatch.execute(new MaxPool(List.of(Window.of(2), Window.of(2))), x).sum().backward();
    assertArrayEquals(new double[] {0, 2, 0, 0, 0, 0, 1, 1, 0}, x.grad().toDoubleArray());
    var all = Tensor.ones(DType.FLOAT64, 1, 1, 3, 3).requireGrad();
    Dispatch.execute(new AdaptiveMaxPool(List.of(2L, 2L)), all).sum().backward();
    assertArrayEquals(new double[] {1, 1, 0, 1, 1, 0, 0, 0, 0}, all.grad().toDoubleArray());
  }

  @Test
  void whatIsNoNumberStaysAndPaddingIsNeverTheLargest() {
    double low = Double.NEGATIVE_INFINITY;
    var x = Tensor.of(new double[] {low, -3, Double.NaN, -2, -1, 7}, 1, 6);
    assertArrayEquals(new double[] {-3, Double.NaN, 7}, new MaxPool1d(2).apply(x).toDoubleArray());
    assertArrayEquals(
        new double[] {low, Double.NaN, -1, 7},
        new MaxPool1d(Window.of(2).stride(2).padding(1)).apply(x).toDoubleArray());
  }

  @Test
  void numbersOutsideTheirRangesAreRefused() {
    Class<IllegalArgumentException> type = IllegalArgumentException.class;
    assertMessage("A window needs a size of 1 or more; found 0.", type, () -> new MaxPool2d(0));
    assertMessage("A window needs a size of 1 or more; found -1.", type, () -> new AvgPool1d(-1));
    assertMessage(
        "MaxPool2d needs a padding of 0 to 1, half the reach of its window; found 2.",
        type,
        () -> new MaxPool2d(Window.of(3).padding(2)));
    assertMessage(
        "AvgPool1d needs a padding of 0 to 1, half the reach of its window; found 2.",
        type,
        () -> new AvgPool1d(Window.of(2).padding(0, 2)));
    assertMessage(
        "AdaptiveAvgPool2d needs extents of 1 or more, one for each axis; found [2, 0].",
        type,
        () -> new AdaptiveAvgPool2d(2, 0));
    assertMessage(
        "AdaptiveMaxPool1d needs extents of 1 or more, one for each axis; found [-1].",
        type,
        () -> new AdaptiveMaxPool1d(-1));
    assertMessage(
        "MaxPool needs a window for each axis, 1 or more; found none.",
        type,
        () -> new MaxPool(List.of()));
    assertMessage(
        "AvgPool needs a window for each axis, 1 or more; found none.",
        type,
        () -> new AvgPool(List.of(), true));
    assertMessage(
        "AdaptiveAvgPool needs extents of 1 or more, one for each axis; found [].",
        type,
        () -> new AdaptiveAvgPool(List.of()));
  }

  @Test
  void otherInputsAreRefusedWithThePath() {
    for (var layer : everyKind()) {
      var name = layer.getClass().getSimpleName();
      assertRefused(
          name
              + " needs x (N, C, H, W), or (C, H, W) for one sample; found [3, 4]. Reshape it to 4"
              + " axes.",
          layer,
          Tensor.ones(3, 4));
    }
    assertRefused(
        "AvgPool1d needs x (N, C, L), or (C, L) for one sample; found [2]. Reshape it to 3 axes.",
        new AvgPool1d(2),
        Tensor.ones(2));
    assertRefused(
        "MaxPool2d needs x that a window reaching over 5 x 3 elements fits into; found x (1, 2, 4,"
            + " 4). Pad it, or take a smaller window.",
        new MaxPool2d(Window.of(3).dilation(2), Window.of(3)),
        Tensor.ones(1, 2, 4, 4));
    assertRefused(
        "AdaptiveMaxPool1d needs x with elements; found x (1, 2, 0). Check for empty tensors"
            + " first.",
        new AdaptiveMaxPool1d(2),
        Tensor.ones(2, 0));
    assertMessage(
        "MaxPool2d needs x (N, C, H, W); found x (2, 3, 4). Reshape it to 4 axes.",
        ShapeException.class,
        () ->
            Dispatch.execute(
                new MaxPool(List.of(Window.of(1), Window.of(1))), Tensor.ones(2, 3, 4)));
  }

  @Test
  void printsWhatIsNotAsUsual() {
    assertEquals("MaxPool2d(2 x 2, stride 2)", new MaxPool2d(2).toString());
    assertEquals(
        "MaxPool1d(3, padding 1+0, dilation 2)",
        new MaxPool1d(Window.of(3).padding(1, 0).dilation(2)).toString());
    assertEquals(
        "AvgPool2d(3 x 2, stride 2 x 1, padding 1 x 0, padding not counted)",
        new AvgPool2d(Window.of(3).stride(2).padding(1), Window.of(2), false).toString());
    assertEquals("AvgPool1d(2, stride 2)", new AvgPool1d(2).toString());
    assertEquals("AdaptiveAvgPool2d(7 x 7)", new AdaptiveAvgPool2d(7).toString());
    assertEquals("AdaptiveMaxPool2d(1 x 2)", new AdaptiveMaxPool2d(1, 2).toString());
    assertEquals("AdaptiveAvgPool1d(4)", new AdaptiveAvgPool1d(4).toString());
    assertEquals("AdaptiveMaxPool1d(4)", new AdaptiveMaxPool1d(4).toString());
  }
}
