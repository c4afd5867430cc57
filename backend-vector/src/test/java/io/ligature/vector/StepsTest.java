package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Tensor;
import io.ligature.op.AdamStep;
import io.ligature.op.FusedOp;
import io.ligature.op.SgdStep;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Steps of optimizers beside their decomposition in FLOAT32, whose roundings they share.
class StepsTest {
  private static final Device PLAIN = Device.of("cpu");
  private static final List<VectorBackend> BACKENDS =
      List.of(new VectorBackend(Team.ALONE), new VectorBackend(new Team(3)));

  static Stream<FusedOp> steps() {
    var steps = new ArrayList<FusedOp>();
    boolean[] both = {false, true};
    for (double decay : new double[] {0, 0.01}) {
      for (boolean maximize : both) {
        steps.add(new SgdStep(0.1, 0, 0, decay, false, maximize, false));
        for (boolean first : both) {
          steps.add(new SgdStep(0.1, 0.9, 0.3, decay, false, maximize, first));
          steps.add(new SgdStep(0.1, 0.9, 0, decay, true, maximize, first));
        }
        for (boolean decoupled : both) {
          for (boolean amsgrad : both) {
            steps.add(new AdamStep(0.1, 0.9, 0.999, 1e-8, decay, decoupled, amsgrad, maximize, 3));
          }
        }
      }
    }
    return steps.stream();
  }

  private static Tensor[] operands(FusedOp op, boolean transposed, long... shape) {
    int count = 2;
    if (op instanceof SgdStep sgd) {
      count = sgd.momentum() == 0 ? 2 : 3;
    } else if (op instanceof AdamStep adam) {
      count = adam.amsgrad() ? 5 : 4;
    }
    var operands = new Tensor[count];
    for (int i = 0; i < count; i++) {
      var x = PLAIN.with(() -> Tensor.randn(shape));
      operands[i] = i > 2 ? x.abs() : x; // mean squares
    }
    if (transposed) { // only the gradient may have strides
      operands[1] = operands[1].t().copy().t();
    }
    return operands;
  }

  /// What the first step finds in `b` means nothing.
  private static void spoil(FusedOp op, Tensor[] operands) {
    if (op instanceof SgdStep sgd && sgd.first() && sgd.momentum() != 0) {
      operands[2] = operands[2].fullLike(Float.NaN);
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void inPlaceIsTheDecomposition(FusedOp op) {
    for (var backend : BACKENDS) {
      for (boolean transposed : new boolean[] {false, true}) {
        for (var shape : List.of(new long[] {1, 1}, new long[] {3, 13}, new long[] {211, 301})) {
          var operands = operands(op, transposed, shape);
          spoil(op, operands);
          var expected = op.decompose(operands);
          var in = Arrays.stream(operands).map(Tensor::view).toArray(View[]::new);
          var out = new View[expected.length];
          for (int i = 0; i < out.length; i++) {
            out[i] = in[i == 0 ? 0 : i + 1];
          }
          run(backend, op, in, out);
          for (int i = 0; i < out.length; i++) {
            same(expected[i], out[i], op + ", result " + i);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("steps")
  void elsewhereIsTheDecomposition(FusedOp op) {
    var operands = operands(op, false, 5, 23);
    spoil(op, operands);
    var expected = op.decompose(operands);
    var in = Arrays.stream(operands).map(Tensor::view).toArray(View[]::new);
    var out =
        Arrays.stream(expected)
            .map(y -> Samples.result(DType.FLOAT32, y.shape()))
            .toArray(View[]::new);
    run(BACKENDS.getFirst(), op, in, out);
    for (int i = 0; i < out.length; i++) {
      same(expected[i], out[i], op + ", result " + i);
      assertEquals(-1, Samples.firstChangedOutside(out[i]), op.toString());
    }
  }

  /// Some too small for vectors, one with a gradient that has strides, one for several threads.
  @ParameterizedTest
  @MethodSource("steps")
  void severalAtOnceAreEachByItself(FusedOp op) {
    var shapes =
        List.of(
            new long[] {1, 1},
            new long[] {20, 31},
            new long[] {3, 5},
            new long[] {211, 301},
            new long[] {17, 16});
    for (var backend : BACKENDS) {
      var in = new View[shapes.size()][];
      var out = new View[shapes.size()][];
      var expected = new Tensor[shapes.size()][];
      for (int i = 0; i < in.length; i++) {
        var operands = operands(op, i == 1, shapes.get(i));
        spoil(op, operands);
        expected[i] = op.decompose(operands);
        in[i] = Arrays.stream(operands).map(Tensor::view).toArray(View[]::new);
        out[i] = new View[expected[i].length];
        for (int k = 0; k < out[i].length; k++) {
          out[i][k] = in[i][k == 0 ? 0 : k + 1];
        }
      }
      var kernel = backend.fused(op, DType.FLOAT32);
      assertNotNull(kernel, op + " has no kernel");
      kernel.runEach(op, in, out);
      for (int i = 0; i < in.length; i++) {
        for (int k = 0; k < out[i].length; k++) {
          same(expected[i][k], out[i][k], op + ", set " + i + ", result " + k);
        }
      }
    }
  }

  private static void run(VectorBackend backend, FusedOp op, View[] in, View[] out) {
    var kernel = backend.fused(op, DType.FLOAT32);
    assertNotNull(kernel, op + " has no kernel");
    kernel.run(op, in, out);
  }

  private static void same(Tensor expected, View found, String what) {
    var wanted = expected.toDoubleArray();
    var values = Samples.values(found);
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i] != values[i]) {
        assertEquals(wanted[i], values[i], what + ", element " + i);
      }
    }
  }
}
