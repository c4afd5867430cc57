package io.ligature.safetensors;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.Tensor;
import io.ligature.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShardedFileTest {
  @TempDir Path folder;

  private Path index() {
    return folder.resolve("model.safetensors.index.json");
  }

  private Path shard(int number, int of) {
    return folder.resolve("model-%05d-of-%05d.safetensors".formatted(number, of));
  }

  private List<String> names() throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  /// Vectors of 4, 4, 16 and 4 bytes.
  private static SequencedMap<String, Tensor> tensors() {
    var tensors = new LinkedHashMap<String, Tensor>();
    tensors.put("d", Tensor.of(new float[] {1}));
    tensors.put("c", Tensor.of(new float[] {2}));
    tensors.put("b", Tensor.of(new float[] {3, 4, 5, 6}));
    tensors.put("a", Tensor.of(new float[] {7}));
    return tensors;
  }

  private void write() {
    ShardedFile.write(index(), tensors(), Map.of("format", "pt", "head", "c", "tail", "a"), 8);
  }

  private String refusal() {
    var error = assertThrows(SafetensorsException.class, () -> Tensors.load(index()));
    return error.getMessage().replace(index() + ": ", "");
  }

  @Test
  void filesAreFilledInOrderAndALargeTensorHasItsOwn() throws IOException {
    write();
    assertEquals(
        """
        {
          "metadata": {
            "total_size": 28
          },
          "weight_map": {
            "d": "model-00001-of-00003.safetensors",
            "c": "model-00001-of-00003.safetensors",
            "b": "model-00002-of-00003.safetensors",
            "a": "model-00003-of-00003.safetensors"
          }
        }
        """,
        Files.readString(index()));
    assertEquals(
        List.of(
            "model-00001-of-00003.safetensors",
            "model-00002-of-00003.safetensors",
            "model-00003-of-00003.safetensors",
            "model.safetensors.index.json"),
        names());
  }

  @Test
  void theSetIsReadAsOneFile() {
    write();
    try (var set = TensorFile.open(index())) {
      assertEquals("{d=f32[1], c=f32[1], b=f32[4], a=f32[1]}", set.types().toString());
      assertEquals(Map.of("head", "c", "tail", "a"), set.aliases());
      assertEquals("pt", set.metadata().get("format"));
      assertArrayEquals(new float[] {3, 4, 5, 6}, set.read("b").toFloatArray());
    }
    var loaded = Tensors.load(index());
    tensors()
        .forEach(
            (name, tensor) ->
                assertArrayEquals(tensor.toFloatArray(), loaded.get(name).toFloatArray()));
  }

  @Test
  void aFileOfTheSetHasItsOwnAliasesAlone() {
    write();
    try (var first = TensorFile.open(shard(1, 3));
        var second = TensorFile.open(shard(2, 3))) {
      assertEquals(Map.of("head", "c"), first.aliases());
      assertEquals(Map.of("format", "pt"), second.metadata());
    }
  }

  @Test
  void filesThatANewSetHasNoUseForAreRemoved() throws IOException {
    write();
    Files.writeString(folder.resolve("model-00001-of-00009.txt"), "mine");
    ShardedFile.write(index(), tensors(), Map.of(), 100);
    assertEquals(
        List.of(
            "model-00001-of-00001.safetensors",
            "model-00001-of-00009.txt",
            "model.safetensors.index.json"),
        names());
    assertEquals(4, Tensors.load(index()).size());
  }

  @Test
  void aSetThatCannotBeWrittenLeavesTheOldOne() throws IOException {
    write();
    var before = names();
    var bytes = Files.readAllBytes(index());
    Files.createDirectory(shard(1, 2));
    var error =
        assertThrows(
            UncheckedIOException.class, () -> ShardedFile.write(index(), tensors(), Map.of(), 24));
    assertEquals(
        "Cannot write %s: %s: is a folder.".formatted(shard(1, 2), shard(1, 2)),
        error.getMessage());
    Files.delete(shard(1, 2));
    assertEquals(before, names());
    assertArrayEquals(bytes, Files.readAllBytes(index()));
    assertEquals(4, Tensors.load(index()).size());
  }

  // ---- damage

  @Test
  void missingFilesAreNamed() throws IOException {
    write();
    Files.delete(shard(1, 3));
    Files.delete(shard(3, 3));
    assertEquals(
        "expected 3 files beside it, missing model-00001-of-00003.safetensors,"
            + " model-00003-of-00003.safetensors. Fetch or save them again.",
        refusal());
  }

  @Test
  void filesThatOverlapAreRefused() throws IOException {
    write();
    Files.delete(shard(3, 3));
    Tensors.save(shard(3, 3), Map.of("a", Tensor.of(7f), "c", Tensor.of(2f)));
    assertEquals(
        "index and files disagree: 'c' is in model-00003-of-00003.safetensors too, not only in"
            + " model-00001-of-00003.safetensors. Fetch or save all of them again.",
        refusal());
  }

  @Test
  void aFileOfAnotherSetIsRefused() throws IOException {
    write();
    Files.delete(shard(3, 3));
    Tensors.save(shard(3, 3), Map.of("z", Tensor.of(7f)));
    assertEquals(
        "index and files disagree: 'a' is not in model-00003-of-00003.safetensors; 'z' in"
            + " model-00003-of-00003.safetensors is not in the index. Fetch or save all of them"
            + " again.",
        refusal());
  }

  @Test
  void aDamagedFileIsRefusedByItsName() throws IOException {
    write();
    Files.write(shard(2, 3), new byte[] {1, 2, 3});
    assertEquals(
        shard(2, 3) + ": expected a header of at least 10 bytes, found a file of 3.", refusal());
  }

  @Test
  void aMissingIndexAndAFolderAreRefused() throws IOException {
    assertEquals(
        "Cannot read " + index() + ": it does not exist.",
        assertThrows(UncheckedIOException.class, () -> Tensors.load(index())).getMessage());
    Files.createDirectory(index());
    assertEquals("expected a file, found a folder or a device.", refusal());
  }

  @Test
  void aNameThatIsNotThereIsRefusedWithThoseThatAre() {
    write();
    try (var set = TensorFile.open(index())) {
      assertEquals(
          index() + " has no tensor 'z'; it has [d, c, b, a].",
          assertThrows(IllegalArgumentException.class, () -> set.read("z")).getMessage());
    }
  }

  @Test
  void anotherNameAndNoSizeAreRefused() {
    assertEquals(
        "An index needs a name that ends with .index.json, such as model.safetensors.index.json;"
            + " found m.safetensors.",
        assertThrows(
                IllegalArgumentException.class,
                () -> ShardedFile.write(Path.of("m.safetensors"), tensors(), Map.of(), 8))
            .getMessage());
    assertEquals(
        "A shard needs a size of 1 byte or more; found 0.",
        assertThrows(
                IllegalArgumentException.class,
                () -> ShardedFile.write(index(), tensors(), Map.of(), 0))
            .getMessage());
  }
}
