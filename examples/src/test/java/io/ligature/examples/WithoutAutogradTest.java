package io.ligature.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.GradientException;
import io.ligature.Tensor;
import io.ligature.nn.Linear;
import io.ligature.nn.optim.SGD;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Inference needs no autograd; whatever does says so.
class WithoutAutogradTest {
  private static final String ADD =
      "Gradients need the autograd module. Add io.ligature:ligature-autograd to the class path or"
          + " the module path.";

  /// The program that is started without the jar.
  static final class Main {
    private Main() {}

    static void main() {
      var net = new Linear(3, 2);
      var optimizer = new SGD(net.parameters(), 0.1);
      var y = net.apply(Tensor.ones(4, 3));
      System.out.println(y.shape() + (y.isTracked() ? " tracked" : ""));
      say(() -> y.sum().backward());
      say(() -> optimizer.accumulate(net.apply(Tensor.ones(4, 3)).mean(), 4));
      say(() -> net.traceGrads(() -> net.apply(Tensor.ones(4, 3)).sum()));
      say(optimizer::step);
      System.out.println(net.weight().grad());
    }

    private static void say(Runnable work) {
      try {
        work.run();
        System.out.println("nothing was refused");
      } catch (GradientException e) {
        System.out.println(e.getMessage());
      }
    }
  }

  @TempDir Path folder;
  private final List<Path> jars =
      List.of(
          Child.home("io.ligature.Device"),
          Child.home("io.ligature.cpu.CpuProvider"),
          Child.home("io.ligature.nn.Linear"),
          Child.PROGRAMS);

  @Test
  void aForwardPassWorksAndWhatNeedsGradientsSaysWhatToAdd() throws Exception {
    var step =
        "SGD.step found no gradient in weight, bias. Call backward() on a loss that depends on them"
            + " before step(), and zeroGrad() before backward().";
    assertEquals(
        String.join("\n", "[4, 2]", ADD, ADD, ADD, step, "null"),
        Child.java(Child.JDK, Map.of(), List.of("-cp", Child.path(jars)), Main.class.getName()));
  }

  @Test
  void aBrokenEngineIsAsGoodAsNoneAndSaysWhy() throws Exception {
    var jar = folder.resolve("engine.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("META-INF/services/io.ligature.spi.GradientEngine"));
      out.write("acme.Engine".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    }
    var path = Child.path(jars) + java.io.File.pathSeparator + jar;
    var printed =
        Child.java(Child.JDK, Map.of(), List.of("-cp", path), Main.class.getName())
            .lines()
            .toList();
    assertEquals("[4, 2]", printed.get(0));
    assertEquals(
        "Gradients need the autograd module, and what is there cannot be used:"
            + " java.util.ServiceConfigurationError: io.ligature.spi.GradientEngine: Provider"
            + " acme.Engine not found. Repair it, or use io.ligature:ligature-autograd in the"
            + " version of io.ligature:ligature-api.",
        printed.get(1));
  }
}
