package io.ligature.nn;

import io.ligature.DType;
import io.ligature.Dispatch;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import io.ligature.op.Op;

/// Initialisers: how a parameter gets its first values.
///
/// Each is a pure function of shape, type and key. Those that look at fans need a weight `[out, in,
/// ...]`, as `Linear` has, where further axes are the window of a convolution:
///
/// ```text
/// fan in = in · window        fan out = out · window        window = the product of the other extents
/// ```
public final class Init {
  /// Which fan decides how far values spread.
  public enum Fan {
    /// Values that a unit reads: keeps the variance of activations on the way forward.
    IN,
    /// Units that read a value: keeps the variance of gradients on the way back.
    OUT,
    /// The mean of both.
    AVERAGE
  }

  /// What values are drawn from.
  public enum Distribution {
    /// The normal distribution.
    NORMAL,
    /// The normal distribution cut at two standard deviations, and widened to keep its variance.
    TRUNCATED_NORMAL,
    /// The uniform distribution around 0.
    UNIFORM
  }

  /// The function that follows a layer, and with it how much variance it swallows.
  public enum Nonlinearity {
    /// None; also convolutions.
    LINEAR(1),
    /// The logistic function.
    SIGMOID(1),
    /// The hyperbolic tangent.
    TANH(5.0 / 3),
    /// max(x, 0).
    RELU(Math.sqrt(2)),
    /// Like RELU, with a slope of 0.01 below 0; [#calculateGain(double)] for another.
    LEAKY_RELU(calculateGain(0.01)),
    /// The self-normalising function.
    SELU(0.75);

    private final double gain;

    Nonlinearity(double gain) {
      this.gain = gain;
    }
  }

  private Init() {}

  /// {@return the gain that PyTorch recommends in front of a function}
  public static double calculateGain(Nonlinearity before) {
    return before.gain;
  }

  /// The gain in front of a leaky ReLU.
  ///
  /// ```text
  /// gain = sqrt(2 / (1 + slope²))
  /// ```
  ///
  /// @see <a href="https://arxiv.org/abs/1502.01852">He et al. (2015)</a>
  public static double calculateGain(double slope) {
    Range.finite("calculateGain", "slope", slope);
    return Math.sqrt(2 / (1 + slope * slope));
  }

  // ---- without fans

  /// {@return one value everywhere}. A finite one that the type of the parameter would take for an
  /// infinity is refused.
  public static Initializer constant(Number value) {
    return (shape, dtype, _) -> {
      checkFinite(dtype, value);
      return Tensor.full(dtype, shape, value);
    };
  }

  private static void checkFinite(DType dtype, Number value) {
    double largest =
        switch (dtype) {
          case FLOAT16 -> 65504;
          case BFLOAT16 -> 0x1.fep127;
          case FLOAT32 -> Float.MAX_VALUE;
          case FLOAT64, INT32, INT64, INT8, UINT8, BOOL -> Double.MAX_VALUE;
        };
    if (Double.isFinite(value.doubleValue()) && Math.abs(value.doubleValue()) > largest) {
      throw new IllegalArgumentException(
          "constant %s is an infinity in %s, which holds numbers up to %s. Choose another, or cast the layer with to(DType.FLOAT64)."
              .formatted(value, dtype, largest));
    }
  }

  /// {@return 0 everywhere}
  public static Initializer zeros() {
    return constant(0);
  }

  /// {@return 1 everywhere}
  public static Initializer ones() {
    return constant(1);
  }

  /// {@return numbers uniform in [0, 1)}
  public static Initializer uniform() {
    return uniform(0, 1);
  }

  /// {@return numbers uniform in [low, high)}
  ///
  /// @throws IllegalArgumentException if `low` is above `high`, or one is not finite
  public static Initializer uniform(double low, double high) {
    if (!(low <= high) || !Double.isFinite(high - low)) {
      throw new IllegalArgumentException(
          "uniform needs finite bounds, low at most high; found low %s and high %s."
              .formatted(low, high));
    }
    return new Uniform(low, high);
  }

  /// {@return normal numbers of mean 0 and standard deviation 1}
  public static Initializer normal() {
    return normal(0, 1);
  }

