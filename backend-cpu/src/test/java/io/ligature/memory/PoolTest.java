package io.ligature.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Memory;
import io.ligature.spi.HeapStorage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Isolated // the pool is one for all
class PoolTest {
  private final Device cpu = Device.of("cpu");

  @BeforeEach
  void emptyThePool() {
    Memory.trim();
  }

  @Test
  void whatIsReleasedServesTheNextOfItsSize() {
    var first = HeapStorage.allocate(cpu, DType.FLOAT32, 5000);
    var array = first.array();
    first.release("test");
    assertTrue(HeapStorage.pooledBytes() >= 20_000);
    var second = HeapStorage.allocate(cpu, DType.FLOAT32, 5001);
    assertSame(array, second.array());
    assertEquals(0, HeapStorage.pooledBytes());
  }

  @Test
  void anotherTypeGetsAnotherArray() {
    HeapStorage.allocate(cpu, DType.FLOAT32, 5000).release("test");
    HeapStorage.allocate(cpu, DType.INT32, 5000);
    assertTrue(HeapStorage.pooledBytes() > 0);
  }

  @Test
  void smallArraysAreLeftToTheCollector() {
    HeapStorage.allocate(cpu, DType.FLOAT32, 1023).release("test");
    assertEquals(0, HeapStorage.pooledBytes());
  }

  @Test
  void anArrayOfTheCallersIsNeverPooled() {
    new HeapStorage(cpu, DType.FLOAT32, 5000, new float[5000]).release("test");
    assertEquals(0, HeapStorage.pooledBytes());
  }

  @Test
  void releasingTwiceLaysOneArrayDown() {
    var storage = HeapStorage.allocate(cpu, DType.FLOAT64, 1 << 10);
    storage.release("test");
    storage.release("test");
    assertEquals(8 << 10, HeapStorage.pooledBytes());
  }

  @ParameterizedTest(name = "{0} elements in an array of {1}")
  @CsvSource({
    "1024, 1024",
    "1025, 1280",
    "1280, 1280",
    "1281, 1536",
    "2000, 2048",
    "1048577, 1310720"
  })
  void atMostAQuarterOfAnArrayIsUnused(long length, int array) {
    assertEquals(array, HeapStorage.allocate(cpu, DType.FLOAT32, length).floats().length);
  }
}
