package io.ligature.opencl;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// The folder in which PoCL keeps what it has compiled, over which we have no say.
///
/// A process that is killed may leave half a program there, and PoCL ends every process that meets
/// one.
final class PoclCache {
  private static final int DEPTH = 4;
  private static final long YOUNG = 10_000; // ms; somebody may still be writing
  private static final int MAGIC = 0xDEC04342; // "BC", C0 DE: LLVM's bitcode
  private static final int HEADER = 8; // bytes of a block

  private PoclCache() {}

  /// {@return where it is}
  static Path folder(Map<String, String> environment) {
    var asked = environment.getOrDefault("POCL_CACHE_DIR", "");
    if (!asked.isEmpty()) {
      return Path.of(asked);
    }
    var caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    var home = environment.getOrDefault("HOME", "");
    return caches.isEmpty() ? Path.of(home, ".cache", "pocl") : Path.of(caches, "pocl");
  }

  /// {@return half a program, if there is one}
  static Optional<Path> damaged(Map<String, String> environment) {
    var folder = folder(environment);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    long old = System.currentTimeMillis() - YOUNG;
    try (var programs =
        Files.find(
            folder,
            DEPTH,
            (file, about) ->
                file.endsWith("program.bc") && about.lastModifiedTime().toMillis() < old)) {
      return programs.filter(file -> !isWhole(file)).findFirst();
    } catch (IOException | UncheckedIOException e) {
      return Optional.empty(); // PoCL will say what is wrong with the folder
    }
  }

  /// Bitcode is blocks one after another, each of which says how long it is.
  ///
  /// @see <a href="https://llvm.org/docs/BitCodeFormat.html#enter-subblock-encoding">LLVM bitcode
  ///   file format</a>
  static boolean isWhole(Path file) {
    try (var channel = FileChannel.open(file)) {
      long size = channel.size();
      var words = ByteBuffer.allocate(HEADER).order(ByteOrder.LITTLE_ENDIAN);
      long at = Integer.BYTES;
      if (channel.read(words, 0) < HEADER || words.getInt(0) != MAGIC) {
        return false;
      }
      while (at < size) {
        if (channel.read(words.clear(), at) < HEADER) {
          return false;
        }
        at += HEADER + Integer.BYTES * Integer.toUnsignedLong(words.getInt(Integer.BYTES));
      }
      return at == size;
    } catch (IOException e) {
      return true; // it went while we looked
    }
  }
}
