package io.ligature.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WindowTest {
  /// Counts the places where all of a window is on the padded axis.
  private static long counted(Window window, long extent) {
    long count = 0;
    for (long first = -window.before(); ; first += window.stride()) {
      if (first + (window.size() - 1) * window.dilation() >= extent + window.after()) {
        return count;
      }
      count++;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5})
  void asManyWindowsAsFitOnThePaddedAxis(long size) {
    for (long stride = 1; stride < 4; stride++) {
      for (long dilation = 1; dilation < 4; dilation++) {
        for (long extent = 0; extent < 12; extent++) {
          var window = new Window(size, stride, 1, 2, dilation);
          assertEquals(counted(window, extent), window.count(extent), window + " on " + extent);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5})
  void whatWindowsCoverIsTheLeastExtentThatHasSoMany(long size) {
    for (long stride = 1; stride < 4; stride++) {
      for (long count = 2; count < 6; count++) {
        var window = new Window(size, stride, 1, 0, 2);
        long covered = window.covered(count);
        assertEquals(count, window.count(covered));
        assertEquals(count - 1, window.count(covered - 1));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,1,0,0", "2,1,0,1", "3,1,1,1", "4,1,1,2", "3,2,2,2", "2,3,1,2"})
  void paddingToTheSameExtentIsOnBothSidesWithAnOddElementBehind(
      long size, long dilation, long before, long after) {
    var window = Window.of(size).dilation(dilation).same();
    assertEquals(before, window.before());
    assertEquals(after, window.after());
    assertEquals(7, window.count(7));
  }

  @Test
  void settingsAreKeptOneByOne() {
    assertEquals(new Window(3, 2, 1, 4, 5), Window.of(3).stride(2).padding(1, 4).dilation(5));
    assertEquals(new Window(3, 1, 2, 2, 1), Window.of(3).padding(2));
    assertEquals(9, new Window(3, 1, 0, 0, 4).reach());
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1, 0, 0, 1, A window needs a size of 1 or more; found 0.",
    "3, 0, 0, 0, 1, A window needs a stride of 1 or more; found 0.",
    "3, 1, -1, 0, 1, A window needs a padding of 0 or more; found -1.",
    "3, 1, 0, -2, 1, A window needs a padding of 0 or more; found -2.",
    "3, 1, 0, 0, 0, A window needs a dilation of 1 or more; found 0."
  })
  void numbersOutsideTheirRangesAreRefused(
      long size, long stride, long before, long after, long dilation, String message) {
    assertEquals(
        message,
        assertThrows(
                IllegalArgumentException.class,
                () -> new Window(size, stride, before, after, dilation))
            .getMessage());
  }
}
