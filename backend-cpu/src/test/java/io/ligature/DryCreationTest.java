package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.MemorySegment;
import java.nio.FloatBuffer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class DryCreationTest {
  private static void assertDry(String type, Supplier<Tensor> create) {
    var x = Device.DRY.with(create);
    assertSame(Device.DRY, x.device());
    assertEquals(type, x.type().toString());
  }

  @Test
  void everyNewTensorIsDry() {
    var shape = Shape.of(2, 3);
    var key = Key.of(1);
    assertDry("f32[]", () -> Tensor.of(1f));
    assertDry("f32[2]", () -> Tensor.of(1f, 2f));
    assertDry("i32[1, 2]", () -> Tensor.of(new int[][] {{1, 2}}));
    assertDry("f32[1]", () -> Tensor.of(DType.FLOAT32, Shape.of(1), FloatBuffer.allocate(1)));
    assertDry(
        "f64[1]",
        () -> Tensor.of(DType.FLOAT64, Shape.of(1), MemorySegment.ofArray(new double[1])));
    assertDry("f32[2, 3]", () -> Tensor.zeros(shape));
    assertDry("i64[2, 3]", () -> Tensor.full(shape, 1));
    assertDry("f32[2, 2]", () -> Tensor.eye(2));
    assertDry("i64[4]", () -> Tensor.arange(4));
    assertDry("f32[4]", () -> Tensor.linspace(0, 1, 4));
    assertDry("f64[4]", () -> Tensor.logspace(DType.FLOAT64, 0, 1, 4, 2));
    assertDry("f32[2, 3]", () -> Tensor.rand(key, shape));
    assertDry("f16[2, 3]", () -> Tensor.randn(key, DType.FLOAT16, shape));
    assertDry("f32[2, 3]", () -> Tensor.uniform(key, shape, -1, 1));
    assertDry("f32[2, 3]", () -> Tensor.normal(key, shape, 0, 1));
    assertDry("bool[2, 3]", () -> Tensor.bernoulli(key, DType.BOOL, shape, 0.5));
    assertDry("i64[2, 3]", () -> Tensor.randint(key, shape, 0, 5));
    assertDry("i64[5]", () -> Tensor.randperm(key, 5));
    assertDry("f32[2, 3]", () -> Tensor.truncatedNormal(key, DType.FLOAT32, shape, -1, 1));
  }

  @Test
  void whatIsLikeARealTensorIsDryToo() {
    var x = Tensor.of(1f, 2f);
    assertDry("f32[2]", x::zerosLike);
    assertDry("f32[2]", () -> x.fullLike(3));
  }

  @Test
  void noKeyMoves() {
    Key.seed(5);
    Device.DRY.with(
        () -> {
          Tensor.rand(3);
          Tensor.randn(3);
          Tensor.randperm(3);
          return Tensor.bernoulli(Shape.of(3), 0.5);
        });
    var after = Tensor.rand(3).toFloatArray();
    Key.seed(5);
    assertArrayEquals(Tensor.rand(3).toFloatArray(), after);
  }

  @Test
  void aHugeShapeCostsNothing() {
    assertDry("f32[1000000, 1000000]", () -> Tensor.randn(Key.of(0), 1_000_000, 1_000_000));
  }

  @Test
  void mistakesAreRefusedAsEver() {
    assertThrows(ShapeException.class, () -> Device.DRY.with(() -> Tensor.of(new float[] {1}, 2)));
    assertThrows(
        DTypeException.class, () -> Device.DRY.with(() -> Tensor.full(DType.BOOL, Shape.of(1), 5)));
  }
}
