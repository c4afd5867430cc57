package io.ligature;

import io.ligature.op.Op;
import io.ligature.op.TensorType;
import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/// How tensors begin, where no chance is involved; [Draws] has the others.
final class Creation {
  private Creation() {}

  static Tensor full(Device device, DType dtype, Shape shape, Number value) {
    var type = new TensorType(dtype, shape);
    return Dispatch.create(device, new Op.Fill(type, Exact.of("full of " + type, dtype, value)));
  }

  static Tensor fullLike(Tensor x, Number value) {
    return full(Device.isDryRun() ? Device.DRY : x.device(), x.dtype(), x.shape(), value);
  }

  /// FLOAT32 for a fraction, INT64 for a whole number.
  static DType of(Number value) {
    return value instanceof Double || value instanceof Float ? DType.FLOAT32 : DType.INT64;
  }

  static Tensor eye(DType dtype, long rows, long columns) {
    var here = Device.current();
    return counted(here, 0, rows, 1).eq(counted(here, 1, 1, columns)).to(dtype);
  }

  /// {@return 0, 1, 2, ... along an axis, as INT64, where a tensor is}
  static Tensor counted(Tensor beside, int axis, long... extents) {
    return counted(beside.device(), axis, extents);
  }

  private static Tensor counted(Device device, int axis, long... extents) {
    return iota(device, DType.INT64, Shape.of(extents), axis, 0L, 1L);
  }

  static Tensor arange(DType dtype, long start, long end, long step) {
    if (step == 0) {
      throw noStep(start, end);
    }
    long span = end - start;
    if (((end ^ start) & (end ^ span)) < 0) { // it wrapped
      throw endless(start, end, step);
    }
    return ranged(dtype, Math.max(0, Math.ceilDiv(span, step)), start, step);
  }

  static Tensor arange(DType dtype, double start, double end, double step) {
    double count = Math.ceil((end - start) / step);
    if (step == 0 || Double.isNaN(count) || count > Integer.MAX_VALUE - 8) {
      throw step == 0 ? noStep(start, end) : endless(start, end, step);
    }
    return ranged(dtype, (long) Math.max(0, count), start, step);
  }

  static Tensor arange(DType dtype, Number start, Number end, Number step) {
    if (dtype.isFloating()) {
      return arange(dtype, start.doubleValue(), end.doubleValue(), step.doubleValue());
    }
    return arange(dtype, whole(dtype, start), whole(dtype, end), whole(dtype, step));
  }

  /// The bounds may lie a step outside the type.
  private static long whole(DType dtype, Number value) {
    if (!DType.INT64.holds(value)) {
      throw new DTypeException(
          "arange of %s counts in whole numbers; found %s. Use arange(DType.FLOAT64, ...), then to(DType.%s)."
              .formatted(dtype, value, dtype.name()));
    }
    return Exact.as(DType.INT64, value).longValue();
  }

  private static IllegalArgumentException noStep(Number start, Number end) {
    return new IllegalArgumentException(
        "arange from %s to %s by 0 never arrives. Use a step that is not 0.".formatted(start, end));
  }

  private static IllegalArgumentException endless(Number start, Number end, Number step) {
    return new IllegalArgumentException(
        "arange from %s to %s by %s has no end that a tensor could hold. Use finite bounds and a larger step."
            .formatted(start, end, step));
  }

  private static Tensor ranged(DType dtype, long count, Number start, Number step) {
    if (dtype == DType.BOOL) {
      throw new DTypeException("arange needs numbers; found bool. Compare the numbers instead.");
    }
    return iota(Device.current(), dtype.widened(), Shape.of(count), 0, start, step).to(dtype);
  }

  private static Tensor iota(
      Device device, DType dtype, Shape shape, int axis, Number start, Number step) {
    return Dispatch.create(device, new Op.Iota(new TensorType(dtype, shape), axis, start, step));
  }

  /// Computed from whichever end is nearer, so that both ends are exact.
  static Tensor linspace(DType dtype, double start, double end, long count) {
    checkReal("linspace", dtype);
    return onHost(Device.current(), dtype, Shape.of(count), between(start, end, count));
  }

  static Tensor logspace(DType dtype, double start, double end, long count, double base) {
    checkReal("logspace", dtype);
    var exponent = between(start, end, count);
    return onHost(
        Device.current(),
        dtype,
        Shape.of(count),
        i -> StrictMath.pow(base, exponent.applyAsDouble(i))); // strict: the same bits everywhere
  }

  private static IntToDoubleFunction between(double start, double end, long count) {
    double step = count > 1 ? (end - start) / (count - 1) : 0;
    return i -> i < (count + 1) / 2 ? start + i * step : end - (count - 1 - i) * step;
  }

  static void checkReal(String op, DType dtype) {
    if (!dtype.isFloating()) {
      throw new DTypeException(
          "%s gives real numbers; %s was asked for. Use DType.FLOAT32, then to(DType.%s)."
              .formatted(op, dtype, dtype.name()));
    }
  }

  /// {@return a tensor whose element `i` is computed on the host, a pure function; in a dry run it
  /// is not}
  static Tensor onHost(Device device, DType dtype, Shape shape, IntToDoubleFunction element) {
    if (device.isDry()) {
      return Dispatch.allocate(device, new TensorType(dtype, shape));
    }
    var values = new double[Math.toIntExact(shape.size())];
    if (values.length < 1 << 14) {
      Arrays.setAll(values, element);
    } else {
      Arrays.parallelSetAll(values, element);
    }
    return Host.rounded(device, dtype, shape, values);
  }
}
