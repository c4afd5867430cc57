package io.ligature.npy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.ligature.DType;
import io.ligature.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files from and for NumPy itself, where there is one. Name a Python with `-Dpython=...`.
class NumpyTest {
  private static final String PYTHON = System.getProperty("python", "python3");

  @TempDir Path folder;

  @BeforeAll
  static void thereIsANumpy() throws InterruptedException {
    try {
      assumeTrue(
          run("import numpy; print('found')").contains("found"), PYTHON + " has no package numpy");
    } catch (IOException _) {
      assumeTrue(false, "there is no " + PYTHON);
    }
  }

  private static String run(String script, Object... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of(PYTHON, "-X", "utf8", "-c", script));
    List.of(arguments).forEach(argument -> command.add(argument.toString()));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), UTF_8);
    process.waitFor();
    return output.strip();
  }

  private static Map<String, Tensor> examples() {
    var examples = new LinkedHashMap<String, Tensor>();
    for (var dtype : DType.values()) {
      if (dtype != DType.BFLOAT16) {
        examples.put(dtype.label(), Tensor.arange(6).rem(2).to(dtype).reshape(2, 3));
      }
    }
    examples.put("scalar", Tensor.of(-1.5));
    examples.put("empty", Tensor.zeros(0, 3));
    return examples;
  }

  private static String described() {
    return examples().entrySet().stream()
        .map(e -> e.getKey() + " " + e.getValue().shape() + " " + sum(e.getValue()))
        .collect(Collectors.joining("\n"));
  }

  private static double sum(Tensor x) {
    return x.to(DType.FLOAT64).sum().item();
  }

  @Test
  void numpyReadsOurArchives() throws Exception {
    var path = folder.resolve("a.npz");
    var script =
        """
        import sys, numpy
        for name, x in numpy.load(sys.argv[1]).items():
            print(name, list(x.shape), float(x.sum()))
        """;
    Npz.save(path, examples());
    assertEquals(described(), run(script, path));
    Npz.saveCompressed(path, examples());
    assertEquals(described(), run(script, path));
  }

  @Test
  void numpyReadsOurArraysWithTheirTypes() throws Exception {
    var path = folder.resolve("a.npy");
    Npy.save(path, Tensor.of(new double[] {1, 2.5, -3}));
    assertEquals(
        "float64 [1.0, 2.5, -3.0]",
        run("import sys, numpy; x = numpy.load(sys.argv[1]); print(x.dtype, x.tolist())", path));
  }

  @Test
  void weReadWhatNumpyWrites() throws Exception {
    var script =
        """
        import sys, numpy as np
        x = np.arange(24).reshape(2, 3, 4)
        np.save(sys.argv[1] + "/c.npy", x.astype("float32"))
        np.save(sys.argv[1] + "/f.npy", np.asfortranarray(x))
        np.save(sys.argv[1] + "/big.npy", x.astype(">f8"))
        with open(sys.argv[1] + "/v3.npy", "wb") as f:
            np.lib.format.write_array(f, x.astype("int32"), version=(3, 0))
        np.savez(sys.argv[1] + "/plain.npz", x, named=x.astype("int8"))
        np.savez_compressed(sys.argv[1] + "/packed.npz", x=x.astype("float16"), y=x > 3)
        """;
    assertEquals("", run(script, folder));
    var expected = Tensor.arange(24).toDoubleArray();
    for (var name : List.of("c", "f", "big", "v3")) {
      var x = Npy.load(folder.resolve(name + ".npy"));
      assertEquals("[2, 3, 4]", x.shape().toString());
      assertArrayEquals(expected, x.toDoubleArray(), name);
    }
    var plain = Npz.load(folder.resolve("plain.npz"));
    assertEquals("i64[2, 3, 4]", plain.get("arr_0").type().toString());
    assertArrayEquals(expected, plain.get("named").toDoubleArray());
    var packed = Npz.load(folder.resolve("packed.npz"));
    assertArrayEquals(expected, packed.get("x").toDoubleArray());
    assertEquals(20, packed.get("y").to(DType.INT64).sum().itemLong());
  }
}
