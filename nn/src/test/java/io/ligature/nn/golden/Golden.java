package io.ligature.nn.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.ligature.DType;
import io.ligature.Tensor;
import io.ligature.nn.StateDict;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What PyTorch computed: a file that `src/test/goldens/generate.py` wrote, which says what is in
/// it.
record Golden(String name, StateDict all) {
  static Golden read(String name) {
    var resource = Objects.requireNonNull(Golden.class.getResource(name + ".safetensors"), name);
    try {
      return new Golden(name, StateDict.load(Path.of(resource.toURI())));
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  Tensor get(String key) {
    return all.get(key);
  }

  /// {@return what is under a prefix, by the names behind it}
  StateDict under(String prefix) {
    return all.select("\\Q" + prefix + "\\E.*").rename("^\\Q" + prefix + "\\E", "");
  }

  /// {@return `prefix0`, `prefix1`, ... as far as there are}
  List<Tensor> numbered(String prefix) {
    var found = new ArrayList<Tensor>();
    while (all.contains(prefix + found.size())) {
      found.add(all.get(prefix + found.size()));
    }
    return found;
  }

  /// Compares a result with what PyTorch has under a key.
  ///
  /// Both evaluate one formula over the numbers of this file, in an order of their own. No result
  /// depends on more than all `n` of them, and none is more than `n` roundings away from exact,
  /// each of half a unit in the last place of the largest magnitude `m` that occurs: together
  ///
  /// ```text
  /// n ε m
  /// ```
  void assertAgrees(String key, @Nullable Tensor found) {
    var expected = get(key);
    if (found == null) {
      fail(name + ": there is no " + key);
    }
    assertEquals(expected.type(), found.type(), key);
    var difference = found.detach().difference(expected, 0, tolerance(expected.dtype()));
    if (difference.isPresent()) {
      fail("%s, %s: %s".formatted(name, key, difference.get()));
    }
  }

  private double tolerance(DType dtype) {
    long count = 0;
    double largest = 1;
    for (var tensor : all.toMap().values()) {
      count += tensor.size();
      if (tensor.dtype().isFloating() && tensor.size() > 0) {
        largest = Math.max(largest, tensor.abs().max().item());
      }
    }
    return count * largest * (dtype == DType.FLOAT64 ? 0x1p-52 : 0x1p-23);
  }
}
