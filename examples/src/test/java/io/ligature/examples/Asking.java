package io.ligature.examples;

import io.ligature.Device;
import io.ligature.Tensor;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;

/// The program that the tests of choosing start: answers every argument with a line or a table.
final class Asking {
  private Asking() {}

  static void main(String[] questions) throws Exception {
    for (var question : questions) {
      try {
        System.out.println(answer(question));
      } catch (IllegalArgumentException e) {
        var cause = e.getCause() == null ? "" : " [" + e.getCause() + "]";
        System.out.println("refused" + cause + ": " + e.getMessage());
      }
    }
  }

  private static Object answer(String question) throws Exception {
    if (question.startsWith("context=")) {
      var jar = new URL[] {URI.create(question.substring("context=".length())).toURL()};
      Thread.currentThread().setContextClassLoader(new URLClassLoader(jar));
      return question.substring(question.lastIndexOf('/') + 1);
    }
    return switch (question) {
      case "all" -> Device.all();
      case "best" -> Device.best();
      case "current" -> Device.current();
      case "print" -> Device.of("cpu").with(() -> Tensor.zeros(2));
      case "load" -> Class.forName(Tensor.class.getName()) + ", " + Device.DRY;
      case "add" -> Tensor.of(1f, 2f).plus(1);
      default -> Device.of(question);
    };
  }
}
