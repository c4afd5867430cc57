package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.BackendException;
import io.ligature.Device;
import io.ligature.Memory;
import io.ligature.Tensor;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What users see when a driver refuses memory.
class MemoryTest {
  private static final long MIB = 1 << 20;

  private final FakeDriver driver = FakeProvider.DRIVER;
  private final Device device = Device.of("fake");

  @BeforeEach
  void beginWithoutBuffers() {
    driver.reset();
    System.gc();
    Memory.trim();
    driver.reset();
  }

  private Tensor mebibytes(int count) {
    return device.with(() -> Tensor.zeros(count << 18));
  }

  private void forget(int count) {
    var _ = mebibytes(count);
  }

  private static String refusal(Supplier<?> work) {
    return assertThrows(BackendException.class, work::get).getMessage();
  }

  @Test
  void theLargestHoldersAreListed() {
    driver.memory(16 * MIB);
    var large = mebibytes(8);
    var small = mebibytes(2);
    assertEquals(
        """
        fake has no memory left for 7.0 MiB of f32, 1835008 elements.
        7.0 MiB could not be had on fake: the driver answers CL_MEM_OBJECT_ALLOCATION_FAILURE (-4) to clCreateBuffer.
        The largest of 2 tensors, 10.0 MiB in all:
          8.0 MiB of f32 on fake
          2.0 MiB of f32 on fake
        Use smaller batches, wrap steps in Memory.scope, or give the device more memory (for heap arrays, -Xmx).\
        """,
        refusal(() -> mebibytes(7)));
    assertEquals(8 * MIB / 4, large.size());
    assertEquals(2 * MIB / 4, small.size());
  }

  /// As far as a driver that promises memory it does not have lets us see it.
  @Test
  void whatIsRefusedAtItsFirstUseIsRefusedTheSameWay() {
    driver.memoryAtFirstUse(16 * MIB);
    var large = mebibytes(12);
    var message = refusal(() -> mebibytes(7));
    assertTrue(
        message.startsWith(
            """
            fake has no memory left for 7.0 MiB of f32, 1835008 elements.
            7.0 MiB could not be had on fake: the driver answers CL_MEM_OBJECT_ALLOCATION_FAILURE (-4) to clEnqueueWriteBuffer.
            """),
        message);
    assertTrue(message.contains("  12.0 MiB of f32 on fake\n"), message);
    assertEquals(12 * MIB, driver.held(), "what was refused is given back");
    assertEquals(12 * MIB / 4, large.size());
  }

  @Test
  void intermediateResultsAreRefusedTheSameWay() {
    driver.memory(10 * MIB);
    var x = mebibytes(2);
    var message = refusal(() -> x.sort(0));
    assertTrue(message.startsWith("fake has no memory left for 4.0 MiB of i64"), message);
    assertTrue(message.contains("  2.0 MiB of f32 on fake\n"), message);
  }

  @Test
  void unusedBuffersMakeRoom() {
    driver.memory(16 * MIB);
    Memory.scope(() -> mebibytes(10));
    assertEquals(7 * MIB / 4, mebibytes(7).size());
    assertEquals(7 * MIB, driver.held());
  }

  @Test
  void whatNobodyReachesMakesRoom() {
    driver.memory(16 * MIB);
    forget(10);
    assertEquals(7 * MIB / 4, mebibytes(7).size());
    assertEquals(7 * MIB, driver.held());
  }

  @Test
  void whatIsUnderWayIsWaitedForBeforeAnybodyIsRefused() {
    driver.memory(16 * MIB);
    var large = mebibytes(12);
    refusal(() -> mebibytes(7));
    var calls = driver.calls();
    int waited = calls.indexOf("clFinish");
    assertTrue(
        waited > 0 && waited < calls.lastIndexOf("clCreateBuffer"), () -> String.join("\n", calls));
    assertEquals(1, driver.calls("clFinish"));
    assertEquals(12 * MIB / 4, large.size());
  }

  @Test
  void moreBytesThanALongCountsAreRefused() {
    var message = refusal(() -> device.with(() -> Tensor.zeros(1L << 62)));
    assertTrue(message.startsWith("fake has no memory left for 17592186044416.0 MiB"), message);
  }
}
