package io.ligature.nn;

import io.ligature.op.Window;
import java.util.List;
import java.util.stream.Collectors;

/// Windows as layers print them.
final class Windows {
  private Windows() {}

  /// {@return sizes, and what is not as usual: `3 x 5, stride 2, padding 0+1 x 2`}
  static String describe(List<Window> windows) {
    var paddings = windows.stream().map(Windows::padding).toList();
    return windows.stream().map(w -> Long.toString(w.size())).collect(Collectors.joining(" x "))
        + values(", stride ", windows.stream().map(Window::stride).toList(), 1)
        + (paddings.stream().allMatch("0"::equals) ? "" : ", padding " + once(paddings))
        + values(", dilation ", windows.stream().map(Window::dilation).toList(), 1);
  }

  private static String padding(Window window) {
    return window.before() == window.after()
        ? Long.toString(window.before())
        : window.before() + "+" + window.after();
  }

  /// {@return numbers behind a name; nothing if all are as usual}
  static String values(String name, List<Long> values, long usual) {
    return values.stream().allMatch(value -> value == usual)
        ? ""
        : name + once(values.stream().map(value -> Long.toString(value)).toList());
  }

  private static String once(List<String> values) {
    return values.stream().distinct().count() == 1 ? values.getFirst() : String.join(" x ", values);
  }
}
