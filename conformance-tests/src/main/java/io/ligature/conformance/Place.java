package io.ligature.conformance;

import java.lang.reflect.Method;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.annotation.Testable;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/// Where a case stands in the kit: in a group, in one of its methods, in one row of that method's
/// table. Written `Unary`, `Unary#isTheFunction` or `Unary#isTheFunction#12`.
///
/// @param group the name of a group of [BackendConformance]
/// @param method the name of a method, or empty for all
/// @param row the number of a row, from 1, or 0 for all
record Place(String group, String method, int row) {
  private static final Pattern ROW = Pattern.compile("\\[test-template-invocation:#(\\d+)]");

  /// {@return the place that JUnit is at}
  static Place of(ExtensionContext context) {
    var row = ROW.matcher(context.getUniqueId());
    return new Place(
        context.getRequiredTestClass().getSimpleName(),
        context.getTestMethod().map(method -> method.getName()).orElse(""),
        row.find() ? Integer.parseInt(row.group(1)) : 0);
  }

  /// {@return the place that is written so}
  ///
  /// @throws IllegalArgumentException if it has more parts, or a row that is no number
  static Place parse(String written) {
    var parts = written.split("#", -1);
    if (parts.length > 3 || (parts.length == 3 && !parts[2].matches("[1-9]\\d{0,6}"))) {
      throw new IllegalArgumentException(
          "ligature.conformance.only needs a group, as in Unary, with a method, as in"
              + " Unary#randomCases, or with a row too, as in Unary#isTheFunction#12; found '"
              + written
              + "'.");
    }
    return new Place(
        parts[0],
        parts.length > 1 ? parts[1] : "",
        parts.length > 2 ? Integer.parseInt(parts[2]) : 0);
  }

  /// @throws IllegalArgumentException if a kit has no such group, or the group no such method
  void mustBeIn(Class<?> kit) {
    var groups = ReflectionSupport.findNestedClasses(kit, _ -> true);
    var found = groups.stream().filter(each -> each.getSimpleName().equals(group)).findFirst();
    if (found.isEmpty()) {
      throw unknown("group " + group, groups.stream().map(Class::getSimpleName).sorted().toList());
    }
    var methods =
        ReflectionSupport.findMethods(
            found.get(),
            each -> AnnotationSupport.isAnnotated(each, Testable.class),
            HierarchyTraversalMode.TOP_DOWN);
    var names = methods.stream().map(Method::getName).sorted().toList();
    if (!method.isEmpty() && !names.contains(method)) {
      throw unknown("method " + method + " in " + group, names);
    }
  }

  private static IllegalArgumentException unknown(String what, List<String> known) {
    return new IllegalArgumentException(
        "ligature.conformance.only asks for the %s, which does not exist. There are %s."
            .formatted(what, String.join(", ", known)));
  }

  /// {@return whether this lies in the place that is asked for, or contains it}
  boolean meets(Place asked) {
    return group.equals(asked.group)
        && (method.isEmpty() || asked.method.isEmpty() || method.equals(asked.method))
        && (row == 0 || asked.row == 0 || row == asked.row);
  }

  @Override
  public String toString() {
    return group + (method.isEmpty() ? "" : "#" + method) + (row == 0 ? "" : "#" + row);
  }
}
