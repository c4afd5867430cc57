package io.ligature.examples;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A text as numbers of its characters.
///
/// @param alphabet every character that occurs, in order
/// @param ids (n), the places of the characters in the alphabet, INT64
record CharText(String alphabet, Tensor ids) {
  /// The first nine tenths of a text, to learn from, and the last, to be judged by.
  record Split(CharText train, CharText test) {}

  /// Windows of a text, and for each character the one that follows.
  ///
  /// @param input (windows, length), INT64
  /// @param target likewise, one character further
  record Windows(Tensor input, Tensor target) {}

  /// {@return the text of a file in UTF-8, or without one the license of the examples}
  static CharText read(@Nullable Path file) {
    try {
      return of(file == null ? license() : Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot read " + (file == null ? "the license from the examples' jar" : file), e);
    }
  }

  private static String license() throws IOException {
    try (var in = CharText.class.getResourceAsStream("LICENSE.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  static CharText of(String text) {
    var letters = text.chars().distinct().sorted().toArray();
    var ids = text.chars().mapToLong(letter -> Arrays.binarySearch(letters, letter)).toArray();
    return new CharText(new String(letters, 0, letters.length), Tensor.of(ids));
  }

  long size() {
    return ids.size();
  }

  Split split() {
    long border = size() * 9 / 10;
    return new Split(
        new CharText(alphabet, ids.slice(0, 0, border)),
        new CharText(alphabet, ids.slice(0, border)));
  }

  /// {@return windows that begin anywhere}
  Windows random(Key key, long count, long length) {
    return at(Tensor.randint(key, DType.INT64, Shape.of(count), 0, size() - length), length);
  }

  /// {@return the windows that lie behind each other from the first character on}
  Windows inOrder(long length) {
    return at(Tensor.arange(0, size() - length, length), length);
  }

  private Windows at(Tensor starts, long length) {
    var places = starts.unsqueeze(1).plus(Tensor.arange(length + 1));
    var letters = ids.indexSelect(0, places.flatten()).reshape(places.shape());
    return new Windows(letters.slice(1, 0, length), letters.slice(1, 1));
  }

  /// {@return the characters of some ids}
  String decode(long... places) {
    var text = new StringBuilder();
    for (long place : places) {
      text.append(alphabet.charAt((int) place));
    }
    return text.toString();
  }
}
