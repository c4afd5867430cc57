package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ActivationsTest {
  private static final double[] X = {-30, -4, -3, -1, -0.5, -0.25, 0, 0.1, 0.5, 1, 2.5, 3, 7, 30};

  private record Layer(String name, Block block, DoubleUnaryOperator formula) {}

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double clamp(double x, double low, double high) {
    return Math.min(Math.max(x, low), high);
  }

  private static double elu(double x, double alpha, double width) {
    return x > 0 ? x : alpha * Math.expm1(x / width);
  }

  private static Layer layer(String name, Block block, DoubleUnaryOperator formula) {
    return new Layer(name, block, formula);
  }

  /// Each with what it prints as.
  private static Stream<Layer> layers() {
    return Stream.of(
        layer("Identity", new Identity(), x -> x),
        layer("ReLU", new ReLU(), x -> Math.max(x, 0)),
        layer("ReLU6", new ReLU6(), x -> clamp(x, 0, 6)),
        layer("LeakyReLU(0.01)", new LeakyReLU(), x -> x > 0 ? x : 0.01 * x),
        layer("LeakyReLU(0.2)", new LeakyReLU(0.2), x -> x > 0 ? x : 0.2 * x),
        layer("ELU(1.0)", new ELU(), x -> elu(x, 1, 1)),
        layer("ELU(0.5)", new ELU(0.5), x -> elu(x, 0.5, 1)),
        layer("CELU(1.0)", new CELU(), x -> elu(x, 1, 1)),
        layer("CELU(2.0)", new CELU(2), x -> elu(x, 2, 2)),
        layer("SELU", new SELU(), x -> 1.0507009873554805 * elu(x, 1.6732632423543772, 1)),
        layer("SiLU", new SiLU(), x -> x * sigmoid(x)),
        layer("Mish", new Mish(), x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
        layer("Tanh", new Tanh(), Math::tanh),
        layer("Tanhshrink", new Tanhshrink(), x -> x - Math.tanh(x)),
        layer("Sigmoid", new Sigmoid(), ActivationsTest::sigmoid),
        layer("LogSigmoid", new LogSigmoid(), x -> -Math.log1p(Math.exp(-x))),
        layer("Hardsigmoid", new Hardsigmoid(), x -> clamp(x / 6 + 0.5, 0, 1)),
        layer("Hardswish", new Hardswish(), x -> x * clamp(x / 6 + 0.5, 0, 1)),
        layer("Hardtanh(-1.0, 1.0)", new Hardtanh(), x -> clamp(x, -1, 1)),
        layer("Hardtanh(-0.25, 3.0)", new Hardtanh(-0.25, 3), x -> clamp(x, -0.25, 3)),
        layer("Softplus(1.0)", new Softplus(), x -> Math.log1p(Math.exp(x))),
        layer("Softplus(2.0)", new Softplus(2), x -> Math.log1p(Math.exp(2 * x)) / 2),
        layer("Softsign", new Softsign(), x -> x / (1 + Math.abs(x))),
        layer("Softshrink(0.5)", new Softshrink(), x -> x > 0.5 ? x - 0.5 : x < -0.5 ? x + 0.5 : 0),
        layer("Hardshrink(0.5)", new Hardshrink(), x -> Math.abs(x) > 0.5 ? x : 0),
        layer("PReLU(1)", new PReLU(), x -> x > 0 ? x : 0.25 * x),
        layer(
            "GELU(tanh)",
            GELU.tanh(),
            x -> x / 2 * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))));
  }

  @TestFactory
  Stream<DynamicTest> followTheirFormulas() {
    return layers()
        .map(
            layer ->
                DynamicTest.dynamicTest(
                    layer.name(),
                    () -> {
                      if (layer.block() instanceof PReLU prelu) {
                        prelu.to(DType.FLOAT64);
                      }
                      var found = layer.block().apply(Tensor.of(X)).toDoubleArray();
                      for (int i = 0; i < X.length; i++) {
                        double expected = layer.formula().applyAsDouble(X[i]);
                        assertEquals(expected, found[i], 1e-14 * Math.max(1, Math.abs(expected)));
                      }
                    }));
  }

  @TestFactory
  Stream<DynamicTest> printWhatTheyWereMadeWith() {
    return layers()
        .map(
            layer ->
                DynamicTest.dynamicTest(
                    layer.name(), () -> assertEquals(layer.name(), layer.block().describe())));
  }

  /// x Φ(x), from tables of Φ.
  @Test
  void geluWeighsByTheNormalDistribution() {
    var y = new GELU().apply(Tensor.of(new double[] {-1, 0, 1, 2})).toDoubleArray();
    assertArrayEquals(
        new double[] {-0.15865525393145705, 0, 0.8413447460685429, 1.9544997361036416}, y, 1e-12);
    assertEquals("GELU", new GELU().describe());
  }

  @Test
  void softmaxSumsToOneAlongItsAxis() {
    var x = Tensor.of(new double[] {0, 0, Math.log(3), 0}, 2, 2);
    assertArrayEquals(
        new double[] {0.25, 0.5, 0.75, 0.5}, new Softmax(0).apply(x).toDoubleArray(), 1e-15);
    assertArrayEquals(
        new double[] {0.5, 0.5, 0.75, 0.25}, new Softmax(-1).apply(x).toDoubleArray(), 1e-15);
    assertArrayEquals(
        new double[] {Math.log(0.25), Math.log(0.5), Math.log(0.75), Math.log(0.5)},
        new LogSoftmax(0).apply(x).toDoubleArray(),
        1e-15);
    assertEquals("Softmax(-1)", new Softmax(-1).describe());
    assertEquals("LogSoftmax(0)", new LogSoftmax(0).describe());
  }

  @Test
  void gluGatesOneHalfByTheOther() {
    var x = Tensor.of(new double[] {2, 3, 0, Math.log(3)}, 1, 4);
    assertArrayEquals(new double[] {1, 2.25}, new GLU(-1).apply(x).toDoubleArray(), 1e-15);
    assertEquals("GLU(-1)", new GLU(-1).describe());
    assertThrows(ShapeException.class, () -> new GLU(0).apply(x));
  }

  @Test
  void preluLearnsASlopeForEachChannel() {
    var layer = new PReLU(2);
    layer.to(DType.FLOAT64);
    layer.weight().set(Tensor.of(new double[] {0.5, 2}));
    var x = Tensor.of(new double[] {-1, 3, -2, 4, -3, 5, 6, -4}, 2, 2, 2);
    var y = layer.apply(x);
    assertArrayEquals(new double[] {-0.5, 3, -4, 4, -1.5, 5, 6, -8}, y.toDoubleArray());
    y.sum().backward();
    assertArrayEquals(new double[] {-4, -6}, layer.weight().grad().toDoubleArray());
  }

  @Test
  void preluNeedsItsChannels() {
    var e = assertThrows(ShapeException.class, () -> new PReLU(3).apply(Tensor.zeros(4, 2)));
    assertEquals(
        "PReLU needs x (N, 3, ...); found [4, 2]. Give it the number of channels, or one slope for"
            + " all.",
        e.getMessage());
  }

  @Test
  void hardtanhNeedsBoundsInOrder() {
    var e = assertThrows(IllegalArgumentException.class, () -> new Hardtanh(1, -1));
    assertEquals(
        "Hardtanh needs a low bound of at most the high one; found 1.0 and -1.0.", e.getMessage());
  }
}
