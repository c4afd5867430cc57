package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import io.ligature.op.FusedOp;
import io.ligature.op.Gelu;
import io.ligature.op.Op;
import io.ligature.op.Silu;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorShape;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Vectors end up in registers: a loop too long for the compiler keeps each of them in an object,
/// and takes fifty times as long.
class BoxesTest {
  private static final int SIZE = 4096;
  private static final int CALLS = 20_000; // at most, until all is compiled
  private static final long FEW_BYTES = 4 * SIZE; // objects would take a hundred times as much

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @BeforeEach
  void registersAreWideEnough() {
    int most = VectorShape.preferredShape().vectorBitSize();
    assumeTrue(
        Lanes.FLOAT.vectorBitSize() <= most,
        "vectors wider than this processor's registers of " + most + " bits are objects");
  }

  @TestFactory
  Stream<DynamicTest> noneAreLeft() {
    var x = new float[SIZE];
    var y = new float[SIZE];
    for (int i = 0; i < SIZE; i++) {
      x[i] = 0.01f + i % 97 / 20f;
    }
    Map<String, Runnable> loops = new LinkedHashMap<>();
    for (var op : Op.Unary.values()) {
      if (FloatUnary.has(op)) {
        loops.put(op.label(), () -> FloatUnary.run(op, x, 0, y, 0, SIZE));
      }
    }
    for (var op : new FusedOp[] {Gelu.EXACT, Gelu.TANH, Silu.OP}) {
      loops.put("" + op, () -> FloatActivation.run(op, x, 0, y, 0, SIZE));
      loops.put("gradient of " + op, () -> FloatActivation.gradient(op, x, 0, x, 0, y, 0, SIZE));
    }
    loops.put("softmax", () -> FloatSoftmax.softmax(x, 0, y, 0, SIZE));
    loops.put("log-softmax", () -> FloatSoftmax.logSoftmax(x, 0, y, 0, SIZE));
    var pairs = new FloatPairs(64, 64);
    loops.put("largest of pairs", () -> pairs.largest(x, 0, y, 0, 0, 1));
    loops.put("gradient of pairs", () -> pairs.gradient(x, 0, y, 0, x, 0, y, 0, 0, 1));
    windows(loops, x, y);
    return loops.entrySet().stream()
        .map(loop -> DynamicTest.dynamicTest(loop.getKey(), () -> settles(loop.getValue())));
  }

  private static void windows(Map<String, Runnable> loops, float[] x, float[] y) {
    var places = IntStream.range(0, SIZE / 32).map(i -> 16 * i).toArray();
    int[] four = {0, 1, 64, 65};
    int n = places.length;
    loops.put("a line of windows", () -> FloatWindowLine.run(n, x, 0, x, 0, places, 0.5f, y, 0));
    if (Lanes.MANY_REGISTERS) { // else they are not used
      loops.put(
          "products of whole vectors",
          () -> FloatWindowProducts.whole(x, places, four, x, places, four, 0, n, y));
      loops.put(
          "products of cut vectors",
          () -> FloatWindowProducts.cut(x, places, four, x, places, four, 0, n, 5, y));
    }
    for (int rows : Lanes.MANY_REGISTERS ? new int[] {4, 8} : new int[] {4}) {
      loops.put(
          rows + " rows of a window tile",
          () -> FloatWindowTile.run(rows, n, x, 0, x, 0, places, x, 0, 0, y, 0, 32));
    }
  }

  private static void settles(Runnable loop) {
    long bytes = Long.MAX_VALUE;
    for (int i = 0; i < CALLS && bytes > FEW_BYTES; i++) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      loop.run();
      bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    assertTrue(bytes <= FEW_BYTES, bytes + " bytes a call of " + SIZE + " elements");
  }
}
