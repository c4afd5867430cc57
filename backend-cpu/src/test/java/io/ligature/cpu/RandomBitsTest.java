package io.ligature.cpu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.ligature.DType;
import io.ligature.Key;
import io.ligature.Shape;
import io.ligature.spi.Philox;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RandomBitsTest {
  @Test
  void keyZeroBeginsWithTheKnownAnswer() { // of the authors of Philox
    var out = Grid.filled(DType.INT32, Shape.of(4), 1);
    new CpuKernels().randomBits(new Key(0), out);
    int[] known = {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8};
    Grid.checkWhole("words", out, Grid.filled(DType.INT32, Shape.of(4), 1), i -> known[(int) i]);
  }

  @ParameterizedTest(name = "{0} words")
  @ValueSource(ints = {0, 1, 3, 4, 5, 1025})
  void wordsFollowTheCounter(int count) {
    var key = Key.of(42).fold("weight");
    var out = Grid.filled(DType.INT32, Shape.of(count), 1);
    new CpuKernels().randomBits(key, out);
    var words = new int[4];
    Grid.checkWhole(
        "words",
        out,
        Grid.filled(DType.INT32, Shape.of(count), 1),
        i -> {
          Philox.block(key.bits(), i / 4, words);
          return words[(int) (i % 4)];
        });
  }

  @ParameterizedTest(name = "{0} long words")
  @ValueSource(ints = {0, 1, 2, 3, 1025})
  void longWordsAreTwoWordsTheLowOneFirst(int count) {
    var out = Grid.filled(DType.INT64, Shape.of(count), 1);
    var key = Key.of(7);
    new CpuKernels().randomBits(key, out);
    var narrow = Grid.filled(DType.INT32, Shape.of(2 * count), 1);
    new CpuKernels().randomBits(key, narrow);
    for (int i = 0; i < count; i++) {
      assertEquals(Philox.word64(key.bits(), i), Grid.whole(out, i));
      assertEquals(Grid.whole(narrow, 2 * i), (int) Grid.whole(out, i));
      assertEquals(Grid.whole(narrow, 2 * i + 1), Grid.whole(out, i) >> 32);
    }
  }
}
