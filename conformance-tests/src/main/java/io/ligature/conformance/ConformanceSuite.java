package io.ligature.conformance;

import org.junit.platform.suite.api.SelectClasses;
import org.junit.platform.suite.api.Suite;

/// The whole kit on every discovered device, in one line: `class MySuite extends ConformanceSuite
/// {}`.
///
/// It tries registration too: a backend that is not discovered is not run, and a suite without any
/// test fails.
@Suite
@SelectClasses(DiscoveredBackends.class)
public abstract class ConformanceSuite {
  /// For subclasses.
  protected ConformanceSuite() {}
}
