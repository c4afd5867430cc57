package io.ligature.vector;

import java.util.Arrays;
import java.util.Locale;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/// How wide vectors are, and whether the hardware multiplies and adds at once.
///
/// The width is what the processor prefers, or the bits that the system property
/// `ligature.vector.bits` asks for: 128, 256 or 512. Species are constants, because the compiler
/// makes instructions of vectors only where it knows their shape.
final class Lanes {
  static final VectorShape SHAPE = shape();

  static final VectorSpecies<Float> FLOAT = VectorSpecies.of(float.class, SHAPE);

  /// Whether there are registers for 24 accumulators and what they are fed from: 32 with AVX-512
  /// and on Arm, else 16.
  static final boolean MANY_REGISTERS =
      SHAPE.vectorBitSize() >= 512
          || System.getProperty("os.arch", "").toLowerCase(Locale.ROOT).startsWith("aarch64");

  static final boolean FMA = hasFma();

  private Lanes() {}

  private static VectorShape shape() {
    return switch (Settings.bits()) {
      case 128 -> VectorShape.S_128_BIT;
      case 256 -> VectorShape.S_256_BIT;
      case 512 -> VectorShape.S_512_BIT;
      default -> VectorShape.preferredShape();
    };
  }

  /// {@return a b + c}, rounded once where the hardware can, else twice. Everything here multiplies
  /// and adds through this: without the hardware, `fma` computes with BigDecimal.
  static FloatVector fma(FloatVector a, FloatVector b, FloatVector c) {
    return FMA ? a.fma(b, c) : a.mul(b).add(c);
  }

  /// {@return a b + c}
  static float fma(float a, float b, float c) {
    return FMA ? Math.fma(a, b, c) : a * b + c;
  }

  /// Nothing tells it but the clock: BigDecimal takes more than a microsecond, the instruction less
  /// than a tenth even when interpreted.
  private static boolean hasFma() {
    var nanos = new long[9];
    double x = 1;
    for (int i = 0; i < nanos.length; i++) {
      long begin = System.nanoTime();
      for (int j = 0; j < 10; j++) {
        x = Math.fma(x, 0.7, 0.3 + 1e-17 * j);
      }
      nanos[i] = System.nanoTime() - begin;
    }
    Arrays.sort(nanos);
    return nanos[0] < 5_000 || !(x < 2); // reads x, so that the loop cannot be left out
  }
}
