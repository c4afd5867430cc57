package io.ligature.conformance;

import io.ligature.spi.Backend;
import io.ligature.spi.BackendDecorator;
import io.ligature.spi.DeviceInfo;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestSource;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/// Puts checks of the contract around every backend: where the kit is among the tests that are
/// about to run, and in any program with `-Dligature.checked=true`. With `false` there are none.
///
/// On every call they assert what api promises to a kernel, and what the backend promises to api:
/// layouts lie within their storage, a result lies over no operand unless that is allowed, dtypes
/// and shapes are as the kernel's documentation says, nothing is used after its release. Fresh
/// memory is filled with noise, so that nobody comes to rely on zeros.
///
/// A device is decorated when it is opened, which another test may do before the kit's first case;
/// hence the look at the whole plan.
public final class Checks implements BackendDecorator, TestExecutionListener {
  static final String PROPERTY = "ligature.checked";

  private static volatile boolean begun;

  /// For the service loader.
  public Checks() {}

  /// Says that the kit runs in this process: devices that are opened from now on are checked.
  static void begin() {
    begun = true;
  }

  @Override
  public Backend decorate(DeviceInfo device, Backend backend) {
    return wanted(System.getProperty(PROPERTY), begun) ? new CheckedBackend(backend) : backend;
  }

  static boolean wanted(@Nullable String asked, boolean kitRuns) {
    return asked == null ? kitRuns : Boolean.parseBoolean(asked);
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    if (holdsKit(plan)) {
      begin();
    }
  }

  static boolean holdsKit(TestPlan plan) {
    return plan.getRoots().stream()
        .flatMap(root -> plan.getDescendants(root).stream())
        .anyMatch(Checks::isKit);
  }

  private static boolean isKit(TestIdentifier test) {
    return test.getSource().filter(Checks::isKit).isPresent();
  }

  private static boolean isKit(TestSource source) {
    return source instanceof ClassSource type
        && BackendConformance.class.isAssignableFrom(type.getJavaClass());
  }
}
