package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.op.Op;
import io.ligature.op.TensorType;
import io.ligature.spi.Halves;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// FLOAT64 on a device that does not compute in it: stored, moved and converted, else refused.
class SinglesTest {
  private static final double[] VALUES = {
    Math.PI, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1 + 0x1p-52, Double.NEGATIVE_INFINITY
  };

  private Device device;

  @BeforeEach
  void open() {
    RealDevice.open(new ProgramCache(null)); // or skipped
    device = Device.of("singles");
  }

  private Tensor doubles() {
    return device.with(() -> Tensor.of(VALUES, 2, 3));
  }

  @Test
  void doublesAreStoredAndRead() {
    assertFalse(device.computes(DType.FLOAT64));
    assertArrayEquals(VALUES, doubles().toDoubleArray());
    assertEquals(Math.PI, doubles().get(0, 0).item());
  }

  @Test
  void doublesAreMovedAndFilled() {
    assertArrayEquals(
        new double[] {Math.PI, Double.MAX_VALUE, -0.0, VALUES[4], Double.MIN_VALUE, VALUES[5]},
        doubles().t().contiguous().toDoubleArray());
    assertArrayEquals(
        new double[] {Math.E, Math.E},
        device.with(() -> Tensor.full(DType.FLOAT64, Shape.of(2), Math.E)).copy().toDoubleArray());
  }

  @Test
  void whatComputesInDoubleIsRefused() {
    var refused =
        Map.<String, UnaryOperator<Tensor>>of(
            "plus", x -> x.plus(1),
            "matmul", x -> x.matmul(x.t()),
            "sum", Tensor::sum);
    refused.forEach(
        (label, work) ->
            assertEquals(
                label
                    + ": device singles does not compute in f64, only in [f32, i32, i64, bool]."
                    + " Cast with to(dtype), or move to another device.",
                assertThrows(DTypeException.class, () -> work.apply(doubles())).getMessage()));
    assertThrows(DTypeException.class, () -> doubles().softmax(1));
    assertThrows(
        DTypeException.class, () -> device.with(() -> Tensor.arange(DType.FLOAT64, 0, 3, 1)));
  }

  /// Numbers of every size, halfway between their neighbours and near there, as narrower types see
  /// it.
  private static double[] numbers() {
    var numbers = new ArrayList<Double>();
    for (double special : VALUES) {
      numbers.add(special);
    }
    numbers.addAll(List.of(Double.NaN, Double.POSITIVE_INFINITY, 0.0, 0x1p-1022, 0x1.fffffffp127));
    for (int exponent = -1074; exponent < 1024; exponent++) {
      for (int digits : new int[] {7, 10, 23, 62}) {
        for (long more = -1; more <= 1; more++) {
          double near = 1 + Math.scalb(1.5, -digits) + more * 0x1p-52;
          numbers.add(Math.scalb(near, exponent) * (exponent % 2 == 0 ? 1 : -1));
        }
      }
    }
    var random = new Random(5);
    for (int i = 0; i < 5000; i++) {
      numbers.add(Double.longBitsToDouble(random.nextLong()));
      numbers.add(random.nextGaussian() * (1L << i % 64));
    }
    return numbers.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /// A type, and what Java makes of a double there.
  @ParameterizedTest
  @EnumSource(names = "FLOAT64", mode = EnumSource.Mode.EXCLUDE)
  void doublesAreConverted(DType dtype) {
    var numbers = numbers();
    var found = device.with(() -> Tensor.of(numbers).to(dtype));
    var read = found.toDoubleArray();
    for (int i = 0; i < numbers.length; i++) {
      double x = numbers[i];
      double expected =
          switch (dtype) {
            case FLOAT32 -> (float) x;
            case FLOAT16 -> Float.float16ToFloat(Halves.float16(x));
            case BFLOAT16 -> Halves.bfloat16ToFloat(Halves.bfloat16(x));
            case INT32 -> (int) x;
            case INT64 -> (double) (long) x;
            case INT8 -> Math.clamp((long) x, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case UINT8 -> Math.clamp((long) x, 0, 255);
            case BOOL -> x != 0 ? 1 : 0;
            case FLOAT64 -> x;
          };
      assertEquals(expected, read[i], () -> "of " + x);
    }
    if (dtype == DType.INT64) {
      assertArrayEquals(
          DoubleStream.of(numbers).mapToLong(x -> (long) x).toArray(), found.toLongArray());
    }
  }

  @Test
  void othersAreConvertedToDoubles() {
    var numbers = numbers();
    var floats = new float[numbers.length];
    var longs = new long[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      floats[i] = (float) numbers[i];
      longs[i] = (long) numbers[i];
    }
    device.with(
        () -> {
          var found = Tensor.of(floats).to(DType.FLOAT64).toDoubleArray();
          var whole = Tensor.of(longs).to(DType.FLOAT64).toDoubleArray();
          for (int i = 0; i < numbers.length; i++) {
            assertEquals(floats[i], found[i]);
            assertEquals((double) longs[i], whole[i]);
          }
          assertArrayEquals(
              new double[] {-3, 200}, Tensor.of(-3, 200).to(DType.FLOAT64).toDoubleArray());
          return true;
        });
  }

  /// In double, wherever it happens.
  @Test
  void floatsAreCountedInDouble() {
    var counted = device.with(() -> Tensor.arange(DType.FLOAT32, 1, 9001, 0.1).toFloatArray());
    assertEquals(90_000, counted.length);
    for (int i = 0; i < counted.length; i++) {
      assertEquals((float) (1 + i * 0.1), counted[i]);
    }
  }

  @Test
  void floatsAreCountedAlongAnyAxis() {
    var type = new TensorType(DType.FLOAT32, Shape.of(2, 3, 2));
    var counted = Dispatch.create(device, new Op.Iota(type, 1, -1.0, 0.5));
    assertArrayEquals(
        new float[] {-1, -1, -0.5f, -0.5f, 0, 0, -1, -1, -0.5f, -0.5f, 0, 0},
        counted.toFloatArray());
  }
}
