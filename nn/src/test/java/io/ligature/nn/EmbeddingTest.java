package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Shape;
import io.ligature.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddingTest {
  private static Embedding table() {
    var embedding = new Embedding(3, 2);
    embedding.weight().set(Tensor.of(new float[][] {{1, 2}, {3, 4}, {5, 6}}));
    return embedding;
  }

  @ParameterizedTest
  @ValueSource(strings = {"i8", "u8", "i32", "i64"})
  void looksUpRowsByWholeNumbersOfAnyType(String dtype) {
    var rows = table().apply(Tensor.of(2, 0).to(DType.of(dtype)));
    assertEquals(Shape.of(2, 2), rows.shape());
    assertArrayEquals(new float[] {5, 6, 1, 2}, rows.toFloatArray());
  }

  @Test
  void keepsTheAxesOfTheNumbers() {
    assertEquals(Shape.of(2), table().apply(Tensor.of(1)).shape());
    assertEquals(Shape.of(0, 4, 2), table().apply(Tensor.zeros(DType.INT64, 0, 4)).shape());
    assertEquals(Shape.of(2, 1, 2), table().apply(Tensor.zeros(DType.INT64, 2, 1)).shape());
  }

  @Test
  void addsUpGradientsOfARowThatIsUsedTwice() {
    var table = table();
    table.apply(Tensor.of(2, 0, 2)).sum().backward();
    var gradient = table.weight().gradOrZeros();
    assertArrayEquals(new float[] {1, 1, 0, 0, 2, 2}, gradient.toFloatArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 3})
  void refusesNumbersOutsideTheTable(int number) {
    var table = table();
    var net = new Sequential(table);
    var error =
        assertThrows(IndexOutOfBoundsException.class, () -> net.apply(Tensor.of(0, number)));
    assertEquals(
        "In layer 0: Embedding needs indices of 0 to 2; found "
            + number
            + " at place 1 of (2). Check the indices, or build the layer with more rows.",
        error.getMessage());
    assertNull(table.weight().grad());
  }

  @Test
  void refusesRealNumbers() {
    var error = assertThrows(DTypeException.class, () -> table().apply(Tensor.of(1f)));
    assertEquals(
        "Embedding needs x of whole numbers; found f32[]. Cast it with to(DType.INT64).",
        error.getMessage());
  }
}
