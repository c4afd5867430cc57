package io.ligature.examples;

/// Will train a small network on handwritten digits.
final class Digits {
  private Digits() {}

  static void main() {
    System.out.println("Ligature builds and runs on Java " + Runtime.version() + ".");
    System.out.println("The digits example is not written yet.");
  }
}
