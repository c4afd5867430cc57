package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.GradMode;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.nn.optim.SGD;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WeightNormTest {
  private static final String LOST =
      " of weight: its value is computed from [weight_g, weight_v], so an edit would be lost. Read"
          + " value(), write with set(tensor), or ask the parts.";

  private static Linear linear(double... row) {
    var layer = new Linear(row.length, 1, false);
    layer.to(DType.FLOAT64);
    layer.weight().set(Tensor.of(row, 1, row.length));
    return layer;
  }

  private static Linear normed(double... row) {
    var layer = linear(row);
    layer.weight().parametrize(new WeightNorm());
    return layer;
  }

  private static double[] grad(Block block, String path) {
    return block.parameter(path).grad().toDoubleArray();
  }

  private static void assertMessage(
      String message, Class<? extends Exception> type, Executable call) {
    assertEquals(message, assertThrows(type, call).getMessage());
  }

  @Test
  void aWeightBecomesLengthAndDirection() {
    var layer = normed(3, 4);
    layer.parameters(); // names the parts
    assertEquals(5, layer.parameter("weight_g").data().item());
    assertArrayEquals(new double[] {3, 4}, layer.parameter("weight_v").data().toDoubleArray());
    assertArrayEquals(new double[] {3, 4}, layer.weight().value().toDoubleArray(), 1e-15);
    assertEquals(List.of("weight_g", "weight_v"), List.copyOf(layer.stateDict().names()));
    assertEquals(Shape.of(1, 2), layer.weight().shape());
    assertEquals(DType.FLOAT64, layer.weight().dtype());
    assertTrue(layer.weight().isInitialized());
    assertEquals("Parameter weight [1, 2] f64, computed from [_g, _v]", layer.weight().toString());
  }

  @Test
  void lengthAndDirectionGetTheGradients() {
    var layer = normed(3, 4);
    var y = layer.apply(Tensor.of(new double[] {1, 0}, 1, 2));
    assertEquals(3, y.item(), 1e-15);
    y.sum().backward();
    assertArrayEquals(new double[] {0.6}, grad(layer, "weight_g"), 1e-15);
    assertArrayEquals(new double[] {0.64, -0.48}, grad(layer, "weight_v"), 1e-15);
  }

  @ParameterizedTest(name = "dim {0} of [4, 3]: g {1}")
  @CsvSource({"0, '[4, 1]'", "1, '[1, 3]'"})
  void eachIndexOfAnAxisHasALengthOfItsOwn(int dim, String shape) {
    var layer = new Linear(3, 4);
    var before = layer.weight().data().toDoubleArray();
    layer.weight().parametrize(new WeightNorm(dim));
    assertEquals(shape, layer.parameter("weight_g").shape().toString());
    assertArrayEquals(before, layer.weight().value().toDoubleArray(), 1e-7);
  }

  @Test
  void theWholeMayHaveOneLength() {
    var layer = linear(3, 4);
    layer.weight().parametrize(WeightNorm.overall());
    assertEquals(Shape.of(), layer.parameter("weight_g").shape());
    assertEquals(5, layer.parameter("weight_g").data().item());
  }

  @Test
  void aVectorHasALengthForEachElement() {
    var layer = new Linear(1, 2);
    layer.bias().set(Tensor.of(new float[] {-2, 3}));
    layer.bias().parametrize(new WeightNorm());
    assertArrayEquals(new float[] {2, 3}, layer.parameter("bias_g").data().toFloatArray());
    assertArrayEquals(new float[] {-2, 3}, layer.bias().value().toFloatArray());
  }

  @Test
  void anAxisThatTheWeightLacksIsRefused() {
    var weight = linear(3, 4).weight();
    assertMessage(
        "WeightNorm needs an axis of the weight [1, 2], 0 to 1; found 2.",
        ShapeException.class,
        () -> weight.parametrize(new WeightNorm(2)));
    assertTrue(weight.parts().isEmpty());
    assertArrayEquals(new double[] {3, 4}, weight.data().toDoubleArray());
  }

  @Test
  void zerosHaveNoDirection() {
    assertMessage(
        "WeightNorm needs a direction; found zeros alone in a part along axis 0. Initialize the"
            + " weight with random numbers first.",
        IllegalArgumentException.class,
        () -> linear(0, 0).weight().parametrize(new WeightNorm()));
    assertMessage(
        "WeightNorm needs a direction; found zeros alone in the weight. Initialize the weight with"
            + " random numbers first.",
        IllegalArgumentException.class,
        () -> linear(0, 0).weight().parametrize(WeightNorm.overall()));
  }

  @Test
  void aShapeMustBeKnown() {
    var weight = new Sequential(new LazyLinear(2)).parameter("0.weight");
    var e =
        assertThrows(
            UninitializedParameterException.class, () -> weight.parametrize(new WeightNorm()));
    assertTrue(e.getMessage().contains("0.weight [2, ?]"), e.getMessage());
  }

  @Test
  void whatWouldBeLostIsRefused() {
    var layer = normed(3, 4);
    layer.parameters();
    var weight = layer.weight();
    Class<IllegalStateException> type = IllegalStateException.class;
    assertMessage("data()" + LOST, type, weight::data);
    assertMessage("init(..)" + LOST, type, () -> weight.init(Init.ones()));
    assertMessage("the gradient" + LOST, type, weight::grad);
    assertMessage("the gradient" + LOST, type, () -> weight.grad(Tensor.ones(1, 2)));
    assertMessage("the gradient" + LOST, type, () -> weight.gradMode(GradMode.NONE));
    assertMessage("the gradient" + LOST, type, () -> weight.onGrad(g -> g));
    assertMessage("parametrize(..)" + LOST, type, () -> weight.parametrize(new WeightNorm()));
  }

  @Test
  void settingTheWeightSetsItsParts() {
    var layer = normed(3, 4);
    layer.weight().set(Tensor.of(new double[] {6, 8}, 1, 2));
    assertEquals(10, layer.parameter("weight_g").data().item());
    assertArrayEquals(new double[] {6, 8}, layer.weight().value().toDoubleArray(), 1e-14);
    layer.weight().set(Tensor.of(2f)); // broadcasts and casts, as for any parameter
    assertArrayEquals(new double[] {2, 2}, layer.weight().value().toDoubleArray(), 1e-15);
    assertThrows(ShapeException.class, () -> layer.weight().set(Tensor.zeros(3)));
    assertThrows(IllegalArgumentException.class, () -> layer.weight().set(Tensor.zeros(1, 2)));
    assertArrayEquals(new double[] {2, 2}, layer.weight().value().toDoubleArray(), 1e-15);
  }

  @Test
  void policiesReachTheParts() {
    var layer = normed(3, 4);
    layer.weight().lrMult(0.5).wdMult(0.25).freeze();
    for (var part : layer.parameters().toList()) {
      assertEquals(0.5, part.lrMult());
      assertEquals(0.25, part.wdMult());
      assertTrue(part.isFrozen());
    }
    layer.weight().unfreeze().to(DType.FLOAT32);
    assertEquals(DType.FLOAT32, layer.parameter("weight_g").dtype());
    assertFalse(layer.parameter("weight_v").isFrozen());
  }

  @Test
  void policiesOfTheWeightAreThoseOfItsParts() {
    var layer = linear(3, 4);
    layer.weight().lrMult(0.5).gradMode(GradMode.WRITE);
    layer.weight().parametrize(new WeightNorm());
    assertEquals(0.5, layer.parameter("weight_g").lrMult());
    assertEquals(GradMode.WRITE, layer.parameter("weight_v").gradMode());
  }

  @Test
  void optimizersStepTheParts() {
    var layer = normed(3, 4);
    layer.apply(Tensor.of(new double[] {1, 0}, 1, 2)).sum().backward();
    new SGD(layer.parameters(), 1).step();
    assertEquals(4.4, layer.parameter("weight_g").data().item(), 1e-15);
    var v = new double[] {3 - 0.64, 4 + 0.48};
    double length = Math.hypot(v[0], v[1]);
    assertArrayEquals(
        new double[] {4.4 * v[0] / length, 4.4 * v[1] / length},
        layer.weight().value().toDoubleArray(),
        1e-14);
  }

  @Test
  void withoutTheFormTheWeightKeepsItsValue() {
    var layer = normed(3, 4);
    layer.parameter("weight_g").set(Tensor.of(10.0));
    layer.weight().unparametrize();
    assertArrayEquals(new double[] {6, 8}, layer.weight().data().toDoubleArray(), 1e-14);
    assertEquals(List.of("weight"), List.copyOf(layer.parameters().names()));
    layer.apply(Tensor.of(new double[] {1, 0}, 1, 2)).sum().backward();
    assertArrayEquals(new double[] {1, 0}, grad(layer, "weight"));
    assertSame(layer.weight(), layer.weight().unparametrize());
  }

  @Test
  void filesHoldTheParts(@TempDir Path folder) {
    var layer = normed(3, 4);
    var file = folder.resolve("normed.safetensors");
    layer.save(file);
    var back = normed(1, 1);
    back.load(file);
    assertArrayEquals(new double[] {3, 4}, back.weight().value().toDoubleArray(), 1e-15);
    var plain = linear(1, 1);
    var e = assertThrows(LoadException.class, () -> plain.load(file));
    assertTrue(e.getMessage().contains("weight_g"), e.getMessage());
  }

  // ---- ties

  private static Sequential sharing(Linear first, Linear second) {
    second.share(first);
    return new Sequential(first, second);
  }

  @Test
  void everyNameOfATieSeesIt() {
    var net = sharing(linear(2), linear(9));
    net.get(1, Linear.class).weight().parametrize(new WeightNorm());
    assertEquals(
        "{0.weight_g=[1.weight_g], 0.weight_v=[1.weight_v]}", net.parameters().ties().toString());
    net.parameter("1.weight_g").set(Tensor.of(3.0));
    var y = net.apply(Tensor.of(new double[] {1}, 1, 1));
    assertEquals(9, y.item(), 1e-15);
    y.sum().backward();
    assertArrayEquals(new double[] {6}, grad(net, "0.weight_g"), 1e-15);
  }

  @Test
  void untyingGivesPartsOfTheirOwn() {
    var net = sharing(linear(3), linear(9));
    net.get(0, Linear.class).weight().parametrize(new WeightNorm());
    net.untie("1");
    assertEquals(Map.of(), net.parameters().ties());
    assertEquals(
        List.of("0.weight_g", "0.weight_v", "1.weight_g", "1.weight_v"),
        List.copyOf(net.parameters().names()));
    assertNotSame(net.parameter("0.weight_g"), net.parameter("1.weight_g"));
    net.parameter("0.weight_g").set(Tensor.of(7.0));
    assertEquals(3, net.get(1, Linear.class).weight().value().item(), 1e-15);
    assertEquals(7, net.get(0, Linear.class).weight().value().item(), 1e-15);
  }

  @Test
  void partsDoNotLeaveATieOneByOne() {
    var net = sharing(linear(3), linear(9));
    net.get(0, Linear.class).weight().parametrize(new WeightNorm());
    assertMessage(
        "There are no parameters under '1.weight_g' to untie; Sequential has [0.weight, 1.weight].",
        IllegalArgumentException.class,
        () -> net.untie("1.weight_g"));
    net.untie("1.weight");
    assertEquals(Map.of(), net.parameters().ties());
  }

  @Test
  void aParameterThatIsComputedCannotBecomeAnAlias() {
    var first = linear(3);
    var second = normed(9);
    // by their names the parameters differ already
    assertMessage(
        "share needs blocks with the same parameters; found [weight_g, weight_v] and [weight].",
        IllegalArgumentException.class,
        () -> second.share(first));
  }

  @Test
  void aCopyHasPartsOfItsOwnAndKeepsTheTie() {
    var net = sharing(linear(3), linear(9));
    net.get(0, Linear.class).weight().parametrize(new WeightNorm());
    var copy = net.copy();
    assertSame(copy.parameter("0.weight_g"), copy.parameter("1.weight_g"));
    copy.parameter("0.weight_g").set(Tensor.of(5.0));
    assertEquals(5, copy.get(1, Linear.class).weight().value().item(), 1e-15);
    assertEquals(3, net.get(1, Linear.class).weight().value().item(), 1e-15);
  }

  @Test
  void theFunctionalFormSetsParts() {
    var net = sharing(linear(3), linear(9));
    net.get(0, Linear.class).weight().parametrize(new WeightNorm());
    var x = Tensor.of(new double[] {1}, 1, 1);
    var params = net.params().with("0.weight_g", Tensor.of(new double[] {2}, 1, 1));
    assertEquals(4, net.apply(params, x).item(), 1e-15);
    assertEquals(9, net.apply(x).item(), 1e-15);
  }

  // ---- forms of one's own

  private record Form(
      Function<Tensor, SequencedMap<String, Tensor>> parts,
      Function<Map<String, Tensor>, Tensor> whole)
      implements Parametrization {
    @Override
    public SequencedMap<String, Tensor> split(Tensor value) {
      return parts.apply(value);
    }

    @Override
    public Tensor join(Map<String, Tensor> parts) {
      return whole.apply(parts);
    }
  }

  private static SequencedMap<String, Tensor> one(String suffix, Tensor part) {
    return new LinkedHashMap<>(Map.of(suffix, part));
  }

  @Test
  void aFormOfOnesOwnIsTrained() {
    var layer = linear(4);
    layer
        .weight()
        .parametrize(new Form(w -> one("_log", w.log()), parts -> parts.get("_log").exp()));
    var y = layer.apply(Tensor.of(new double[] {1}, 1, 1));
    assertEquals(4, y.item(), 1e-14);
    y.sum().backward();
    assertEquals(4, grad(layer, "weight_log")[0], 1e-14);
  }

  @Test
  void aFormMustJoinWhatItSplits() {
    var layer = new Linear(2, 3);
    layer.parameters();
    assertMessage(
        "Form splits weight [3, 2] and joins it to [6]. Join to the shape that was split.",
        ShapeException.class,
        () ->
            layer
                .weight()
                .parametrize(new Form(w -> one("_x", w), parts -> parts.get("_x").reshape(6))));
    assertTrue(layer.weight().parts().isEmpty());
  }

  @Test
  void aSuffixMustBeAName() {
    var weight = new Linear(2, 3).weight();
    for (var suffix : new String[] {"", ".x"}) {
      assertThrows(
          IllegalArgumentException.class,
          () -> weight.parametrize(new Form(w -> one(suffix, w), parts -> parts.get(suffix))));
      assertTrue(weight.parts().isEmpty());
    }
  }

  @Test
  void initialisingADirectionIsLeftToWhoAsks() {
    var layer = new Linear(3, 2);
    layer.weight().parametrize(new WeightNorm());
    layer.initialize(Init.normal());
    var params = layer.init(Key.of(1), Tensor.zeros(1, 3));
    assertEquals(List.of("weight_g", "weight_v", "bias"), List.copyOf(params.names()));
  }
}
