package io.ligature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class IndexingTest {
  private static final long OPEN = Tensor.OPEN;

  /// 0, 1, 2, ... in a shape.
  private static Tensor counted(long... extents) {
    return Tensor.arange(Shape.of(extents).size()).reshape(extents);
  }

  private static void assertValues(Tensor x, long... expected) {
    assertArrayEquals(expected, x.toLongArray());
  }

  private static void assertShape(String expected, Tensor x) {
    assertEquals(expected, x.shape().toString());
  }

  private static void assertRefused(
      Class<? extends RuntimeException> type, Runnable code, String message) {
    assertEquals(message, assertThrows(type, code::run).getMessage());
  }

  @Nested
  class ByNumber {
    @Test
    void getGivesTheViewOfAPart() {
      var x = counted(2, 3);
      assertValues(x.get(1), 3, 4, 5);
      assertValues(x.get(-1, -3), 3);
      assertSame(x.view().storage(), x.get(1, 1).view().storage());
      assertSame(x, x.get());
    }

    @Test
    void selectRemovesAnAxis() {
      var x = counted(2, 3, 4);
      assertShape("[2, 4]", x.select(1, 2));
      assertValues(x.select(-1, -1), 3, 7, 11, 15, 19, 23);
    }

    @Test
    void anIndexOutsideIsRefused() {
      assertRefused(
          IndexOutOfBoundsException.class,
          () -> counted(2, 3).get(0, 3),
          "get: index 3 is not within axis 1 of i64[2, 3], whose extent is 3. Use -3 to 2.");
      assertRefused(
          IndexOutOfBoundsException.class,
          () -> counted(2, 3).select(1, -4),
          "select: index -4 is not within axis 1 of i64[2, 3], whose extent is 3. Use -3 to 2.");
      assertRefused(
          IndexOutOfBoundsException.class,
          () -> Tensor.zeros(0, 2).get(0),
          "get: index 0 is not within axis 0 of f32[0, 2], whose extent is 0. It is empty.");
      assertRefused(
          ShapeException.class,
          () -> counted(2).get(0, 0),
          "get of i64[2] takes at most 1 indices; found 2.");
      assertRefused(
          ShapeException.class,
          () -> counted(2).select(1, 0),
          "select of i64[2]: there is no axis 1. Use -1 to 0.");
    }

    /// What a Python list of five does.
    @ParameterizedTest(name = "[{0}:{1}:{2}]")
    @CsvSource(
        nullValues = "-",
        value = {
          "1, 4, 1, 123",
          "-, -, 1, 01234",
          "-, -, 2, 024",
          "1, -, 2, 13",
          "-, -1, 1, 0123",
          "-3, -1, 1, 23",
          "3, 1, 1, ''",
          "-, -, -1, 43210",
          "-, -, -2, 420",
          "3, 0, -1, 321",
          "3, -, -1, 3210",
          "-1, -4, -1, 432",
          "-, 1, -1, 432",
          "1, 3, -1, ''",
          "-100, 100, 1, 01234",
          "100, -100, -1, 43210",
          "5, -, 1, ''",
          "-100, -, -1, ''",
          "4, -, 100, 4",
          "0, 1, 9223372036854775807, 0",
          "9223372036854775807, -, -1, 43210"
        })
    void slicesAreThoseOfPython(Long start, Long stop, long step, String expected) {
      var x = counted(5).slice(0, start == null ? OPEN : start, stop == null ? OPEN : stop, step);
      var text = new StringBuilder();
      for (long value : x.toLongArray()) {
        text.append(value);
      }
      assertEquals(expected, text.toString());
    }

    @Test
    void slicesAreViewsOfAnyAxis() {
      var x = counted(3, 4);
      var part = x.slice(-1, 1, 3).slice(0, 1);
      assertValues(part, 5, 6, 9, 10);
      part.set(0, 0, 50);
      assertEquals(50, x.get(1, 1).item());
    }

    @Test
    void aStepOfZeroIsRefused() {
      assertRefused(
          IllegalArgumentException.class,
          () -> counted(5).slice(0, 0, 5, 0),
          "slice of i64[5] along axis 0 needs a step that is not 0.");
    }

    @Test
    void narrowIsExact() {
      var x = counted(5);
      assertValues(x.narrow(0, 1, 3), 1, 2, 3);
      assertValues(x.narrow(0, -2, 2), 3, 4);
      assertValues(x.narrow(0, 5, 0));
      assertRefused(
          IndexOutOfBoundsException.class,
          () -> x.narrow(0, 3, 3),
          "narrow of i64[5] along axis 0, whose extent is 5: 3 elements from 3 do not lie within"
              + " it.");
      assertThrows(IndexOutOfBoundsException.class, () -> x.narrow(0, -6, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> x.narrow(0, 0, -1));
    }
  }

  @Nested
  class ByTensors {
    @Test
    void indexSelectTakesPartsInOrder() {
      var x = counted(3, 2);
      assertValues(x.indexSelect(0, Tensor.of(2, 0, 2)), 4, 5, 0, 1, 4, 5);
      assertValues(x.indexSelect(1, Tensor.of(new long[] {-1})), 1, 3, 5);
      assertShape("[0, 2]", x.indexSelect(0, Tensor.of(new long[0])));
    }

    @ParameterizedTest
    @EnumSource
    void everyDtypeCanBeSelected(DType dtype) {
      var x = Tensor.of(0, 1, 1).to(dtype);
      var y = x.indexSelect(0, Tensor.of(1, 0));
      assertEquals(dtype, y.dtype());
      assertValues(y, 1, 0);
    }

    @Test
    void indicesOutsideAreRefusedBeforeAnythingIsRead() {
      var x = counted(3, 2);
      assertRefused(
          IndexOutOfBoundsException.class,
          () -> x.indexSelect(0, Tensor.of(0, 7)),
          "indexSelect: index 7 is not within axis 0 of i64[3, 2], whose extent is 3. Use -3 to"
              + " 2.");
      assertRefused(
          IndexOutOfBoundsException.class,
          () -> x.indexSelect(1, Tensor.of(0, -3)),
          "indexSelect: index -3 is not within axis 1 of i64[3, 2], whose extent is 2. Use -2 to"
              + " 1.");
      assertThrows(
          IndexOutOfBoundsException.class,
          () -> x.get(counted(9).slice(0, OPEN, OPEN, 4))); // a strided index is checked, too
    }

    @Test
    void anIndexIsOfWholeNumbers() {
      assertRefused(
          DTypeException.class,
          () -> counted(3).indexSelect(0, Tensor.of(1f, 2f)),
          "indexSelect needs an index of whole numbers; found f32[2]. Cast it with"
              + " to(DType.INT64).");
      assertRefused(
          DTypeException.class,
          () -> counted(2).indexSelect(0, Tensor.of(true, false)),
          "indexSelect needs an index of whole numbers; found bool[2]. For a mask use"
              + " maskedSelect.");
      assertRefused(
          ShapeException.class,
          () -> counted(2).indexSelect(0, Tensor.of(1)),
          "indexSelect needs an index of rank 1; found i32[]. Use gather or get for others.");
    }

    @Test
    void getLooksUpRowsInTheShapeOfTheIndex() {
      var table = counted(4, 2);
      var rows = table.get(Tensor.of(new int[][] {{3, 0}, {-1, 1}}));
      assertShape("[2, 2, 2]", rows);
      assertValues(rows, 6, 7, 0, 1, 6, 7, 2, 3);
      assertShape("[2]", table.get(Tensor.of(1)));
      assertShape("[0, 3, 2]", table.get(Tensor.zeros(DType.INT64, 0, 3)));
    }

    @Test
    void getByAMaskKeepsWhatIsTrue() {
      var x = counted(2, 2, 2);
      assertValues(x.get(x.eq(3)), 3);
      assertValues(x.get(Tensor.of(false, true)), 4, 5, 6, 7);
      var rows = x.get(Tensor.eye(DType.BOOL, 2, 2));
      assertShape("[2, 2]", rows);
      assertValues(rows, 0, 1, 6, 7);
      assertRefused(
          ShapeException.class,
          () -> x.get(Tensor.of(true, false, true)),
          "get of i64[2, 2, 2] by a mask needs one with the extents of its first axes; found"
              + " bool[3].");
    }

    @Test
    void takeCountsInRowMajorOrder() {
      var y = counted(2, 3).t().take(Tensor.of(new int[][] {{1, 5}}));
      assertShape("[1, 2]", y);
      assertValues(y, 3, 5);
    }

    @Test
    void gatherReadsAlongOneAxis() {
      var x = counted(2, 3);
      var down = Tensor.of(new int[][] {{1, 0, 1}});
      assertValues(x.gather(0, down), 3, 1, 5);
      var across = Tensor.of(new int[][] {{2, 2, 0, -1}, {0, 1, 2, 0}});
      assertValues(x.gather(1, across), 2, 2, 0, 2, 3, 4, 5, 3);
    }

    @Test
    void gatherReadsAsTheFormulaSays() {
      var x = counted(4, 3, 5);
      var index = Tensor.randint(Key.of(1), Shape.of(2, 6, 4), -3, 3);
      var y = x.gather(1, index);
      for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 6; j++) {
          for (int k = 0; k < 4; k++) {
            long at = index.get(i, j, k).itemLong();
            assertEquals(x.get(i, at, k).item(), y.get(i, j, k).item());
          }
        }
      }
    }

    @Test
    void gatherNeedsRanksAndExtentsThatFit() {
      var x = counted(2, 3);
      assertRefused(
          ShapeException.class,
          () -> x.gather(0, Tensor.of(0, 1)),
          "gather needs operands of one rank; found i64[2, 3] and i32[2]. "
              + "Reshape one, or use get or indexSelect.");
      assertRefused(
          ShapeException.class,
          () -> x.gather(0, Tensor.zeros(DType.INT64, 1, 4)),
          "gather: along axis 1 the index i64[1, 4] is longer than i64[2, 3]. Narrow it.");
    }

    @Test
    void takeAlongUndoesArgsort() {
      var x = Tensor.randn(Key.of(2), 3, 4);
      assertTrue(x.takeAlong(1, x.argsort(1)).eq(x.sort(1).values()).all().itemBoolean());
      assertValues(counted(2, 3).takeAlong(1, counted(2, 3).argmax(true, 1)), 2, 5);
    }

    @Test
    void takeAlongBroadcasts() {
      var x = counted(2, 3);
      assertValues(x.takeAlong(1, Tensor.of(new int[][] {{2, 0}})), 2, 0, 5, 3);
      assertValues(counted(1, 3).takeAlong(1, Tensor.of(new int[][] {{1}, {2}})), 1, 2);
      assertRefused(
          ShapeException.class,
          () -> x.takeAlong(1, Tensor.zeros(DType.INT32, 3, 1)),
          "takeAlong cannot broadcast i64[2, 3] and the index i32[3, 1]: "
              + "along axis 0 extents 2 and 3 differ and neither is 1.");
    }
  }

  @Nested
  class Scattered {
    @Test
    void scatterWritesAlongOneAxis() {
      var x = Tensor.zeros(DType.INT64, 2, 3);
      var index = Tensor.of(new int[][] {{2, 0}, {1, 1}});
      var y = x.scatter(1, index, Tensor.of(new int[][] {{5, 6}, {7, 8}}));
      assertValues(y, 6, 0, 5, 0, 8, 0); // the last of several wins
      assertValues(x, 0, 0, 0, 0, 0, 0);
    }

    @Test
    void scatterWritesANumber() {
      assertValues(counted(3).scatter(0, Tensor.of(0, -1), 9), 9, 1, 9);
      assertThrows(DTypeException.class, () -> counted(3).scatter(0, Tensor.of(0, 1), 0.5));
    }

    @Test
    void scatterAddSumsDuplicates() {
      var x = counted(3).to(DType.FLOAT32);
      var y = x.scatterAdd(0, Tensor.of(0, 2, 0, 0), Tensor.of(1f, 10f, 2f, 4f));
      assertValues(y, 7, 1, 12);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BOOL")
    void everyDtypeCanBeAddedTo(DType dtype) {
      var y = Tensor.ones(dtype, 2).scatterAdd(0, Tensor.of(1, 1), Tensor.ones(dtype, 2));
      assertEquals(dtype, y.dtype());
      assertValues(y, 1, 3);
    }

    @Test
    void theIndexMayBeShorterThanTheRest() {
      var x = Tensor.zeros(DType.INT64, 3, 4, 2);
      var index = Tensor.of(new int[][][] {{{2}, {0}}}); // 1, 2, 1
      var updates = counted(2, 3, 2).plus(1);
      var y = x.scatter(1, index, updates);
      var expected = new long[24];
      expected[4] = 1; // y[0, index[0, 0, 0] = 2, 0] = updates[0, 0, 0]
      expected[0] = 3; // y[0, index[0, 1, 0] = 0, 0] = updates[0, 1, 0]
      assertValues(y, expected);
      assertEquals(0, x.sum().item());
    }

    @Test
    void putCountsInRowMajorOrder() {
      var x = counted(2, 3);
      assertValues(x.put(Tensor.of(4, 0), Tensor.of(-4, -1)), -1, 1, 2, 3, -4, 5);
    }

    @Test
    void updatesThatCannotBeHeldAreRefused() {
      var x = counted(3);
      var index = Tensor.of(0, 1);
      assertRefused(
          DTypeException.class,
          () -> x.scatter(0, index, Tensor.of(1f, 2f)),
          "scatter into i64[3] cannot take updates f32[2]. Cast one of them with to(dtype).");
      assertRefused(
          DTypeException.class,
          () -> x.ne(0).scatterAdd(0, index, Tensor.of(true, true)),
          "scatterAdd needs numbers; found bool. Cast with to(dtype).");
      assertRefused(
          ShapeException.class,
          () -> x.scatter(0, index, Tensor.of(new int[] {1})),
          "scatter: along axis 0 the index i32[2] is longer than i32[1]. Narrow it.");
      assertRefused(
          IndexOutOfBoundsException.class,
          () -> x.scatterAdd(0, Tensor.of(0, 3), Tensor.of(1, 1)),
          "scatterAdd: index 3 is not within axis 0 of i64[3], whose extent is 3. Use -3 to 2.");
    }
  }

  @Nested
  class ByMasks {
    @Test
    void maskedSelectKeepsRowMajorOrder() {
      var x = counted(2, 3);
      assertValues(x.maskedSelect(x.rem(2).eq(0)), 0, 2, 4);
      assertValues(x.t().maskedSelect(x.t().ge(2)), 3, 4, 2, 5);
      assertValues(x.maskedSelect(x.lt(0)));
      assertValues(Tensor.zeros(0, 2).maskedSelect(Tensor.zeros(DType.BOOL, 0, 2)));
    }

    @Test
    void maskedSelectBroadcasts() {
      var x = counted(2, 3);
      assertValues(x.maskedSelect(Tensor.of(true, false, true)), 0, 2, 3, 5);
      assertValues(Tensor.of(7L, 8L).maskedSelect(Tensor.eye(DType.BOOL, 2, 2)), 7, 8);
    }

    @Test
    void aMaskIsBool() {
      assertRefused(
          DTypeException.class,
          () -> counted(2).maskedSelect(Tensor.of(1, 0)),
          "maskedSelect needs a mask of bool; found i32[2]. "
              + "Compare, for example ne(0), or cast with to(DType.BOOL).");
    }

    @Test
    void nonzeroNamesAnIndexARow() {
      var x = Tensor.of(new float[][] {{0, 1, 0}, {2, 0, Float.NaN}});
      var places = x.nonzero();
      assertShape("[3, 2]", places);
      assertValues(places, 0, 1, 1, 0, 1, 2);
      assertShape("[0, 2]", Tensor.zeros(2, 2).nonzero());
      assertShape("[0, 2]", Tensor.zeros(2, 0).nonzero());
      assertShape("[1, 0]", Tensor.of(5f).nonzero());
      assertValues(Tensor.of(true, false, true).nonzero(), 0, 2);
    }

    @Test
    void nonzeroFindsWhatALoopFinds() {
      var x = Tensor.bernoulli(Key.of(5), Shape.of(4, 3, 5), 0.3);
      List<Long> expected = new ArrayList<>();
      for (long i = 0; i < 4; i++) {
        for (long j = 0; j < 3; j++) {
          for (long k = 0; k < 5; k++) {
            if (x.get(i, j, k).itemBoolean()) {
              expected.addAll(List.of(i, j, k));
            }
          }
        }
      }
      assertValues(x.nonzero(), expected.stream().mapToLong(Long::longValue).toArray());
    }

    @Test
    void maskedScatterFillsInOrder() {
      var x = counted(2, 3);
      var mask = x.rem(2).eq(1);
      assertValues(x.maskedScatter(mask, Tensor.of(10, 30, 50, 70)), 0, 10, 2, 30, 4, 50);
      assertValues(
          x.maskedScatter(Tensor.of(false, false, true), Tensor.of(-1, -2)), 0, 1, -1, 3, 4, -2);
      assertValues(x.maskedScatter(x.lt(0), Tensor.of(new int[0])), 0, 1, 2, 3, 4, 5);
      assertRefused(
          ShapeException.class,
          () -> x.maskedScatter(mask, Tensor.of(1, 2)),
          "maskedScatter of i64[2, 3]: the mask is true 3 times, but the source i32[2] has 2"
              + " elements.");
    }
  }

  @Nested
  class Ordered {
    @Test
    void sortGivesValuesAndPlaces() {
      var x = Tensor.of(new float[][] {{3, 1, 2}, {0, 5, 4}});
      var sorted = x.sort();
      assertValues(sorted.values(), 1, 2, 3, 0, 4, 5);
      assertValues(sorted.indices(), 1, 2, 0, 0, 2, 1);
      assertValues(x.sort(0).indices(), 1, 0, 0, 0, 1, 1);
      assertValues(x.argsort(1, true), 0, 2, 1, 1, 2, 0);
    }

    @Test
    void equalElementsStayAsTheyWere() {
      var x = Tensor.of(1, 0, 1, 0);
      assertValues(x.argsort(), 1, 3, 0, 2);
      assertValues(x.argsort(0, true), 0, 2, 1, 3);
    }

    @Test
    void notANumberIsLargest() {
      var x = Tensor.of(Float.NaN, 1f, Float.POSITIVE_INFINITY);
      assertValues(x.argsort(), 1, 2, 0);
      assertValues(x.argsort(0, true), 0, 2, 1);
    }

    @Test
    void topkIsTheBeginningOfTheOrder() {
      var x = Tensor.of(new int[][] {{3, 1, 2}, {0, 5, 4}});
      assertValues(x.topk(2).values(), 3, 2, 5, 4);
      assertValues(x.topk(2).indices(), 0, 2, 1, 2);
      assertValues(x.topk(1, 0, false).values(), 0, 1, 2);
      assertShape("[2, 0]", x.topk(0).values());
      assertRefused(
          ShapeException.class,
          () -> x.topk(4),
          "topk of i32[2, 3] along axis 1, whose extent is 3, cannot give 4 elements.");
    }

    @ParameterizedTest
    @EnumSource
    void everyDtypeCanBeSorted(DType dtype) {
      var sorted = Tensor.of(1, 0, 1).to(dtype).sort();
      assertEquals(dtype, sorted.values().dtype());
      assertValues(sorted.values(), 0, 1, 1);
    }

    @Test
    void uniqueValuesAscend() {
      assertValues(Tensor.of(new int[][] {{3, 1}, {3, -2}}).unique(), -2, 1, 3);
      assertValues(Tensor.of(7L).unique(), 7);
      assertValues(Tensor.of(new long[0]).unique());
      assertEquals(2, Tensor.of(Float.NaN, Float.NaN).unique().size());
    }
  }

  @Nested
  class Matrices {
    @Test
    void oneHotPutsAOneAtItsClass() {
      var y = Tensor.of(new int[][] {{2, 0}}).oneHot(3);
      assertShape("[1, 2, 3]", y);
      assertEquals(DType.INT64, y.dtype());
      assertValues(y, 0, 0, 1, 1, 0, 0);
      assertRefused(
          IndexOutOfBoundsException.class,
          () -> Tensor.of(0, -1).oneHot(3),
          "oneHot of i32[2] needs classes from 0 to 2; found -1.");
      assertRefused(
          IndexOutOfBoundsException.class,
          () -> Tensor.of(0, 3).oneHot(3),
          "oneHot of i32[2] needs classes from 0 to 2; found 3.");
    }

    @Test
    void trianglesKeepOneSide() {
      var x = counted(2, 3).plus(1);
      assertValues(x.tril(), 1, 0, 0, 4, 5, 0);
      assertValues(x.tril(1), 1, 2, 0, 4, 5, 6);
      assertValues(x.triu(), 1, 2, 3, 0, 5, 6);
      assertValues(x.triu(-1), 1, 2, 3, 4, 5, 6);
      assertValues(x.triu(5), 0, 0, 0, 0, 0, 0);
      assertEquals(DType.UINT8, x.to(DType.UINT8).triu().dtype());
      assertValues(Tensor.ones(DType.BOOL, 2, 2).tril(), 1, 0, 1, 1);
      assertRefused(
          ShapeException.class, () -> counted(3).tril(), "tril needs a matrix; found i64[3].");
    }

    @Test
    void trianglesOfABatchAreTakenOneByOne() {
      assertValues(counted(2, 2, 2).tril(), 0, 0, 2, 3, 4, 0, 6, 7);
    }

    @Test
    void notANumberOutsideATriangleIsGone() {
      var x = Tensor.full(Shape.of(2, 2), Double.NaN).tril(-1).triu();
      assertEquals(0, x.abs().sum().item());
    }

    @ParameterizedTest(name = "offset {0}")
    @CsvSource({"0, 0 5 10", "1, 1 6 11", "3, 3", "4, ''", "-1, 4 9", "-2, 8", "-3, ''", "9, ''"})
    void diagonalsOfAMatrix(long offset, String expected) {
      var numbers =
          expected.isEmpty()
              ? new long[0]
              : java.util.Arrays.stream(expected.split(" ")).mapToLong(Long::parseLong).toArray();
      assertValues(counted(3, 4).diagonal(offset, 0, 1), numbers);
    }

    @Test
    void theDiagonalIsAViewOfAContiguousMatrix() {
      var x = Tensor.zeros(2, 3, 3);
      x.diagonal().fill(1);
      assertEquals(6, x.sum().item());
      assertEquals(3, x.get(0).diagonal().sum().item());
    }

    @Test
    void diagonalsOfOtherAxes() {
      var x = counted(2, 3, 2);
      var y = x.diagonal(0, 0, 2);
      assertShape("[3, 2]", y);
      assertValues(y, 0, 7, 2, 9, 4, 11);
      assertRefused(
          ShapeException.class,
          () -> x.diagonal(0, 0, -3),
          "diagonal of i64[2, 3, 2] needs two axes; found 0 and -3.");
    }

    @Test
    void diagTurnsVectorsIntoMatricesAndBack() {
      var v = Tensor.of(1L, 2L);
      assertValues(v.diag(), 1, 0, 0, 2);
      assertValues(v.diag(1), 0, 1, 0, 0, 0, 2, 0, 0, 0);
      assertValues(v.diag(-1), 0, 0, 0, 1, 0, 0, 0, 2, 0);
      assertValues(v.diag(-1).diag(-1), 1, 2);
      assertRefused(
          ShapeException.class,
          () -> counted(1, 1, 1).diag(),
          "diag needs a vector or a matrix; found i64[1, 1, 1]. Use diagonal for others.");
    }
  }

  @Nested
  class Dry {
    @Test
    void shapesAreInferredAndIndicesNotRead() {
      var x = Tensor.zeros(3, 4);
      var index = Device.DRY.with(() -> Tensor.of(7, 8));
      assertEquals("f32[2, 4] (dry)", x.indexSelect(0, index).toString());
      assertEquals("f32[2, 4] (dry)", x.get(index).toString());
      assertEquals("i64[2, 3] (dry)", index.oneHot(3).toString());
      var dry = x.to(Device.DRY);
      assertEquals("f32[4, 2] (dry)", dry.slice(0, 0, 2).t().toString());
      assertEquals("f32[3, 2] (dry)", dry.topk(2).values().toString());
      assertEquals("f32[3, 4] (dry)", dry.tril().toString());
      assertEquals("f32[3] (dry)", dry.diagonal().toString());
      assertEquals("f32[3, 4] (dry)", dry.maskedScatter(dry.gt(0), dry).toString());
      assertThrows(DryValueException.class, () -> dry.maskedSelect(dry.gt(0)));
      assertThrows(DryValueException.class, dry::nonzero);
    }
  }
}
