package io.ligature.nn.data;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Tensor;
import java.util.Arrays;

/// Characters by number, for models that read and write text one character at a time.
///
/// ```text
/// var alphabet = Alphabet.of(text);
/// var data = Dataset.sequences(alphabet.encode(text), 64);
/// ```
///
/// Characters are Unicode's code points; their numbers follow its order, from 0.
public final class Alphabet {
  private final int[] characters; // ascending

  private Alphabet(int[] characters) {
    this.characters = characters;
  }

  /// {@return the characters of a text, each once}
  ///
  /// @throws IllegalArgumentException if there are none
  public static Alphabet of(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("Alphabet needs a text with characters; found none.");
    }
    return new Alphabet(text.codePoints().sorted().distinct().toArray());
  }

  /// {@return how many characters there are}
  public int size() {
    return characters.length;
  }

  /// {@return the characters in order; [#of] makes the same alphabet of them}
  public String characters() {
    return new String(characters, 0, characters.length);
  }

  /// {@return the number of each character of a text, INT64 (n)}
  ///
  /// @throws IllegalArgumentException if one is not in the alphabet; says which, and where
  public Tensor encode(String text) {
    var points = text.codePoints().toArray();
    var numbers = new long[points.length];
    for (int i = 0; i < points.length; i++) {
      numbers[i] = Arrays.binarySearch(characters, points[i]);
      if (numbers[i] < 0) {
        throw new IllegalArgumentException(
            "There is no '%s' (U+%04X) in the alphabet, as character %d of the text is. Make it of a text with all characters."
                .formatted(Character.toString(points[i]), points[i], i));
      }
    }
    return Tensor.of(numbers);
  }

  /// {@return the text of numbers, those of all rows one behind the other}
  ///
  /// @throws DTypeException if they are not whole
  /// @throws IndexOutOfBoundsException if one belongs to no character
  public String decode(Tensor numbers) {
    if (!numbers.dtype().isIntegral()) {
      throw new DTypeException(
          "decode needs whole numbers; found %s. Take argmax(-1) of scores."
              .formatted(numbers.type()));
    }
    var text = new StringBuilder();
    for (long number : numbers.to(DType.INT64).toLongArray()) {
      if (number < 0 || number >= characters.length) {
        throw new IndexOutOfBoundsException(
            "There is no character %d in an alphabet of %d.".formatted(number, characters.length));
      }
      text.appendCodePoint(characters[(int) number]);
    }
    return text.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Alphabet alphabet && Arrays.equals(characters, alphabet.characters);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(characters);
  }

  @Override
  public String toString() {
    return "Alphabet of %d characters".formatted(size());
  }
}
