package io.ligature;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.cpu.CpuProvider;
import io.ligature.op.Family;
import io.ligature.spi.Backend;
import io.ligature.spi.Capabilities;
import io.ligature.spi.DeviceInfo;
import io.ligature.spi.Kernels;
import io.ligature.spi.Storage;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Operands on two devices, values of a dry tensor, types that a device does not compute in.
class DeviceMistakesTest {
  private static final Backend CPU = new CpuProvider().open(0);
  private static final Device TWIN = new Device(new DeviceInfo("twin", "", 0, false), CPU);

  /// Computes in one type alone.
  private static final class OnlyFloats extends Backend {
    @Override
    public Kernels kernels() {
      return CPU.kernels();
    }

    @Override
    public Capabilities capabilities() {
      return new Capabilities(Set.of(DType.FLOAT32), Set.of(Family.COPY));
    }

    @Override
    public Storage allocate(Device device, DType dtype, long length) {
      return CPU.allocate(device, dtype, length);
    }
  }

  private static Arguments mixed(String problem, Executable work) {
    return Arguments.of(problem, work);
  }

  static Stream<Arguments> operandsOnTwoDevices() {
    var here = Tensor.of(1f, 2f, 3f);
    var there = here.to(TWIN);
    var matrix = Tensor.ones(2, 3);
    var mask = here.gt(1);
    var index = Tensor.of(0L, 1L).to(TWIN);
    return Stream.of(
        mixed("plus … f32[3] on cpu, f32[3] on twin", () -> here.plus(there)),
        mixed("minus … f32[3] on twin, f32[3] on cpu", () -> there.minus(here)),
        mixed("lt … f32[3] on cpu, f32[3] on twin", () -> here.lt(there)),
        mixed(
            "where … bool[3] on cpu, f32[3] on cpu, f32[3] on twin", () -> mask.where(here, there)),
        mixed(
            "where … bool[3] on twin, f32[3] on cpu, f32[3] on cpu",
            () -> mask.to(TWIN).where(here, here)),
        mixed(
            "matmul … f32[2, 3] on cpu, f32[3, 2] on twin",
            () -> matrix.matmul(matrix.to(TWIN).transpose(0, 1))),
        mixed("cat … f32[3] on cpu, f32[3] on twin", () -> Tensor.cat(0, here, there)),
        mixed("gather … f32[3] on cpu, i64[2] on twin", () -> here.gather(0, index)),
        mixed(
            "scatter … f32[3] on cpu, i64[2] on twin, f32[2] on cpu",
            () -> here.scatter(0, index, Tensor.of(1f, 2f))),
        mixed("plus … f32[3] on cpu, f32[3] on twin", () -> here.plusAssign(there)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operandsOnTwoDevices")
  void operandsOnTwoDevicesAreRefusedWithEachOnesPlace(String problem, Executable work) {
    assertEquals(
        problem.replace("…", "needs its operands on one device; found")
            + ". Move them with to(device).",
        assertThrows(DeviceException.class, work).getMessage());
  }

  @Test
  void anEditFromAnotherDeviceIsRefusedAndChangesNothing() {
    var here = Tensor.of(1f, 2f, 3f);
    assertEquals(
        "copy in place of f32[] on cpu needs its operands on that device; found f32[] on twin. Move"
            + " them with to(device).",
        assertThrows(DeviceException.class, () -> here.set(1, Tensor.of(9f).to(TWIN)))
            .getMessage());
    assertEquals("[1.0000, 2.0000, 3.0000]", here.toString());
  }

  @Test
  void movingAsTheErrorSaysHelps() {
    var here = Tensor.of(1f, 2f);
    var there = Tensor.of(3f, 4f).to(TWIN);
    assertEquals("[4.0000, 6.0000]", here.plus(there.to(here.device())).toString());
    assertEquals("[4.0000, 6.0000] (on twin)", here.to(TWIN).plus(there).toString());
  }

  @Test
  void aDryTensorGoesWithAnyDeviceAndMakesTheResultDry() {
    var dry = Tensor.of(1f, 2f).to(Device.DRY);
    assertSame(Device.DRY, Tensor.of(1f, 2f).plus(dry).device());
    assertSame(Device.DRY, dry.plus(Tensor.of(1f, 2f).to(TWIN)).device());
  }

  static Stream<Arguments> whatNeedsValues() {
    var dry = Tensor.of(1f, 2f).to(Device.DRY);
    return Stream.of(
        Arguments.of("item", (Executable) () -> dry.sum().item()),
        Arguments.of("array", (Executable) dry::toFloatArray),
        Arguments.of("move", (Executable) () -> dry.to(TWIN)),
        Arguments.of("nonzero", (Executable) dry::nonzero));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("whatNeedsValues")
  void aDryTensorHasNoValuesToGive(String what, Executable work) {
    assertEquals(
        "A dry tensor has a shape and a dtype and no values: this dry run (lazy initialisation,"
            + " summary) met code that depends on values. Give it real data instead, for example"
            + " apply(x).",
        assertThrows(DryValueException.class, work).getMessage(),
        what);
  }

  @Test
  void aTypeThatTheDeviceDoesNotComputeInIsRefusedAndStillMoves() {
    var narrow = new Device(new DeviceInfo("narrow", "", 0, false), new OnlyFloats());
    var x = Tensor.of(1.0, 2.0).to(narrow);
    assertEquals(
        "plus: device narrow does not compute in f64, only in [f32]. Cast with to(dtype), or move"
            + " to another device.",
        assertThrows(DTypeException.class, () -> x.plus(x)).getMessage());
    assertEquals(
        "[2.0000, 4.0000]",
        x.to(DType.FLOAT32).plus(x.to(DType.FLOAT32)).to(Device.of("cpu")).toString());
  }
}
