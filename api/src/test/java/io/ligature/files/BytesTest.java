package io.ligature.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.lang.foreign.MemorySegment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytesTest {
  @ParameterizedTest(name = "elements of {0} bytes")
  @CsvSource({
    "1, 0123456789abcdef",
    "2, 1032547698badcfe",
    "4, 32107654ba98fedc",
    "8, 76543210fedcba98"
  })
  void swappingReversesTheBytesOfEveryElement(int width, String order) {
    var bytes = new byte[16];
    var expected = new byte[16];
    for (int i = 0; i < 16; i++) {
      bytes[i] = (byte) i;
      expected[i] = (byte) Character.digit(order.charAt(i), 16);
    }
    Bytes.swap(MemorySegment.ofArray(bytes), width);
    assertArrayEquals(expected, bytes);
  }
}
