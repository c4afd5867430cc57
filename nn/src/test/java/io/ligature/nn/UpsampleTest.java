package io.ligature.nn;

import static io.ligature.nn.Example.assertClose;
import static io.ligature.nn.Example.assertMessage;
import static io.ligature.nn.Example.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.Upsample.Mode;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpsampleTest {
  private static final Tensor SQUARE = Tensor.of(new double[] {1, 2, 3, 4}, 1, 1, 2, 2);

  @Test
  void theNearestElementIsRepeated() {
    assertArrayEquals(
        new double[] {1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4},
        new Upsample(2).apply(SQUARE).toDoubleArray());
    var row = Tensor.of(new double[] {1, 2, 3}, 1, 1, 3);
    assertArrayEquals(
        new double[] {1, 1, 2, 2, 3}, Upsample.to(Mode.NEAREST, 5).apply(row).toDoubleArray());
    assertArrayEquals(new double[] {1, 2}, Upsample.to(Mode.NEAREST, 2).apply(row).toDoubleArray());
  }

  /// What PyTorch's documentation of nn.Upsample shows for this square.
  @Test
  void betweenAreasLiesAStraightLine() {
    assertClose(
        new double[] {
          1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4
        },
        new Upsample(2, Mode.LINEAR).apply(SQUARE));
  }

  @Test
  void alignedCornersStay() {
    double t = 1.0 / 3;
    assertClose(
        new double[] {
          1, 1 + t, 2 - t, 2, 2 - t, 2, 2 + t, 3 - t, 2 + t, 3 - t, 3, 3 + t, 3, 3 + t, 4 - t, 4
        },
        new Upsample(2, Mode.LINEAR_ALIGNED).apply(SQUARE));
  }

  /// Line by line: x of places a + b i stays a line between its first and its last element.
  @ParameterizedTest
  @CsvSource({"4, 9", "4, 3", "5, 1", "1, 3", "2, 7"})
  void aLineStaysALine(int extent, int count) {
    var x = Tensor.arange(DType.FLOAT64, 1, 1 + 2 * extent, 2).reshape(1, 1, extent);
    var aligned = new double[count];
    var areas = new double[count];
    for (int i = 0; i < count; i++) {
      double place = count == 1 ? 0 : (double) i * (extent - 1) / (count - 1);
      aligned[i] = 1 + 2 * place;
      place = (i + 0.5) * extent / count - 0.5;
      areas[i] = 1 + 2 * Math.clamp(place, 0, extent - 1);
    }
    assertClose(aligned, Upsample.to(Mode.LINEAR_ALIGNED, count).apply(x));
    assertClose(areas, Upsample.to(Mode.LINEAR, count).apply(x));
  }

  @ParameterizedTest
  @EnumSource
  void axesFollowEachOther(Mode mode) {
    var x = Example.of(2, 3, 4, 5);
    var both = Upsample.to(mode, 7, 3).apply(x);
    assertEquals(Shape.of(2, 3, 7, 3), both.shape());
    var rows = Upsample.to(mode, 7, 5).apply(x);
    assertClose(both.toDoubleArray(), Upsample.to(mode, 7, 3).apply(rows));
    var deep = Upsample.to(mode, 1, 7, 3).apply(x.unsqueeze(2));
    assertArrayEquals(both.toDoubleArray(), deep.toDoubleArray());
  }

  @ParameterizedTest
  @EnumSource
  void gradientsAgreeWithCentralDifferences(Mode mode) {
    Example.checkGradients(Upsample.to(mode, 5, 2), Example.of(1, 2, 3, 4));
    Example.checkGradients(new Upsample(1.5, mode), Example.of(1, 2, 4));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.5, 1.4, 2, 3})
  void extentsAreRoundedDown(double scale) {
    var y = new Upsample(scale, Mode.LINEAR).apply(Tensor.ones(1, 2, 3, 5));
    assertEquals(
        Shape.of(1, 2, (long) Math.floor(3 * scale), (long) Math.floor(5 * scale)), y.shape());
  }

  @Test
  void wholeNumbersStayWholeWhereTheyAreRepeated() {
    var x = Tensor.of(new int[] {1, 2}, 1, 1, 2);
    assertEquals(DType.INT32, new Upsample(2).apply(x).dtype());
    assertEquals(DType.FLOAT32, new Upsample(2, Mode.LINEAR).apply(x).dtype());
    var net = new Sequential(new Upsample(2, Mode.LINEAR), new LazyConv1d(3, 2));
    net.materialize(Shape.of(2, 4, 5));
    assertEquals(Shape.of(3, 4, 2), net.parameter("1.weight").shape());
  }

  @Test
  void numbersOutsideTheirRangesAreRefused() {
    Class<IllegalArgumentException> type = IllegalArgumentException.class;
    for (double scale : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertMessage(
          "Upsample needs a scale above 0, and finite; found %s.".formatted(scale),
          type,
          () -> new Upsample(scale));
    }
    assertMessage(
        "Upsample needs extents of 1 or more, one for each axis; found [2, 0].",
        type,
        () -> Upsample.to(Mode.LINEAR, 2, 0));
    assertMessage(
        "Upsample needs extents of 1 or more, one for each axis; found [].",
        type,
        () -> Upsample.to(Mode.LINEAR));
  }

  @Test
  void otherInputsAreRefusedWithThePath() {
    assertRefused(
        "Upsample needs x (N, C, ...) that leaves elements; found [3, 4]. Reshape x.",
        new Upsample(2),
        Tensor.ones(3, 4));
    assertRefused(
        "Upsample needs x (N, C, ...) that leaves elements; found [3, 4, 1]. Reshape x.",
        new Upsample(0.5),
        Tensor.ones(3, 4, 1));
    assertRefused(
        "Upsample needs x (N, C, 2 more axes) that leaves elements; found [3, 4, 5]. Reshape x.",
        Upsample.to(Mode.NEAREST, 2, 2),
        Tensor.ones(3, 4, 5));
    assertRefused(
        "Upsample needs x (N, C, 1 more axes) that leaves elements; found [3, 4, 0]. Reshape x.",
        Upsample.to(Mode.NEAREST, 2),
        Tensor.ones(3, 4, 0));
  }

  @Test
  void printsWhatItDoes() {
    assertEquals("Upsample(by 2.0, nearest)", new Upsample(2).toString());
    assertEquals(
        "Upsample(to 3 x 4, linear, corners aligned)",
        Upsample.to(Mode.LINEAR_ALIGNED, 3, 4).toString());
    assertEquals(List.of(), Example.names(new Upsample(2)));
  }
}
