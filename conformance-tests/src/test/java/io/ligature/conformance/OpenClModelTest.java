package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.BackendException;
import io.ligature.DType;
import io.ligature.Device;
import io.ligature.DeviceException;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.nn.Linear;
import io.ligature.nn.ReLU;
import io.ligature.nn.Sequential;
import io.ligature.nn.loss.Losses;
import io.ligature.nn.optim.Adam;
import io.ligature.nn.optim.Optimizer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/// A model that moves to an OpenCL device in the middle of its training.
class OpenClModelTest {
  private static final Device CPU = Device.of("cpu");

  private Device there;
  private Sequential net;
  private Adam optimizer;

  @BeforeEach
  void begin() {
    try {
      there = Device.of("opencl:0");
    } catch (DeviceException e) {
      throw new TestAbortedException(e.getMessage());
    }
    Key.seed(7);
    net = CPU.with(OpenClModelTest::network);
    optimizer = new Adam(net.parameters(), 0.01);
  }

  private static Sequential network() {
    var shared = new Linear(8, 8);
    var net = new Sequential(new Linear(5, 8), shared, new ReLU(), shared, new Linear(8, 3));
    net.materialize();
    return net;
  }

  private static double step(Sequential net, Optimizer optimizer, Device device) {
    return device.with(
        () -> {
          var x = Tensor.randn(Key.of(1), DType.FLOAT32, Shape.of(16, 5));
          var y = Tensor.randint(Key.of(2), DType.INT64, Shape.of(16), 0, 3);
          optimizer.zeroGrad();
          var loss = Losses.crossEntropy(net.apply(x), y);
          loss.backward();
          optimizer.step();
          return loss.item();
        });
  }

  @Test
  void trainsOnAsIfItHadStayed() {
    for (int i = 0; i < 3; i++) {
      step(net, optimizer, CPU);
    }
    var stays = net.copy();
    var other = new Adam(stays.parameters(), 0.01);
    other.load(optimizer.state());
    var tied = net.parameter("1.weight");
    net.to(there);
    assertSame(tied, net.parameter("3.weight"));
    assertEquals(there, tied.data().device());
    for (int i = 0; i < 5; i++) {
      assertEquals(step(stays, other, CPU), step(net, optimizer, there), 1e-5, "step " + i);
    }
    net.to(CPU);
    for (var parameter : net.parameters().toList()) {
      assertArrayEquals(
          stays.parameter(parameter.name()).data().toFloatArray(),
          parameter.data().toFloatArray(),
          1e-4f,
          parameter.name());
    }
  }

  @Test
  void operandsOnTwoDevicesAreRefusedWithBothNamed() {
    net.to(there);
    var x = CPU.with(() -> Tensor.ones(2, 5));
    var error = assertThrows(DeviceException.class, () -> net.apply(x));
    assertTrue(error.getMessage().contains("f32[2, 5] on cpu"), error::getMessage);
    assertTrue(error.getMessage().contains("f32[8, 5] on opencl:0"), error::getMessage);
    assertTrue(error.getMessage().startsWith("In layer 0: "), error::getMessage);
  }

  @Test
  void memoryThatIsNotThereIsRefusedWithTheLargestHolders() {
    var kept = there.with(() -> Tensor.zeros(1 << 20));
    var error =
        assertThrows(BackendException.class, () -> there.with(() -> Tensor.zeros(1L << 40)));
    assertTrue(
        error.getMessage().startsWith("opencl:0 has no memory left for "), error::getMessage);
    assertTrue(error.getMessage().contains("4.0 MiB of f32 on opencl:0"), error::getMessage);
    assertEquals(0, kept.sum().item());
  }
}
