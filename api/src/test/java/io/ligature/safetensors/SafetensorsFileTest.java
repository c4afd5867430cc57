package io.ligature.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
  void aFileThatMayNotBeReadIsNamed() throws IOException {
    var file = file(2, "{}", 0);
    Files.setPosixFilePermissions(file, Set.of());
    assumeFalse(Files.isReadable(file), "root may read everything");
    var error = assertThrows(UncheckedIOException.class, () -> SafetensorsFile.open(file));
    assertEquals("Cannot read %s: it may not be read.".formatted(file), error.getMessage());
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "a zip, 504b03040000080800004d, 578712552184433488",
    "a pickle, 80027d71005805000000, 1504133810815616",
    "JSON, 7b2261223a205b312c20325d7d, 3556471764796121723",
    "text, 44656172207265616465722c2068657265206973, 7018141078010291524"
  })
  void aFileOfAnotherFormatIsRefused(String format, String bytes, String claim) throws IOException {
    var file = Files.write(folder.resolve("m.safetensors"), HexFormat.of().parseHex(bytes));
    assertEquals(
        "expected a header of at most 100000000 bytes, found one that claims "
            + claim
            + ". Is this a safetensors file?",
        refusal(file),
        format);
  }

  static Stream<Arguments> hostile() {
    var deep = "{\"a\":".repeat(100_000);
    var claims = "{\"a\":{\"dtype\":\"F64\",\"shape\":[%s],\"data_offsets\":[0,%d]}}";
    return Stream.of(
        Arguments.of(
            "100,000 deep",
            deep.length(),
            deep,
            "expected dtype, shape and data_offsets once each in tensor 'a', found 'a'."),
        Arguments.of(
            "brackets", 100_000, "[".repeat(100_000), "expected '{' in the header's first"),
        Arguments.of(
            "not JSON", 100_000, "x".repeat(100_000), "expected '{' in the header's first"),
        Arguments.of(
            "twice",
            100_000,
            "{\"a\":{\"dtype\":\"I8\",\"shape\":[0],\"data_offsets\":[0,0]},\"a\":{}"
                + " ".repeat(100_000),
            "expected every name once in the header, found 'a' again"),
        Arguments.of("cut short", 99_999_999, "{}", "expected a header of 99999999 bytes, found 2"),
        Arguments.of("long", Long.MAX_VALUE, "{}", "expected a header of at most 100000000 bytes"),
        Arguments.of(
            "large",
            claims.formatted("1000000000000", 8_000_000_000_000L).length(),
            claims.formatted("1000000000000", 8_000_000_000_000L),
            "0 bytes of data follow the header, expected 8000000000000"),
        Arguments.of(
            "too large to count",
            claims.formatted("4294967296,4294967296", 0).length(),
            claims.formatted("4294967296,4294967296", 0),
            "expected a size that 63 bits can count"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostile")
  void isRefusedInNoTimeAndWithoutTheMemoryItClaims(
      String what, long length, String json, String problem) throws IOException {
    var file = file(length, json, 0);
    var thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long allocated = thread.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    var refusal = refusal(file);
    long took = System.nanoTime() - start;
    allocated = thread.getCurrentThreadAllocatedBytes() - allocated;
    assertEquals(problem, refusal.substring(0, Math.min(problem.length(), refusal.length())), what);
    assertTrue(refusal.length() < 300, refusal);
    assertTrue(took < 1_000_000_000L, () -> what + " took " + took + " ns");
    assertTrue(allocated < 20_000_000L, what + " took " + allocated + " bytes");
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
