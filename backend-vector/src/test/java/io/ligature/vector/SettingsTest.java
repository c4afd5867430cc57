package io.ligature.vector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "many", "5000"})
  void aNumberOfThreadsThatIsNoneIsRefused(String asked) {
    var error = assertThrows(IllegalArgumentException.class, () -> Settings.threads(asked));
    assertEquals(
        "ligature.threads needs a number of 1 to 1024; found '"
            + asked
            + "'. Leave it out to have as many threads as processors.",
        error.getMessage());
  }

  @Test
  void withoutAWishEveryProcessorWorks() {
    assertEquals(Runtime.getRuntime().availableProcessors(), Settings.threads(null));
    assertEquals(3, Settings.threads(" 3 "));
  }

  @Test
  void vectorsAreAsWideAsAskedOrAsTheProcessorPrefers() {
    assertEquals(256, Settings.bits("256"));
    assertEquals(0, Settings.bits(" "));
    int asked = Settings.bits();
    assertEquals(asked == 0 ? Lanes.FLOAT.vectorBitSize() : asked, Lanes.FLOAT.vectorBitSize());
  }

  @Test
  void aWidthThatIsNoneIsRefused() {
    var error = assertThrows(IllegalArgumentException.class, () -> Settings.bits("100"));
    assertEquals(
        "ligature.vector.bits needs 128, 256 or 512; found '100'. Leave it out to have the width"
            + " that this processor prefers.",
        error.getMessage());
  }
}
