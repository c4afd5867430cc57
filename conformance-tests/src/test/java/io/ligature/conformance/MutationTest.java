package io.ligature.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectNestedClass;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.platform.engine.CancellationToken;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.EngineFilter;
import org.junit.platform.launcher.LauncherExecutionRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherExecutionRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/// The kit itself: whatever a backend does wrong, a case of the right group fails, and names the
/// operation.
class MutationTest {
  static Stream<Defect> defects() {
    return Stream.of(
            MovingDefects.all(),
            ElementwiseDefects.all(),
            FoldingDefects.all(),
            FusedDefects.all(),
            MemoryDefects.all())
        .flatMap(List::stream);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("defects")
  void isFound(Defect defect) {
    var found = new AtomicReference<@Nullable String>();
    Mutation.with(defect.wrong(), () -> found.set(firstFailure(defect.group())));
    var failure = found.get();
    assertTrue(failure != null, "no case fails");
    assertTrue(
        failure.matches("(?s)(" + defect.op() + ")\\b.*"),
        () -> "the failure does not begin with " + defect.op() + ": " + failure);
  }

  private static @Nullable String firstFailure(Class<?> group) {
    var token = CancellationToken.create();
    var failure = new AtomicReference<@Nullable String>();
    var stop =
        new TestExecutionListener() {
          @Override
          public void executionFinished(TestIdentifier test, TestExecutionResult result) {
            if (result.getStatus() == TestExecutionResult.Status.FAILED) {
              failure.compareAndSet(null, text(result.getThrowable().orElseThrow()));
              token.cancel();
            }
          }
        };
    LauncherFactory.create().execute(request(group, token, stop));
    return failure.get();
  }

  private static String text(Throwable thrown) {
    return thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
  }

  private static LauncherExecutionRequest request(
      Class<?> group, CancellationToken token, TestExecutionListener listener) {
    var cases =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(selectNestedClass(List.of(CpuConformanceTest.class), group))
            .filters(EngineFilter.includeEngines("junit-jupiter"))
            .configurationParameter("ligature.conformance.report", "false");
    return LauncherExecutionRequestBuilder.request(cases.build())
        .cancellationToken(token)
        .listeners(listener)
        .build();
  }
}
