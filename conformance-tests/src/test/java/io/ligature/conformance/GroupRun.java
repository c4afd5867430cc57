package io.ligature.conformance;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherExecutionRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// One group of the kit, run on the device `cpu` until a case fails.
final class GroupRun implements TestExecutionListener {
  private final CancellationToken token = CancellationToken.create();
  private @Nullable String failure;
  private int cases;

  private GroupRun() {}

  static GroupRun of(Class<?> group, Map<String, String> parameters) {
    var run = new GroupRun();
    LauncherFactory.create().execute(run.request(group, parameters));
    return run;
  }

  /// {@return what the first failure says, or null if there is none}
  @Nullable String failure() {
    return failure;
  }

  /// {@return how many cases ran}
  int cases() {
    return cases;
  }

  private LauncherExecutionRequest request(Class<?> group, Map<String, String> parameters) {
    var cases =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectNestedClass(List.of(CpuConformanceTest.class), group))
            .filters(EngineFilter.includeEngines("junit-jupiter"))
            .configurationParameters(parameters)
            .configurationParameter("ligature.conformance.report", "false");
    return LauncherExecutionRequestBuilder.request(cases.build())
        .cancellationToken(token)
        .listeners(this)
        .build();
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    cases += test.isTest() ? 1 : 0;
    if (result.getStatus() == TestExecutionResult.Status.FAILED && failure == null) {
      failure = text(result.getThrowable().orElseThrow());
      token.cancel();
    }
  }

  private static String text(Throwable thrown) {
    return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
  }
}
