package io.ligature.examples;

import io.ligature.Tensor;

/// Images in letters, side by side.
final class Pictures {
  private static final String INK = " .:-=+*#%@"; // from paper to ink
  private static final int SIDE = 8;

  private Pictures() {}

  /// {@return a text of 8 lines}
  ///
  /// @param images (n, 64) from 0 to 1
  static String of(Tensor images) {
    var text = new StringBuilder();
    for (int row = 0; row < SIDE; row++) {
      for (long image = 0; image < images.shape().get(0); image++) {
        text.append("  ");
        for (int column = 0; column < SIDE; column++) {
          text.append(letter(images.get(image, (long) row * SIDE + column).item()).repeat(2));
        }
      }
      text.append('\n');
    }
    return text.toString();
  }

  private static String letter(double shade) {
    int place = (int) Math.clamp(shade * INK.length(), 0, INK.length() - 1);
    return INK.substring(place, place + 1);
  }
}
