package io.ligature.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.files.Bytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
  @TempDir Path folder;

  private Path path() {
    return folder.resolve("a.npy");
  }

  /// {@return a file of a version of the format, with elements by their bytes}
  private Path file(int version, String header, String elements) throws IOException {
    var bytes = new ByteArrayOutputStream();
    bytes.write(HexFormat.of().parseHex("934e554d5059"));
    bytes.write(new byte[] {(byte) version, 0});
    var length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(header.length());
    bytes.write(length.array(), 0, version == 1 ? 2 : 4);
    bytes.write(header.getBytes(ISO_8859_1));
    bytes.write(HexFormat.of().parseHex(elements));
    return Files.write(path(), bytes.toByteArray());
  }

  private static String header(String descr, boolean fortran, String shape) {
    return "{'descr': '%s', 'fortran_order': %s, 'shape': %s}"
        .formatted(descr, fortran ? "True" : "False", shape);
  }

  private static String refusal(Path file) {
    var error = assertThrows(NpyException.class, () -> Npy.load(file));
    return error.getMessage().replace(file + ": ", "");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BFLOAT16")
  void everyValueComesBack(DType dtype) {
    for (var shape : List.of(Shape.of(), Shape.of(3, 0, 2), Shape.of(17, 33))) {
      var saved = Tensor.arange(shape.size()).rem(2).to(dtype).reshape(shape);
      Npy.save(path(), saved);
      var loaded = Npy.load(path());
      assertEquals(saved.type(), loaded.type());
      assertArrayEquals(saved.toDoubleArray(), loaded.toDoubleArray());
    }
  }

  @Test
  void whatIsLongerThanABufferComesBack() {
    var saved = Tensor.arange(Bytes.CHUNK + 3);
    Npy.save(path(), saved);
    assertArrayEquals(saved.toLongArray(), Npy.load(path()).toLongArray());
  }

  @Test
  void aViewIsSavedAsItsElements() {
    Npy.save(path(), Tensor.of(new int[] {0, 1, 2, 3, 4, 5}, 2, 3).t());
    assertEquals(Shape.of(3, 2), Npy.load(path()).shape());
    assertArrayEquals(new int[] {0, 3, 1, 4, 2, 5}, Npy.load(path()).toIntArray());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void everyVersionOfTheFormatIsRead(int version) throws IOException {
    var tensor = Npy.load(file(version, header("|u1", false, "(3,)"), "0102ff"));
    assertEquals("u8[3]", tensor.type().toString());
    assertArrayEquals(new long[] {1, 2, 255}, tensor.toLongArray());
  }

  @ParameterizedTest
  @CsvSource({
    ">i4, 00000001fffffffe, 1 -2",
    "<i4, 01000000feffffff, 1 -2",
    ">f8, 3ff8000000000000c000000000000000, 1.5 -2",
    ">f2, 3e00c000, 1.5 -2",
    "|i1, 01fe, 1 -2",
    ">i8, 0000000000000001fffffffffffffffe, 1 -2"
  })
  void bothByteOrdersAreRead(String descr, String bytes, String values) throws IOException {
    var expected = List.of(values.split(" ")).stream().mapToDouble(Double::parseDouble).toArray();
    assertArrayEquals(
        expected, Npy.load(file(1, header(descr, false, "(2,)"), bytes)).toDoubleArray());
  }

  @Test
  void inFortranOrderTheFirstAxisRunsFastest() throws IOException {
    var tensor = Npy.load(file(1, header("|u1", true, "(2, 3)"), "000102030405"));
    assertEquals(Shape.of(2, 3), tensor.shape());
    assertArrayEquals(new long[] {0, 2, 4, 1, 3, 5}, tensor.toLongArray());
  }

  @Test
  void aDryDeviceLearnsTheTypeAlone() {
    Npy.save(path(), Tensor.ones(2, 3));
    assertEquals("f32[2, 3]", Npy.load(path(), Device.DRY).type().toString());
  }

  // ---- what is refused

  @Test
  void anotherFormatIsRefused() throws IOException {
    Files.writeString(path(), "PK something else");
    assertEquals(
        "expected the mark of NumPy at the beginning. Is this an .npy file?", refusal(path()));
    Files.writeString(path(), "short");
    assertEquals("expected an array of at least 10 bytes, found 5.", refusal(path()));
  }

  @Test
  void anotherVersionIsRefused() throws IOException {
    assertEquals(
        "expected version 1.0, 2.0 or 3.0 of the format, found 4.0. Save it with numpy.save.",
        refusal(file(4, header("|u1", false, "()"), "00")));
  }

  @Test
  void aHeaderThatClaimsTooMuchIsRefusedBeforeItIsAllocated() throws IOException {
    var file = Files.write(path(), HexFormat.of().parseHex("934e554d50590200ffffffff7b7d"));
    assertEquals(
        "expected a header of at most 2 bytes, found one that claims 4294967295.", refusal(file));
    assertEquals(
        "expected a header of at most 10000 bytes, found one that claims 20000.",
        refusal(file(1, " ".repeat(20_000), "")));
  }

  @Test
  void aShapeThatClaimsTooMuchIsRefusedBeforeItIsAllocated() throws IOException {
    assertEquals(
        "3 bytes follow the header, expected 4611686018427387904 for f32[1152921504606846976]."
            + " The file was cut short; save it again.",
        refusal(file(1, header("<f4", false, "(1152921504606846976,)"), "010203")));
  }

  @Test
  void whatWasAddedIsRefused() throws IOException {
    assertEquals(
        "3 bytes follow the header, expected 2 for u8[2]. Something was added to the file; save"
            + " it again.",
        refusal(file(1, header("|u1", false, "(2,)"), "010203")));
  }

  @Test
  void aTruthValueOfTwoIsRefused() throws IOException {
    assertEquals(
        "expected 0 or 1 for BOOL, found 2 at element 1.",
        refusal(file(1, header("|b1", false, "(2,)"), "0102")));
  }

  @Test
  void aMissingFileAndAFolderAreRefused() {
    assertEquals(
        "Cannot read " + path() + ": it does not exist.",
        assertThrows(UncheckedIOException.class, () -> Npy.load(path())).getMessage());
    assertEquals("expected a file, found a folder or a device.", refusal(folder));
  }

  @Test
  void whatCannotBeSavedLeavesNoFile() {
    var dry = Device.DRY.with(() -> Tensor.zeros(2, 3));
    assertEquals(
        "A tensor f32[2, 3] is dry and has no values to save.",
        assertThrows(IllegalArgumentException.class, () -> Npy.save(path(), dry)).getMessage());
    assertThrows(
        IllegalArgumentException.class, () -> Npy.save(path(), Tensor.ones(2).to(DType.BFLOAT16)));
    assertFalse(Files.exists(path()));
  }
}
