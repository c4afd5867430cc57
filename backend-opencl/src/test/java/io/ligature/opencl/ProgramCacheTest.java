package io.ligature.opencl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramCacheTest {
  private static final String NAME = ProgramCache.name("source", "options");
  private static final byte[] BINARY = {1, 2, 3, 4, 5};

  @TempDir Path folder;

  private ProgramCache filled() {
    var cache = new ProgramCache(folder.resolve("deep").resolve("down"));
    cache.write(NAME, () -> BINARY);
    return cache;
  }

  private Path file() {
    return folder.resolve("deep").resolve("down").resolve(NAME);
  }

  @Test
  void givesBackWhatItWasGiven() {
    assertArrayEquals(BINARY, filled().read(NAME).orElseThrow());
    assertTrue(filled().read(ProgramCache.name("source", "others")).isEmpty());
  }

  @Test
  void theNameTellsWhereOnePartEnds() {
    assertNotEquals(ProgramCache.name("a", "bc"), ProgramCache.name("ab", "c"));
  }

  @Test
  void leavesNothingButTheFile() throws IOException {
    filled();
    filled();
    try (var files = Files.list(file().getParent())) {
      assertEquals(1, files.count());
    }
  }

  @ParameterizedTest(name = "byte {0}")
  @ValueSource(ints = {0, 20, 49, 50, 54})
  void aByteThatChangedMakesItMissing(int at) throws IOException {
    var cache = filled();
    var bytes = Files.readAllBytes(file());
    bytes[at] ^= 1;
    Files.write(file(), bytes);
    assertTrue(cache.read(NAME).isEmpty());
    cache.write(NAME, () -> BINARY);
    assertArrayEquals(BINARY, cache.read(NAME).orElseThrow());
  }

  @ParameterizedTest(name = "{0} bytes")
  @ValueSource(ints = {0, 10, 50, 54})
  void aFileThatWasCutIsMissing(int length) throws IOException {
    var cache = filled();
    Files.write(file(), java.util.Arrays.copyOf(Files.readAllBytes(file()), length));
    assertTrue(cache.read(NAME).isEmpty());
  }

  @Test
  void whereNothingCanBeWrittenNothingHappens() throws IOException {
    var taken = Files.writeString(folder.resolve("taken"), "a file, so no folder can be made");
    var cache = new ProgramCache(taken.resolve("below"));
    cache.write(NAME, () -> BINARY);
    assertTrue(cache.read(NAME).isEmpty());
  }

  @Test
  void poclKeepsItsProgramsItself() {
    var pocl = new Traits(Traits.POCL, "cpu", "1", false, 1, 4, 1, 1, 1, 1, true, true, false, "");
    var cache = ProgramCache.of(pocl, Map.of("XDG_CACHE_HOME", folder.toString()));
    cache.write(NAME, () -> BINARY);
    assertFalse(Files.exists(folder.resolve("ligature")));
  }
}
