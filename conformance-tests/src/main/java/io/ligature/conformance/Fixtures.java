package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.LazyLinear;
import io.ligature.nn.Linear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.function.Executable;

/// Small nets with small whole numbers, whose results are known by hand and exact in any real type.
final class Fixtures {
  private Fixtures() {}

  /// {@return FLOAT64 where the device computes in it, else FLOAT32}
  static DType real() {
    return Device.current().computes(DType.FLOAT64) ? DType.FLOAT64 : DType.FLOAT32;
  }

  /// {@return a tensor of the device's widest real type}
  static Tensor real(double[] values, long... extents) {
    var tensor = extents.length == 0 ? Tensor.of(values) : Tensor.of(values, extents);
    return tensor.to(real());
  }

  static Tensor matrix(double[][] rows) {
    int columns = rows[0].length;
    var values = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, values, i * columns, columns);
    }
    return real(values, rows.length, columns);
  }

  /// {@return a layer with these weights, and with this bias unless it is null}
  static Linear linear(double[][] weight, double @Nullable [] bias) {
    var layer = new Linear(weight[0].length, weight.length, bias != null);
    layer.to(real());
    layer.weight().set(matrix(weight));
    if (bias != null) {
      layer.bias().set(real(bias));
    }
    return layer;
  }

  static Linear linear(double weight) {
    return linear(new double[][] {{weight}}, null);
  }

  /// w = 3, b = 1: `a(2) = 7`.
  static Linear threeTimesPlusOne() {
    return linear(new double[][] {{3}}, new double[] {1});
  }

  /// The chapter's net on (2, 4): 49 values.
  static Sequential net() {
    return new Sequential(new LazyLinear(8), new ReLU(), new LazyLinear(1));
  }

  /// The chapter's net with a shared layer on (2, 4): 121 values, 193 counted by alias.
  static Sequential tiedNet() {
    var shared = new LazyLinear(8);
    return new Sequential(
        new LazyLinear(8), new ReLU(), shared, new ReLU(), shared, new ReLU(), new LazyLinear(1));
  }

  static Tensor input() {
    return Tensor.rand(2, 4);
  }

  /// The input of the nets of one number.
  static Tensor two() {
    return real(new double[] {2}, 1, 1);
  }

  static void assertValues(@Nullable Tensor tensor, double... expected) {
    assertArrayEquals(expected, values(tensor));
  }

  /// Checks values that are not exact: what a model computes in a few steps.
  static void assertNear(@Nullable Tensor tensor, double... expected) {
    double largest = Arrays.stream(expected).map(Math::abs).max().orElse(0);
    var tolerance = Tolerance.model(Bench.current().profile());
    assertArrayEquals(expected, values(tensor), tolerance.bound(present(tensor).dtype(), largest));
  }

  static double[] values(@Nullable Tensor tensor) {
    return present(tensor).toDoubleArray();
  }

  static Tensor present(@Nullable Tensor tensor) {
    assertNotNull(tensor);
    return tensor;
  }

  /// Checks that something is refused, and that the message holds every one of these.
  static <E extends Throwable> E assertRefused(Class<E> type, Executable action, String... parts) {
    var error = assertThrows(type, action);
    var message = String.valueOf(error.getMessage());
    for (var part : parts) {
      if (!message.contains(part)) {
        throw new AssertionError("'" + part + "' is missing in: " + message, error);
      }
    }
    return error;
  }

  static Shape shape(long... extents) {
    return Shape.of(extents);
  }
}
