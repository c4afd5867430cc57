package io.ligature;

import static io.ligature.Walk.refused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParamsTest {
  private static final Tensor WEIGHT = Tensor.of(new float[] {1, 2, 3, 4}, 2, 2);
  private static final Tensor BIAS = Tensor.of(new double[] {5, 6});
  private static final Tensor SCALE = Tensor.of(7L);

  /// Ten layers, so that an order by text would show.
  private static Map<String, Tensor> named() {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("2.weight", WEIGHT);
    tensors.put("10.weight", WEIGHT.times(2));
    tensors.put("2.bias", BIAS);
    tensors.put("scale", SCALE);
    return tensors;
  }

  private static Params params() {
    return Params.of(named());
  }

  @Test
  void theOrderIsThatOfTheMapBranchByBranch() {
    var p = params();
    assertEquals(List.of("2.weight", "2.bias", "10.weight", "scale"), List.copyOf(p.names()));
    assertEquals(List.of("2", "10", "scale"), List.copyOf(p.keys()));
    assertEquals(3, p.size());
    assertEquals(
        "{2: {weight: f32[2, 2], bias: f64[2]}, 10: {weight: f32[2, 2]}, scale: i64[]}",
        p.toString());
    var seen = new ArrayList<String>();
    p.forEach((path, tensor) -> seen.add(path + " " + tensor.type()));
    assertEquals(
        List.of("2.weight f32[2, 2]", "2.bias f64[2]", "10.weight f32[2, 2]", "scale i64[]"), seen);
    assertEquals(4, p.tensors().size());
    assertSame(BIAS, p.tensors().get(1));
  }

  @Test
  void itDoesNotChange() {
    var given = named();
    var p = Params.of(given);
    given.put("more", SCALE);
    assertFalse(p.has("more"));
    assertThrows(UnsupportedOperationException.class, () -> p.toMap().put("x", SCALE));
    assertThrows(UnsupportedOperationException.class, () -> p.keys().remove("2"));
    assertThrows(UnsupportedOperationException.class, () -> p.names().clear());
    assertThrows(UnsupportedOperationException.class, () -> p.tensors().clear());
    var changed = p.with("2.bias", SCALE).with("new.entry", BIAS);
    assertSame(BIAS, p.get("2.bias"));
    assertSame(SCALE, changed.get("2.bias"));
    assertEquals(
        List.of("2.weight", "2.bias", "10.weight", "scale", "new.entry"),
        List.copyOf(changed.names()));
  }

  @Test
  void entriesAreTensorsOrBranches() {
    var p = params();
    assertSame(WEIGHT, p.get("2.weight"));
    assertSame(WEIGHT, p.at("2").get("weight"));
    assertSame(p, p.at(""));
    assertTrue(p.has("scale"));
    assertFalse(p.has("2"), "a branch");
    assertFalse(p.has("scale.x"));
    assertFalse(p.has(""));
  }

  @ParameterizedTest(name = "get({0})")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "2 | '2' is a branch with the entries [weight, bias]. Name one of them, or take the branch"
            + " with at(path).",
        "3.bias | There is no entry '3' in these parameters; it has [2, 10, scale].",
        "2.scale | There is no entry 'scale' in '2'; it has [weight, bias].",
        "2.bias.x | '2.bias' is a tensor and has no entry 'x'.",
        "2. | There is no entry '' in '2'; it has [weight, bias]."
      })
  void whatIsNotThereIsRefusedWithWhatIs(String path, String message) {
    refused(IllegalArgumentException.class, message, () -> params().get(path));
  }

  @Test
  void aTensorIsNoBranch() {
    refused(
        IllegalArgumentException.class,
        "'scale' is a tensor and not a branch. Take it with get(path).",
        () -> params().at("scale"));
    refused(
        IllegalArgumentException.class,
        "There is no entry 'x' in these parameters; it has [2, 10, scale].",
        () -> params().at("x"));
  }

  @Test
  void namesThatMakeNoTreeAreRefused() {
    var both = new LinkedHashMap<String, Tensor>();
    both.put("a", BIAS);
    both.put("a.b", BIAS);
    refused(
        IllegalArgumentException.class,
        "The name 'a.b' is a tensor and a branch at once. Rename one of them.",
        () -> Params.of(both));
    var reversed = new LinkedHashMap<>(both.reversed());
    refused(
        IllegalArgumentException.class,
        "The name 'a' is a tensor and a branch at once. Rename one of them.",
        () -> Params.of(reversed));
    refused(
        IllegalArgumentException.class,
        "A name needs no empty parts; found 'a..b'. Write it like hidden.weight.",
        () -> Params.of(Map.of("a..b", BIAS)));
    refused(
        IllegalArgumentException.class,
        "A name needs no empty parts; found ''. Write it like hidden.weight.",
        () -> Params.of(Map.of("", BIAS)));
  }

  @Test
  void mapKeepsFormOrderAndTypes() {
    var p = params();
    var twice = p.map(x -> x.times(2));
    assertEquals(p.toString(), twice.toString());
    assertArrayEquals(new double[] {10, 12}, twice.get("2.bias").toDoubleArray());
    assertArrayEquals(new double[] {5, 6}, p.get("2.bias").toDoubleArray());
    Map<String, Long> sizes = p.map((Tensor t) -> t.size());
    assertEquals("{2.weight=4, 2.bias=2, 10.weight=4, scale=1}", sizes.toString());
  }

  @Test
  void zipPairsByPathWhateverTheOrder() {
    var p = params();
    var other = new LinkedHashMap<String, Tensor>();
    for (var name : List.of("scale", "10.weight", "2.bias", "2.weight")) {
      other.put(name, p.get(name).times(10));
    }
    var sum = p.zip(Params.of(other), Tensor::plus);
    assertEquals(p.toString(), sum.toString());
    p.forEach(
        (path, tensor) ->
            assertArrayEquals(
                tensor.times(11).toDoubleArray(), sum.get(path).toDoubleArray(), path));
  }

  @Test
  void treesThatDifferAreRefusedWithTheirDifference() {
    var p = params();
    var other = p.map(x -> x).with("2.gain", BIAS);
    refused(
        IllegalArgumentException.class,
        "zip needs trees with the same names; only the first has [], only the second has [2.gain].",
        () -> p.zip(other, Tensor::plus));
    var less = Params.of(Map.of("scale", SCALE));
    refused(
        IllegalArgumentException.class,
        "zip needs trees with the same names; only the first has [2.weight, 2.bias, 10.weight],"
            + " only the second has [].",
        () -> p.zip(less, Tensor::plus));
    refused(
        IllegalArgumentException.class,
        "stack needs trees with the same names; only the first has [], only tree 2 has [2.gain].",
        () -> Params.stack(List.of(p, p, other)));
  }

  @Test
  void anEnsembleIsStackedAndTakenApart() {
    var members = List.of(params(), params().map(x -> x.times(2)), params().map(x -> x.times(3)));
    var ensemble = Params.stack(members);
    assertEquals(
        "{2: {weight: f32[3, 2, 2], bias: f64[3, 2]}, 10: {weight: f32[3, 2, 2]}, scale: i64[3]}",
        ensemble.toString());
    var apart = ensemble.unstack();
    assertEquals(3, apart.size());
    for (int i = 0; i < 3; i++) {
      var member = members.get(i);
      assertEquals(member.toString(), apart.get(i).toString());
      apart
          .get(i)
          .forEach(
              (path, tensor) ->
                  assertArrayEquals(
                      member.get(path).toDoubleArray(), tensor.toDoubleArray(), path));
    }
  }

  @Test
  void membersThatDifferAreRefused() {
    refused(
        IllegalArgumentException.class,
        "stack: 2.bias is f64[2] in the first tree and i64[] in tree 1. Members of an ensemble need"
            + " the same shapes and dtypes.",
        () -> Params.stack(List.of(params(), params().with("2.bias", SCALE))));
    refused(
        IllegalArgumentException.class,
        "stack needs at least one tree; found none.",
        () -> Params.stack(List.of()));
    refused(
        IllegalArgumentException.class,
        "unstack needs tensors with one first extent; scale is [], those before have 2.",
        () -> params().unstack());
    refused(
        IllegalArgumentException.class,
        "unstack needs tensors with one first extent; scale is [].",
        () -> Params.of(Map.of("scale", SCALE)).unstack());
    var uneven = new LinkedHashMap<String, Tensor>();
    uneven.put("a", BIAS);
    uneven.put("b", Tensor.zeros(3));
    refused(
        IllegalArgumentException.class,
        "unstack needs tensors with one first extent; b is [3], those before have 2.",
        () -> Params.of(uneven).unstack());
  }

  @Test
  void anEmptyTreeIsATree() {
    var none = Params.empty();
    assertEquals("{}", none.toString());
    assertEquals(0, none.size());
    assertEquals("{}", Params.of(Map.of()).toString());
    assertEquals("{}", none.map(x -> x.times(2)).toString());
    assertEquals("{}", none.zip(Params.empty(), Tensor::plus).toString());
    assertEquals(List.of(), none.unstack());
    assertEquals("{a: f64[2]}", none.with("a", BIAS).toString());
  }
}
