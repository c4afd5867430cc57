package io.ligature.nn;

import static io.ligature.nn.Example.assertMessage;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.autograd.Grad;
import io.ligature.nn.optim.SGD;
import java.util.Arrays;
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

  @Test
  void paddingBeginsAtZeroAndTheOthersAsWithout() {
    Key.seed(3);
    var plain = new Embedding(5, 4).weight().data().toFloatArray();
    Key.seed(3);
    var padded = new Embedding(5, 4, 2);
    Arrays.fill(plain, 8, 12, 0);
    assertArrayEquals(plain, padded.weight().data().toFloatArray());
    assertArrayEquals(new float[4], padded.apply(Tensor.of(2)).toFloatArray());
  }

  @Test
  void paddingGetsNoGradientAndStaysThroughTraining() {
    var table = new Embedding(4, 2, 0);
    var optimizer = new SGD(table.parameters(), 0.5);
    var before = table.weight().data().toFloatArray();
    table.apply(Tensor.of(0, 2, 0, 2, 3)).sum().backward();
    assertArrayEquals(
        new float[] {0, 0, 0, 0, 2, 2, 1, 1}, table.weight().gradOrZeros().toFloatArray());
    optimizer.step();
    var after = table.weight().data().toFloatArray();
    assertArrayEquals(Arrays.copyOf(before, 4), Arrays.copyOf(after, 4));
    assertEquals(before[4] - 1, after[4]);
  }

  @Test
  void gradientsAgreeWithDifferences() {
    var ids = Tensor.of(1, 0, 3, 1, 1);
    var table = Example.drawn(new Embedding(4, 3));
    Grad.check(
        in -> table.apply(table.params().with("weight", in), ids), table.weight().data().copy());
  }

  @Test
  void aLoadedPaddingVectorIsTheFiles() {
    var table = new Embedding(3, 2, 1);
    table.load(table().stateDict());
    assertArrayEquals(new float[] {3, 4}, table.apply(Tensor.of(1)).toFloatArray());
  }

  @Test
  void printsItsSizes() {
    assertEquals("Embedding(3, 2)", new Embedding(3, 2).toString());
    assertEquals("Embedding(3, 2, padding 0)", new Embedding(3, 2, 0).toString());
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 3})
  void refusesAPaddingNumberOutsideTheTable(long padding) {
    assertMessage(
        "Embedding needs a padding number of 0 to 2; found " + padding + ".",
        IllegalArgumentException.class,
        () -> new Embedding(3, 2, padding));
  }

  @Test
  void refusesSizesBelow1() {
    var needs = "Embedding needs 1 or more vectors of 1 or more numbers; found ";
    assertMessage(needs + "0 of 2.", IllegalArgumentException.class, () -> new Embedding(0, 2));
    assertMessage(
        needs + "3 of -1.", IllegalArgumentException.class, () -> new Embedding(3, -1, 0));
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
