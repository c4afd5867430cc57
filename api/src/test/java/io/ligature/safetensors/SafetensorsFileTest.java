package io.ligature.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Opening, which needs no backend.
class SafetensorsFileTest {
  @TempDir Path folder;

  private Path file(long headerLength, String json, int dataBytes) throws IOException {
    var text = json.getBytes(UTF_8);
    var bytes = ByteBuffer.allocate(8 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(headerLength).put(text);
    return Files.write(folder.resolve("m.safetensors"), bytes.array());
  }

  private static String refusal(Path file) {
    var error = assertThrows(SafetensorsException.class, () -> SafetensorsFile.open(file));
    return error.getMessage().replace(file + ": ", "");
  }

  @Test
  void openingGivesTypesAndRemarksWithoutTheData() throws IOException {
    var json =
        """
        {"emb.weight":{"dtype":"F16","shape":[2,3],"data_offsets":[0,12]},\
        "__metadata__":{"format":"pt","out.weight":"emb.weight","emb.weight":"emb.weight"}}\
        """;
    try (var file = SafetensorsFile.open(file(json.length(), json, 12))) {
      assertEquals("{emb.weight=f16[2, 3]}", file.types().toString());
      assertEquals("pt", file.metadata().get("format"));
      assertEquals(Map.of("out.weight", "emb.weight"), file.aliases());
    }
  }

  @ParameterizedTest
  @CsvSource({"1152921504606846976", "100000001", "9223372036854775807"})
  void aHeaderThatClaimsTooMuchIsRefusedBeforeItIsAllocated(long length) throws IOException {
    assertEquals(
        "expected a header of at most 100000000 bytes, found one that claims %d. Is this a safetensors file?"
            .formatted(length),
        refusal(file(length, "{}", 0)));
  }

  @Test
  void aLengthIsUnsigned() throws IOException {
    assertEquals(
        "expected a header of at most 100000000 bytes, found one that claims 18446744073709551615."
            + " Is this a safetensors file?",
        refusal(file(-1, "{}", 0)));
  }

  @Test
  void aHeaderThatIsCutShortIsRefused() throws IOException {
    assertEquals(
        "expected a header of 100000000 bytes, found 2 to the end of the file. It was cut short;"
            + " fetch or save it again.",
        refusal(file(100_000_000, "{}", 0)));
  }

  @Test
  void dataThatClaimsTooMuchIsRefused() throws IOException {
    var json =
        """
        {"a":{"dtype":"U8","shape":[1152921504606846976],"data_offsets":[0,1152921504606846976]}}\
        """;
    assertEquals(
        "0 bytes of data follow the header, expected 1152921504606846976, where tensor 'a' ends."
            + " The file was cut short; fetch or save it again.",
        refusal(file(json.length(), json, 0)));
  }

  @ParameterizedTest
  @CsvSource({"0", "7", "9"})
  void aFileWithoutRoomForAHeaderIsRefused(int size) throws IOException {
    var file = Files.write(folder.resolve("m.safetensors"), new byte[size]);
    assertEquals(
        "expected a header of at least 10 bytes, found a file of " + size + ".", refusal(file));
  }

  @Test
  void anEmptyHeaderIsRefused() throws IOException {
    assertEquals(
        "expected '{' in the header's first byte, found the end at byte 0 of the header.",
        refusal(file(0, "{}", 0)));
  }

  @Test
  void aFolderIsRefused() {
    assertEquals("expected a file, found a folder or a device.", refusal(folder));
  }

  @Test
  void aFileThatIsNotThereIsNamed() {
    var file = folder.resolve("absent.safetensors");
    var error = assertThrows(UncheckedIOException.class, () -> SafetensorsFile.open(file));
    assertEquals("Cannot read %s: it does not exist.".formatted(file), error.getMessage());
  }

  @Test
  void aRefusedFileIsClosed() throws IOException {
    var file = file(2, "{}", 1);
    refusal(file);
    var descriptors = Path.of("/proc/self/fd");
    if (Files.isDirectory(descriptors)) {
      try (var open = Files.list(descriptors)) {
        assertEquals(List.of(), open.filter(fd -> leadsTo(fd, file)).toList());
      }
    }
  }

  private static boolean leadsTo(Path link, Path file) {
    try {
      return Files.readSymbolicLink(link).equals(file.toRealPath());
    } catch (IOException e) {
      return false; // the descriptor of this very listing
    }
  }
}
