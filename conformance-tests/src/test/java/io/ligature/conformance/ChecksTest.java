package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// A program with the kit's jar on its class path is not checked unless it asks for it.
class ChecksTest {
  @ParameterizedTest(name = "property {0}, kit runs {1}: {2}")
  @CsvSource({
    ", false, false",
    ", true, true",
    "true, false, true",
    "false, true, false",
    "true, true, true"
  })
  void areOnWhereTheKitRunsOrSomebodyAsks(String property, boolean kitRuns, boolean on) {
    assertEquals(on, Checks.wanted(property, kitRuns));
  }

  @ParameterizedTest
  @ValueSource(classes = {CpuConformanceTest.class, DiscoveredConformanceTest.class})
  void thesePlansHoldTheKit(Class<?> test) {
    assertTrue(Checks.holdsKit(plan(test)));
  }

  @Test
  void thisPlanDoesNot() {
    assertFalse(Checks.holdsKit(plan(PlaceTest.class)));
  }

  private static TestPlan plan(Class<?> test) {
    return LauncherFactory.create()
        .discover(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(test)).build());
  }
}
