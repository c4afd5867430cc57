package io.ligature.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.Tensor;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Names and paths that lead nowhere are answered with those there are.
class NameMistakesTest {
  @TempDir Path folder;

  private static Sequential net() {
    return new Sequential(new Linear(4, 8), new ReLU(), new Linear(8, 1));
  }

  private static Arguments of(String problem, Consumer<Sequential> work) {
    return Arguments.of(problem, work);
  }

  static Stream<Arguments> mistakes() {
    return Stream.of(
        of(
            "There is no parameter '7.x': the Sequential has the children 0, 1, 2.",
            net -> net.parameter("7.x")),
        of(
            "There is no parameter '2.wieght': the Linear(8 -> 1) at '2' has the parameters"
                + " weight, bias.",
            net -> net.parameter("2.wieght")),
        of(
            "There is no parameter '2.weight.x': the Linear(8 -> 1) at '2' has the parameters"
                + " weight, bias.",
            net -> net.parameter("2.weight.x")),
        of(
            "'2' is no parameter but a Linear(8 -> 1) with the parameters weight, bias.",
            net -> net.parameter("2")),
        of(
            "'' is no parameter but a Sequential with the children 0, 1, 2.",
            net -> net.parameter("")),
        of("'2.bias' is no block but the parameter 2.bias [1] f32.", net -> net.block("2.bias")),
        of(
            "There is no block '9': the Sequential has the children 0, 1, 2.",
            net -> net.block("9")),
        of(
            "There is no buffer '0.mean': the Linear(4 -> 8) at '0' has the parameters weight,"
                + " bias.",
            net -> net.buffer("0.mean")),
        of(
            "There is no '2.weigth' in this state; it has 0.weight, 0.bias, 2.weight, 2.bias.",
            net -> net.stateDict().get("2.weigth")),
        of(
            "There is no entry 'x' in these parameters; it has [0, 2].",
            net -> net.params().get("x")),
        of(
            "There is no parameter 'x'; there are [0.weight, 0.bias, 2.weight, 2.bias].",
            net -> net.parameters().get("x")),
        of(
            "Sequential has a member named 'a' already. Choose another name.",
            _ -> Sequential.of(Map.entry("a", new ReLU()), Map.entry("a", new ReLU()))),
        of(
            "A name needs one letter or more and no dots, which separate the names of a path; found"
                + " 'a.b'.",
            _ -> Sequential.of(Map.entry("a.b", new ReLU()))),
        of("repeat needs a count of 0 or more; found -1.", _ -> Sequential.repeat(-1, ReLU::new)),
        of(
            "These parameters do not fit Sequential: 0.weight needs shape [8, 4], found [1]. Take"
                + " them from params() or init(key, x).",
            net -> net.apply(net.params().with("0.weight", Tensor.ones(1)), Tensor.ones(2, 4))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mistakes")
  void isAnswered(String problem, Consumer<Sequential> work) {
    var error = assertThrows(IllegalArgumentException.class, () -> work.accept(net()));
    assertEquals(problem, error.getMessage());
  }

  private static final class Twice extends Block {
    Twice() {
      param("a", Parameter.of(Tensor.zeros(1)));
      param("a", Parameter.of(Tensor.zeros(1)));
    }

    @Override
    protected Tensor forward(Tensor x) {
      return x;
    }
  }

  @Test
  void aNameGivenTwiceIsRefusedAlsoInAnAnonymousBlock() {
    var named = assertThrows(IllegalArgumentException.class, Twice::new);
    assertEquals("Twice has a member named 'a' already. Choose another name.", named.getMessage());
    var anonymous =
        new Block() {
          @Override
          protected Tensor forward(Tensor x) {
            return x;
          }
        };
    anonymous.child("a", new ReLU());
    assertEquals(
        "Block has a member named 'a' already. Choose another name.",
        assertThrows(IllegalArgumentException.class, () -> anonymous.child("a", new ReLU()))
            .getMessage());
  }

  @Test
  void aFileThatIsNotThereIsNamedAndNothingIsLoaded() {
    var net = net();
    var before = net.stateDict().snapshot();
    var file = folder.resolve("absent/x.safetensors");
    assertEquals(
        "Cannot read " + file + ": it does not exist.",
        assertThrows(UncheckedIOException.class, () -> net.load(file)).getMessage());
    assertEquals(
        "Cannot write " + file + ": " + folder.resolve("absent") + ": there is no such folder.",
        assertThrows(UncheckedIOException.class, () -> net.save(file)).getMessage());
    assertEquals(before.get("0.weight").toString(), net.stateDict().get("0.weight").toString());
  }
}
