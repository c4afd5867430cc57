package io.ligature.autograd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.GradientException;
import io.ligature.Tensor;
import io.ligature.autograd.SpyBackend.Offer;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The law of dispatch, on a backend that notes which of its fused kernels run.
///
/// ```text
/// inference                  the kernel if there is one
/// training                   the kernel only if its backward has one too
/// gradient of a gradient     the decomposition
/// ```
class FusedTest {
  @BeforeEach
  void forgetCalls() {
    SpyBackend.CALLS.clear();
  }

  @AfterEach
  void offerNothing() {
    SpyBackend.offer = Offer.NOTHING;
  }

  private static Tensor onSpy(double... values) {
    return Tensor.of(values).to(Device.of("spy"));
  }

  private static Tensor area(Tensor width, Tensor height) {
    return Dispatch.executeAll(new Area(), width, height)[1];
  }

  private static void assertCalls(String... expected) {
    assertEquals(List.of(expected), SpyBackend.CALLS);
  }

  @ParameterizedTest
  @EnumSource(names = {"FORWARD", "BOTH"})
  void inferenceRunsTheKernel(Offer offer) {
    SpyBackend.offer = offer;
    assertArrayEquals(new double[] {8, 15}, area(onSpy(2, 3), onSpy(4, 5)).toDoubleArray());
    assertCalls("area");
    Grad.off(() -> area(onSpy(2, 3).requireGrad(), onSpy(4, 5)));
    assertCalls("area", "area");
  }

  @Test
  void inferenceWithoutAKernelDecomposes() {
    assertArrayEquals(new double[] {8, 15}, area(onSpy(2, 3), onSpy(4, 5)).toDoubleArray());
    assertCalls();
  }

  @ParameterizedTest
  @EnumSource(names = {"NOTHING", "FORWARD", "BOTH"})
  void trainingGivesTheSameWhateverIsOffered(Offer offer) {
    SpyBackend.offer = offer;
    var width = onSpy(2, 3).requireGrad();
    var height = onSpy(4, 5).requireGrad();
    var area = area(width.times(2), height);
    assertEquals(true, area.isTracked());
    area.backward(onSpy(1, 10));
    assertArrayEquals(new double[] {8, 100}, width.grad().toDoubleArray());
    assertArrayEquals(new double[] {4, 60}, height.grad().toDoubleArray());
    if (offer == Offer.BOTH) {
      assertCalls("area", "area.backward 3");
    } else {
      assertCalls();
    }
  }

  @Test
  void onlyTheGradientsThatLeadSomewhereAreAskedFor() {
    SpyBackend.offer = Offer.BOTH;
    var height = onSpy(4, 5).requireGrad();
    area(onSpy(2, 3), height).sum().backward();
    assertArrayEquals(new double[] {2, 3}, height.grad().toDoubleArray());
    assertCalls("area", "area.backward 2");
  }

  @Test
  void oneTensorAsBothOperandsGetsBothGradients() {
    SpyBackend.offer = Offer.BOTH;
    var side = onSpy(4, 5).requireGrad();
    area(side, side).sum().backward();
    assertArrayEquals(new double[] {8, 10}, side.grad().toDoubleArray());
  }

  @Test
  void aRetainedGraphRunsTheBackwardKernelAgain() {
    SpyBackend.offer = Offer.BOTH;
    var width = onSpy(2, 3).requireGrad();
    var loss = area(width, onSpy(4, 5)).sum();
    loss.backward(null, true);
    loss.backward();
    assertCalls("area", "area.backward 1", "area.backward 1");
    assertArrayEquals(new double[] {8, 10}, width.grad().toDoubleArray());
  }

  @Test
  void theGradientOfAGradientUsesTheDecomposition() {
    SpyBackend.offer = Offer.BOTH;
    var second = Grad.grad(Grad.grad(x -> area(x.square(), x).sum())).apply(onSpy(2)); // 6 x
    assertArrayEquals(new double[] {12}, second.toDoubleArray());
    assertCalls("area"); // and no backward kernel, which would have cut the graph
  }

  @Test
  void aPenaltyOnAGradientReachesLeavesThroughTheDecomposition() {
    SpyBackend.offer = Offer.BOTH;
    var height = onSpy(4).requireGrad();
    Grad.grad(x -> area(x, height).sum()).apply(onSpy(2)).square().sum().backward();
    assertArrayEquals(new double[] {8}, height.grad().toDoubleArray());
    assertEquals(device("spy"), height.grad().device());
  }

  private static Device device(String name) {
    return Device.of(name);
  }

  @Test
  void anEditedOperandIsFound() {
    SpyBackend.offer = Offer.BOTH;
    var width = onSpy(2, 3).requireGrad();
    var height = onSpy(4, 5);
    var loss = area(width, height).sum();
    height.plusAssign(1);
    var error = assertThrows(GradientException.class, loss::backward);
    assertEquals(
        "backward of area needs its operand 1 f64[2] as it was, but it was edited in place since."
            + " Edit it after backward(), or edit a copy().",
        error.getMessage());
    assertCalls("area");
  }

  @Test
  void aSeedOnAnotherDeviceIsRefused() {
    var width = onSpy(2, 3).requireGrad();
    var y = width.times(2);
    var error =
        assertThrows(
            io.ligature.DeviceException.class, () -> y.backward(Tensor.of(new double[] {1, 1})));
    assertEquals(
        "The gradient to begin with needs the device of the result, spy; found cpu. Move it with"
            + " to(device).",
        error.getMessage());
  }

  @Test
  void aGradientGoesBackToTheDeviceOfItsTensor() {
    var x = Tensor.of(new double[] {2, 3}).requireGrad();
    x.to(Device.of("spy")).square().sum().backward();
    assertEquals("cpu", x.grad().device().name());
    assertArrayEquals(new double[] {4, 6}, x.grad().toDoubleArray());
  }

  // ---- trust

  @ParameterizedTest
  @EnumSource(names = {"NOTHING", "FORWARD", "BOTH"})
  void checkPassesARightBackward(Offer offer) {
    SpyBackend.offer = offer;
    Grad.check((Tensor[] x) -> area(x[0], x[1]), onSpy(2, 3), onSpy(4, 5));
  }

  @Test
  void checkFindsAWrongBackwardAndSaysWhere() {
    SpyBackend.offer = Offer.WRONG_BACKWARD; // gives the height where the width is due
    var width = onSpy(2, 3, 7, 1).reshape(2, 2);
    var height = onSpy(2, 3, 9, 1).reshape(2, 2);
    var error =
        assertThrows(
            GradientException.class,
            () -> Grad.check((Tensor[] x) -> area(x[0], x[1]), width, height));
    assertEquals(
        true,
        error.getMessage().startsWith("check: dL/dx of input 1 at element [1, 0] is "),
        error.getMessage());
    assertEquals(
        true,
        error
            .getMessage()
            .endsWith("Either a gradient rule is wrong, or the function has no derivative there."),
        error.getMessage());
  }
}
