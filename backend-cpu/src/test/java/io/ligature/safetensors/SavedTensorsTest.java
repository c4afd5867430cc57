package io.ligature.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Device;
import io.ligature.Shape;
import io.ligature.Tensor;
import io.ligature.Tensors;
import io.ligature.files.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SavedTensorsTest {
  @TempDir Path folder;

  private Path path() {
    return folder.resolve("m.safetensors");
  }

  @ParameterizedTest
  @EnumSource
  void everyBitComesBack(DType dtype) {
    var saved = new LinkedHashMap<String, Tensor>();
    saved.put("scalar", Raw.random(dtype, Shape.of()));
    saved.put("empty", Raw.random(dtype, Shape.of(3, 0, 2)));
    saved.put("matrix", Raw.random(dtype, Shape.of(17, 33)));
    saved.put("longer than a buffer", Raw.random(dtype, Shape.of(Bytes.CHUNK + 3)));
    Tensors.save(path(), saved);
    var loaded = Tensors.load(path());
    assertEquals(List.copyOf(saved.keySet()), List.copyOf(loaded.keySet()));
    for (var name : saved.keySet()) {
      assertEquals(saved.get(name).type(), loaded.get(name).type());
      assertArrayEquals(Raw.bytes(saved.get(name)), Raw.bytes(loaded.get(name)), name);
    }
  }

  @Test
  void specialNumbersComeBack() {
    float payload = Float.intBitsToFloat(0x7fc12345);
    var values =
        new float[] {payload, -0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY, Float.MAX_VALUE};
    Tensor.of(values).save(path());
    var loaded = Tensor.load(path()).toFloatArray();
    for (int i = 0; i < values.length; i++) {
      assertEquals(Float.floatToRawIntBits(values[i]), Float.floatToRawIntBits(loaded[i]));
    }
  }

  @Test
  void aViewIsSavedAsItsElements() {
    var x = Tensor.of(new int[] {0, 1, 2, 3, 4, 5}, 2, 3);
    Tensors.save(path(), Map.of("transposed", x.transpose(0, 1), "row", x.get(1)));
    var loaded = Tensors.load(path());
    assertArrayEquals(new long[] {0, 3, 1, 4, 2, 5}, loaded.get("transposed").toLongArray());
    assertArrayEquals(new long[] {3, 4, 5}, loaded.get("row").toLongArray());
  }

  @Test
  void aTrackedTensorIsSavedWithoutItsHistory() {
    Tensor.of(1f).requireGrad().save(path());
    assertFalse(Tensor.load(path()).isTracked());
  }

  @Test
  void aMapWithoutOrderIsSavedByName() throws IOException {
    var x = Tensor.of(1f);
    Tensors.save(path(), Map.of("c", x, "a", x, "b", x, "d", x));
    assertEquals(List.of("a", "b", "c", "d"), List.copyOf(Tensors.load(path()).keySet()));
    var once = Files.readAllBytes(path());
    Tensors.save(path(), Map.of("d", x, "b", x, "a", x, "c", x));
    assertArrayEquals(once, Files.readAllBytes(path()));
  }

  @Test
  void remarksComeBack() {
    Tensors.save(path(), Map.of("x", Tensor.of(1f)), Map.of("made by", "a test", "y", "x"));
    try (var file = SafetensorsFile.open(path())) {
      assertEquals(Map.of("made by", "a test", "y", "x"), file.metadata());
      assertEquals(Map.of("y", "x"), file.aliases());
    }
  }

  @Test
  void oneTensorIsReadWithoutTheOthers() {
    Tensors.save(path(), Map.of("x", Tensor.of(1f), "y", Tensor.of(2f)));
    try (var file = SafetensorsFile.open(path())) {
      assertEquals(2, file.read("y").item());
      assertEquals("f32[]", file.read("x", Device.DRY).type().toString());
    }
  }

  @Test
  void aNameThatIsNotThereIsRefusedWithThoseThatAre() {
    Tensors.save(path(), Map.of("x", Tensor.of(1f), "y", Tensor.of(2f)));
    try (var file = SafetensorsFile.open(path())) {
      assertEquals(
          path() + " has no tensor 'z'; it has [x, y].",
          assertThrows(IllegalArgumentException.class, () -> file.read("z")).getMessage());
    }
  }

  @Test
  void oneTensorIsNotLoadedFromAFileOfSeveral() {
    Tensors.save(path(), Map.of("x", Tensor.of(1f), "y", Tensor.of(2f)));
    assertEquals(
        path() + ": expected one tensor, found [x, y]. Use Tensors.load, which gives them all.",
        assertThrows(SafetensorsException.class, () -> Tensor.load(path())).getMessage());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "__metadata__"})
  void aNameThatTheFileNeedsIsRefused(String name) {
    assertEquals(
        "A tensor in a file needs a name, and not '%s'; the file uses that for itself."
            .formatted(name),
        assertThrows(
                IllegalArgumentException.class,
                () -> Tensors.save(path(), Map.of(name, Tensor.of(1f))))
            .getMessage());
    assertFalse(Files.exists(path()));
  }

  @Test
  void aDryTensorIsRefused() {
    var dry = Device.DRY.with(() -> Tensor.zeros(2, 3));
    assertEquals(
        "Tensor 'x' f32[2, 3] is dry and has no values to save.",
        assertThrows(IllegalArgumentException.class, () -> Tensors.save(path(), Map.of("x", dry)))
            .getMessage());
  }

  @Test
  void aTruthValueOfTwoIsRefused() throws IOException {
    Tensor.of(new boolean[] {true, false, true}).save(path());
    var bytes = Files.readAllBytes(path());
    bytes[bytes.length - 2] = 2;
    Files.write(path(), bytes);
    assertEquals(
        path() + ": expected 0 or 1 in tensor 'tensor' of BOOL, found 2 at element 1.",
        assertThrows(SafetensorsException.class, () -> Tensor.load(path())).getMessage());
  }

  @Test
  void aFileThatIsCutWhileOpenIsRefused() throws IOException {
    Tensor.of(new float[] {1, 2, 3}).save(path());
    try (var file = SafetensorsFile.open(path())) {
      try (var channel = Files.newByteChannel(path(), StandardOpenOption.WRITE)) {
        channel.truncate(channel.size() - 1);
      }
      assertEquals(
          path() + ": the file was cut short while it was open.",
          assertThrows(SafetensorsException.class, () -> file.read("tensor")).getMessage());
    }
  }

  @Test
  void everyTruncationIsRefused() throws IOException {
    Tensors.save(path(), Map.of("x", Tensor.of(new float[] {1, 2, 3}), "é", Tensor.of(2f)));
    var bytes = Files.readAllBytes(path());
    for (int length = 0; length < bytes.length; length++) {
      Files.write(path(), Arrays.copyOf(bytes, length));
      assertThrows(SafetensorsException.class, () -> Tensors.load(path()), "at " + length);
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsNamed() {
    var file = folder.resolve("absent").resolve("m.safetensors");
    assertEquals(
        "Cannot write %s: %s: there is no such folder.".formatted(file, folder.resolve("absent")),
        assertThrows(UncheckedIOException.class, () -> Tensor.of(1f).save(file)).getMessage());
  }

  @Test
  void bytesAreAsTheFormatSays() throws IOException {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("b", Tensor.of(new int[] {1, -2}));
    tensors.put("a", Tensor.of(1.5f));
    Tensors.save(path(), tensors);
    var json =
        """
        {"b":{"dtype":"I32","shape":[2],"data_offsets":[0,8]},\
        "a":{"dtype":"F32","shape":[],"data_offsets":[8,12]}}\
        """;
    var header = json + " ".repeat(7 - (json.length() + 7) % 8);
    var expected = new byte[8 + header.length() + 12];
    expected[0] = (byte) header.length();
    System.arraycopy(header.getBytes(UTF_8), 0, expected, 8, header.length());
    var data = new byte[] {1, 0, 0, 0, -2, -1, -1, -1, 0, 0, (byte) 0xC0, 0x3F};
    System.arraycopy(data, 0, expected, 8 + header.length(), 12);
    assertArrayEquals(expected, Files.readAllBytes(path()));
  }
}
