package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.op.TensorType;
import io.ligature.spi.Philox;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The words of a key, the same on every backend.
public abstract class RandomBitsConformance {
  /// For subclasses.
  protected RandomBitsConformance() {}

  @ParameterizedTest(name = "randomBits of {0}")
  @MethodSource("types")
  void areTheWordsOfPhilox(DType dtype) {
    var bench = Bench.current();
    if (bench.isCreationGap(bits(dtype, Shape.of(4), 1), dtype)) {
      return;
    }
    for (long key : new long[] {0, 1, -1, 1L << 32, 0x0123456789ABCDEFL}) {
      for (int size : Layouts.SIZES) {
        bench.check(bits(dtype, Shape.of(size), key));
      }
      for (var shape : Layouts.SHAPES) {
        bench.check(bits(dtype, shape, key));
      }
    }
  }

  private static Op.RandomBits bits(DType dtype, Shape shape, long key) {
    return new Op.RandomBits(new TensorType(dtype, shape), new Key(key));
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    var types = types().filter(bench.device::computes).toList();
    bench.random(
        draw -> bench.check(bits(draw.of(types), draw.shape(draw.between(0, 8)), draw.bits())));
  }

  /// The oracle takes its words from api; this is a known answer of the authors of the generator.
  ///
  /// @see <a href="https://github.com/DEShawResearch/random123">Random123, tests/kat_vectors</a>
  @Test
  void theOracleHasTheKnownAnswer() {
    var words = new int[4];
    Philox.block(0, 0, words);
    assertEquals(0x6627E8D5, words[0]);
    assertEquals(0xE169C58D, words[1]);
    assertEquals(0xBC57AC4C, words[2]);
    assertEquals(0x9B00DBD8, words[3]);
  }

  static Stream<DType> types() {
    return Stream.of(DType.INT32, DType.INT64);
  }
}
