package io.ligature.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.ShapeException;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatasetTest {
  private static Dataset<Example> rows() {
    return Dataset.of(Tensor.arange(20).reshape(10, 2), Tensor.arange(10));
  }

  /// The rows of two tensors, and a list of any items.
  static Stream<Dataset<Long>> tens() {
    return Stream.of(
        rows().map(e -> e.target().itemLong()),
        Dataset.of(LongStream.range(0, 10).boxed().toList()));
  }

  private static <T> List<T> items(Dataset<T> data) {
    var all = new ArrayList<T>();
    for (long i = 0; i < data.size(); i++) {
      all.add(data.get(i));
    }
    return all;
  }

  private static void assertSays(
      Class<? extends RuntimeException> type, String message, Executable work) {
    assertEquals(message, assertThrows(type, work).getMessage());
  }

  @Test
  void rowsOfTwoTensorsAreExamples() {
    var example = rows().get(3);
    assertArrayEquals(new long[] {6, 7}, example.input().toLongArray());
    assertEquals(3, example.target().itemLong());
    assertEquals(Shape.of(), example.target().shape());
    assertSays(
        ShapeException.class,
        "A batch needs inputs (n, ...) and targets (n, ...); found f32[2, 3] and f32[3].",
        () -> Dataset.of(Tensor.zeros(2, 3), Tensor.zeros(3)));
  }

  @Test
  void arraysAreExamples() {
    var classes = Dataset.of(new float[][] {{1, 2}, {3, 4}}, new int[] {5, 6});
    assertArrayEquals(new float[] {3, 4}, classes.get(1).input().toFloatArray());
    assertEquals(6, classes.get(1).target().itemLong());
    assertEquals(DType.INT64, classes.get(1).target().dtype());
    var numbers = Dataset.of(new float[][] {{1, 2}, {3, 4}}, new float[][] {{5}, {6}});
    assertArrayEquals(new float[] {6}, numbers.get(1).target().toFloatArray());
  }

  @Test
  void aListIsTakenAsItIs() {
    var list = new ArrayList<>(List.of("a", "b"));
    var data = Dataset.of(list);
    list.clear();
    assertEquals(List.of("a", "b"), items(data));
  }

  @ParameterizedTest
  @MethodSource("tens")
  void partsKeepWhatTheyAreAskedFor(Dataset<Long> ten) {
    assertEquals(List.of(7L, 7L, 0L), items(ten.subset(7, 7, 0)));
    assertEquals(List.of(3L, 4L), items(ten.range(3, 5)));
    assertEquals(List.of(4L), items(ten.range(3, 5).subset(1)));
    assertEquals(List.of(0L, 1L, 8L, 9L), items(ten.range(0, 2).concat(ten.range(8, 10))));
    assertEquals(List.of(0L, 10L), items(ten.map(i -> 10 * i).range(0, 2)));
  }

  @ParameterizedTest
  @MethodSource("tens")
  void splitsAreDisjointAndTogetherAll(Dataset<Long> ten) {
    var parts = ten.split(0.7, 0.2, 0.1);
    assertEquals(
        List.of(List.of(0L, 1L, 2L, 3L, 4L, 5L, 6L), List.of(7L, 8L), List.of(9L)),
        parts.stream().map(DatasetTest::items).toList());
    var shuffled = ten.split(Key.of(1), 0.5, 0.5);
    var all = new ArrayList<>(items(shuffled.get(0)));
    all.addAll(items(shuffled.get(1)));
    assertNotEquals(items(ten), all);
    assertEquals(items(ten), all.stream().sorted().toList());
    assertEquals(items(shuffled.get(0)), items(ten.split(Key.of(1), 0.5).getFirst()));
    assertEquals(List.of(3L, 5L), ten.split(0.25, 0.5).stream().map(Dataset::size).toList());
  }

  @Test
  void sharesSumUpToOneAtMost() {
    var ten = rows();
    assertSays(
        IllegalArgumentException.class,
        "split needs shares of 0 or more that sum up to at most 1; found [0.8, 0.3].",
        () -> ten.split(0.8, 0.3));
    assertSays(
        IllegalArgumentException.class,
        "split needs shares of 0 or more that sum up to at most 1; found [-0.1].",
        () -> ten.split(-0.1));
    assertSays(
        IllegalArgumentException.class,
        "split needs shares of 0 or more that sum up to at most 1; found [].",
        () -> ten.split());
  }

  @ParameterizedTest
  @MethodSource("tens")
  void itemsThatAreNotThereAreRefused(Dataset<Long> ten) {
    assertSays(
        IndexOutOfBoundsException.class,
        "subset found item 10; there are items 0 to 9.",
        () -> ten.subset(1, 10));
    assertSays(
        IndexOutOfBoundsException.class,
        "range needs 0 <= from <= to <= 10; found 3 to 11.",
        () -> ten.range(3, 11));
    assertSays(
        IndexOutOfBoundsException.class,
        "range needs 0 <= from <= to <= 10; found 3 to 2.",
        () -> ten.range(3, 2));
  }

  @Test
  void cachedItemsAreLoadedOnce() {
    var loaded = new ArrayList<Long>();
    var data =
        Dataset.of(LongStream.range(0, 3).boxed().toList())
            .map(
                i -> {
                  loaded.add(i);
                  return "item " + i;
                })
            .cached();
    assertEquals(3, data.size());
    assertEquals("item 2", data.get(2));
    assertEquals("item 2", data.get(2));
    assertEquals(List.of(2L), loaded);
  }

  @Test
  void sequencesAskForWhatComesNext() {
    var data = Dataset.sequences(Tensor.arange(10), 3);
    assertEquals(3, data.size());
    assertArrayEquals(new long[] {3, 4, 5}, data.get(1).input().toLongArray());
    assertArrayEquals(new long[] {4, 5, 6}, data.get(1).target().toLongArray());
    var overlapping = Dataset.sequences(Tensor.arange(10), 3, 1);
    assertEquals(7, overlapping.size());
    assertArrayEquals(new long[] {7, 8, 9}, overlapping.get(6).target().toLongArray());
    assertEquals(1, Dataset.sequences(Tensor.arange(10), 9).size());
    var batch = new DataLoader(overlapping, 2).epoch(0).iterator().next();
    assertArrayEquals(new long[] {0, 1, 2, 1, 2, 3}, batch.input().toLongArray());
  }

  @Test
  void sequencesNeedANextToken() {
    assertSays(
        ShapeException.class,
        "sequences of 10 need a vector of 11 tokens or more; found i64[10].",
        () -> Dataset.sequences(Tensor.arange(10), 10));
    assertSays(
        ShapeException.class,
        "sequences of 1 need a vector of 2 tokens or more; found i64[2, 2].",
        () -> Dataset.sequences(Tensor.arange(4).reshape(2, 2), 1));
    assertSays(
        IllegalArgumentException.class,
        "sequences need a length and a step of 1 or more; found 3 and 0.",
        () -> Dataset.sequences(Tensor.arange(10), 3, 0));
  }
}
