package io.ligature.conformance;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Op;
import io.ligature.op.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One value everywhere, in every type, stored ones too.
public abstract class FillConformance {
  /// For subclasses.
  protected FillConformance() {}

  @ParameterizedTest(name = "full of {0}")
  @EnumSource
  void isTheValueEverywhere(DType dtype) {
    var bench = Bench.current();
    for (int i = 0; i < Values.specials(dtype); i++) {
      new Trial(bench, fill(dtype, Shape.of(17), i)).run();
    }
    for (int size : Layouts.SIZES) {
      new Trial(bench, fill(dtype, Shape.of(size), 2)).run();
    }
    for (var shape : Layouts.SHAPES) {
      for (var way : Layouts.distinct(shape)) {
        new Trial(bench, fill(dtype, shape, 3), way.layout()).run();
      }
    }
  }

  /// A value as api gives it: of the type's own precision, as Double or Long.
  private static Op.Fill fill(DType dtype, Shape shape, int special) {
    long bits = Values.special(dtype, special);
    Number value =
        dtype.isFloating() ? (Number) Cells.real(dtype, bits) : (Number) Cells.whole(dtype, bits);
    return new Op.Fill(new TensorType(dtype, shape), value);
  }

  @Test
  void randomCases() {
    var bench = Bench.current();
    bench.random(
        draw -> {
          var dtype = draw.of(DType.values());
          var shape = draw.shape(draw.between(0, 8));
          var way = draw.of(Layouts.distinct(shape));
          new Trial(bench, fill(dtype, shape, draw.between(0, 99)), way.layout()).run();
        });
  }

  /// A number that the type does not hold is rounded or cut as in a copy.
  @Test
  void narrowTypesRoundTheValue() {
    var bench = Bench.current();
    for (double value : List.of(0.1, 1 + 0x1p-11, 65520.0, 1e-8)) {
      for (var dtype : List.of(DType.FLOAT32, DType.FLOAT16, DType.BFLOAT16)) {
        new Trial(bench, new Op.Fill(new TensorType(dtype, Shape.of(9)), value)).run();
      }
    }
  }
}
