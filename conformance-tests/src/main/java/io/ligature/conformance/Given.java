package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.Arrays;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/// An operand that is made anew for every case, on the device under test.
///
/// @param type real, or INT64 places
/// @param shape its extents
/// @param values the numbers, in row-major order
record Given(DType type, Shape shape, Function<Draw, double[]> values) {
  /// {@return an operand of these numbers}
  static Given numbers(double... values) {
    return new Given(DType.FLOAT64, Shape.of(values.length), _ -> values.clone());
  }

  /// {@return an operand of a bool each}
  static Given truths(boolean... values) {
    var numbers = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      numbers[i] = values[i] ? 1 : 0;
    }
    return new Given(DType.BOOL, Shape.of(values.length), _ -> numbers);
  }

  /// {@return an operand of random numbers around 0}
  static Given real(long... extents) {
    return random(extents, Draw::normal);
  }

  /// {@return an operand of random numbers up to some hundreds, where an exponential overflows}
  static Given large(long... extents) {
    return random(extents, draw -> 150 * draw.normal());
  }

  /// {@return an operand of random numbers above 0}
  static Given positive(long... extents) {
    return random(extents, draw -> draw.real(0.1, 2));
  }

  /// {@return an operand of quarters, whose sums of products are exact}
  static Given quarters(long... extents) {
    return random(extents, draw -> draw.between(-8, 8) / 4.0);
  }

  /// {@return an operand of quarters and a bit, whose sums with those of [#quarters] are not 0}
  static Given uneven(long... extents) {
    return random(extents, draw -> draw.between(-8, 8) / 4.0 + 1 / 32.0);
  }

  /// {@return an operand without two equal numbers and without 0, in no order}
  static Given spread(long... extents) {
    var shape = Shape.of(extents);
    var values = new double[(int) shape.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = 0.35 + i * 7 % 11 * 0.21 - i % 3 * 0.9;
    }
    return new Given(DType.FLOAT64, shape, _ -> values.clone());
  }

  /// {@return an operand of places from 0 to below `extent`}
  static Given places(int extent, long... extents) {
    var real = random(extents, draw -> draw.between(0, extent - 1));
    return new Given(DType.INT64, real.shape, real.values);
  }

  /// {@return places of which about every third is `mark` instead}
  static Given marked(int extent, long mark, long... extents) {
    var real =
        random(extents, draw -> draw.chance(0.3) ? (double) mark : draw.between(0, extent - 1));
    return new Given(DType.INT64, real.shape, real.values);
  }

  /// {@return bools of which about every third is true}
  static Given hidden(long... extents) {
    var real = random(extents, draw -> draw.chance(0.3) ? 1 : 0);
    return new Given(DType.BOOL, real.shape, real.values);
  }

  private static Given random(long[] extents, ToDoubleFunction<Draw> element) {
    var shape = Shape.of(extents);
    return new Given(
        DType.FLOAT64,
        shape,
        draw -> {
          var values = new double[(int) shape.size()];
          Arrays.setAll(values, _ -> element.applyAsDouble(draw));
          return values;
        });
  }

  boolean isReal() {
    return type.isFloating();
  }

  /// {@return whether some number is far out, or none}
  boolean isRough() {
    for (double value : values.apply(new Draw(1))) {
      if (isReal() && !(Math.abs(value) < 50)) {
        return true;
      }
    }
    return false;
  }

  /// {@return these numbers under another shape}
  Given reshape(long... extents) {
    return new Given(type, Shape.of(extents), values);
  }

  /// {@return the operand, real ones in the given type}
  Tensor make(DType dtype, Draw draw) {
    var wanted = isReal() ? dtype : type;
    return Tensor.of(values.apply(draw)).reshape(shape).to(wanted);
  }
}
