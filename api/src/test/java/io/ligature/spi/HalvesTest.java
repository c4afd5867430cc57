package io.ligature.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The step of a FLOAT16 above 1 is 2⁻¹⁰, that of a BFLOAT16 2⁻⁷.
class HalvesTest {
  private static final double LITTLE = 0x1p-40; // lost in a float

  @ParameterizedTest(name = "1 + {0} half steps{1} is {2} steps above 1")
  @CsvSource({"1, 0, 0", "1, 1, 1", "1, -1, 0", "3, 0, 2", "3, 1, 2", "3, -1, 1", "2, 1, 1"})
  void aRealNumberIsRoundedOnceAndTiesGoToEven(int halfSteps, int more, int steps) {
    double x = 1 + halfSteps * 0x1p-11 + more * LITTLE;
    assertEquals(0x3C00 + steps, Halves.float16(x));
    assertEquals((short) (0xBC00 + steps), Halves.float16(-x));
    double y = 1 + halfSteps * 0x1p-8 + more * LITTLE;
    assertEquals(0x3F80 + steps, Halves.bfloat16(y));
    assertEquals((short) (0xBF80 + steps), Halves.bfloat16(-y));
  }

  @ParameterizedTest(name = "2^62 + 2^54 {0}: {1} steps above 2^62")
  @CsvSource({"-1, 0", "0, 0", "1, 1"})
  void aLongWholeNumberIsRoundedOnce(long more, int steps) {
    long x = (1L << 62) + (1L << 54) + more; // halfway between two BFLOAT16
    assertEquals(bfloat16(0x1p62f) + steps, Halves.bfloat16(x));
    assertEquals((short) (bfloat16(-0x1p62f) + steps), Halves.bfloat16(-x));
  }

  @Test
  void wholeNumbersBeyondTheRangeAreInfinite() {
    assertEquals(0x7BFF, Halves.float16(65519L));
    assertEquals(0x7C00, Halves.float16(65520L));
    assertEquals((short) 0xFC00, Halves.float16(Long.MIN_VALUE));
  }

  @ParameterizedTest
  @ValueSource(ints = {0x7F800001, 0x7FFFFFFF, 0x7FC00000, 0xFFC00000})
  void nanStaysNaN(int bits) {
    double nan = Float.intBitsToFloat(bits);
    assertTrue(Float.isNaN(Halves.bfloat16ToFloat(Halves.bfloat16(nan))));
    assertTrue(Float.isNaN(Float.float16ToFloat(Halves.float16(nan))));
  }

  @Test
  void everyBfloat16ComesBackFromTheNumberThatItIs() {
    for (int bits = 0; bits < 0x10000; bits++) {
      float x = Halves.bfloat16ToFloat((short) bits);
      if (!Float.isNaN(x)) {
        assertEquals((short) bits, Halves.bfloat16(x));
      }
    }
  }

  private static short bfloat16(float exact) {
    return (short) (Float.floatToRawIntBits(exact) >>> 16);
  }
}
