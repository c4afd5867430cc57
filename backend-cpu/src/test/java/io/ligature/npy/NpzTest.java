package io.ligature.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.Device;
import io.ligature.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NpzTest {
  @TempDir Path folder;

  private Path path() {
    return folder.resolve("a.npz");
  }

  private static void save(boolean compressed, Path path, Map<String, Tensor> tensors) {
    if (compressed) {
      Npz.saveCompressed(path, tensors);
    } else {
      Npz.save(path, tensors);
    }
  }

  private static String refusal(Path file) {
    var error = assertThrows(NpyException.class, () -> Npz.load(file));
    return error.getMessage().replace(file + ": ", "");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void namesOrderAndValuesComeBack(boolean compressed) {
    var saved = new LinkedHashMap<String, Tensor>();
    saved.put("z", Tensor.of(new float[][] {{1, 2, 3}, {4, 5, 6}}));
    saved.put("a/naïve", Tensor.of(true));
    saved.put("empty", Tensor.zeros(0, 3));
    save(compressed, path(), saved);
    var loaded = Npz.load(path());
    assertEquals(List.copyOf(saved.keySet()), List.copyOf(loaded.keySet()));
    saved.forEach(
        (name, tensor) -> {
          assertEquals(tensor.type(), loaded.get(name).type());
          assertArrayEquals(tensor.toDoubleArray(), loaded.get(name).toDoubleArray());
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void theSameTensorsGiveTheSameBytes(boolean compressed) throws IOException {
    var x = Tensor.of(1f);
    save(compressed, path(), Map.of("c", x, "a", x, "b", x));
    var once = Files.readAllBytes(path());
    save(compressed, path(), Map.of("b", x, "c", x, "a", x));
    assertArrayEquals(once, Files.readAllBytes(path()));
    assertEquals(List.of("a", "b", "c"), List.copyOf(Npz.load(path()).keySet()));
  }

  @Test
  void deflatedZerosAreSmall() throws IOException {
    var zeros = Map.of("x", Tensor.zeros(100_000));
    Npz.save(path(), zeros);
    assertTrue(Files.size(path()) > 400_000);
    Npz.saveCompressed(path(), zeros);
    assertTrue(Files.size(path()) < 2_000);
    assertEquals(zeros.get("x").type(), Npz.load(path()).get("x").type());
  }

  @Test
  void aDryDeviceLearnsTheTypesAlone() {
    Npz.saveCompressed(path(), Map.of("x", Tensor.ones(2, 3)));
    assertEquals("f32[2, 3]", Npz.load(path(), Device.DRY).get("x").type().toString());
  }

  // ---- what is refused

  @Test
  void anotherFormatIsRefused() throws IOException {
    Files.writeString(path(), "no zip file");
    assertEquals(
        "expected a zip file of arrays; zip END header not found. Is this an .npz file?",
        refusal(path()));
  }

  private void zip(String name, byte[] content) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(path()))) {
      zip.putNextEntry(new ZipEntry(name));
      zip.write(content);
    }
  }

  @Test
  void whatIsNoArrayIsRefused() throws IOException {
    zip("readme.txt", new byte[] {1});
    assertEquals(
        "expected arrays alone, found 'readme.txt', which is no .npy file.", refusal(path()));
    zip("x.npy", new byte[] {1});
    assertEquals("array 'x': expected an array of at least 10 bytes, found 1.", refusal(path()));
  }

  /// The number of bytes that an entry claims stands at 24 of its record in the directory.
  private void claim(int size) throws IOException {
    var bytes = Files.readAllBytes(path());
    int record = new String(bytes, ISO_8859_1).indexOf("PK\1\2");
    for (int i = 0; i < 4; i++) {
      bytes[record + 24 + i] = (byte) (size >>> (8 * i));
    }
    Files.write(path(), bytes);
  }

  @Test
  void anArrayThatClaimsMoreThanDeflateCanPackIsRefusedBeforeItIsAllocated() throws IOException {
    Npz.saveCompressed(path(), Map.of("x", Tensor.zeros(4)));
    claim(1 << 30);
    var message = refusal(path());
    assertTrue(
        message.matches("array 'x': \\d\\d bytes cannot hold the 1073741824 it claims\\."),
        message);
  }

  @Test
  void anArrayThatIsNotAsLongAsItClaimsIsRefused() throws IOException {
    Npz.saveCompressed(path(), Map.of("x", Tensor.zeros(4)));
    claim(128 + 12);
    assertEquals(
        "array 'x': 12 bytes follow the header, expected 16 for f32[4]. The file was cut short;"
            + " save it again.",
        refusal(path()));
  }

  @Test
  void aDamagedArrayIsRefused() throws IOException {
    Npz.save(path(), Map.of("x", Tensor.of(new float[] {1, 2, 3})));
    var bytes = Files.readAllBytes(path());
    int array = new String(bytes, ISO_8859_1).indexOf("NUMPY") - 1;
    bytes[array + 128] ^= 1;
    Files.write(path(), bytes);
    assertEquals(
        "array 'x': its CRC-32 is not the one it claims. It was damaged; save it again.",
        refusal(path()));
  }

  @Test
  void aStreamThatCannotBeUnpackedIsRefused() throws IOException {
    Npz.saveCompressed(path(), Map.of("x", Tensor.zeros(4)));
    var bytes = Files.readAllBytes(path());
    int extra = bytes[28];
    bytes[30 + "x.npy".length() + extra] = 7; // a block of a kind that there is not
    Files.write(path(), bytes);
    assertEquals(
        "array 'x': it cannot be unpacked, invalid block type. It was damaged; save it again.",
        refusal(path()));
  }

  @Test
  void anEmptyNameIsRefused() {
    assertEquals(
        "An array in a file needs a name; found ''.",
        assertThrows(
                IllegalArgumentException.class, () -> Npz.save(path(), Map.of("", Tensor.of(1f))))
            .getMessage());
    assertFalse(Files.exists(path()));
  }

  @Test
  void aMissingFileIsRefused() {
    assertEquals(
        "Cannot read " + path() + ": it does not exist.",
        assertThrows(UncheckedIOException.class, () -> Npz.load(path())).getMessage());
  }
}
