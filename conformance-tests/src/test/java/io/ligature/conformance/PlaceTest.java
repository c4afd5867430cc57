package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlaceTest {
  @ParameterizedTest
  @ValueSource(strings = {"Unary", "Unary#randomCases", "Unary#isTheFunction#12"})
  void isReadAsItIsWritten(String written) {
    assertEquals(written, Place.parse(written).toString());
  }

  @ParameterizedTest(name = "{0} within {1}: {2}")
  @CsvSource({
    "Unary, Unary, true",
    "Unary#a, Unary, true",
    "Unary, Unary#a, true", // on the way to it
    "Unary#a#2, Unary#a#2, true",
    "Unary#a, Unary#a#2, true",
    "Binary, Unary, false",
    "Unary#b, Unary#a, false",
    "Unary#a#3, Unary#a#2, false"
  })
  void meetsWhatContainsIt(String place, String asked, boolean meets) {
    assertEquals(meets, Place.parse(place).meets(Place.parse(asked)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Unary#a#b", "Unary#a#0", "Unary#a#1#2"})
  void isRefusedWithMoreParts(String written) {
    var error = assertThrows(IllegalArgumentException.class, () -> Place.parse(written));
    assertEquals(
        "ligature.conformance.only needs a group, as in Unary, with a method, as in"
            + " Unary#randomCases, or with a row too, as in Unary#isTheFunction#12; found '"
            + written
            + "'.",
        error.getMessage());
  }

  @Test
  void hasToExist() {
    assertDoesNotThrow(() -> Place.parse("Sort#randomCases").mustBeIn(CpuConformanceTest.class));
    var group = assertThrows(IllegalArgumentException.class, () -> mustBe("Unray"));
    assertTrue(
        group
            .getMessage()
            .startsWith(
                "ligature.conformance.only asks for the group Unray, which does not exist. There"
                    + " are Access, "),
        group::getMessage);
    var method = assertThrows(IllegalArgumentException.class, () -> mustBe("Unary#random"));
    assertEquals(
        "ligature.conformance.only asks for the method random in Unary, which does not exist."
            + " There are isTheFunction, randomCases.",
        method.getMessage());
  }

  private static void mustBe(String place) {
    Place.parse(place).mustBeIn(CpuConformanceTest.class);
  }
}
