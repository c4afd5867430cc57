package io.ligature.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxTest {
  private static final String IMAGES = // of 2 rows and 3 columns
      "00000803 00000002 00000002 00000003 00 ff 33 00 00 00 66 00 00 00 00 ff";
  private static final String CLASSES = "00000801 00000002 07 02";

  @TempDir private Path folder;

  private Path file(String name, String hex) throws IOException {
    return Files.write(folder.resolve(name), bytes(hex));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  private void assertSays(String message, String hex) throws IOException {
    var path = file("a.idx", hex);
    var e = assertThrows(DataException.class, () -> Idx.read(path));
    assertEquals(
        path
            + " is no whole IDX file: "
            + message
            + ". Was it cut off, or unpacked to something else?",
        e.getMessage());
  }

  // ---- what it gives

  @ParameterizedTest
  @CsvSource({
    "0000080100000002 ff01, UINT8, 255, 1",
    "0000090100000002 ff01, INT8, -1, 1",
    "00000b0100000002 ffff0100, INT32, -1, 256",
    "00000c0100000002 ffffffff00010000, INT32, -1, 65536",
    "00000d0100000002 bf80000040000000, FLOAT32, -1, 2",
    "00000e0100000002 bff00000000000004000000000000000, FLOAT64, -1, 2"
  })
  void typesAreTheFiles(String hex, DType type, double first, double second) throws IOException {
    var read = Idx.read(file("a.idx", hex));
    assertEquals(type, read.dtype());
    assertEquals(Shape.of(2), read.shape());
    assertArrayEquals(new double[] {first, second}, read.toDoubleArray());
  }

  @Test
  void theLastAxisIsTheFastest() throws IOException {
    var read = Idx.read(file("a.idx", IMAGES));
    assertEquals(Shape.of(2, 2, 3), read.shape());
    assertEquals(51, read.get(0, 0, 2).itemLong());
    assertEquals(102, read.get(1, 0, 0).itemLong());
  }

  @Test
  void aScalarAndNothingAreTensorsToo() throws IOException {
    assertEquals(7, Idx.read(file("a.idx", "00000800 07")).itemLong());
    assertEquals(Shape.of(0, 4), Idx.read(file("a.idx", "00000802 00000000 00000004")).shape());
  }

  @Test
  void imagesAndClassesAreExamples() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(bytes(IMAGES));
    }
    var images = Files.write(folder.resolve("images.gz"), packed.toByteArray());
    var data = Idx.images(images, file("classes", CLASSES));
    assertEquals(2, data.size());
    assertEquals(Shape.of(1, 2, 3), data.get(1).input().shape());
    assertArrayEquals(new float[] {0.4f, 0, 0, 0, 0, 1}, data.get(1).input().toFloatArray(), 1e-7f);
    assertEquals(1, data.get(0).input().get(0, 0, 1).item());
    assertEquals(2, data.get(1).target().itemLong());
    assertEquals(DType.INT64, data.get(1).target().dtype());
  }

  // ---- what is refused

  @Test
  void anotherFileIsRefused() throws IOException {
    assertSays("it begins with 89 50, and IDX with 00 00", "89504e47 0d0a1a0a");
    assertSays("its type is 0f; known are 08, 09, 0b, 0c, 0d and 0e", "00000f01 00000000");
  }

  @Test
  void aFileThatWasCutOffIsRefused() throws IOException {
    assertSays("it ends within its first 4 bytes: 3 bytes of 4 are there", "000008");
    assertSays(
        "it ends within the extents of its 2 axes: 5 bytes of 8 are there", "00000802 0000000200");
    assertSays(
        "it ends within its [2, 3] values: 5 bytes of 6 are there",
        "00000802 00000002 00000003 0102030405");
  }

  @Test
  void aFileThatGoesOnIsRefused() throws IOException {
    assertSays("it goes on behind its [2] values", "00000801 00000002 010203");
  }

  /// It is refused before there is memory for it.
  @Test
  void aFileThatClaimsTooMuchIsRefused() throws IOException {
    assertSays(
        "its [4294967295, 4294967295] values take 1.48e+20 bytes; at most 2147483639 can be read",
        "00000e02 ffffffff ffffffff");
    assertSays(
        "it ends within its [2147483632] values: 1 bytes of 2147483632 are there",
        "00000801 7ffffff0 01");
  }

  @Test
  void aPackedFileThatWasCutOffIsRefused() throws IOException {
    var path = file("a.idx", "1f8b0800");
    var e = assertThrows(UncheckedIOException.class, () -> Idx.read(path));
    assertEquals("Cannot unpack %s: it ends too early.".formatted(path), e.getMessage());
  }

  @Test
  void imagesAreBytesOfThreeAxesAndHaveAClassEach() throws IOException {
    var images = file("images", IMAGES);
    var classes = file("classes", CLASSES);
    assertRefused(classes + " needs bytes (n, rows, columns); found u8[2].", classes, classes);
    assertRefused(images + " needs bytes (n); found u8[2, 2, 3].", images, images);
    var wide = file("wide", "00000901 00000002 07 02");
    assertRefused(wide + " needs bytes (n); found i8[2].", images, wide);
    var one = file("one", "00000801 00000001 07");
    assertRefused(
        images + " has 2 images, and " + one + " 1 classes. They belong to different data.",
        images,
        one);
  }

  private static void assertRefused(String message, Path images, Path classes) {
    assertEquals(
        message, assertThrows(DataException.class, () -> Idx.images(images, classes)).getMessage());
  }
}
