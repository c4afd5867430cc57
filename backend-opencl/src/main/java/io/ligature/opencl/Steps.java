package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.op.AdamStep;
import io.ligature.op.SgdStep;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Steps of optimizers, a launch a parameter, in place.
final class Steps {
  private Steps() {}

  static void sgd(OpenClDevice device, SgdStep op, View[] in, View[] out) {
    boolean rolls = op.momentum() != 0;
    begin(device, in[0], out[0]);
    if (rolls && !op.first()) {
      begin(device, in[2], out[1]);
    }
    double kept = op.first() ? 0 : op.momentum();
    double added = op.first() ? 1 : 1 - op.dampening();
    run(
        device,
        rolls ? "sgd_momentum" : "sgd",
        in[1],
        List.of(out),
        rolls
            ? new double[] {op.rate(), op.decay(), sign(op.maximize()), kept, added, op.momentum()}
            : new double[] {op.rate(), op.decay(), sign(op.maximize())},
        rolls ? new int[] {op.first() ? 1 : 0, op.nesterov() ? 1 : 0} : new int[0]);
  }

  static void adam(OpenClDevice device, AdamStep op, View[] in, View[] out) {
    begin(device, in[0], out[0]);
    for (int i = 1; i < out.length; i++) {
      begin(device, in[i + 1], out[i]);
    }
    run(
        device,
        op.amsgrad() ? "adam_largest" : "adam",
        in[1],
        List.of(out),
        new double[] {
          op.correctedRate(),
          1 - op.beta1(),
          op.beta2(),
          op.epsilon(),
          op.decoupled() ? 0 : op.decay(),
          op.decoupled() ? op.rate() * op.decay() : 0,
          sign(op.maximize()),
          1 / op.rootCorrection()
        },
        new int[0]);
  }

  private static double sign(boolean maximize) {
    return maximize ? -1 : 1;
  }

  /// Gives a result the values of its operand, unless it is that operand.
  private static void begin(OpenClDevice device, View operand, View result) {
    if (!result.isSame(operand)) {
      Copy.run(device, operand, result);
    }
  }

  private static void run(
      OpenClDevice device, String name, View g, List<View> edited, double[] reals, int[] flags) {
    var dtype = g.dtype();
    try (var temporaries = new Temporaries(device)) {
      var gradient = temporaries.rowMajor(g);
      List<Object> arguments = new ArrayList<>();
      arguments.add(g.layout().size());
      arguments.add(buffer(gradient));
      arguments.add(gradient.layout().offset());
      for (var view : edited) {
        arguments.add(buffer(view));
        arguments.add(view.layout().offset());
      }
      for (double real : reals) {
        arguments.add(Types.number(dtype, real));
      }
      Arrays.stream(flags).forEach(arguments::add);
      device.over(
          g.layout().size(),
          device.kernel("steps.cl", Types.options(dtype), name),
          arguments.toArray());
    }
  }
}
