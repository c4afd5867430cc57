package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.BackendException;
import java.lang.ref.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BufferPoolTest {
  private final FakeDriver driver = new FakeDriver();
  private final BufferPool pool = driver.device(1 << 20).pool();

  @ParameterizedTest(name = "{0} bytes take {1}")
  @CsvSource({"0, 64", "1, 64", "64, 64", "65, 80", "128, 128", "129, 160", "1025, 1280"})
  void sizesAreFourToSevenTimesAPowerOfTwo(long bytes, long rounded) {
    assertEquals(rounded, BufferPool.rounded(bytes));
  }

  @Test
  void whatWasGivenBackIsHandedOutAgain() {
    var first = pool.lease(this, 1000);
    first.giveBack();
    first.giveBack();
    assertEquals(first.handle(), pool.lease(this, 1010).handle());
    assertNotEquals(first.handle(), pool.lease(this, 1010).handle(), "twice is once");
  }

  @Test
  void trimGivesUnusedBuffersBackToTheDriver() {
    var kept = pool.lease(this, 1000);
    pool.lease(this, 1000).giveBack();
    pool.trim();
    assertEquals(1, driver.calls("clReleaseMemObject"));
    assertEquals(1024, pool.held());
    kept.giveBack();
  }

  @Test
  void moreThanTheDeviceHasIsRefusedWithoutAskingIt() {
    pool.lease(this, 700_000);
    long before = driver.calls("clCreateBuffer");
    assertThrows(BackendException.class, () -> pool.lease(this, 700_000));
    assertEquals(before, driver.calls("clCreateBuffer"));
  }

  @Test
  void unusedBuffersMakeRoomForOthers() {
    pool.lease(this, 700_000).giveBack();
    assertTrue(pool.lease(this, 900_000).handle() != 0);
    assertEquals(1, driver.calls("clReleaseMemObject"));
  }

  /// Storages are small objects, so the collector would not hurry by itself.
  @Test
  void whatNobodyReachesMakesRoomForOthers() {
    var user = new Object();
    pool.lease(user, 700_000);
    try {
      assertThrows(BackendException.class, () -> pool.lease(this, 900_000));
    } finally {
      Reference.reachabilityFence(user);
    }
    user = null;
    assertTrue(pool.lease(this, 900_000).handle() != 0);
  }
}
