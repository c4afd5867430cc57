package io.ligature.nn;

import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.op.Conv;
import io.ligature.op.ConvTranspose;
import io.ligature.op.FusedOp;
import io.ligature.op.Window;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What [Conv1d], [Conv2d], [ConvTranspose1d] and [ConvTranspose2d] share.
///
/// ```text
/// W (out, in / groups, sizes)      transposed: W (in, out / groups, sizes)      b (out)
/// ```
///
/// @param op what is computed
/// @param windows its windows
/// @param groups its groups
/// @param transposed whether it is the transposed form
/// @param in channels of an input; may be unknown
/// @param out channels of a result
record Convolution(
    FusedOp op, List<Window> windows, long groups, boolean transposed, long in, long out) {
  static Convolution of(long in, long out, long groups, Window... windows) {
    var op = new Conv(List.of(windows), groups);
    return new Convolution(op, op.windows(), groups, false, in, out);
  }

  static Convolution transposed(
      long in, long out, long groups, List<Long> extra, Window... windows) {
    var op = new ConvTranspose(List.of(windows), extra, groups);
    return new Convolution(op, op.windows(), groups, true, in, out);
  }

  /// Checks the numbers of channels.
  ///
  /// @throws IllegalArgumentException if one is negative, or is not a multiple of `groups`
  Convolution {
    if (in != Shape.UNKNOWN) {
      checkGroups(op, "channels", Channels.check(op.label(), in), groups);
    }
    checkGroups(op, "outputs", Channels.check(op.label(), out), groups);
  }

  private static void checkGroups(FusedOp op, String what, long count, long groups) {
    if (count % groups != 0) {
      throw new IllegalArgumentException(
          "%s needs %s in %d groups of one size; found %d %s. Choose numbers that divide."
              .formatted(op.label(), what, groups, count, what));
    }
  }

  // ---- parameters

  Parameter weight() {
    return Parameter.of(shape(in), Init.defaultWeight());
  }

  Parameter bias(Parameter weight) {
    return Parameter.of(Shape.of(out), new DefaultBias(weight));
  }

  private Shape shape(long channels) {
    long perGroup = channels == Shape.UNKNOWN ? channels : channels / groups;
    var extents = new long[windows.size() + 2];
    extents[0] = transposed ? channels : out;
    extents[1] = transposed ? out / groups : perGroup;
    for (int i = 0; i < windows.size(); i++) {
      extents[i + 2] = windows.get(i).size();
    }
    return Shape.partial(extents);
  }

  /// {@return how many channels an input has, as this weight says; perhaps unknown}
  private long channels(Parameter weight) {
    long extent = weight.shape().get(transposed ? 0 : 1);
    return transposed || extent == Shape.UNKNOWN ? extent : extent * groups;
  }

  /// Makes the shape of the weight known.
  void infer(Tensor x, Parameter weight) {
    long channels = Samples.channels(op.label(), windows.size(), x);
    if (channels % groups != 0) {
      throw new ShapeException(
          "%s needs channels in %d groups of one size; found x %s. Choose a number of groups that divides %d."
              .formatted(op.label(), groups, x.shape(), channels));
    }
    weight.resolve(shape(channels));
  }

  // ---- use

  Tensor apply(Tensor x, Parameter weight, @Nullable Parameter bias) {
    return Samples.apply(
        op.label(),
        windows.size(),
        channels(weight),
        x,
        batch -> Promoted.execute(op, batch, weight.value(), LayerNorm.valueOf(bias)));
  }

  String describe(Block layer, Parameter weight, boolean hasBias) {
    long channels = channels(weight);
    var extra = op instanceof ConvTranspose t ? Windows.values(", extra ", t.extra(), 0) : "";
    return "%s(%s -> %d, %s%s%s%s)"
        .formatted(
            layer.getClass().getSimpleName(),
            channels == Shape.UNKNOWN ? "?" : Long.toString(channels),
            out,
            Windows.describe(windows),
            extra,
            groups == 1 ? "" : ", %d groups".formatted(groups),
            hasBias ? "" : ", no bias");
  }
}