  /// {@return normal numbers}
  ///
  /// @throws IllegalArgumentException if `std` is negative, or one is not finite
  public static Initializer normal(double mean, double std) {
    if (!(std >= 0 && Double.isFinite(std) && Double.isFinite(mean))) {
      throw new IllegalArgumentException(
          "normal needs a finite mean, and a finite std of 0 or more; found mean %s and std %s."
              .formatted(mean, std));
    }
    return (shape, dtype, key) ->
        Tensor.randn(key, dtype.widened(), shape).times(std).plus(mean).to(dtype);
  }

  /// {@return normal numbers within two standard deviations of the mean}. As in Keras and Flax;
  /// PyTorch cuts at -2 and 2 whatever the deviation, which here is `truncatedNormal(mean, std, -2,
  /// 2)`.
  public static Initializer truncatedNormal(double mean, double std) {
    return truncatedNormal(mean, std, mean - 2 * std, mean + 2 * std);
  }

  /// {@return normal numbers between `low` and `high`, as if those outside were drawn again}
  ///
  /// @throws IllegalArgumentException if `std` is not above 0, `low` not below `high`, or the mean
  ///   or `std` not finite
  public static Initializer truncatedNormal(double mean, double std, double low, double high) {
    Range.finite("truncatedNormal", "mean", mean);
    Range.positive("truncatedNormal", "std", std);
    if (!(low < high)) {
      throw new IllegalArgumentException(
          "truncatedNormal needs a low bound below the high one; found %s and %s."
              .formatted(low, high));
    }
    return (shape, dtype, key) ->
        Tensor.truncatedNormal(key, dtype.widened(), shape, (low - mean) / std, (high - mean) / std)
            .times(std)
            .plus(mean)
            .to(dtype);
  }

  // ---- by fans

  /// {@return [#xavierUniform(double)] with gain 1}
  public static Initializer xavierUniform() {
    return xavierUniform(1);
  }

  /// Keeps variance on the way forward and back alike, for functions that are linear around 0.
  ///
  /// ```text
  /// U(-a, a)      a = gain sqrt(6 / (fan in + fan out))
  /// ```
  ///
  /// @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio (2010), eq.
  ///   16</a>
  public static Initializer xavierUniform(double gain) {
    return scaled("xavierUniform", gain, Fan.AVERAGE, Distribution.UNIFORM);
  }

  /// {@return [#xavierNormal(double)] with gain 1}
  public static Initializer xavierNormal() {
    return xavierNormal(1);
  }

  /// Keeps variance on the way forward and back alike, for functions that are linear around 0.
  ///
  /// ```text
  /// N(0, s²)      s = gain sqrt(2 / (fan in + fan out))
  /// ```
  ///
  /// @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot and Bengio (2010)</a>
  public static Initializer xavierNormal(double gain) {
    return scaled("xavierNormal", gain, Fan.AVERAGE, Distribution.NORMAL);
  }

  /// {@return [#kaimingUniform(Fan, double)] in front of a ReLU, by fan in}
  public static Initializer kaimingUniform() {
    return kaimingUniform(Fan.IN, Nonlinearity.RELU);
  }

  /// {@return [#kaimingUniform(Fan, double)] in front of a function}
  public static Initializer kaimingUniform(Fan mode, Nonlinearity before) {
    return kaimingUniform(mode, calculateGain(before));
  }

  /// Keeps variance in one direction, in front of functions that swallow some.
  ///
  /// ```text
  /// U(-a, a)      a = gain sqrt(3 / fan)
  /// ```
  ///
  /// @param gain such as [#calculateGain(double)] of a slope
  /// @see <a href="https://arxiv.org/abs/1502.01852">He et al. (2015)</a>
  public static Initializer kaimingUniform(Fan mode, double gain) {
    return scaled("kaimingUniform", gain, mode, Distribution.UNIFORM);
  }

  /// {@return [#kaimingNormal(Fan, double)] in front of a ReLU, by fan in}
  public static Initializer kaimingNormal() {
    return kaimingNormal(Fan.IN, Nonlinearity.RELU);
  }

