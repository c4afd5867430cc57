package io.ligature.memory;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Memory;
import io.ligature.Params;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ScopeTest {
  record Pair(String name, Tensor tensor) {}

  @Test
  void whatIsNotReturnedIsGivenBack() {
    var left = new ArrayList<Tensor>();
    Memory.scope(() -> left.add(Tensor.of(1f, 2f)));
    var error = assertThrows(IllegalStateException.class, () -> left.getFirst().sum());
    assertEquals(
        "This tensor's memory (f32, 2 elements) was given back: the Memory.scope in"
            + " io.ligature.memory.ScopeTest that it was made in has ended. Return it from the"
            + " scope, or call Memory.keep(tensor) inside.",
        error.getMessage());
  }

  @Test
  void everyUseOfWhatWasGivenBackThrows() {
    var left = new ArrayList<Tensor>();
    Memory.scope(() -> left.add(Tensor.of(1f, 2f)));
    var gone = left.getFirst();
    for (Function<Tensor, Object> use :
        List.<Function<Tensor, Object>>of(
            x -> x.get(0),
            x -> x.get(0).item(),
            x -> x.plus(1),
            x -> Tensor.of(1f, 2f).plus(x),
            x -> x.toFloatArray(),
            x -> x.copy(),
            x -> Tensor.cat(0, x, x))) {
      assertThrows(IllegalStateException.class, () -> Tensor.of(0f).plus((Tensor) use.apply(gone)));
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("carriers")
  void whatTheResultReachesStays(String name, Function<Tensor, Object> wrap, Tensor[] found) {
    Memory.scope(
        () -> {
          found[0] = Tensor.of(1f, 2f);
          return wrap.apply(found[0]);
        });
    assertArrayEquals(new float[] {1, 2}, found[0].toFloatArray());
  }

  static Stream<Arguments> carriers() {
    return Stream.of(
        carrier("tensor", x -> x),
        carrier("view", x -> x.reshape(2, 1).get(0)),
        carrier("array", x -> new Tensor[] {x}),
        carrier("list", x -> List.of(x)),
        carrier("map", x -> Map.of("x", List.of(x))),
        carrier("Optional", x -> Optional.of(x)),
        carrier("record", x -> new Pair("x", x)),
        carrier("Params", x -> Params.of(Map.of("x", x))));
  }

  private static Arguments carrier(String name, Function<Tensor, Object> wrap) {
    return Arguments.of(name, wrap, new Tensor[1]);
  }

  @Test
  void whatIsKeptStays() {
    var kept = new ArrayList<Tensor>();
    Memory.scope(() -> kept.add(Memory.keep(Tensor.of(1f, 2f))));
    assertArrayEquals(new float[] {1, 2}, kept.getFirst().toFloatArray());
  }

  @Test
  void whatAnInnerScopeReturnsBelongsToTheOuterOne() {
    var seen = new ArrayList<Tensor>();
    double sum =
        Memory.scope(
            () -> {
              var inner = Memory.scope(() -> Tensor.of(1f, 2f));
              seen.add(inner);
              return inner.sum().item();
            });
    assertEquals(3, sum);
    assertThrows(IllegalStateException.class, () -> seen.getFirst().sum());
  }

  @Test
  void aFailureGivesEverythingBackAndPassesOn() {
    var seen = new ArrayList<Tensor>();
    var failure = new IllegalArgumentException("mine");
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Memory.scope(
                    () -> {
                      seen.add(Tensor.of(1f));
                      throw failure;
                    }));
    assertSame(failure, thrown);
    assertThrows(IllegalStateException.class, () -> seen.getFirst().sum());
  }

  @Test
  void whatWasMadeOutsideIsLeftAlone() {
    var outside = Tensor.of(1f, 2f);
    Memory.scope(() -> outside.plusAssign(1));
    assertArrayEquals(new float[] {2, 3}, outside.toFloatArray());
  }

  @Test
  void aClosedTensorSaysSo() {
    var x = Tensor.of(1f, 2f, 3f);
    x.close();
    x.close(); // twice does no harm
    var error = assertThrows(IllegalStateException.class, x::sum);
    assertEquals(
        "This tensor's memory (f32, 3 elements) was given back: it was closed. Close a tensor after"
            + " its last use, or not at all.",
        error.getMessage());
  }

  /// Arrays go round through the pool here; if one were given to two tensors, or read after it was
  /// given back, a sum would be wrong.
  @Test
  void pooledMemoryNeverShowsTheValuesOfAnother() throws Exception {
    Callable<Boolean> work =
        () -> {
          var random = RandomGenerator.of("L64X128MixRandom");
          for (int round = 0; round < 300; round++) {
            int n = 900 + random.nextInt(3000);
            float value = 1 + random.nextInt(7);
            var kept =
                Memory.scope(
                    () -> {
                      var a = Tensor.full(Shape.of(n), value);
                      var b = a.plus(1);
                      var inner = Memory.scope(() -> b.times(2).minus(a));
                      return inner.plus(b.minus(b));
                    });
            var noise =
                Memory.scope(
                    () -> Tensor.full(Shape.of(n), -1f).plus(Tensor.full(Shape.of(n), -2f)));
            if (kept.sum().item() != (value + 2) * (double) n || noise.sum().item() != -3.0 * n) {
              return false;
            }
          }
          return true;
        };
    try (var threads = Executors.newFixedThreadPool(3)) {
      for (var result : threads.invokeAll(List.of(work, work, work))) {
        assertTrue(result.get());
      }
    }
  }
}
