package io.ligature.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// The losses that compare numbers.
class DistanceLossesTest {
  private static final Tensor X = Tensor.of(new double[] {1, 2, 3, 4}, 2, 2);
  private static final Tensor Y =
      Tensor.of(new double[] {1.5, 1, 6, 4}, 2, 2); // 0.5, 1, 3, 0 apart

  private static double[] values(Loss loss) {
    return loss.apply(X, Y).toDoubleArray();
  }

  private static double[] gradient(Loss loss) {
    var x = X.requireGrad();
    loss.apply(x, Y).backward();
    return x.grad().toDoubleArray();
  }

  @Test
  void squaresAreSquared() {
    assertArrayEquals(new double[] {0.25, 1, 9, 0}, values(new MSELoss(Reduction.NONE)));
    assertArrayEquals(new double[] {-1, 2, -6, 0}, gradient(new MSELoss(Reduction.SUM)));
  }

  @Test
  void absoluteDifferencesAre() {
    assertArrayEquals(new double[] {0.5, 1, 3, 0}, values(new L1Loss(Reduction.NONE)));
    assertArrayEquals(new double[] {-1, 1, -1, 0}, gradient(new L1Loss(Reduction.SUM)));
  }

  @Test
  void huberIsSquareNearAndStraightFar() {
    assertArrayEquals(new double[] {0.125, 0.5, 2.5, 0}, values(new HuberLoss(1, Reduction.NONE)));
    assertArrayEquals(new double[] {-0.5, 1, -1, 0}, gradient(new HuberLoss(1, Reduction.SUM)));
    assertArrayEquals(new double[] {0.125, 0.5, 4, 0}, values(new HuberLoss(2, Reduction.NONE)));
  }

  @Test
  void smoothL1IsHuberOverItsBound() {
    assertArrayEquals(
        new double[] {0.0625, 0.25, 2, 0}, values(new SmoothL1Loss(2, Reduction.NONE)));
    assertArrayEquals(
        new double[] {-0.25, 0.5, -1, 0}, gradient(new SmoothL1Loss(2, Reduction.SUM)));
  }

  @Test
  void smoothL1WithoutABoundIsL1() {
    assertArrayEquals(
        values(new L1Loss(Reduction.NONE)), values(new SmoothL1Loss(0, Reduction.NONE)));
  }

  @Test
  void reductionsAreMeanSumBatchMeanAndNone() {
    assertArrayEquals(new double[] {4.5 / 4}, values(new L1Loss()));
    assertArrayEquals(new double[] {4.5}, values(new L1Loss(Reduction.SUM)));
    assertArrayEquals(new double[] {4.5 / 2}, values(new L1Loss(Reduction.BATCH_MEAN)));
    assertEquals(Shape.of(2, 2), new L1Loss(Reduction.NONE).apply(X, Y).shape());
    assertEquals(Shape.of(), new L1Loss().apply(X, Y).shape());
  }

  @Test
  void functionsAreTheMeans() {
    assertEquals(10.25 / 4, Losses.mse(X, Y).item());
    assertEquals(4.5 / 4, Losses.l1(X, Y).item());
    assertEquals(3.125 / 4, Losses.huber(X, Y, 1).item());
    assertEquals(2.3125 / 4, Losses.smoothL1(X, Y, 2).item());
  }

  @Test
  void wholeNumbersAreTakenAsReal() {
    var loss = Losses.mse(Tensor.of(new int[] {1, 2}), Tensor.of(new int[] {1, 4}));
    assertEquals(DType.FLOAT32, loss.dtype());
    assertEquals(2, loss.item());
  }

  /// Broadcast, these would give nine differences and a gradient towards the mean.
  @TestFactory
  Stream<DynamicTest> shapesMustBeEqual() {
    var losses =
        Map.<String, Loss>of(
            "MSELoss", new MSELoss(),
            "L1Loss", new L1Loss(),
            "HuberLoss", new HuberLoss(),
            "SmoothL1Loss", new SmoothL1Loss(),
            "BCELoss", new BCELoss(),
            "BCEWithLogitsLoss", new BCEWithLogitsLoss(),
            "KLDivLoss", new KLDivLoss());
    return losses.entrySet().stream()
        .map(
            e ->
                DynamicTest.dynamicTest(
                    e.getKey(),
                    () -> {
                      var thrown =
                          assertThrows(
                              ShapeException.class,
                              () -> e.getValue().apply(Tensor.zeros(3, 1), Tensor.zeros(3)));
                      assertEquals(
                          e.getKey()
                              + " needs prediction and target of one shape; found f32[3, 1] and"
                              + " f32[3]. Reshape or expand one of them.",
                          thrown.getMessage());
                    }));
  }

  @Test
  void boundsAreChecked() {
    var huber =
        assertThrows(IllegalArgumentException.class, () -> new HuberLoss(0, Reduction.MEAN));
    assertEquals("HuberLoss needs a finite delta above 0; found 0.0.", huber.getMessage());
    var smooth =
        assertThrows(IllegalArgumentException.class, () -> new SmoothL1Loss(-1, Reduction.MEAN));
    assertEquals("SmoothL1Loss needs a finite beta of 0 or more; found -1.0.", smooth.getMessage());
  }

  @Test
  void aDryRunGivesAScalar() {
    var loss = Device.DRY.with(() -> Losses.mse(Tensor.zeros(5, 3), Tensor.zeros(5, 3)));
    assertEquals(Shape.of(), loss.shape());
  }
}