  /// {@return [#kaimingNormal(Fan, double)] in front of a function}
  public static Initializer kaimingNormal(Fan mode, Nonlinearity before) {
    return kaimingNormal(mode, calculateGain(before));
  }

  /// Keeps variance in one direction, in front of functions that swallow some.
  ///
  /// ```text
  /// N(0, s²)      s = gain / sqrt(fan)
  /// ```
  ///
  /// @param gain such as [#calculateGain(double)] of a slope
  /// @see <a href="https://arxiv.org/abs/1502.01852">He et al. (2015)</a>
  public static Initializer kaimingNormal(Fan mode, double gain) {
    return scaled("kaimingNormal", gain, mode, Distribution.NORMAL);
  }

  /// {@return [#varianceScaling] by fan in with scale 1, uniform}
  ///
  /// @see <a href="https://doi.org/10.1007/3-540-49430-8_2">LeCun, Bottou, Orr and Müller
  ///   (1998)</a>
  public static Initializer lecunUniform() {
    return scaled("lecunUniform", 1, Fan.IN, Distribution.UNIFORM);
  }

  /// {@return [#varianceScaling] by fan in with scale 1, truncated normal}
  ///
  /// @see <a href="https://doi.org/10.1007/3-540-49430-8_2">LeCun, Bottou, Orr and Müller
  ///   (1998)</a>
  public static Initializer lecunNormal() {
    return scaled("lecunNormal", 1, Fan.IN, Distribution.TRUNCATED_NORMAL);
  }

  /// The family that the others belong to, as in Keras and Flax.
  ///
  /// ```text
  /// variance = scale / fan
  /// ```
  ///
  /// @throws IllegalArgumentException if the scale is not above 0
  public static Initializer varianceScaling(double scale, Fan mode, Distribution distribution) {
    return scaled(
        "varianceScaling",
        Math.sqrt(Range.positive("varianceScaling", "scale", scale)),
        mode,
        distribution);
  }

  /// What PyTorch gives a weight when nobody says otherwise: [#kaimingUniform(Fan, double)] with a
  /// slope of sqrt(5), which comes to
  ///
  /// ```text
  /// U(-a, a)      a = 1 / sqrt(fan in)
  /// ```
  public static Initializer defaultWeight() {
    return scaled("defaultWeight", calculateGain(Math.sqrt(5)), Fan.IN, Distribution.UNIFORM);
  }

  /// What PyTorch gives a bias when nobody says otherwise.
  ///
  /// ```text
  /// U(-a, a)      a = 1 / sqrt(fan in)
  /// ```
  ///
  /// @param fanIn of the weight beside it; 0 gives zeros
  public static Initializer defaultBias(long fanIn) {
    double bound = fanIn == 0 ? 0 : 1 / Math.sqrt((double) fanIn);
    return uniform(-bound, bound);
  }

  // ---- by structure

  /// {@return [#orthogonal(double)] with gain 1}
  public static Initializer orthogonal() {
    return orthogonal(1);
  }

  /// Orthonormal rows, or columns if the weight is taller than wide, times a gain; axes after the
  /// first count as one. Uniform among all such matrices.
  ///
  /// @see <a href="https://arxiv.org/abs/1312.6120">Saxe, McClelland and Ganguli (2014)</a>
  public static Initializer orthogonal(double gain) {
    Range.finite("orthogonal", "gain", gain);
    return (shape, dtype, key) -> Orthogonal.draw(shape, dtype, key).times(gain).to(dtype);
  }

  /// The identity: 1 on the diagonal, 0 elsewhere.
  ///
  /// Needs a matrix, which need not be square.
  public static Initializer eye() {
    return (shape, dtype, _) -> {
      matrix("eye", shape);
      return units(shape, dtype, 1, 0);
    };
  }

  /// {@return [#dirac(long)] with one group}
  public static Initializer dirac() {
    return dirac(1);
  }

