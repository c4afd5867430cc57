package io.ligature.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.BackendException;
import io.ligature.Memory;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// In JVMs of their own, with 64 MiB of heap.
class ExhaustionTest {
  /// Keeps everything until memory ends.
  static final class Hoarder {
    static void main() {
      var kept = new ArrayList<Tensor>();
      try {
        kept.add(Tensor.zeros(Shape.of(3 << 20)));
        while (true) {
          kept.add(Tensor.zeros(Shape.of(1 << 20)));
        }
      } catch (BackendException e) {
        kept.clear();
        System.out.println(e.getMessage());
        System.out.println(kept.size() + " kept");
      }
    }
  }

  /// Fills the pool with arrays of one size, and then asks for more than is left beside it.
  static final class Changing {
    static void main() {
      var sum =
          Memory.scope(
              () -> {
                var parts = new ArrayList<Tensor>();
                for (int i = 0; i < 5; i++) {
                  parts.add(Tensor.ones(Shape.of(1 << 20)));
                }
                return parts.getLast().sum().item();
              });
      System.out.println(sum + " " + Tensor.ones(Shape.of(8 << 20)).get(0).item());
    }
  }

  /// Asks for the line at which a tensor was made.
  static final class Traced {
    static void main() {
      var left = new ArrayList<Tensor>();
      Memory.scope(() -> left.add(Tensor.of(1f)));
      try {
        left.getFirst().sum();
      } catch (IllegalStateException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @Test
  void theErrorListsTheLargestHolders() throws Exception {
    var lines = run(Hoarder.class, "-Dligature.memory.trace=true");
    assertEquals(
        "cpu has no memory left for 4.0 MiB of f32, 1048576 elements.",
        lines.getFirst(),
        lines::toString);
    assertTrue(
        lines.get(1).matches("The largest of \\d+ tensors, \\d+\\.\\d MiB in all:"),
        lines::toString);
    assertTrue(
        lines
            .get(2)
            .matches(
                "  12\\.0 MiB of f32 on cpu, made at"
                    + " .*Hoarder\\.main\\(ExhaustionTest\\.java:\\d+\\)"),
        lines::toString);
    assertTrue(lines.get(3).startsWith("  4.0 MiB of f32 on cpu"), lines::toString);
    assertEquals(
        "Use smaller batches, wrap steps in Memory.scope, or give the device more memory (for heap"
            + " arrays, -Xmx).",
        lines.get(lines.size() - 2));
  }

  @Test
  void thePoolIsEmptiedBeforeAnythingFails() throws Exception {
    assertEquals(List.of("1048576.0 1.0"), run(Changing.class));
  }

  @Test
  void aTraceNamesTheLineThatMadeATensor() throws Exception {
    var line = run(Traced.class, "-Dligature.memory.trace=true").getFirst();
    assertTrue(
        line.matches(
            "This tensor's memory \\(f32, 1 elements, made at"
                + " .*Traced.*\\(ExhaustionTest\\.java:\\d+\\)\\) was given back: .*"),
        line);
  }

  private static List<String> run(Class<?> main, String... flags)
      throws IOException, InterruptedException {
    var command =
        Stream.of(
                Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()),
                Stream.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"),
                Stream.of(flags),
                Stream.of("-cp", System.getProperty("java.class.path"), main.getName()))
            .flatMap(part -> part)
            .toList();
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var lines = process.inputReader().lines().toList();
    assertEquals(0, process.waitFor(), lines::toString);
    return lines;
  }
}
