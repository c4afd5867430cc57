package io.ligature.vector;

import io.ligature.op.Op;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// Functions of FLOAT32 elements side by side.
final class FloatUnary {
  private static final int LANES = Lanes.FLOAT.length();
  private static final int SMALLEST = Float.floatToRawIntBits(Float.MIN_NORMAL);
  private static final int LARGEST = Float.floatToRawIntBits(Float.MAX_VALUE);

  /// Apart, because few functions look at bits, and the start need not wait for their classes.
  private static final class Ints {
    static final VectorSpecies<Integer> SPECIES = VectorSpecies.of(int.class, Lanes.SHAPE);
  }

  private static final FloatLoop[] NEGATE = {FloatUnary::negate};
  private static final FloatLoop[] ABS = {FloatUnary::abs};
  private static final FloatLoop[] RELU = {FloatUnary::relu};
  private static final FloatLoop[] SQRT = {FloatUnary::sqrt};
  private static final FloatLoop[] RSQRT = {FloatUnary::rsqrt};
  private static final FloatLoop[] EXP = {FloatUnary::exp};
  private static final FloatLoop[] SIGMOID = {FloatUnary::sigmoid};
  private static final FloatLoop[] LOG = {
    FloatUnary::ordinaryLog, FloatUnary::log, FloatUnary::room
  };
  private static final FloatLoop[] TANH = {FloatUnary::tanh};
  private static final FloatLoop[] ERF = {
    FloatUnary::erfExponents, FloatUnary::powers, FloatUnary::erf
  };
  private static final FloatLoop[] NONE = {};

  private FloatUnary() {}

  /// {@return whether the function is one of these}
  static boolean has(Op.Unary op) {
    return loops(op).length > 0;
  }

  private static FloatLoop[] loops(Op.Unary op) {
    return switch (op) {
      case NEGATE -> NEGATE;
      case ABS -> ABS;
      case RELU -> RELU;
      case SQRT -> SQRT;
      case RSQRT -> RSQRT;
      case EXP -> EXP;
      case SIGMOID -> SIGMOID;
      case LOG -> LOG;
      case TANH -> TANH;
      case ERF -> ERF;
      default -> NONE;
    };
  }

  /// Writes `f(x[p + i])` to `y[q + i]` for `i < n`; `y` may be `x` if `q` is `p`.
  static void run(Op.Unary op, float[] x, int p, float[] y, int q, int n) {
    FloatLoop.run(loops(op), x, p, x, p, y, q, n);
  }

  private static void negate(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      v.neg().intoArray(y, q + i);
    }
  }

  private static void abs(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      v.abs().intoArray(y, q + i);
    }
  }

  private static void relu(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatMath.relu(v).intoArray(y, q + i);
    }
  }

  private static void sqrt(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      v.sqrt().intoArray(y, q + i);
    }
  }

  private static void rsqrt(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatMath.all(1).div(v.sqrt()).intoArray(y, q + i);
    }
  }

  private static void exp(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      if (FloatMath.isOrdinary(v)) {
        FloatMath.ordinaryExp(v).intoArray(y, q + i);
      } else {
        anyExp(x, p + i, y, q + i);
      }
    }
  }

  private static void anyExp(float[] x, int p, float[] y, int q) {
    FloatMath.exp(FloatVector.fromArray(Lanes.FLOAT, x, p)).intoArray(y, q);
  }

  private static void sigmoid(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatMath.sigmoid(v).intoArray(y, q + i);
    }
  }

  private static void ordinaryLog(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatMath.log(v).intoArray(room, i);
    }
  }

  /// Mends what is not of an ordinary number, and so not its logarithm.
  private static void log(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    if (!ordinary(x, p, n)) {
      for (int i = 0; i < n; i++) {
        float v = x[p + i];
        if (!(v >= Float.MIN_NORMAL && v <= Float.MAX_VALUE)) {
          room[i] = (float) Math.log(v);
        }
      }
    }
  }

  private static void room(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    System.arraycopy(room, 0, y, q, n);
  }

  /// {@return whether all are positive, normal and finite}: then neither the distance of their bits
  /// from those of the smallest such number is negative, nor that from the largest.
  private static boolean ordinary(float[] x, int p, int n) {
    var signs = IntVector.zero(Ints.SPECIES);
    for (int i = 0; i < n; i += LANES) {
      var above = FloatVector.fromArray(Lanes.FLOAT, x, p + i).reinterpretAsInts().sub(SMALLEST);
      signs = signs.or(above).or(above.neg().add(LARGEST - SMALLEST));
    }
    return signs.reduceLanes(VectorOperators.OR) >= 0;
  }

  private static void tanh(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var v = FloatVector.fromArray(Lanes.FLOAT, x, p + i);
      FloatMath.tanh(v).intoArray(y, q + i);
    }
  }

  private static void erfExponents(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var a = FloatMath.size(FloatVector.fromArray(Lanes.FLOAT, x, p + i), FloatMath.ERF_IS_1);
      FloatMath.erfExponent(a).intoArray(room, i);
    }
  }

  /// Raises e to what is in the room, nothing of it beyond ±87.
  static void powers(float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      FloatMath.ordinaryExp(FloatVector.fromArray(Lanes.FLOAT, room, i)).intoArray(room, i);
    }
  }

  private static void erf(
      float[] x, int p, float[] g, int s, float[] y, int q, int n, float[] room) {
    for (int i = 0; i < n; i += LANES) {
      var power = FloatVector.fromArray(Lanes.FLOAT, room, i);
      FloatMath.erf(FloatVector.fromArray(Lanes.FLOAT, x, p + i), power).intoArray(y, q + i);
    }
  }
}
