package io.ligature.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Buffer;
import io.ligature.nn.Linear;
import io.ligature.nn.Parameter;
import io.ligature.nn.Sequential;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EmaTest {
  /// A weight, and two buffers: of real and of whole numbers.
  private static final class Model extends Block {
    final Parameter w = Parameter.of(Tensor.of(1.0));
    final Buffer mean = Buffer.of(Tensor.of(10.0));
    final Buffer count = Buffer.of(Tensor.of(1L));

    @Override
    protected Tensor forward(Tensor x) {
      return x.times(w.value());
    }

    void set(double weight, double real, long whole) {
      w.set(Tensor.of(weight));
      mean.value().assign(Tensor.of(real));
      count.value().assign(Tensor.of(whole));
    }
  }

  private final Model net = new Model();

  @Test
  void followsItsFormula() {
    var ema = new Ema(net, 0.75);
    double average = 0;
    for (double weight : new double[] {4, 8, -2, 0.5}) {
      net.set(weight, 0, 0);
      ema.update();
      average = weight == 4 ? 4 : 0.75 * average + 0.25 * weight;
      assertEquals(average, ema.average().get("w").item(), 1e-15);
    }
    assertEquals(0.5, net.w.data().item());
  }

  @Test
  void buffersAreTakenAsTheyAre() {
    var ema = new Ema(net, 0.75);
    ema.update();
    net.set(3, 20, 7);
    ema.update();
    assertEquals(1.5, ema.average().get("w").item());
    assertEquals(20, ema.average().get("mean").item());
    assertEquals(7, ema.average().get("count").itemLong());
  }

  @Test
  void theModelHasTheAveragesWhileWorkIsDone() {
    var ema = new Ema(net, 0.5);
    ema.update();
    net.set(3, 0, 0);
    ema.update();
    assertEquals(2, ema.with(() -> net.apply(Tensor.of(1.0)).item()));
    assertEquals(3, net.w.data().item());
    assertThrows(
        ArithmeticException.class,
        () ->
            ema.with(
                () -> {
                  throw new ArithmeticException();
                }));
    assertEquals(3, net.w.data().item());
    ema.apply();
    assertEquals(2, net.w.data().item());
  }

  @Test
  void goesOnWithCopiesOfTheAveragesOfAnother() {
    var ema = new Ema(net, 0.5);
    ema.update();
    var resumed = new Ema(net, 0.5);
    resumed.load(ema.state());
    assertNotSame(ema.state().get("w"), resumed.state().get("w"));
    net.set(3, 0, 0);
    resumed.update();
    assertEquals(2, resumed.average().get("w").item());
    assertEquals(1, ema.average().get("w").item());
    resumed.load(Map.of());
    assertEquals(Map.of(), resumed.state());
  }

  @Test
  void aTieIsAveragedOnce() {
    var tied = new Sequential(new Linear(1, 1, false), new Linear(1, 1, false));
    tied.get(1).share(tied.get(0));
    tied.materialize();
    var ema = new Ema(tied, 0.5);
    ema.update();
    assertEquals("[0.weight]", ema.state().keySet().toString());
  }

  @Test
  void whatDoesNotFitIsRefused() {
    var ema = new Ema(net);
    assertEquals(
        "Ema has no average yet. Call update() after the first step.",
        assertThrows(IllegalStateException.class, ema::average).getMessage());
    assertEquals(
        "Ema needs a decay of 0 to 1; found 1.5.",
        assertThrows(IllegalArgumentException.class, () -> new Ema(net, 1.5)).getMessage());
    ema.update();
    assertEquals(
        "Ema needs averages of [w, mean, count] in their shapes; found [w].",
        assertThrows(IllegalArgumentException.class, () -> ema.load(Map.of("w", Tensor.of(5.0))))
            .getMessage());
    assertEquals(1, ema.average().get("w").item());
  }
}
