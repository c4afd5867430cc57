package io.ligature.examples;

import io.ligature.Key;
import io.ligature.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

/// Handwritten digits, shuffled and split into a part to learn from and one to be judged by.
///
/// @param images (n, 64), pixels from 0 to 1, or (n, 1, 8, 8)
/// @param labels (n), the digits, INT64
record DigitImages(Tensor images, Tensor labels) {
  static final int PIXELS = 64;

  /// A shuffled copy of all images, the first part of it, and the rest.
  record Split(DigitImages train, DigitImages test) {}

  /// {@return the 1,797 images that come with the examples}
  static DigitImages load() {
    try (var gzip = new GZIPInputStream(DigitImages.class.getResourceAsStream("digits.csv.gz"));
        var lines = new BufferedReader(new InputStreamReader(gzip, StandardCharsets.US_ASCII))) {
      return parse(lines.lines().toArray(String[]::new));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read digits.csv.gz from the examples' jar", e);
    }
  }

  private static DigitImages parse(String[] lines) {
    var pixels = new float[lines.length * PIXELS];
    var labels = new long[lines.length];
    for (int i = 0; i < lines.length; i++) {
      var numbers = lines[i].split(",", -1);
      for (int j = 0; j < PIXELS; j++) {
        pixels[i * PIXELS + j] = Integer.parseInt(numbers[j]) / 16f;
      }
      labels[i] = Integer.parseInt(numbers[PIXELS]);
    }
    return new DigitImages(Tensor.of(pixels, lines.length, PIXELS), Tensor.of(labels));
  }

  /// {@return these images with a channel, rows and columns: (n, 1, 8, 8)}
  DigitImages squares() {
    return new DigitImages(images.reshape(size(), 1, 8, 8), labels);
  }

  /// {@return how many images there are}
  long size() {
    return labels.size();
  }

  /// {@return these images in an order that the key decides}
  DigitImages shuffle(Key key) {
    return choose(Tensor.randperm(key, size()));
  }

  /// {@return images `from` to `to`, the latter excluded}
  DigitImages range(long from, long to) {
    return new DigitImages(images.slice(0, from, to), labels.slice(0, from, to));
  }

  /// {@return a random part to learn from, and the rest}
  Split split(double part, Key key) {
    var shuffled = shuffle(key);
    long border = Math.round(size() * part);
    return new Split(shuffled.range(0, border), shuffled.range(border, size()));
  }

  private DigitImages choose(Tensor indices) {
    return new DigitImages(images.indexSelect(0, indices), labels.indexSelect(0, indices));
  }
}
