package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.ligature.DType;
import io.ligature.conformance.BackendConformance.Chains;
import io.ligature.conformance.BackendConformance.Fused;
import io.ligature.conformance.BackendConformance.Unary;
import io.ligature.op.FusedOp;
import io.ligature.op.Op;
import io.ligature.op.Softmax;
import io.ligature.spi.Backend;
import io.ligature.spi.FusedKernel;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The line under a failure runs just that case again, and it fails in the same way.
class ReplayTest {
  private static final Pattern PROPERTY = Pattern.compile("-D([a-z.]+)=(\\S+)");

  /// A product in which the first wrong chain is not the first one.
  private static final Defect PRODUCT =
      Defect.result(
          Chains.class,
          "matmul",
          "is wrong for three rows",
          (_, x, y) -> {
            if (x[0].length() % 3 == 0 && y.length() == 9) {
              y.bits()[0] ^= 1L << 20;
            }
          });

  @Test
  void aRandomChain() {
    var line = assertReplays(Chains.class, PRODUCT.wrong());
    assertEquals("Chains#randomCases", line.get("ligature.conformance.only"));
    assertNotEquals("1", line.get("ligature.conformance.seed"));
    assertEquals("1", line.get("ligature.conformance.cases"));
  }

  @Test
  void aRowOfATable() {
    var defect =
        Defect.result(
            Unary.class,
            "exp",
            "is wrong at its end",
            (op, _, y) -> {
              if (op == Op.Unary.EXP && y.length() == 4097) {
                y.bits()[4096] ^= 1L << 20;
              }
            });
    var line = assertReplays(Unary.class, defect.wrong());
    assertEquals("CpuConformanceTest", line.get("test"));
    assertEquals(
        "Unary#isTheFunction#", line.get("ligature.conformance.only").replaceAll("\\d+$", ""));
  }

  @Test
  void aRandomFusedOperation() {
    assertReplays(
        Fused.class,
        right ->
            new DelegatingBackend(() -> right) {
              @Override
              public FusedKernel fused(FusedOp op, DType dtype) {
                return op instanceof Softmax ? (_, _, _) -> {} : right.fused(op, dtype);
              }
            });
  }

  private static Map<String, String> assertReplays(Class<?> group, UnaryOperator<Backend> wrong) {
    var line = new HashMap<String, String>();
    Mutation.with(
        wrong,
        () -> {
          var failure =
              Objects.requireNonNull(GroupRun.of(group, Map.of()).failure(), "no case fails");
          var replay = failure.substring(failure.lastIndexOf("  replay: mvn test "));
          PROPERTY.matcher(replay).results().forEach(m -> line.put(m.group(1), m.group(2)));
          var again = GroupRun.of(group, line);
          assertEquals(failure, again.failure());
          assertEquals(1, again.cases());
        });
    assertNull(GroupRun.of(group, line).failure(), "without the defect");
    return line;
  }
}
