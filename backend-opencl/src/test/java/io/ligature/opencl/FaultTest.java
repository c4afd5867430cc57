package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.BackendException;
import io.ligature.DType;
import io.ligature.spi.Inside;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a driver may do to us, and what is said then.
class FaultTest {
  private final FakeDriver driver = new FakeDriver();
  private final OpenClDevice device = driver.device();

  private void launch() {
    device.over(10, device.kernel("unary.cl", " -DT=float -DREAL", "exp_"), 1L, 2L);
  }

  @Test
  void aLaunchThatIsRefusedNamesTheKernel() {
    driver.fail("clEnqueueNDRangeKernel", -36);
    assertEquals(
        "exp_ of unary.cl could not be launched on fake. The OpenCL driver answers"
            + " CL_INVALID_COMMAND_QUEUE (-36) to clEnqueueNDRangeKernel.",
        assertThrows(BackendException.class, this::launch).getMessage());
  }

  @Test
  void anArgumentThatIsRefusedNamesTheKernel() {
    driver.fail("clSetKernelArg", -51);
    assertEquals(
        "exp_ of unary.cl could not be launched on fake. The OpenCL driver answers"
            + " CL_INVALID_ARG_SIZE (-51) to clSetKernelArg.",
        assertThrows(BackendException.class, this::launch).getMessage());
  }

  @Test
  void anErrorThatComesLateNamesTheKernelOnce() {
    launch();
    driver.commandsEnd(-5);
    var error = assertThrows(BackendException.class, device::finish);
    assertEquals(
        "exp_ of unary.cl failed on the device: CL_OUT_OF_RESOURCES (-5). Everything computed from"
            + " its result is lost. With -Dligature.opencl.sync=true the error comes where it"
            + " happens.",
        error.getMessage());
    assertDoesNotThrow(device::finish);
  }

  @Test
  void anErrorThatComesLateNamesTheLayer() {
    Inside.of(
        "net",
        (_, child) -> (String) child,
        () -> Inside.of("0", (_, child) -> (String) child, this::launched));
    driver.commandsEnd(-5);
    assertEquals(
        "exp_ of unary.cl, launched in layer 0, failed on the device: CL_OUT_OF_RESOURCES (-5)."
            + " Everything computed from its result is lost. With -Dligature.opencl.sync=true the"
            + " error comes where it happens.",
        assertThrows(BackendException.class, device::finish).getMessage());
  }

  private boolean launched() {
    launch();
    return true;
  }

  @Test
  void aLostDeviceIsSaidByWhatWasUnderWay() {
    launch();
    driver.fail("clFinish", -2).commandsEnd(-2);
    var error = assertThrows(BackendException.class, device::finish);
    assertEquals(
        "exp_ of unary.cl failed on the device: CL_DEVICE_NOT_AVAILABLE (-2). Everything computed"
            + " from its result is lost. With -Dligature.opencl.sync=true the error comes where it"
            + " happens.",
        error.getMessage());
    assertEquals(
        "The OpenCL driver answers CL_DEVICE_NOT_AVAILABLE (-2) to clFinish.",
        assertThrows(BackendException.class, device::finish).getMessage());
  }

  @Test
  void memoryThatTheDriverRefusesIsABackendException() {
    driver.fail("clCreateBuffer", -4);
    assertEquals(
        "The OpenCL driver answers CL_MEM_OBJECT_ALLOCATION_FAILURE (-4) to clCreateBuffer.",
        assertThrows(BackendException.class, () -> device.pool().lease(this, 100)).getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"clCreateContext, -6", "clCreateCommandQueue, -35"})
  void aDeviceThatCannotBeOpenedSaysWhatTheDriverAnswered(String function, int status) {
    driver.fail(function, status);
    assertEquals(
        "The OpenCL driver answers %s to %s.".formatted(OpenClException.name(status), function),
        assertThrows(BackendException.class, driver::device).getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"clEnqueueReadBuffer", "clEnqueueWriteBuffer"})
  void aTransferThatFailsSaysSo(String function) {
    var buffer = new DeviceBuffer(device, null, DType.FLOAT32, 2);
    driver.fail(function, -5);
    assertEquals(
        "The OpenCL driver answers CL_OUT_OF_RESOURCES (-5) to " + function + ".",
        assertThrows(
                BackendException.class,
                () -> {
                  buffer.write(0, 2, MemorySegment.ofArray(new float[2]));
                  buffer.read(0, 2, MemorySegment.ofArray(new float[2]));
                })
            .getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"clCreateProgramWithBinary", "clBuildProgram"})
  void aBinaryThatTheDriverRefusesIsCompiledAgain(String function, @TempDir Path folder)
      throws IOException {
    var cache = new ProgramCache(folder);
    driver.device(cache).kernel("unary.cl", " -DT=float -DREAL", "exp_");
    try (var files = Files.list(folder)) {
      cache.write(files.findFirst().orElseThrow().getFileName().toString(), () -> new byte[] {1});
    }
    driver.failOnce(function, -42);
    driver.device(cache).kernel("unary.cl", " -DT=float -DREAL", "exp_");
    assertEquals(1, driver.calls("clCreateProgramWithBinary"));
    assertEquals(2, driver.calls("clCreateProgramWithSource"));
  }

  @Test
  void anErrorWithManyLaunchesBehindItIsNotForgotten() {
    driver.commandsEnd(1); // under way
    for (int i = 0; i < 1000; i++) {
      launch();
    }
    assertEquals(0, driver.calls("clReleaseEvent"));
    driver.commandsEnd(-5);
    assertThrows(BackendException.class, device::finish);
    assertEquals(1000, driver.calls("clReleaseEvent"));
  }

  @Test
  void manyLaunchesAreForgottenAsTheyEnd() {
    for (int i = 0; i < 1000; i++) {
      launch();
    }
    device.finish();
    assertEquals(1000, device.launches());
    assertEquals(1000, driver.calls("clReleaseEvent"));
  }

  @Test
  void synchronousOperationsFailWhereTheyHappen() {
    System.setProperty("ligature.opencl.sync", "true");
    try {
      var synchronous = driver.commandsEnd(-5).device();
      var kernel = synchronous.kernel("unary.cl", " -DT=float -DREAL", "exp_");
      assertThrows(BackendException.class, () -> synchronous.over(10, kernel));
    } finally {
      System.clearProperty("ligature.opencl.sync");
    }
  }
}
