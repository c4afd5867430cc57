package io.ligature.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Functions that are put together from others.
class ComposedGradientsTest {
  private static final Tensor INDEX = Tensor.of(new int[] {2, 0, 2});

  private static Map<String, UnaryOperator<Tensor>> functions() {
    var functions = new LinkedHashMap<String, UnaryOperator<Tensor>>();
    functions.put("nanSum", x -> x.nanSum(1));
    functions.put("nanMean", x -> x.nanMean(0));
    functions.put("quantile", x -> x.quantile(0.4, 1));
    functions.put("logCumSumExp", x -> x.logCumSumExp(1));
    functions.put("diff", x -> x.diff(0));
    functions.put("indexAdd", x -> x.indexAdd(0, INDEX, x.times(2)));
    functions.put("heaviside", x -> x.lt(9).where(0, x).heaviside(x));
    return functions;
  }

  @TestFactory
  List<DynamicTest> gradientsAgreeWithCentralDifferences() {
    var x = Tensor.randn(Key.of(3), DType.FLOAT64, Shape.of(3, 5));
    return functions().entrySet().stream()
        .map(f -> DynamicTest.dynamicTest(f.getKey(), () -> Grad.check(f.getValue(), x)))
        .toList();
  }

  @Test
  void whatIsNotANumberHasNoPartInTheGradient() {
    var x = Tensor.of(new double[] {1, Double.NaN, 3}).requireGrad();
    x.nanMean().backward();
    var gradient = x.grad();
    assertNotNull(gradient);
    assertArrayEquals(new double[] {0.5, 0, 0.5}, gradient.toDoubleArray());
  }
}
