package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.op.FusedOp;
import io.ligature.op.Op;
import io.ligature.op.Silu;
import io.ligature.spi.FusedKernel;
import io.ligature.spi.Kernels;
import io.ligature.spi.Layout;
import io.ligature.spi.Storage;
import io.ligature.spi.View;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The checks around a backend find what its caller does wrong, and say which kernel it was.
class CheckedKernelsTest {
  private static final Device DEVICE = Device.of("narrow");
  private static final CheckedBackend CHECKED =
      DEVICE.backend() instanceof CheckedBackend checked
          ? checked
          : new CheckedBackend(DEVICE.backend());

  /// A call that is against the contract.
  record Wrong(String message, Call call) {
    @Override
    public String toString() {
      return message;
    }
  }

  private interface Call {
    void on(Kernels kernels);
  }

  private static Storage storage(DType dtype, long length) {
    return CHECKED.allocate(DEVICE, dtype, length);
  }

  private static View view(DType dtype, long... extents) {
    var shape = Shape.of(extents);
    return new View(storage(dtype, shape.size()), Layout.rowMajor(shape));
  }

  static Stream<Wrong> wrong() {
    var x = view(DType.FLOAT32, 2, 3);
    var y = view(DType.FLOAT32, 2, 3);
    var long4 = storage(DType.FLOAT32, 4);
    var turned = x.with(x.layout().permute(1, 0));
    var released = view(DType.FLOAT32, 2, 3);
    released.storage().release("the case wants it so");
    var indices = view(DType.INT64, 2, 3);
    indices.storage().write(0, 6, Cells.of(DType.INT64, 6).fill(5).segment());
    var shifted = new View(storage(DType.FLOAT32, 7), Layout.of(x.shape(), new long[] {3, 1}, 1));
    var same = new View(shifted.storage(), x.layout());
    return Stream.of(
        new Wrong(
            "exp: input 0, ",
            k -> k.unary(Op.Unary.EXP, new View(long4, x.layout()), y)), // beyond its end
        new Wrong("exp: input 0 was released", k -> k.unary(Op.Unary.EXP, released, y)),
        new Wrong("exp: output 0 was released", k -> k.unary(Op.Unary.EXP, x, released)),
        new Wrong(
            "exp: the result ", k -> k.unary(Op.Unary.EXP, same, shifted)), // half over its operand
        new Wrong(
            "sum: the result ",
            k -> k.reduce(Op.Reduction.SUM, new int[0], x, x)), // over its operand
        new Wrong(
            "matmul: is given the strided operand ",
            k -> k.matmul(x, turned, view(DType.FLOAT32, 2, 2))),
        new Wrong(
            "plus: is asked to compute in f64",
            k ->
                k.binary(
                    Op.Binary.ADD,
                    view(DType.FLOAT64, 2),
                    view(DType.FLOAT64, 2),
                    view(DType.FLOAT64, 2))),
        new Wrong(
            "plus: needs operands of f32; found i64", k -> k.binary(Op.Binary.ADD, x, indices, y)),
        new Wrong(
            "sum: is called for a result without elements",
            k ->
                k.reduce(
                    Op.Reduction.SUM,
                    new int[] {0},
                    view(DType.FLOAT32, 3, 0),
                    view(DType.FLOAT32, 1, 0))),
        new Wrong(
            "sum: is given axes that do not ascend",
            k -> k.reduce(Op.Reduction.SUM, new int[] {1, 0}, x, view(DType.FLOAT32, 1, 1))),
        new Wrong(
            "sum: needs the shape [2, 1]; found [1, 3]",
            k -> k.reduce(Op.Reduction.SUM, new int[] {1}, x, view(DType.FLOAT32, 1, 3))),
        new Wrong(
            "argReduce: axis 2 of [2, 3]", k -> k.argReduce(Op.ArgReduction.ARGMAX, 2, x, indices)),
        new Wrong("gather: is given the place 5 of an axis of 3", k -> k.gather(1, x, indices, y)),
        new Wrong(
            "scatter: is given the place 5 of an axis of 3",
            k -> k.scatter(Op.ScatterMode.SET, 1, indices, x, y)),
        new Wrong("fill: is given Integer for f32", k -> k.fill(1, y)),
        new Wrong("fill: is given 2 for BOOL", k -> k.fill(2L, view(DType.BOOL, 2))),
        new Wrong(
            "copy: the result ",
            k -> k.copy(x, y.with(Layout.of(x.shape(), new long[] {0, 1}, 0)))), // rows are one
        new Wrong("randomBits: is asked for f32", k -> k.randomBits(Key.of(1), y)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrong")
  void aCallAgainstTheContractIsFound(Wrong wrong) {
    var error = assertThrows(AssertionError.class, () -> wrong.call().on(CHECKED.kernels()));
    assertTrue(error.getMessage().startsWith(wrong.message()), error::getMessage);
  }

  @Test
  void aFusedKernelIsCheckedAndCounted() {
    var right = CHECKED.runs(Silu.OP);
    var fusing =
        new CheckedBackend(
            new DelegatingBackend(() -> CHECKED) {
              @Override
              public FusedKernel fused(FusedOp op, DType dtype) {
                return (_, _, _) -> {};
              }
            });
    var x = view(DType.FLOAT32, 2, 3);
    var kernel = Objects.requireNonNull(fusing.fused(Silu.OP, DType.FLOAT32));
    kernel.run(Silu.OP, new View[] {x}, new View[] {view(DType.FLOAT32, 2, 3)});
    assertEquals(1, fusing.runs(Silu.OP));
    assertEquals(right, CHECKED.runs(Silu.OP));
    var beyond = new View(storage(DType.FLOAT32, 4), x.layout());
    assertThrows(
        AssertionError.class, () -> kernel.run(Silu.OP, new View[] {beyond}, new View[] {x}));
  }

  @Test
  void freshMemoryIsNoise() {
    var fresh = view(DType.FLOAT32, 4).storage();
    var segment = Cells.of(DType.FLOAT32, 4).segment();
    fresh.read(0, 4, segment);
    assertTrue(Math.abs(Cells.of(DType.FLOAT32, 4, segment).real(2)) > 1e30);
  }
}
