package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.ligature.op.FusedOp;
import io.ligature.op.Gelu;
import io.ligature.op.Op;
import io.ligature.op.Silu;
import java.lang.management.ManagementFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Vectors end up in registers: a loop too long for the compiler keeps each of them in an object,
/// and takes fifty times as long.
class BoxesTest {
  private static final int SIZE = 4096;
  private static final int CALLS = 20_000; // at most, until all is compiled
  private static final long FEW_BYTES = 4 * SIZE; // objects would take a hundred times as much

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

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
    return loops.entrySet().stream()
        .map(loop -> DynamicTest.dynamicTest(loop.getKey(), () -> settles(loop.getValue())));
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
