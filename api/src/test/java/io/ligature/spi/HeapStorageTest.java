package io.ligature.spi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Elements of a heap storage, one at a time.
class HeapStorageTest {
  private static HeapStorage one(DType dtype) {
    return HeapStorage.allocate(Device.DRY, dtype, 1);
  }

  @ParameterizedTest(name = "{1} as {0}")
  @CsvSource({
    "FLOAT64, 0.1, 0.1",
    "FLOAT32, 0.1, 0.10000000149011612",
    "FLOAT16, 2049, 2048",
    "FLOAT16, 2051, 2052",
    "FLOAT16, 65520, Infinity",
    "BFLOAT16, 257, 256",
    "BFLOAT16, NaN, NaN",
    "INT64, -1.9, -1",
    "INT64, 1e30, 9223372036854775807",
    "INT32, 1e30, 2147483647",
    "INT32, NaN, 0",
    "INT8, 300, 127",
    "INT8, -300, -128",
    "UINT8, -3, 0",
    "UINT8, 300, 255",
    "BOOL, 0.5, 1",
    "BOOL, NaN, 1",
    "BOOL, -0.0, 0",
  })
  void realNumbersAreConverted(DType dtype, double x, double expected) {
    var storage = one(dtype);
    storage.put(0, x);
    assertEquals(expected, storage.get(0).doubleValue());
    assertEquals(expected, storage.real(0));
    assertEquals((long) expected, storage.whole(0));
  }

  @ParameterizedTest(name = "{1} as {0}")
  @CsvSource({
    "FLOAT32, 16777217, 16777216",
    "FLOAT16, 2049, 2048",
    "BFLOAT16, 4629700416936869889, 4647714815446351872", // just above halfway: rounded once
    "INT64, -5, -5",
    "INT32, 4294967297, 1",
    "INT8, 200, -56",
    "UINT8, -1, 255",
    "BOOL, 256, 1",
  })
  void wholeNumbersAreConverted(DType dtype, long x, long expected) {
    var storage = one(dtype);
    storage.put(0, x);
    assertEquals(expected, storage.whole(0));
  }

  @Test
  void realTypesGiveDoublesAndTheOthersLongs() {
    for (var dtype : DType.values()) {
      var storage = one(dtype);
      storage.put(0, 1L);
      assertEquals(dtype.isFloating() ? (Number) 1.0 : (Number) 1L, storage.get(0));
    }
  }
}
