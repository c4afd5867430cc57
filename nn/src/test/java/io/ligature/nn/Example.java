package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import java.util.List;
import org.junit.jupiter.api.function.Executable;

/// What tests of layers do again and again.
final class Example {
  private Example() {}

  /// {@return FLOAT64 numbers around 0, the same each time}
  static Tensor of(long... extents) {
    return by(7, extents);
  }

  static Tensor by(long seed, long... extents) {
    return Tensor.randn(Key.of(seed), DType.FLOAT64, Shape.of(extents));
  }

  /// {@return the layer in FLOAT64, with parameters that are neither 0 nor 1}
  static <B extends Block> B drawn(B layer) {
    layer.to(DType.FLOAT64);
    layer.materialize();
    long seed = 100;
    for (var name : layer.parameters().names()) {
      var parameter = layer.parameter(name);
      parameter.set(by(seed++, parameter.shape().toArray()));
    }
    return layer;
  }

  /// Compares the gradients of input and parameters with central differences.
  static void checkGradients(Block layer, Tensor x) {
    var names = names(layer);
    var inputs = new Tensor[names.size() + 1];
    inputs[0] = x;
    for (int i = 0; i < names.size(); i++) {
      inputs[i + 1] = layer.parameter(names.get(i)).data().copy();
    }
    Grad.check(
        given -> {
          var params = layer.params();
          for (int i = 0; i < names.size(); i++) {
            params = params.with(names.get(i), given[i + 1]);
          }
          return layer.apply(params, given[0]);
        },
        inputs);
  }

  static List<String> names(Block block) {
    return List.copyOf(block.parameters().names());
  }

  static void assertClose(double[] expected, Tensor found) {
    assertArrayEquals(expected, found.toDoubleArray(), 1e-12);
  }

  static void assertMessage(String message, Class<? extends Exception> type, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  /// Expects what a layer refuses to be told with its path: it stands at place 1 of a chain.
  static void assertRefused(String message, Block layer, Tensor x) {
    assertMessage(
        "In layer 1: " + message,
        ShapeException.class,
        () -> new Sequential(new Identity(), layer).apply(x));
  }
}
