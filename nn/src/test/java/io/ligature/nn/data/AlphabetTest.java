package io.ligature.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DTypeException;
import io.ligature.Tensor;
import org.junit.jupiter.api.Test;

class AlphabetTest {
  private final Alphabet alphabet = Alphabet.of("banana 𝄞!");

  @Test
  void numbersFollowTheOrderOfUnicode() {
    assertEquals(6, alphabet.size());
    assertEquals(" !abn𝄞", alphabet.characters());
    assertArrayEquals(new long[] {3, 2, 4, 5}, alphabet.encode("ban𝄞").toLongArray());
  }

  @Test
  void decodingUndoesEncoding() {
    assertEquals("an 𝄞 banana!", alphabet.decode(alphabet.encode("an 𝄞 banana!")));
    assertEquals("", alphabet.decode(alphabet.encode("")));
    assertEquals("abba", alphabet.decode(Tensor.of(new int[][] {{2, 3}, {3, 2}})));
  }

  @Test
  void itsCharactersMakeItAgain() {
    assertEquals(alphabet, Alphabet.of(alphabet.characters()));
    assertEquals(alphabet.hashCode(), Alphabet.of(alphabet.characters()).hashCode());
    assertNotEquals(alphabet, Alphabet.of("abn"));
    assertEquals("Alphabet of 6 characters", alphabet.toString());
  }

  @Test
  void whatIsNotInItIsRefused() {
    assertEquals(
        "There is no 'x' (U+0078) in the alphabet, as character 1 of the text is. Make it of a text"
            + " with all characters.",
        assertThrows(IllegalArgumentException.class, () -> alphabet.encode("𝄞x")).getMessage());
    assertEquals(
        "There is no character 6 in an alphabet of 6.",
        assertThrows(IndexOutOfBoundsException.class, () -> alphabet.decode(Tensor.of(0L, 6L)))
            .getMessage());
    assertEquals(
        "decode needs whole numbers; found f32[2]. Take argmax(-1) of scores.",
        assertThrows(DTypeException.class, () -> alphabet.decode(Tensor.of(0f, 1f))).getMessage());
    assertEquals(
        "Alphabet needs a text with characters; found none.",
        assertThrows(IllegalArgumentException.class, () -> Alphabet.of("")).getMessage());
  }
}
