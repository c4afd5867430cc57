package io.ligature.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.Tensors;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files from and for the reference implementation, the safetensors package of Python.
class OtherSoftwareTest {
  @TempDir Path folder;

  /// Written by safetensors 0.8.0, with bits chosen by hand.
  @Test
  void aFileOfTheReferenceImplementationIsRead() throws URISyntaxException {
    var resource = OtherSoftwareTest.class.getResource("reference.safetensors");
    try (var file = SafetensorsFile.open(Path.of(resource.toURI()))) {
      var lines = new ArrayList<String>();
      for (var name : file.types().keySet()) {
        var tensor = file.read(name);
        lines.add(name.replace("\n", "!") + " " + tensor.type() + " " + Raw.hex(tensor));
      }
      assertEquals(
          """
          i64 i64[] 0000000000000080
          f64 f64[2] 0000000000000080230100000000f87f
          empty f32[0, 3]\s
          f32 f32[2, 2] 000000802301c07f010000000000807f
          i32 i32[2] 00000080ffffff7f
          bf16 bf16[1] c17f
          f16 f16[2] 017e0100
          i8 i8[1] 80
          naïve "name"! u8[1] 07
          u8 u8[1] ff
          bool bool[3] 000101\
          """,
          String.join("\n", lines));
      assertEquals(Map.of("tied", "f32", "format", "np"), file.metadata());
      assertEquals(Map.of("tied", "f32"), file.aliases());
    }
  }

  @Test
  void theReferenceImplementationReadsOurFiles() throws Exception {
    var python = python();
    var tensors = new LinkedHashMap<String, Tensor>();
    var expected = new ArrayList<String>();
    for (var dtype : DType.values()) {
      for (var shape : List.of(Shape.of(), Shape.of(2, 3), Shape.of(0, 3))) {
        var name = dtype.name() + " \"é\" " + shape.rank() + "." + shape.size();
        var tensor = Raw.random(dtype, shape);
        tensors.put(name, tensor);
        expected.add(
            "%s %s %s %s".formatted(name, dtype.fileName(), shape, Raw.hex(tensor)).strip());
      }
    }
    var path = folder.resolve("m.safetensors");
    Tensors.save(path, tensors, Map.of("out.weight", "emb.weight"));
    expected.add("{'out.weight': 'emb.weight'}");
    expected.sort(null);
    var script =
        """
        import sys, safetensors
        for name, t in safetensors.deserialize(open(sys.argv[1], 'rb').read()):
            print(name, t['dtype'], t['shape'], bytes(t['data']).hex())
        print(safetensors.safe_open(sys.argv[1], 'numpy').metadata())
        """;
    var printed =
        new ArrayList<>(
            run(python, "-X", "utf8", "-c", script, path.toString())
                .lines()
                .map(String::strip)
                .toList());
    printed.sort(null);
    assertEquals(String.join("\n", expected), String.join("\n", printed));
  }

  /// {@return a Python that has the package}. Name one with `-Dpython=...`.
  private static String python() {
    var python = System.getProperty("python", "python3");
    try {
      assumeTrue(
          run(python, "-c", "import safetensors; print('found')").contains("found"),
          python + " has no package safetensors");
    } catch (IOException | InterruptedException e) {
      assumeTrue(false, "there is no " + python);
    }
    return python;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output;
  }
}
