package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.Device;
import io.ligature.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class VectorProviderTest {
  /// A program that asks for the devices, and computes on the best.
  static final class Main {
    private Main() {}

    static void main() {
      System.out.println(Device.all());
      System.out.println(Tensor.of(new float[] {1, 2}).plus(1).device());
    }
  }

  @Test
  void isChosenBeforeThePlainLoops() {
    assertEquals("vector", Device.best().name());
  }

  @Test
  void computesAProduct() {
    var a = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
    assertArrayEquals(new float[] {7, 10, 15, 22}, a.matmul(a).toFloatArray());
  }

  @Test
  void withoutTheModuleItSaysWhichFlagToAdd() throws Exception {
    var printed = run().lines().filter(line -> !line.startsWith("opencl")).toList();
    assertEquals(
        List.of(
            "cpu          available    plain Java on " + System.getProperty("os.arch"),
            "vector       unavailable  the module jdk.incubator.vector is not resolved; start Java"
                + " with --add-modules jdk.incubator.vector to have it",
            "cpu"),
        printed);
  }

  private static String run() throws IOException, InterruptedException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var path = System.getProperty("java.class.path");
    var process =
        new ProcessBuilder(java, "-cp", path, Main.class.getName())
            .redirectErrorStream(true)
            .start();
    var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return printed;
  }
}
