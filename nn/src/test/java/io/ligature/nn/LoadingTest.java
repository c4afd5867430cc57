package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Shape;
import io.ligature.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadingTest {
  private final Sequential net = new Sequential(new Linear(2, 1), new Linear(1, 1));

  LoadingTest() {
    net.initialize(Init.ones());
    net.materialize();
  }

  private Map<String, Tensor> state() {
    return new LinkedHashMap<>(net.snapshot().toMap());
  }

  private void assertRefused(String message, Map<String, Tensor> state, LoadOption... options) {
    var e = assertThrows(LoadException.class, () -> net.load(StateDict.of(state), options));
    assertEquals(message, e.getMessage());
    for (var tensor : net.getWeights()) {
      assertArrayEquals(tensor.onesLike().toFloatArray(), tensor.toFloatArray());
    }
  }

  @Test
  void oneErrorListsEverything() {
    var state = state();
    state.put("0.weight", Tensor.zeros(1, 2)); // would fit
    state.remove("0.bias");
    state.put("1.weight", Tensor.zeros(2, 1));
    state.put("1.bias", Tensor.of(new double[] {5}));
    state.put("9.x", Tensor.zeros(1));
    assertRefused(
        """
        a state does not fit Sequential; nothing was changed.
          missing: 0.bias (LoadOption.ALLOW_MISSING)
          unexpected: 9.x (LoadOption.ALLOW_UNEXPECTED)
          1.weight: expected [1, 1], found [2, 1]
          1.bias: expected f32, found f64 (LoadOption.CAST_DTYPE)\
        """,
        state);
    assertRefused(
        """
        a state does not fit Sequential; nothing was changed.
          1.weight: expected [1, 1], found [2, 1]\
        """,
        state,
        LoadOption.ALLOW_MISSING,
        LoadOption.ALLOW_UNEXPECTED,
        LoadOption.CAST_DTYPE);
  }

  @Test
  void whatIsAllowedIsReported() {
    var state = state();
    state.remove("0.bias");
    state.put("1.bias", Tensor.of(new double[] {5}));
    state.put("9.x", Tensor.zeros(1));
    var report =
        net.load(
            StateDict.of(state),
            LoadOption.ALLOW_MISSING,
            LoadOption.ALLOW_UNEXPECTED,
            LoadOption.CAST_DTYPE);
    assertEquals(
        """
        loaded 3 of 4 from a state
        missing: 0.bias
        unexpected: 9.x
        cast: 1.bias f64 to f32\
        """,
        report.toString());
    assertEquals(5, net.parameter("1.bias").data().item());
  }

  @Test
  void overflowIsRefusedUnlessItIsAllowedToo() {
    var state = state();
    state.put("1.bias", Tensor.of(new double[] {1e300}));
    assertRefused(
        """
        a state does not fit Sequential; nothing was changed.
          1.bias: values exceed f32, found f64 (LoadOption.ALLOW_OVERFLOW)\
        """,
        state,
        LoadOption.CAST_DTYPE);
    net.load(StateDict.of(state), LoadOption.CAST_DTYPE, LoadOption.ALLOW_OVERFLOW);
    assertEquals(Double.POSITIVE_INFINITY, net.parameter("1.bias").data().item());
  }

  @Test
  void aStrangersStateSuggestsTheRename() {
    var wrapped = new LinkedHashMap<String, Tensor>();
    state().forEach((name, tensor) -> wrapped.put("module." + name, tensor));
    assertRefused(
        """
        a state has nothing that Sequential needs; nothing was changed.
          needed: 0.weight, 0.bias, 1.weight, 1.bias
          found: module.0.weight, module.0.bias, module.1.weight, module.1.bias
        Take the prefix away: StateDict.load(path).rename("^module\\\\.", "").\
        """,
        wrapped,
        LoadOption.ALLOW_MISSING);
    assertRefused(
        """
        a state has nothing that Sequential needs; nothing was changed.
          needed: 0.weight, 0.bias, 1.weight, 1.bias
          found: x
        Map the names with StateDict.load(path).rename(regex, replacement).\
        """,
        Map.of("x", Tensor.zeros(1)));
  }

  @Test
  void aliasesAreReported() {
    var shared = new Linear(1, 1, false);
    var tied = new Sequential(shared, shared);
    var report = tied.load(StateDict.of(Map.of("1.weight", Tensor.full(Shape.of(1, 1), 3f))));
    assertEquals("loaded 1 of 1 from a state\naliased: 0.weight = 1.weight", report.toString());
    assertEquals(3, shared.weight().data().item());
  }

  @Test
  void severalFilesLoadByTheirIndex(@TempDir Path folder) {
    var shared = new Linear(2, 2, false);
    var tied = new Sequential(shared, new Linear(2, 1), shared);
    tied.materialize();
    var index = folder.resolve("model.safetensors.index.json");
    tied.save(index, 16);
    assertTrue(Files.exists(folder.resolve("model-00002-of-00002.safetensors")));
    var fresh = new Linear(2, 2, false);
    var copy = new Sequential(fresh, new Linear(2, 1), fresh);
    var report = copy.load(index);
    assertEquals(
        "loaded 3 of 3 from " + index + "\naliased: 2.weight = 0.weight", report.toString());
    tied.parameters()
        .forEach(
            (name, parameter) ->
                assertArrayEquals(
                    parameter.data().toFloatArray(), copy.parameter(name).data().toFloatArray()));
    assertEquals(Map.of("2.weight", "0.weight"), StateDict.load(index).aliases());
  }
}
