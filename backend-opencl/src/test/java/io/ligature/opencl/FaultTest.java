package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
            + " CL_INVALID_COMMAND_QUEUE (-36) to clEnqueueNDRangeKernel. The device is lost: start"
            + " the program again, and if that fails the machine.",
        assertThrows(BackendException.class, this::launch).getMessage());
  }

  @Test
  void anArgumentThatIsRefusedNamesTheKernel() {
    driver.fail("clSetKernelArg", -51);
    assertEquals(
        "exp_ of unary.cl could not be launched on fake. The OpenCL driver answers"
            + " CL_INVALID_ARG_SIZE (-51) to clSetKernelArg. Please report this, with the names of"
            + " the device and of the driver.",
        assertThrows(BackendException.class, this::launch).getMessage());
  }

  @Test
  void anErrorThatComesLateNamesTheKernelOnce() {
    launch();
    driver.commandsEnd(-5);
    var error = assertThrows(BackendException.class, device::finish);
    assertEquals(
        "exp_ of unary.cl failed on fake: CL_OUT_OF_RESOURCES (-5). Everything computed from its"
            + " result is lost. The device is short of memory, or lost: use smaller batches, and if"
            + " that fails start the program again. With -Dligature.opencl.sync=true the error"
            + " comes where it happens.",
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
        "exp_ of unary.cl, launched in layer 0, failed on fake: CL_OUT_OF_RESOURCES (-5)."
            + " Everything computed from its result is lost. The device is short of memory, or"
            + " lost: use smaller batches, and if that fails start the program again. With"
            + " -Dligature.opencl.sync=true the error comes where it happens.",
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
        "exp_ of unary.cl failed on fake: CL_DEVICE_NOT_AVAILABLE (-2). Everything computed from"
            + " its result is lost. The device is lost: start the program again, and if that fails"
            + " the machine. With -Dligature.opencl.sync=true the error comes where it happens.",
        error.getMessage());
    assertEquals(
        "Waiting for fake failed. The OpenCL driver answers CL_DEVICE_NOT_AVAILABLE (-2) to"
            + " clFinish. The device is lost: start the program again, and if that fails the"
            + " machine.",
        assertThrows(BackendException.class, device::finish).getMessage());
  }

  @Test
  void memoryThatTheDriverRefusesIsABackendException() {
    driver.fail("clCreateBuffer", -4);
    assertEquals(
        "112 bytes could not be had on fake: the driver answers CL_MEM_OBJECT_ALLOCATION_FAILURE"
            + " (-4) to clCreateBuffer.",
        assertThrows(BackendException.class, () -> device.pool().lease(this, 100)).getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"clCreateContext, -2", "clCreateCommandQueue, -6"})
  void aDeviceThatCannotBeOpenedSaysWhatTheDriverAnswered(String function, int status) {
    driver.fail(function, status);
    assertEquals(
        "fake could not be opened. The OpenCL driver answers %s to %s. %s"
            .formatted(OpenClException.name(status), function, OpenClException.advice(status)),
        assertThrows(BackendException.class, driver::device).getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"clEnqueueReadBuffer, Reading from", "clEnqueueWriteBuffer, Writing to"})
  void aTransferThatFailsSaysSo(String function, String what) {
    var buffer = new DeviceBuffer(device, null, DType.FLOAT32, 2);
    driver.fail(function, -5);
    assertEquals(
        what
            + " fake failed. The OpenCL driver answers CL_OUT_OF_RESOURCES (-5) to "
            + function
            + ". The device is short of memory, or lost: use smaller batches, and if that fails"
            + " start the program again.",
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

  /// The source is not at fault, so there is no log.
  @Test
  void aCompilerThatFailsSaysSo() {
    driver.fail("clBuildProgram", -3).fail("clGetProgramBuildInfo", -30);
    assertEquals(
        "The driver of fake cannot compile unary.cl with -DT=float -DREAL. It answers"
            + " CL_COMPILER_NOT_AVAILABLE (-3) to clBuildProgram. Install the whole driver, with"
            + " its compiler.",
        assertThrows(BackendException.class, this::launch).getMessage());
    assertEquals(1, driver.calls("clReleaseProgram"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"clCreateProgramWithSource, -34", "clCreateKernel, -46"})
  void aKernelThatCannotBeBuiltIsNamed(String function, int status) {
    driver.fail(function, status);
    assertEquals(
        "exp_ of unary.cl could not be built for fake. The OpenCL driver answers %s to %s. %s"
            .formatted(OpenClException.name(status), function, OpenClException.advice(status)),
        assertThrows(BackendException.class, this::launch).getMessage());
  }

  @Test
  void aBinaryThatCannotBeHadIsNoFault(@TempDir Path folder) {
    driver.fail("clGetProgramInfo", -30);
    assertDoesNotThrow(
        () ->
            driver
                .device(new ProgramCache(folder))
                .kernel("unary.cl", " -DT=float -DREAL", "exp_"));
  }

  /// What runs for long is looked at while others are launched behind it.
  @Test
  void anErrorBehindManyLaunchesIsNotForgotten() {
    driver.commandsEnd(3);
    for (int i = 0; i < 1000; i++) {
      launch();
    }
    driver.commandsEnd(-14);
    assertTrue(
        assertThrows(BackendException.class, device::finish)
            .getMessage()
            .startsWith(
                "exp_ of unary.cl failed on fake: CL_EXEC_STATUS_ERROR_FOR_EVENTS_IN_WAIT_LIST"
                    + " (-14)."));
    assertDoesNotThrow(device::finish);
    assertEquals(1000, driver.calls("clReleaseEvent"));
  }

  /// A driver that has lost the device may not know its events any more.
  @Test
  void eventsThatCannotBeAskedHaveFailed() {
    launch();
    driver.fail("clGetEventInfo", -58);
    assertTrue(
        assertThrows(BackendException.class, device::finish)
            .getMessage()
            .startsWith("exp_ of unary.cl failed on fake: CL_INVALID_EVENT (-58)."));
    assertDoesNotThrow(device::finish);
  }

  @Test
  void buffersOfALostDeviceAreNotMissed() {
    device.pool().lease(this, 100).giveBack();
    driver.fail("clReleaseMemObject", -36);
    assertDoesNotThrow(device.pool()::trim);
    assertEquals(0, device.pool().held());
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
