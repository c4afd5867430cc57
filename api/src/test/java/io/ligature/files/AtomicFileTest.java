package io.ligature.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void anOldFile() throws IOException {
    file = Files.writeString(folder.resolve("file"), "old");
  }

  private static void write(FileChannel channel, String text) throws IOException {
    Bytes.writeFully(channel, ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  private List<String> names() throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void theNewContentsReplaceTheOld() throws IOException {
    AtomicFile.write(file, channel -> write(channel, "new"));
    assertEquals("new", Files.readString(file));
    assertEquals(List.of("file"), names());
  }

  @Test
  void untilTheEndTheOldContentsStay() throws IOException {
    AtomicFile.write(
        file,
        channel -> {
          write(channel, "new");
          assertEquals("old", Files.readString(file));
        });
    assertEquals("new", Files.readString(file));
  }

  @Test
  void aFailureLeavesTheOldContentsAndNothingElse() throws IOException {
    var failure = new IOException("disk full");
    var thrown =
        assertThrows(
            IOException.class,
            () ->
                AtomicFile.write(
                    file,
                    channel -> {
                      write(channel, "ne");
                      throw failure;
                    }));
    assertEquals(failure, thrown);
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("file"), names());
  }

  @Test
  void anErrorLeavesTheOldContentsAndNothingElse() throws IOException {
    assertThrows(
        OutOfMemoryError.class,
        () ->
            AtomicFile.write(
                file,
                _ -> {
                  throw new OutOfMemoryError();
                }));
    assertEquals("old", Files.readString(file));
    assertEquals(List.of("file"), names());
  }

  @Test
  void aWriterThatIsKilledLeavesTheOldContents() throws Exception {
    var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    var child =
        new ProcessBuilder(
                java,
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    assertEquals(9, child.waitFor());
    assertEquals("old", Files.readString(file));
    assertEquals(2, names().size(), "the writer had begun");
    AtomicFile.write(file, channel -> write(channel, "new"));
    assertEquals("new", Files.readString(file));
  }

  /// Writes half of the contents and dies.
  static final class Killed {
    public static void main(String[] args) throws IOException {
      AtomicFile.write(
          Path.of(args[0]),
          channel -> {
            write(channel, "ne");
            Runtime.getRuntime().halt(9);
          });
    }
  }

  @Test
  void aSymbolicLinkStaysAndItsFileIsReplaced() throws IOException {
    var elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    var real = Files.writeString(elsewhere.resolve("real"), "old");
    var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("elsewhere", "real"));
    AtomicFile.write(link, channel -> write(channel, "new"));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(real));
    assertEquals(List.of("elsewhere", "file", "link"), names());
  }

  @Test
  void aLinkToNowhereLeadsToTheNewFile() throws IOException {
    var link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    AtomicFile.write(link, channel -> write(channel, "new"));
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(folder.resolve("real")));
  }

  @Test
  void linksInACircleAreRefused() throws IOException {
    var link = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
    Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));
    var error =
        assertThrows(
            FileSystemException.class, () -> AtomicFile.write(link, channel -> write(channel, "")));
    assertEquals(link + ": links in a circle", error.getMessage());
    assertEquals(List.of("a", "b", "file"), names());
  }

  @Test
  void permissionsStay() throws IOException {
    assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
    var owner = PosixFilePermissions.fromString("rw-r-----");
    Files.setPosixFilePermissions(file, owner);
    AtomicFile.write(file, channel -> write(channel, "new"));
    assertEquals(owner, Files.getPosixFilePermissions(file));
  }

  @Test
  void aNewFileGetsTheUsualPermissions() throws IOException {
    assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"));
    AtomicFile.write(folder.resolve("new"), channel -> write(channel, "new"));
    assertEquals(
        Files.getPosixFilePermissions(Files.createFile(folder.resolve("usual"))),
        Files.getPosixFilePermissions(folder.resolve("new")));
  }

  @Test
  void aFileThatMayNotBeWrittenStays() throws IOException {
    assertTrue(file.toFile().setReadOnly());
    assumeTrue(!Files.isWritable(file), "root may write everything");
    assertThrows(
        AccessDeniedException.class, () -> AtomicFile.write(file, channel -> write(channel, "")));
    assertEquals("old", Files.readString(file));
  }

  @Test
  void aFolderIsRefused() throws IOException {
    var error =
        assertThrows(
            FileSystemException.class,
            () -> AtomicFile.write(folder, channel -> write(channel, "")));
    assertEquals(folder + ": is a folder", error.getMessage());
  }

  @Test
  void aMissingFolderIsNamedAndNotMade() {
    var absent = folder.resolve("absent");
    var error =
        assertThrows(
            FileSystemException.class,
            () -> AtomicFile.write(absent.resolve("file"), channel -> write(channel, "")));
    assertEquals(absent + ": there is no such folder", error.getMessage());
    assertFalse(Files.exists(absent));
  }
}
