package io.ligature.opencl;

import static io.ligature.opencl.Types.buffer;

import io.ligature.DType;
import io.ligature.op.Backward;
import io.ligature.op.CrossEntropy;
import io.ligature.op.LossReduction;
import io.ligature.spi.View;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cross-entropy and its gradient, without a table of all logarithms; see `entropy.cl`.
///
/// Forward is a launch for the samples, and one for their sum or mean.
final class Entropy {
  private Entropy() {}

  static void forward(OpenClDevice device, CrossEntropy op, View[] in, View out) {
    long n = in[0].shape().get(0);
    try (var temporaries = new Temporaries(device)) {
      boolean each = op.reduction() == LossReduction.NONE;
      var samples = new Samples(device, temporaries, op, in, in.length);
      var losses = each ? out : temporaries.of(out, n);
      var weights = each ? null : temporaries.of(out, n);
      samples.run(n, "losses", losses, weights);
      if (weights != null) {
        boolean mean = op.reduction() == LossReduction.MEAN;
        device.over(
            1,
            device.kernel("entropy.cl", Types.options(out.dtype()), "total"),
            buffer(losses),
            buffer(weights),
            n,
            mean ? 1 : 0,
            buffer(out),
            out.layout().offset());
      }
    }
  }

  /// Operands x, y, perhaps w, then the loss and g; results dx and dw, if wanted.
  static void backward(OpenClDevice device, Backward op, View[] in, View[] out) {
    var entropy = (CrossEntropy) op.of();
    long n = in[0].shape().get(0);
    long classes = in[0].shape().get(1);
    try (var temporaries = new Temporaries(device)) {
      var samples = new Samples(device, temporaries, entropy, in, op.inputs());
      boolean mean = entropy.reduction() == LossReduction.MEAN;
      var total = mean ? temporaries.of(in[0], 1) : null;
      if (total != null) {
        samples.run(1, "total_weight", total);
      }
      var g = in[op.inputs() + 1];
      boolean each = entropy.reduction() == LossReduction.NONE;
      Object step = each ? g.layout().stride(0) : 0L;
      int next = 0;
      if (op.wants(0) && n > 0) {
        samples.run(n, "gradient", out[next++], g, step, total);
      }
      if (op.inputs() > 2 && op.wants(2)) {
        var normalisers = temporaries.of(in[0], Math.max(1, n));
        samples.run(n, "normalisers", normalisers);
        var mean_ = mean ? in[op.inputs()] : null;
        samples.run(classes, "weight_gradient", out[next], normalisers, g, step, total, mean_);
      }
    }
  }

  /// The operands, as all kernels take them.
  private static final class Samples {
    private final OpenClDevice device;
    private final DType dtype;
    private final long classes;
    private final List<Object> arguments = new ArrayList<>();

    Samples(OpenClDevice device, Temporaries temporaries, CrossEntropy op, View[] in, int inputs) {
      this.device = device;
      dtype = in[0].dtype();
      classes = in[0].shape().get(1);
      var x = temporaries.rowMajor(in[0]);
      add(arguments, x);
      add(arguments, in[1]);
      arguments.add(in[1].layout().stride(0));
      add(arguments, inputs > 2 ? temporaries.rowMajor(in[2]) : null);
      arguments.add(in[0].shape().get(0));
      arguments.add(classes);
      arguments.add(op.ignore());
      arguments.add(Types.number(dtype, op.smoothing()));
    }

    /// Appends a view, or that there is none.
    private static void add(List<Object> arguments, @Nullable View view) {
      arguments.add(view == null ? OpenClDevice.NOTHING : buffer(view));
      arguments.add(view == null ? 0L : view.layout().offset());
    }

    void run(long size, String name, @Nullable Object... more) {
      var all = new ArrayList<>(arguments);
      for (var argument : more) {
        if (argument == null || argument instanceof View) {
          add(all, (View) argument);
        } else {
          all.add(argument);
        }
      }
      var kernel = device.kernel("entropy.cl", Types.options(dtype), name);
      device.over(size, 20 * classes, kernel, all.toArray());
    }
  }
}
