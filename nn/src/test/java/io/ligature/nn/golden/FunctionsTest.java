package io.ligature.nn.golden;

import io.ligature.Tensor;
import io.ligature.nn.Block;
import io.ligature.nn.CELU;
import io.ligature.nn.ELU;
import io.ligature.nn.GELU;
import io.ligature.nn.GLU;
import io.ligature.nn.Hardshrink;
import io.ligature.nn.Hardsigmoid;
import io.ligature.nn.Hardswish;
import io.ligature.nn.Hardtanh;
import io.ligature.nn.LeakyReLU;
import io.ligature.nn.LogSigmoid;
import io.ligature.nn.LogSoftmax;
import io.ligature.nn.Mish;
import io.ligature.nn.ReLU;
import io.ligature.nn.ReLU6;
import io.ligature.nn.SELU;
import io.ligature.nn.SiLU;
import io.ligature.nn.Sigmoid;
import io.ligature.nn.Softmax;
import io.ligature.nn.Softplus;
import io.ligature.nn.Softshrink;
import io.ligature.nn.Softsign;
import io.ligature.nn.Tanh;
import io.ligature.nn.Tanhshrink;
import io.ligature.nn.loss.BCELoss;
import io.ligature.nn.loss.BCEWithLogitsLoss;
import io.ligature.nn.loss.CrossEntropyLoss;
import io.ligature.nn.loss.HuberLoss;
import io.ligature.nn.loss.KLDivLoss;
import io.ligature.nn.loss.L1Loss;
import io.ligature.nn.loss.Loss;
import io.ligature.nn.loss.MSELoss;
import io.ligature.nn.loss.NLLLoss;
import io.ligature.nn.loss.Reduction;
import io.ligature.nn.loss.SmoothL1Loss;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Activations and losses give what PyTorch gives, and so do their gradients.
class FunctionsTest {
  private static final Map<String, Block> ACTIVATIONS =
      Map.ofEntries(
          Map.entry("relu", new ReLU()),
          Map.entry("relu6", new ReLU6()),
          Map.entry("leaky_relu", new LeakyReLU(0.2)),
          Map.entry("elu", new ELU(0.7)),
          Map.entry("celu", new CELU(0.5)),
          Map.entry("selu", new SELU()),
          Map.entry("gelu", new GELU()),
          Map.entry("gelu_tanh", GELU.tanh()),
          Map.entry("silu", new SiLU()),
          Map.entry("mish", new Mish()),
          Map.entry("sigmoid", new Sigmoid()),
          Map.entry("log_sigmoid", new LogSigmoid()),
          Map.entry("tanh", new Tanh()),
          Map.entry("tanhshrink", new Tanhshrink()),
          Map.entry("softplus", new Softplus(2)),
          Map.entry("softsign", new Softsign()),
          Map.entry("softshrink", new Softshrink(0.3)),
          Map.entry("hardshrink", new Hardshrink(0.3)),
          Map.entry("hardtanh", new Hardtanh(-2, 0.5)),
          Map.entry("hardsigmoid", new Hardsigmoid()),
          Map.entry("hardswish", new Hardswish()),
          Map.entry("softmax", new Softmax(1)),
          Map.entry("log_softmax", new LogSoftmax(1)),
          Map.entry("glu", new GLU(1)));

  @TestFactory
  List<DynamicTest> activationsAreThoseOfPyTorch() {
    var golden = Golden.read("activations");
    return golden.under("output.").keys().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      var x = golden.get("input").requireGrad();
                      var y = ACTIVATIONS.get(name).apply(x);
                      golden.assertAgrees("output." + name, y);
                      y.backward(golden.get("seed." + name));
                      golden.assertAgrees("grad." + name, x.grad());
                    }))
        .toList();
  }

  private static Map<String, Loss> losses(Tensor weights) {
    return Map.ofEntries(
        Map.entry("mse", new MSELoss()),
        Map.entry("l1", new L1Loss(Reduction.SUM)),
        Map.entry("huber", new HuberLoss(0.6, Reduction.MEAN)),
        Map.entry("smooth_l1", new SmoothL1Loss(0.6, Reduction.MEAN)),
        Map.entry("bce", new BCELoss()),
        Map.entry("bce_with_logits", new BCEWithLogitsLoss(weights, Reduction.MEAN)),
        Map.entry("kl_div", new KLDivLoss(false, Reduction.BATCH_MEAN)),
        Map.entry("kl_div_log", new KLDivLoss(true, Reduction.SUM)),
        Map.entry("cross_entropy", new CrossEntropyLoss()),
        Map.entry(
            "cross_entropy_all",
            new CrossEntropyLoss().weights(weights).ignoreIndex(1).labelSmoothing(0.1)),
        Map.entry(
            "cross_entropy_sum",
            new CrossEntropyLoss().labelSmoothing(0.2).reduction(Reduction.SUM)),
        Map.entry("nll", new NLLLoss().weights(weights)));
  }

  @TestFactory
  List<DynamicTest> lossesAreThoseOfPyTorch() {
    var golden = Golden.read("losses");
    var losses = losses(golden.get("weights"));
    return golden.under("output.").keys().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name,
                    () -> {
                      var x = golden.get("input." + name).requireGrad();
                      var loss = losses.get(name).apply(x, golden.get("target." + name));
                      golden.assertAgrees("output." + name, loss);
                      loss.backward();
                      golden.assertAgrees("grad." + name, x.grad());
                    }))
        .toList();
  }
}
