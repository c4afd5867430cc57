package io.ligature.nn;

import static io.ligature.nn.Example.assertMessage;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.ShapeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ParameterDictTest {
  private final Linear shared = new Linear(2, 2, false);
  private final Sequential net = new Sequential(shared, new Linear(2, 1), shared);
  private final ParameterDict parameters = net.parameters();

  @Test
  void aTieIsOneParameterOfSeveralNames() {
    assertEquals(3, parameters.size());
    assertEquals(
        List.of("0.weight", "1.weight", "1.bias", "2.weight"), List.copyOf(parameters.names()));
    assertEquals(Map.of("0.weight", List.of("2.weight")), parameters.ties());
    assertSame(parameters.get("0.weight"), parameters.get("2.weight"));
    assertTrue(parameters.has("2.weight"));
    assertFalse(parameters.has("2.bias"));
  }

  @Test
  void valuesAreCountedOnceOrAtEachName() {
    assertEquals(7, parameters.count());
    assertEquals(11, parameters.countByAlias());
  }

  @Test
  void everyParameterIsPassedOnInOrder() {
    var names = new ArrayList<String>();
    parameters.forEach((name, _) -> names.add(name));
    assertEquals(List.of("0.weight", "1.weight", "1.bias"), names);
    assertEquals(names, List.copyOf(parameters.toMap().keySet()));
    var each = new ArrayList<Parameter>();
    assertSame(parameters, parameters.each(each::add));
    assertEquals(parameters.toList(), each);
  }

  @Test
  void aParameterIsSelectedByAnyOfItsNames() {
    var selected = parameters.select("2\\..*");
    assertEquals(List.of("0.weight", "2.weight"), List.copyOf(selected.names()));
    assertEquals(1, selected.size());
    assertEquals(0, parameters.select("weight").size()); // as a whole
  }

  @Test
  void frozenParametersAreNotTrainable() {
    net.parameter("2.weight").freeze();
    assertEquals(List.of("1.weight", "1.bias"), List.copyOf(parameters.trainable().names()));
  }

  @Test
  void aNameThatIsNotThereIsRefusedWithThoseThatAre() {
    assertMessage(
        "There is no parameter '3.weight'; there are [0.weight, 1.weight, 1.bias, 2.weight].",
        IllegalArgumentException.class,
        () -> parameters.get("3.weight"));
  }

  @Test
  void theDictionaryDoesNotChange() {
    assertThrows(UnsupportedOperationException.class, () -> parameters.names().clear());
    assertThrows(UnsupportedOperationException.class, () -> parameters.toMap().clear());
    assertThrows(UnsupportedOperationException.class, () -> parameters.toList().clear());
  }

  @Test
  void whatCannotBeCountedYetIsNamed() {
    var lazy = new Sequential(new Linear(2, 2), new LazyLinear(3), new LazyLinear(4)).parameters();
    for (var count : List.<Executable>of(lazy::count, lazy::countByAlias)) {
      assertMessage(
          "The values cannot be counted before the extents of 1.weight [3, ?], 2.weight [4, ?] are"
              + " known. Apply the block to data, or give materialize(...) the shape of its input.",
          ShapeException.class,
          count);
    }
  }

  @Test
  void printsALineAParameter() {
    net.parameter("1.bias").freeze();
    net.materialize();
    assertEquals(
        """
        Parameter 0.weight [2, 2] f32, also 2.weight
        Parameter 1.weight [1, 2] f32
        Parameter 1.bias [1] f32, frozen\
        """,
        parameters.toString());
  }
}
