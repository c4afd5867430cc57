package io.ligature;

import static io.ligature.Walk.at;
import static io.ligature.Walk.counted;
import static io.ligature.Walk.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ViewsTest {
  private static Stream<Tensor> tensors() {
    return Walk.SHAPES.stream().flatMap(shape -> Walk.layouts(counted(shape)));
  }

  private static Stream<Tensor> withAxes() {
    return tensors().filter(x -> x.rank() > 0);
  }

  private static void assertShape(String expected, Tensor x) {
    assertEquals(expected, x.shape().toString());
  }

  private static void assertShapes(String expected, List<Tensor> parts) {
    assertEquals(expected, parts.stream().map(x -> x.shape().toString()).toList().toString());
  }

  // ---- memory

  static Stream<Named<UnaryOperator<Tensor>>> sharing() {
    return Stream.of(
        Named.of("reshape", x -> x.reshape(4, -1)),
        Named.of("reshape of a transposed", x -> x.t().reshape(3, 2, 2)),
        Named.of("flatten", Tensor::flatten),
        Named.of("flatten axes", x -> x.flatten(0, 1)),
        Named.of("unflatten", x -> x.unflatten(1, 1, 3)),
        Named.of("squeeze", x -> x.unsqueeze(0, 2).squeeze()),
        Named.of("squeeze an axis", x -> x.unsqueeze(1).squeeze(1)),
        Named.of("permute", x -> x.permute(1, 0)),
        Named.of("transpose", x -> x.transpose(0, 1)),
        Named.of("t", Tensor::t),
        Named.of("moveAxis", x -> x.moveAxis(0, 1)),
        Named.of("flip", x -> x.flip(0)),
        Named.of("unfold", x -> x.unfold(0, 2, 2)),
        Named.of("expand to itself", x -> x.expand(-1, 3)),
        Named.of("split", x -> x.split(0, 1, 3).get(1)),
        Named.of("split by a size", x -> x.split(0, 3).get(0)),
        Named.of("chunk", x -> x.chunk(1, 2).get(1)),
        Named.of("unbind", x -> x.unbind(0).get(2)),
        Named.of("slice", x -> x.slice(0, 3, 0, -2)),
        Named.of("narrow", x -> x.narrow(1, 1, 1)),
        Named.of("get", x -> x.get(2)),
        Named.of("select", x -> x.select(1, 1)),
        Named.of("diagonal", Tensor::diagonal),
        Named.of("diagonal of a transposed", x -> x.t().diagonal(1, 0, 1)),
        Named.of("diagonal of every other row", x -> x.slice(0, 0, 4, 2).diagonal()),
        Named.of("detach", Tensor::detach));
  }

  @ParameterizedTest
  @MethodSource("sharing")
  void anEditOfAViewShows(UnaryOperator<Tensor> view) {
    var x = counted(4, 3);
    var y = view.apply(x);
    assertSame(x.view().storage(), y.view().storage());
    y.fill(-1);
    assertEquals(y.size(), x.lt(0).countNonzero().item());
  }

  static Stream<Named<UnaryOperator<Tensor>>> copying() {
    return Stream.of(
        Named.of("reshape that no strides express", x -> x.t().reshape(12)),
        Named.of("tile once", x -> x.tile(1, 1)),
        Named.of("tile", x -> x.tile(2)),
        Named.of("tile an axis of one", x -> x.slice(0, 0, 1).tile(3, 1)),
        Named.of("repeatInterleave once", x -> x.repeatInterleave(0, 1)),
        Named.of("repeatInterleave", x -> x.slice(0, 0, 1).repeatInterleave(0, 3)),
        Named.of("roll", x -> x.roll(0, 1)),
        Named.of("roll by nothing", x -> x.roll(0, 8)),
        Named.of("pad by nothing", x -> x.pad(0, 0, 0)),
        Named.of("pad by less", x -> x.pad(0, -1, -1)),
        Named.of("pad by nothing of its own", x -> x.pad(0, 0, 0, Padding.REFLECT)),
        Named.of("pad", x -> x.pad(1, 1, 1)),
        Named.of("cat of one", x -> Tensor.cat(0, x)),
        Named.of("stack of one", x -> Tensor.stack(0, x)),
        Named.of("indexSelect", x -> x.indexSelect(0, Tensor.arange(4))),
        Named.of("gather", x -> x.gather(0, Tensor.zeros(DType.INT64, 4, 3))),
        Named.of("take", x -> x.take(Tensor.arange(12))),
        Named.of("maskedSelect", x -> x.maskedSelect(x.ge(0))),
        Named.of("tril", Tensor::tril),
        Named.of("triu", x -> x.triu(-9)),
        Named.of("diag of a matrix", Tensor::diag),
        Named.of("copy", Tensor::copy));
  }

  @ParameterizedTest
  @MethodSource("copying")
  void anEditOfACopyDoesNot(UnaryOperator<Tensor> copy) {
    var x = counted(4, 3);
    var y = copy.apply(x);
    assertNotSame(x.view().storage(), y.view().storage());
    y.fill(-1);
    assertEquals(0, x.lt(0).countNonzero().item());
  }

  // ---- values

  @Nested
  class AnotherShape {
    @Test
    void reshapeKeepsTheRowMajorOrder() {
      for (var shape : Walk.SHAPES) {
        for (var to : Walk.SHAPES) {
          if (shape.size() == to.size()) {
            Walk.layouts(counted(shape))
                .forEach(x -> Walk.check("reshape", x.reshape(to), to, i -> Walk.number(to, i)));
          }
        }
      }
      var rank8 = Shape.of(2, 1, 2, 3, 1, 1, 2, 1);
      Walk.layouts(counted(4, 6))
          .forEach(x -> Walk.check("rank 8", x.reshape(rank8), rank8, i -> Walk.number(rank8, i)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource(
        delimiter = ';',
        value = {
          "2 3; 3 -1; [3, 2]",
          "2 3; -1; [6]",
          "2 3; -1 1 6; [1, 1, 6]",
          "0 3; -1 3; [0, 3]",
          "0 3; 3 -1; [3, 0]",
          "0 3; 0 3 1; [0, 3, 1]",
          "6; 1 -1 2 1 1 1 1 1; [1, 3, 2, 1, 1, 1, 1, 1]"
        })
    void oneExtentIsFound(String from, String to, String expected) {
      assertShape(expected, counted(extents(from)).reshape(extents(to)));
    }

    @Test
    void aScalarIsAVectorOfOne() {
      assertShape("[1]", Tensor.of(1f).reshape(-1));
      assertShape("[]", Tensor.of(new float[] {1}).reshape());
      assertShape("[1]", Tensor.of(1f).flatten());
    }

    @Test
    void itsOwnShapeIsTheTensorItself() {
      var x = counted(2, 3);
      assertSame(x, x.reshape(2, 3));
      assertSame(x, x.reshape(x.shape()));
      assertSame(x, x.squeeze());
    }

    @Test
    void sizesThatDifferAreRefused() {
      refused(
          ShapeException.class,
          "reshape of [2, 3] (6 elements) to [4, 2] (8 elements): the sizes differ.",
          () -> counted(2, 3).reshape(4, 2));
      refused(
          ShapeException.class,
          "reshape of [2, 3] to [4, ?]: no extent in place of ? gives 6 elements.",
          () -> counted(2, 3).reshape(4, -1));
      refused(
          ShapeException.class,
          "reshape of [0, 3] to [0, ?]: no extent in place of ? gives 0 elements.",
          () -> counted(0, 3).reshape(0, -1));
      refused(
          ShapeException.class,
          "reshape of [2, 3] to [?, ?]: only one extent can be found from the rest. Name the"
              + " others.",
          () -> counted(2, 3).reshape(-1, -1));
      refused(
          ShapeException.class,
          "reshape of [2, 3] to [-2, 3]: extents are 0 or more, or -1 for the one to be found.",
          () -> counted(2, 3).reshape(-2, 3));
    }

    @Test
    void flattenMergesAxes() {
      var x = counted(2, 3, 4, 5);
      assertShape("[120]", x.flatten());
      assertShape("[2, 12, 5]", x.flatten(1, 2));
      assertShape("[2, 3, 20]", x.flatten(-2, -1));
      assertShape("[2, 3, 4, 5]", x.flatten(1, 1));
      assertShape("[0, 5]", counted(2, 0, 5).flatten(0, 1));
      refused(
          ShapeException.class,
          "flatten of [2, 3, 4, 5]: axis 2 stands behind axis 1. Exchange them.",
          () -> x.flatten(2, 1));
      refused(
          ShapeException.class,
          "flatten of [2, 3, 4, 5]: there is no axis 4. Use -4 to 3.",
          () -> x.flatten(0, 4));
    }

    @Test
    void unflattenUndoesFlatten() {
      var x = counted(2, 12);
      assertShape("[2, 3, 4]", x.unflatten(1, 3, 4));
      assertShape("[2, 3, 2, 2]", x.unflatten(-1, 3, -1, 2));
      assertShape("[1, 2, 12]", x.unflatten(0, 1, 2));
      assertArrayEquals(x.toDoubleArray(), x.unflatten(1, 3, 4).flatten(1, 2).toDoubleArray());
      refused(
          ShapeException.class,
          "unflatten of [2, 12] at axis 1 to [3, 5]: the extents multiply to 15, not 12.",
          () -> x.unflatten(1, 3, 5));
    }

    @Test
    void squeezeRemovesAxesOfOne() {
      var x = counted(1, 3, 1, 2, 1);
      assertShape("[3, 2]", x.squeeze());
      assertShape("[3, 1, 2, 1]", x.squeeze(0));
      assertShape("[1, 3, 2]", x.squeeze(-1, 2));
      assertShape("[0]", counted(0, 1).squeeze());
      assertShape("[]", counted(1, 1).squeeze());
      refused(
          ShapeException.class,
          "squeeze of [1, 3, 1, 2, 1] at axis 1: its extent is 3, not 1. Reduce or index it"
              + " instead.",
          () -> x.squeeze(1));
    }

    @Test
    void unsqueezePutsAxesAtPlacesOfTheResult() {
      var x = counted(3, 2);
      assertShape("[1, 3, 2]", x.unsqueeze(0));
      assertShape("[3, 2, 1]", x.unsqueeze(-1));
      assertShape("[1, 3, 1, 2, 1]", x.unsqueeze(0, 2, 4));
      assertShape("[3, 1, 2, 1]", x.unsqueeze(-1, 1));
      assertShape("[1, 1]", Tensor.of(1f).unsqueeze(0, 1));
      refused(
          ShapeException.class,
          "A new axis of shape [3, 2] can stand at -3 to 2; found 3.",
          () -> x.unsqueeze(3));
      refused(
          ShapeException.class,
          "unsqueeze of [3, 2] needs distinct places of -4 to 3 for its new axes; found [1, -3].",
          () -> x.unsqueeze(1, -3));
      refused(
          ShapeException.class,
          "unsqueeze of [3, 2] needs distinct places of -4 to 3 for its new axes; found [0, 4].",
          () -> x.unsqueeze(0, 4));
    }
  }

  @Nested
  class Repeated {
    @ParameterizedTest(name = "{0} to {1}")
    @CsvSource({"'', 2 3", "3, 2 3", "1 3, 4 3", "3 1, 2 3 2", "1, 0", "0 1, 2 0 3", "5, 5"})
    void expandRepeatsWithoutACopy(String from, String to) {
      var shape = Shape.of(extents(to));
      Walk.layouts(counted(extents(from)))
          .forEach(
              x -> {
                var y = x.expand(shape);
                assertSame(x.view().storage(), y.view().storage());
                int ahead = shape.rank() - x.rank();
                Walk.check(
                    "expand",
                    y,
                    shape,
                    i -> {
                      var index = Arrays.copyOfRange(i, ahead, i.length);
                      Arrays.setAll(index, axis -> x.shape().get(axis) == 1 ? 0 : index[axis]);
                      return at(x, index);
                    });
              });
    }

    @Test
    void minusOneLeavesAnExtent() {
      assertShape("[2, 3, 4]", counted(3, 1).expand(2, -1, 4));
      refused(
          ShapeException.class,
          "expand of [3, 1] to [-1, 3, 4]: extents are 0 or more; -1 leaves one that is there.",
          () -> counted(3, 1).expand(-1, 3, 4));
      refused(
          ShapeException.class,
          "expand of [3, 1] to [3, -2]: extents are 0 or more; -1 leaves one that is there.",
          () -> counted(3, 1).expand(3, -2));
    }

    @Test
    void broadcastToIsExpand() {
      assertArrayEquals(new double[] {0, 1, 0, 1}, counted(2).broadcastTo(2, 2).toDoubleArray());
    }

    @ParameterizedTest(name = "[3, 2] to {0}")
    @CsvSource({"2", "3 3", "3 2 1", "0 2", "2 2"})
    void whatDoesNotBroadcastIsRefused(String to) {
      var shape = Shape.of(extents(to));
      refused(
          ShapeException.class,
          "expand of [3, 2] to "
              + shape
              + ": only axes of extent 1, and new axes in front, can be repeated.",
          () -> counted(3, 2).expand(shape));
    }
  }

  @Nested
  class AxesInAnotherOrder {
    @Test
    void permuteReordersAxes() {
      tensors()
          .forEach(
              x -> {
                int rank = x.rank();
                for (int by = 0; by < Math.max(rank, 1); by++) {
                  var order = new int[rank];
                  int turn = by;
                  Arrays.setAll(order, i -> (i + turn) % rank - (i % 2 == 0 ? rank : 0));
                  var extents = new long[rank];
                  Arrays.setAll(extents, i -> x.shape().get(order[i]));
                  Walk.check(
                      "permute",
                      x.permute(order),
                      Shape.of(extents),
                      i -> {
                        var from = new long[rank];
                        for (int axis = 0; axis < rank; axis++) {
                          from[x.shape().axis(order[axis])] = i[axis];
                        }
                        return at(x, from);
                      });
                }
              });
    }

    @Test
    void transposeExchangesTwo() {
      var x = counted(2, 3, 4);
      Walk.check("0 2", x.transpose(0, -1), Shape.of(4, 3, 2), i -> at(x, i[2], i[1], i[0]));
      Walk.check("t", x.t(), Shape.of(2, 4, 3), i -> at(x, i[0], i[2], i[1]));
      Walk.check("1 1", x.transpose(1, 1), x.shape(), i -> at(x, i));
    }

    @Test
    void moveAxisKeepsTheOthersInOrder() {
      var x = counted(2, 3, 4, 5);
      assertShape("[3, 4, 2, 5]", x.moveAxis(0, 2));
      assertShape("[5, 2, 3, 4]", x.moveAxis(-1, 0));
      assertShape("[2, 4, 5, 3]", x.moveAxis(1, -1));
      Walk.check(
          "moveAxis", x.moveAxis(0, 2), Shape.of(3, 4, 2, 5), i -> at(x, i[2], i[0], i[1], i[3]));
    }

    @Test
    void axesThatAreNotThereAreRefused() {
      refused(
          ShapeException.class,
          "permute of [2, 3] needs each of its 2 axes once; found [0, 0].",
          () -> counted(2, 3).permute(0, 0));
      refused(
          ShapeException.class,
          "permute of [2, 3] needs each of its 2 axes once; found [1].",
          () -> counted(2, 3).permute(1));
      refused(
          ShapeException.class,
          "permute of [2, 3] needs each of its 2 axes once; found [0, 1, -1].",
          () -> counted(2, 3).permute(0, 1, -1));
      refused(
          ShapeException.class,
          "transpose of f64[2, 3]: there is no axis 2. Use -2 to 1.",
          () -> counted(2, 3).transpose(0, 2));
      refused(
          ShapeException.class,
          "moveAxis of f32[]: there is no axis 0. A scalar has no axes.",
          () -> Tensor.of(1f).moveAxis(0, 0));
      refused(
          ShapeException.class,
          "t needs a matrix, or matrices in the last two axes; found [3]. Unsqueeze it first.",
          () -> counted(3).t());
    }

    @Test
    void flipTurnsAxesRound() {
      withAxes()
          .forEach(
              x -> {
                int last = x.rank() - 1;
                long end = x.shape().get(last) - 1;
                Walk.check(
                    "flip", x.flip(-1), x.shape(), i -> at(x, Walk.with(i, last, end - i[last])));
                long size = x.size();
                var y = x.copy().flip();
                Walk.check("flip all", y, x.shape(), i -> size - 1 - Walk.number(x.shape(), i));
              });
      assertEquals(3, Tensor.of(3f).flip().item());
      refused(
          ShapeException.class,
          "flip of f64[2, 3] names an axis twice: [0, -2].",
          () -> counted(2, 3).flip(0, -2));
      refused(
          ShapeException.class,
          "flip of f64[2, 3]: there is no axis 2. Use -2 to 1.",
          () -> counted(2, 3).flip(2));
    }
  }

  @Nested
  class CutUp {
    @ParameterizedTest(name = "{0} in {1} parts")
    @CsvSource({
      "7, 3, [[3]; [3]; [1]]", // all as torch.chunk does
      "6, 4, [[2]; [2]; [2]]",
      "5, 4, [[2]; [2]; [1]]",
      "3, 5, [[1]; [1]; [1]]",
      "4, 2, [[2]; [2]]",
      "4, 1, [[4]]",
      "0, 3, [[0]; [0]; [0]]"
    })
    void chunksAreThoseOfPyTorch(long extent, int count, String expected) {
      var x = counted(extent);
      var parts = x.chunk(0, count);
      assertShapes(expected.replace(';', ','), parts);
      assertArrayEquals(x.toDoubleArray(), Tensor.cat(0, parts).toDoubleArray());
    }

    @ParameterizedTest(name = "{0} by {1}")
    @CsvSource({
      "7, 3, [[3]; [3]; [1]]",
      "6, 3, [[3]; [3]]",
      "2, 9, [[2]]",
      "0, 2, [[0]]",
      "0, 0, [[0]]"
    })
    void partsOfOneSize(long extent, long size, String expected) {
      var x = counted(extent);
      var parts = x.split(0, size);
      assertShapes(expected.replace(';', ','), parts);
      assertArrayEquals(x.toDoubleArray(), Tensor.cat(0, parts).toDoubleArray());
    }

    @Test
    void partsFollowEachOther() {
      withAxes()
          .forEach(
              x -> {
                int last = x.rank() - 1;
                long extent = x.shape().get(last);
                var sizes = new long[] {extent / 3, 0, extent - extent / 3};
                var parts = x.split(-1, sizes);
                long start = 0;
                for (int part = 0; part < sizes.length; part++) {
                  long from = start;
                  Walk.check(
                      "part " + part,
                      parts.get(part),
                      x.shape().with(last, sizes[part]),
                      i -> at(x, Walk.with(i, last, from + i[last])));
                  start += sizes[part];
                }
              });
    }

    @Test
    void sizesMustAddUp() {
      refused(
          ShapeException.class,
          "split of f64[2, 5] along axis 1 needs sizes that add up to 5; found [2, 2].",
          () -> counted(2, 5).split(-1, 2, 2));
      refused(
          ShapeException.class,
          "split of f64[2, 5] along axis 1 needs sizes that add up to 5; found [6, -1].",
          () -> counted(2, 5).split(1, 6, -1));
      refused(
          ShapeException.class,
          "split of f64[2, 5] along axis 1 needs sizes that add up to 5; found [3].",
          () -> counted(2, 5).split(1, new long[] {3}));
      refused(
          ShapeException.class,
          "split of f64[2, 5] along axis 1 needs parts of 1 or more; found 0.",
          () -> counted(2, 5).split(-1, 0));
      refused(
          ShapeException.class,
          "chunk of f64[2, 5] needs 1 part or more; found 0.",
          () -> counted(2, 5).chunk(0, 0));
      refused(
          ShapeException.class,
          "chunk of f64[2, 5]: there is no axis 2. Use -2 to 1.",
          () -> counted(2, 5).chunk(2, 1));
    }

    @Test
    void unbindGivesEveryIndex() {
      var x = counted(2, 3);
      var columns = x.unbind(-1);
      assertEquals(3, columns.size());
      Walk.check("column", columns.get(2), Shape.of(2), i -> at(x, i[0], 2));
      assertEquals(List.of(), counted(0, 3).unbind(0));
      refused(
          ShapeException.class,
          "unbind of f32[]: there is no axis 0. A scalar has no axes.",
          () -> Tensor.of(1f).unbind(0));
    }

    @ParameterizedTest(name = "windows of {0}, one every {1}")
    @CsvSource({"1, 1", "2, 1", "3, 2", "2, 3", "5, 1", "0, 1", "1, 9"})
    void unfoldGivesWindows(long size, long step) {
      Walk.layouts(counted(2, 5, 3))
          .forEach(
              x -> {
                long windows = (5 - size) / step + 1;
                Walk.check(
                    "unfold",
                    x.unfold(1, size, step),
                    Shape.of(2, windows, 3, size),
                    i -> at(x, i[0], i[1] * step + i[3], i[2]));
              });
    }

    @Test
    void windowsThatDoNotFitAreRefused() {
      refused(
          ShapeException.class,
          "unfold of [2, 5] along axis 1 needs a size of 0 to 5 and a step of 1 or more; found 6"
              + " and 1.",
          () -> counted(2, 5).unfold(-1, 6, 1));
      refused(
          ShapeException.class,
          "unfold of [2, 5] along axis 1 needs a size of 0 to 5 and a step of 1 or more; found 2"
              + " and 0.",
          () -> counted(2, 5).unfold(1, 2, 0));
    }
  }

  @Nested
  class LaidOutAnew {
    @ParameterizedTest(name = "{0} tiled {1}")
    @CsvSource({
      "3, 2, [6]",
      "2 3, 2, '[2, 6]'",
      "2 3, 2 1, '[4, 3]'",
      "3, 2 2, '[2, 6]'",
      "2 3, 1 2 1 2, '[1, 2, 2, 6]'",
      "2 3, 0 1, '[0, 3]'",
      "0 3, 2 2, '[0, 6]'",
      "'', 3, [3]",
      "2 3, '', '[2, 3]'"
    })
    void tileLaysSideBySide(String from, String times, String expected) {
      Walk.layouts(counted(extents(from)))
          .forEach(
              x -> {
                var y = x.tile(extents(times));
                assertShape(expected, y);
                assertArrayEquals(y.toDoubleArray(), x.repeat(extents(times)).toDoubleArray());
                int ahead = y.rank() - x.rank();
                Walk.check(
                    "tile",
                    y,
                    y.shape(),
                    i -> {
                      var index = Arrays.copyOfRange(i, ahead, i.length);
                      Arrays.setAll(index, axis -> index[axis] % x.shape().get(axis));
                      return at(x, index);
                    });
              });
    }

    @Test
    void repeatInterleaveRepeatsEachElement() {
      withAxes()
          .forEach(
              x -> {
                for (long count = 0; count < 4; count++) {
                  long times = count;
                  int axis = x.rank() / 2;
                  Walk.check(
                      "repeatInterleave",
                      x.repeatInterleave(axis - x.rank(), count),
                      x.shape().with(axis, x.shape().get(axis) * count),
                      i -> at(x, Walk.with(i, axis, i[axis] / times)));
                }
              });
    }

    @ParameterizedTest(name = "by {0}")
    @CsvSource({"0", "1", "-1", "2", "5", "-7", "9223372036854775807", "-9223372036854775808"})
    void rollMovesRound(long shift) {
      withAxes()
          .forEach(
              x -> {
                int axis = x.rank() - 1;
                long extent = x.shape().get(axis);
                Walk.check(
                    "roll",
                    x.roll(-1, shift),
                    x.shape(),
                    i -> {
                      long from = Math.floorMod(i[axis] - Math.floorMod(shift, extent), extent);
                      return at(x, Walk.with(i, axis, from));
                    });
              });
    }

    @ParameterizedTest(name = "{0} before, {1} after")
    @CsvSource({"0, 0", "1, 2", "3, 0", "-1, 0", "-1, -2", "2, -1", "-2, 3", "-3, 0", "4, -3"})
    void padPutsAValueAtTheEnds(long before, long after) {
      Walk.layouts(counted(2, 3, 2))
          .forEach(
              x ->
                  Walk.check(
                      "pad",
                      x.pad(1, before, after, -9),
                      Shape.of(2, 3 + before + after, 2),
                      i -> {
                        long from = i[1] - before;
                        return from < 0 || from >= 3 ? -9 : at(x, i[0], from, i[2]);
                      }));
    }

    /// `old` is the place before padding.
    @ParameterizedTest(name = "{0} by {1} and {2}")
    @CsvSource({
      "REFLECT, 2, 1, 2 1 0 1 2 1",
      "REFLECT, 0, 2, 0 1 2 1 0",
      "REPLICATE, 2, 3, 0 0 0 1 2 2 2 2",
      "REPLICATE, 0, 1, 0 1 2 2",
      "CIRCULAR, 2, 1, 1 2 0 1 2 0",
      "CIRCULAR, 3, 3, 0 1 2 0 1 2 0 1 2",
      "REFLECT, 0, 0, 0 1 2"
    })
    void padTakesElementsOfItsOwn(Padding padding, long before, long after, String old) {
      long[] places = extents(old);
      Walk.layouts(counted(2, 3, 2))
          .forEach(
              x ->
                  Walk.check(
                      padding.toString(),
                      x.pad(-2, before, after, padding),
                      Shape.of(2, places.length, 2),
                      i -> at(x, i[0], places[(int) i[1]], i[2])));
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
      "FLOAT16, 0.5",
      "BFLOAT16, 0.5",
      "FLOAT32, -1.5",
      "INT8, -3",
      "UINT8, 255",
      "BOOL, 1"
    })
    void everyDtypeIsPaddedWithWhatItHolds(DType dtype, double value) {
      var y = Tensor.ones(dtype, 1).pad(0, 1, 1, value);
      assertEquals(dtype, y.dtype());
      assertArrayEquals(new double[] {value, 1, value}, y.toDoubleArray());
    }

    @Test
    void whatCannotBePaddedIsRefused() {
      var x = counted(2, 3);
      refused(
          ShapeException.class,
          "pad of f64[2, 3] along axis 1 by -2 and -2 takes away more than its 3 elements.",
          () -> x.pad(-1, -2, -2));
      refused(
          DTypeException.class,
          "pad of i32[1] with 0.5: i32 cannot hold 0.5. Cast the tensor first, with"
              + " to(DType.FLOAT64).",
          () -> Tensor.of(new int[] {1}).pad(0, 1, 1, 0.5));
      refused(
          ShapeException.class,
          "pad REFLECT of f64[2, 3] along axis 1 by 3 and 0: its extent 3 gives 0 to 2.",
          () -> x.pad(1, 3, 0, Padding.REFLECT));
      refused(
          ShapeException.class,
          "pad CIRCULAR of f64[2, 3] along axis 1 by 0 and 4: its extent 3 gives 0 to 3.",
          () -> x.pad(1, 0, 4, Padding.CIRCULAR));
      refused(
          ShapeException.class,
          "pad REPLICATE of f64[2, 3] along axis 1 by -1 and 0: its extent 3 gives 0 or more.",
          () -> x.pad(1, -1, 0, Padding.REPLICATE));
      refused(
          ShapeException.class,
          "pad REPLICATE of f64[0] along axis 0 by 1 and 0: its extent 0 gives 0 to 0.",
          () -> counted(0).pad(0, 1, 0, Padding.REPLICATE));
      refused(
          ShapeException.class,
          "pad REFLECT of f64[0] along axis 0 by 0 and 1: its extent 0 gives 0 to 0.",
          () -> counted(0).pad(0, 0, 1, Padding.REFLECT));
    }

    @Test
    void negativeCountsAreRefused() {
      refused(
          ShapeException.class,
          "tile of f64[2, 3] needs counts of 0 or more; found [1, -1].",
          () -> counted(2, 3).tile(1, -1));
      refused(
          ShapeException.class,
          "repeatInterleave of f64[2, 3] needs a count of 0 or more; found -1.",
          () -> counted(2, 3).repeatInterleave(0, -1));
      refused(
          ShapeException.class,
          "roll of f64[2, 3]: there is no axis 2. Use -2 to 1.",
          () -> counted(2, 3).roll(2, 1));
    }
  }

  private static long[] extents(String text) {
    return text.isEmpty()
        ? new long[0]
        : Arrays.stream(text.split(" ")).mapToLong(Long::parseLong).toArray();
  }

  static Stream<Arguments> axes() {
    return Stream.of(
        of("unflatten", x -> x.unflatten(2, 1)),
        of("squeeze", x -> x.squeeze(2)),
        of("permute", x -> x.permute(0, 2)),
        of("transpose", x -> x.transpose(2, 0)),
        of("moveAxis", x -> x.moveAxis(0, 2)),
        of("flip", x -> x.flip(2)),
        of("split", x -> x.split(2, 1).get(0)),
        of("split", x -> x.split(2, 1, 2).get(0)),
        of("chunk", x -> x.chunk(2, 1).get(0)),
        of("unbind", x -> x.unbind(2).get(0)),
        of("unfold", x -> x.unfold(2, 1, 1)),
        of("repeatInterleave", x -> x.repeatInterleave(2, 1)),
        of("roll", x -> x.roll(2, 1)),
        of("pad", x -> x.pad(2, 1, 1)),
        of("pad", x -> x.pad(2, 1, 1, Padding.CIRCULAR)),
        of("select", x -> x.select(2, 0)),
        of("slice", x -> x.slice(2, 0, 1, 1)),
        of("narrow", x -> x.narrow(2, 0, 1)),
        of("indexSelect", x -> x.indexSelect(2, Tensor.of(0L))),
        of("gather", x -> x.gather(2, Tensor.of(0L))),
        of("takeAlong", x -> x.takeAlong(2, Tensor.of(0L))),
        of("scatter", x -> x.scatter(2, Tensor.of(0L), x)),
        of("scatterAdd", x -> x.scatterAdd(2, Tensor.of(0L), x)),
        of("sort", x -> x.sort(2).values()),
        of("sort", x -> x.argsort(2)),
        of("topk", x -> x.topk(1, 2, true).values()),
        of("median", x -> x.median(2)),
        of("argmax", x -> x.argmax(2)),
        of("cumsum", x -> x.cumsum(2)),
        of("sum", x -> x.sum(2)),
        of("softmax", x -> x.softmax(2)),
        of("logSoftmax", x -> x.logSoftmax(2)),
        of("diagonal", x -> x.diagonal(0, 0, 2)),
        of("cross", x -> x.cross(x, 2)),
        of("tensordot", x -> x.tensordot(x, new int[] {2}, new int[] {0})),
        of("cat", x -> Tensor.cat(2, x)));
  }

  private static Arguments of(String op, UnaryOperator<Tensor> function) {
    return Arguments.of(op, function);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("axes")
  void anAxisThatIsNotThereIsRefusedByName(String op, UnaryOperator<Tensor> function) {
    var message =
        assertThrows(ShapeException.class, () -> function.apply(counted(2, 3))).getMessage();
    assertEquals(
        op + " of f64[2, 3]: there is no axis 2. Use -2 to 1.",
        message.replace("of [2, 3]", "of f64[2, 3]"));
  }
}