  /// The convolution that hands as many channels through unchanged as it can.
  ///
  /// Needs a weight `[out, in, ...]` with one to three axes of a window, in whose middle the ones
  /// are.
  ///
  /// @param groups the parts of the outputs that each start again at the first input
  /// @see <a href="https://arxiv.org/abs/1706.00388">Zagoruyko and Komodakis (2017)</a>
  public static Initializer dirac(long groups) {
    if (groups < 1) {
      throw new IllegalArgumentException(
          "dirac needs 1 group or more; found %d.".formatted(groups));
    }
    return (shape, dtype, _) -> {
      if (shape.rank() < 3 || shape.rank() > 5 || shape.get(0) % groups != 0) {
        throw new ShapeException(
            "dirac needs a weight [out, in, ...] of 3 to 5 axes, out a multiple of %d groups; found %s."
                .formatted(groups, shape));
      }
      long middle = 0;
      for (int axis = 2; axis < shape.rank(); axis++) {
        middle = middle * shape.get(axis) + shape.get(axis) / 2;
      }
      return units(shape, dtype, groups, middle);
    };
  }

  /// Normal numbers of mean 0, of which a part in each column is 0.
  ///
  /// ```text
  /// zeros in a column = ceil(sparsity · rows), at random places
  /// ```
  ///
  /// Needs a matrix.
  ///
  /// @param sparsity 0 to 1
  /// @see <a href="https://www.cs.toronto.edu/~jmartens/docs/Deep_HessianFree.pdf">Martens
  ///   (2010)</a>
  public static Initializer sparse(double sparsity, double std) {
    if (!(sparsity >= 0 && sparsity <= 1)) {
      throw new IllegalArgumentException(
          "sparse needs a sparsity of 0 to 1; found %s.".formatted(sparsity));
    }
    Range.notNegative("sparse", "std", std);
    return (shape, dtype, key) -> {
      matrix("sparse", shape);
      long zeros = (long) Math.ceil(sparsity * shape.get(0));
      var random = Tensor.rand(key.fold("places"), DType.FLOAT64, shape);
      var order = Dispatch.executeAll(new Op.Sort(0, false), random)[1]; // of 0 to rows - 1
      var values = normal(0, std).initialize(shape, dtype.widened(), key.fold("values"));
      return values.maskedFill(order.lt(zeros), 0).to(dtype);
    };
  }

  private static void matrix(String name, Shape shape) {
    if (shape.rank() != 2) {
      throw new ShapeException("%s needs a matrix [out, in]; found %s.".formatted(name, shape));
    }
  }

  // ---- how

  private static Initializer scaled(String name, double gain, Fan mode, Distribution distribution) {
    return new Scaled(name, Range.notNegative(name, "gain", gain), mode, distribution);
  }

  private record Uniform(double low, double high) implements Initializer {
    @Override
    public Tensor initialize(Shape shape, DType dtype, Key key) {
      return Tensor.rand(key, dtype.widened(), shape).times(high - low).plus(low).to(dtype);
    }
  }

  private record Scaled(String name, double gain, Fan mode, Distribution distribution)
      implements Initializer {
    @Override
    public Tensor initialize(Shape shape, DType dtype, Key key) {
      double fan = Fans.of(name, shape).fan(mode);
      double std = gain / Math.sqrt(Math.max(fan, 1)); // without inputs or outputs it is empty
      var begin =
          switch (distribution) {
            case UNIFORM -> uniform(-Math.sqrt(3) * std, Math.sqrt(3) * std);
            case NORMAL -> normal(0, std);
            case TRUNCATED_NORMAL -> truncatedNormal(0, std / Fans.TRUNCATED_STD);
          };
      return begin.initialize(shape, dtype, key);
    }
  }

  /// {@return a one where output `g · out / groups + d` meets input `d`, `middle` into the window}
  private static Tensor units(Shape shape, DType dtype, long groups, long middle) {
    var values = new double[Math.toIntExact(shape.size())];
    long out = shape.get(0) / groups;
    long in = shape.get(1);
    long window = out * in == 0 ? 0 : values.length / (shape.get(0) * in);
    for (long group = 0; window > 0 && group < groups; group++) {
      for (long d = 0; d < Math.min(out, in); d++) {
        values[(int) (((group * out + d) * in + d) * window + middle)] = 1;
      }
    }
    return Tensor.of(values, shape.toArray()).to(dtype);
  }
}
