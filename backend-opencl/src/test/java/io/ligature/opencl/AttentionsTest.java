package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.Attention;
import io.ligature.op.Backward;
import io.ligature.spi.Layout;
import io.ligature.spi.View;
import java.lang.foreign.MemorySegment;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A room for a part of the scores changes nothing but the order in which sums over queries run.
class AttentionsTest {
  private static final int SAMPLES = 2;
  private static final int HEADS = 4;
  private static final int GROUPS = 2;
  private static final int QUERIES = 5;
  private static final int KEYS = 7;
  private static final int WIDTH = 3;
  private static final int VALUES = 6;
  private static final long ALL = SAMPLES * HEADS * QUERIES * KEYS; // scores

  private final OpenClDevice device = RealDevice.open(new ProgramCache(null));
  private final Random random = new Random(1);
  private final Attention op = new Attention(true, 0.7);

  private View empty(long... extents) {
    var layout = Layout.rowMajor(Shape.of(extents));
    return new View(new DeviceBuffer(device, null, DType.FLOAT64, layout.size()), layout);
  }

  private View drawn(long... extents) {
    var x = empty(extents);
    var numbers = random.doubles(x.layout().size(), -1, 1).toArray();
    x.storage().write(0, numbers.length, MemorySegment.ofArray(numbers));
    return x;
  }

  private static double[] read(View x) {
    var numbers = new double[(int) x.layout().size()];
    x.storage().read(0, numbers.length, MemorySegment.ofArray(numbers));
    return numbers;
  }

  private View[] operands() {
    return new View[] {
      drawn(SAMPLES, HEADS, QUERIES, WIDTH),
      drawn(SAMPLES, GROUPS, KEYS, WIDTH),
      drawn(SAMPLES, GROUPS, KEYS, VALUES),
      drawn(HEADS, 1, KEYS), // added, to all samples and queries
    };
  }

  /// Rooms for every pair, for some, for one, for some queries, for one query, and for less.
  @ParameterizedTest(name = "{0} scores at a time")
  @ValueSource(longs = {3 * ALL, ALL / 2, ALL / 4, 3 * KEYS, KEYS, 1})
  void aSmallerRoomGivesTheSame(long room) {
    var in = operands();
    var whole = empty(SAMPLES, HEADS, QUERIES, VALUES);
    Attentions.forward(device, op, in, whole, ALL);
    var some = empty(SAMPLES, HEADS, QUERIES, VALUES);
    Attentions.forward(device, op, in, some, room);
    assertArrayEquals(read(whole), read(some));

    var g = drawn(SAMPLES, HEADS, QUERIES, VALUES);
    var all = Stream.concat(Stream.of(in), Stream.of(whole, g)).toArray(View[]::new);
    var expected = gradients(in, all, ALL);
    var found = gradients(in, all, room);
    for (int i = 0; i < in.length; i++) {
      assertArrayEquals(read(expected[i]), read(found[i]), 1e-14, "operand " + i);
    }
  }

  private View[] gradients(View[] in, View[] all, long room) {
    var out = Stream.of(in).map(x -> empty(x.shape().toArray())).toArray(View[]::new);
    Attentions.backward(device, new Backward(op, in.length, 1, -1L), all, out, room);
    return out;
  }
}
