package io.ligature.conformance;

import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;

/// What a run of the kit is asked for: by configuration parameters of JUnit, and therefore by
/// system properties of the same names.
///
/// @param test the class that a build is told to run
/// @param seed where random numbers begin, `ligature.conformance.seed`
/// @param cases how many random cases a family has, `ligature.conformance.cases`
/// @param only the one place that is run, `ligature.conformance.only`
/// @param report whether a report is written, `ligature.conformance.report`
record Run(String test, long seed, int cases, Optional<Place> only, boolean report) {
  private static final Pattern SUITE = Pattern.compile("\\[suite:(?:[^]]*\\.)?([^].]+)]");

  static Run of(ExtensionContext context, Class<?> kit) {
    var only = only(context);
    var suite = SUITE.matcher(context.getUniqueId());
    return new Run(
        suite.find() ? suite.group(1) : kit.getSimpleName(),
        context.getConfigurationParameter("ligature.conformance.seed", Long::valueOf).orElse(1L),
        context
            .getConfigurationParameter("ligature.conformance.cases", Integer::valueOf)
            .orElse(200),
        only,
        only.isEmpty()
            && context
                .getConfigurationParameter("ligature.conformance.report", Boolean::valueOf)
                .orElse(true));
  }

  static Optional<Place> only(ExtensionContext context) {
    return context.getConfigurationParameter("ligature.conformance.only", Place::parse);
  }

  /// {@return the command that runs one place again}
  String replay(Place place, long seed) {
    return "mvn test -Dtest=%s -Dligature.conformance.only=%s -Dligature.conformance.seed=%d -Dligature.conformance.cases=1"
        .formatted(test, place, seed);
  }
}
