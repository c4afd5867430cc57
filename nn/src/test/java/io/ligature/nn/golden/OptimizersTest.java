package io.ligature.nn.golden;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.Parameter;
import io.ligature.nn.ParameterDict;
import io.ligature.nn.optim.Adagrad;
import io.ligature.nn.optim.Adam;
import io.ligature.nn.optim.AdamW;
import io.ligature.nn.optim.NAdam;
import io.ligature.nn.optim.Optimizer;
import io.ligature.nn.optim.RAdam;
import io.ligature.nn.optim.RMSprop;
import io.ligature.nn.optim.SGD;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Optimizers walk along the same gradients as PyTorch's, and arrive at the same places.
class OptimizersTest {
  private static final Map<String, Function<ParameterDict, Optimizer>> MAKERS =
      Map.ofEntries(
          Map.entry("sgd", p -> new SGD(p, 0.1).weightDecay(0.2)),
          Map.entry("sgd_momentum", p -> new SGD(p, 0.1).momentum(0.9).dampening(0.3)),
          Map.entry("sgd_nesterov", p -> new SGD(p, 0.1).momentum(0.9).nesterov().weightDecay(0.1)),
          Map.entry("adam", p -> new Adam(p, 0.1)),
          Map.entry("adam_amsgrad", p -> new Adam(p, 0.1).amsgrad().weightDecay(0.1)),
          Map.entry("adamw", p -> new AdamW(p, 0.1).betas(0.8, 0.9).eps(1e-3)),
          Map.entry("adamw_amsgrad", p -> new AdamW(p, 0.1).amsgrad().weightDecay(0.3)),
          Map.entry("nadam", p -> new NAdam(p, 0.1).weightDecay(0.1)),
          Map.entry("radam", p -> new RAdam(p, 0.1).weightDecay(0.1)),
          Map.entry("rmsprop", p -> new RMSprop(p, 0.1)),
          Map.entry(
              "rmsprop_all",
              p -> new RMSprop(p, 0.1).alpha(0.9).momentum(0.5).centered().weightDecay(0.1)),
          Map.entry(
              "adagrad", p -> new Adagrad(p, 0.1).lrDecay(0.1).weightDecay(0.1).initial(0.2)));

  /// A block of one parameter.
  private static final class Point extends Block {
    final Parameter at;

    Point(Tensor begin) {
      at = Parameter.of(begin.copy());
    }

    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }
  }

  private static Tensor path(Golden golden, Function<ParameterDict, Optimizer> make) {
    var point = new Point(golden.get("begin"));
    var optimizer = make.apply(point.parameters());
    var path = new ArrayList<Tensor>();
    for (var gradient : golden.get("gradients").unbind(0)) {
      point.at.grad(gradient.copy());
      optimizer.step();
      path.add(point.at.data().copy());
    }
    return Tensor.stack(0, path.toArray(Tensor[]::new));
  }

  @TestFactory
  List<DynamicTest> pathsAreThoseOfPyTorch() {
    var golden = Golden.read("optimizers");
    return golden.under("path.").keys().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> golden.assertAgrees("path." + name, path(golden, MAKERS.get(name)))))
        .toList();
  }
}
