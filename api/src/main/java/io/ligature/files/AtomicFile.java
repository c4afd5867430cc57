package io.ligature.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/// Replaces a file as a whole: whoever reads it, even after a crash, finds the old contents or the
/// new.
public final class AtomicFile implements AutoCloseable {
  private static final int MAX_LINKS = 40;

  /// What the file is to hold.
  public interface Content {
    /// Writes all of it.
    void writeTo(FileChannel channel) throws IOException;
  }

  private final Path target;
  private final Path temporary;

  private AtomicFile(Path target, Path temporary) {
    this.target = target;
    this.temporary = temporary;
  }

  /// Writes a temporary file beside the target, forces it to the disk and renames it.
  ///
  /// A symbolic link stays, and the file it leads to is replaced; permissions stay too.
  ///
  /// @throws IOException if it cannot be written; it is then as it was
  public static void write(Path path, Content content) throws IOException {
    try (var prepared = prepare(path, content)) {
      prepared.commit();
    }
  }

  /// {@return the new contents, on the disk in a temporary file beside the target}
  ///
  /// @throws IOException if they cannot be written
  public static AtomicFile prepare(Path path, Content content) throws IOException {
    var target = followLinks(path.toAbsolutePath());
    if (Files.isDirectory(target)) {
      throw new FileSystemException(path.toString(), null, "is a folder");
    }
    if (Files.exists(target) && !Files.isWritable(target)) {
      throw new AccessDeniedException(path.toString()); // a rename would not ask
    }
    var folder = target.resolveSibling("");
    if (!Files.isDirectory(folder)) {
      throw new FileSystemException(folder.toString(), null, "there is no such folder");
    }
    var temporary =
        target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
    try {
      try (var channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        content.writeTo(channel);
        copyPermissions(target, temporary);
        channel.force(true);
      }
      return new AtomicFile(target, temporary);
    } catch (Throwable e) {
      deleteQuietly(temporary, e);
      throw e;
    }
  }

  /// Replaces the target.
  ///
  /// @throws IOException if that fails; the target is then as it was
  public void commit() throws IOException {
    Files.move(
        temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    forceFolder(target.resolveSibling(""));
  }

  /// Removes the temporary file, unless it was committed.
  @Override
  public void close() throws IOException {
    Files.deleteIfExists(temporary);
  }

  private static Path followLinks(Path path) throws IOException {
    var target = path;
    for (int i = 0; Files.isSymbolicLink(target); i++) {
      if (i == MAX_LINKS) {
        throw new FileSystemException(path.toString(), null, "links in a circle");
      }
      target = target.resolveSibling(Files.readSymbolicLink(target));
    }
    return target;
  }

  private static void copyPermissions(Path from, Path to) throws IOException {
    var old = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    var fresh = Files.getFileAttributeView(to, PosixFileAttributeView.class);
    if (old != null && fresh != null && Files.exists(from)) {
      fresh.setPermissions(old.readAttributes().permissions());
    }
  }

  private static void deleteQuietly(Path temporary, Throwable because) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException e) {
      because.addSuppressed(e);
    }
  }

  /// The rename itself survives a power failure only once the folder is on the disk.
  private static void forceFolder(Path folder) {
    try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      return; // Windows opens no folders, and needs none of this
    }
  }
}
