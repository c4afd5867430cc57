package io.ligature.conformance;

import io.ligature.Device;
import io.ligature.DeviceException;
import io.ligature.Key;
import java.lang.reflect.Method;
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
  /// For JUnit.
  public OnDevice() {}

  /// Leaves out every group but the one that `-Dligature.conformance.only` names.
  @Override
  public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
    var only = System.getProperty("ligature.conformance.only");
    boolean group = context.getTestClass().filter(Class::isMemberClass).isPresent();
    return only == null || !group || place(context).equals(only)
        ? ConditionEvaluationResult.enabled(null)
        : ConditionEvaluationResult.disabled("only " + only + " is asked for");
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
    var bench = new Bench(device(kit), kit, Report.of(context, kit), place(context));
    Key.seed(0);
    long began = System.nanoTime();
    try {
      return ScopedValue.where(Bench.CURRENT, bench)
          .call(() -> bench.device.with(() -> proceed(invocation)));
    } catch (Thrown e) {
      throw e.thrown;
    } finally {
      bench.report.took(place(context), System.nanoTime() - began);
    }
  }

  /// {@return the name of the group}
  private static String place(ExtensionContext context) {
    return context.getRequiredTestClass().getSimpleName();
  }

  private static Device device(BackendConformance kit) {
    try {
      return Device.of(kit.backend());
    } catch (DeviceException e) {
      if (kit.mayBeMissing()) {
        throw new TestAbortedException(e.getMessage());
      }
      throw e;
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
