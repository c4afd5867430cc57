package io.ligature.conformance;

import io.ligature.Device;
import io.ligature.DeviceException;
import io.ligature.Key;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.DynamicTestInvocationContext;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.InvocationInterceptor;
import org.junit.jupiter.api.extension.ReflectiveInvocationContext;
import org.opentest4j.TestAbortedException;

/// Runs every case of the kit with the backend's device as the default one, from the same random
/// seed.
public final class OnDevice implements InvocationInterceptor, ExecutionCondition {
  private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

  /// For JUnit.
  public OnDevice() {}

  /// Leaves out every case but those that `ligature.conformance.only` asks for.
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var only = Run.only(context);
    boolean inGroup = isInGroup(context);
    if (!inGroup) {
      only.ifPresent(place -> place.mustBeIn(context.getRequiredTestClass()));
    }
    return only.isEmpty() || !inGroup || Place.of(context).meets(only.get())
        ? ConditionEvaluationResult.enabled(null)
        : ConditionEvaluationResult.disabled("only " + only.get() + " is asked for");
  }

  private static boolean isInGroup(ExtensionContext context) {
    return context
        .getTestClass()
        .map(Class::getEnclosingClass)
        .filter(BackendConformance.class::isAssignableFrom)
        .isPresent();
  }

  @Override
  public void interceptTestMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, context);
  }

  @Override
  public void interceptTestTemplateMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, context);
  }

  @Override
  public void interceptBeforeEachMethod(
      Invocation<Void> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    run(invocation, context);
  }

  @Override
  public <T> T interceptTestFactoryMethod(
      Invocation<T> invocation,
      ReflectiveInvocationContext<Method> method,
      ExtensionContext context)
      throws Throwable {
    return run(invocation, context);
  }

  @Override
  public void interceptDynamicTest(
      Invocation<Void> invocation, DynamicTestInvocationContext test, ExtensionContext context)
      throws Throwable {
    run(invocation, context);
  }

  private static <T> T run(Invocation<T> invocation, ExtensionContext context) throws Throwable {
    var kit = kit(context);
    var run = Run.of(context, kit.getClass());
    var place = Place.of(context);
    var bench = new Bench(device(kit), kit, Report.of(context, kit, run), run, place);
    Key.seed(0);
    long began = System.nanoTime();
    try {
      return ScopedValue.where(Bench.CURRENT, bench)
          .call(() -> bench.device.with(() -> proceed(invocation)));
    } catch (Thrown e) {
      throw e.thrown;
    } finally {
      bench.report.took(place.group(), System.nanoTime() - began);
    }
  }

  private static Device device(BackendConformance kit) {
    Checks.begin();
    try {
      return Device.of(kit.backend());
    } catch (DeviceException e) {
      if (kit.mayBeMissing()) {
        say(kit.getClass().getSimpleName() + " is skipped: " + e.getMessage());
        throw new TestAbortedException(e.getMessage());
      }
      throw e;
    }
  }

  /// Builds show that tests were skipped, and not why.
  private static void say(String why) {
    if (SAID.add(why)) {
      System.out.println(why);
    }
  }

  private static BackendConformance kit(ExtensionContext context) {
    return context
        .getTestInstances()
        .flatMap(instances -> instances.findInstance(BackendConformance.class))
        .or(
            () ->
                context
                    .getParent()
                    .map(OnDevice::kit)) // dynamic tests have no instance of their own
        .orElseThrow(
            () -> new IllegalStateException("a group of the kit runs outside BackendConformance"));
  }

  private static <T> T proceed(Invocation<T> invocation) {
    try {
      return invocation.proceed();
    } catch (Throwable e) {
      throw new Thrown(e);
    }
  }

  /// Carries a checked exception through a Supplier.
  private static final class Thrown extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final transient Throwable thrown;

    Thrown(Throwable thrown) {
      super(thrown);
      this.thrown = thrown;
    }
  }
}
