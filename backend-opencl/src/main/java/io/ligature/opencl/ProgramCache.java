package io.ligature.opencl;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Compiled programs on disk, by what they were compiled from and for.
///
/// ```text
/// file = MAGIC, SHA-256 of the binary, the binary        named by the SHA-256 of source, options, device and driver
/// ```
///
/// Files are written beside their place and then renamed, so a reader sees a whole one or none. One
/// that is damaged counts as missing, and a folder that cannot be written to is left alone: it all
/// takes longer then, and nothing else.
final class ProgramCache {
  private static final byte[] MAGIC = "ligature opencl 1\n".getBytes(StandardCharsets.US_ASCII);
  private static final int DIGEST = 32;

  private final @Nullable Path folder;

  /// Keeps programs in a folder, or with null nowhere.
  ProgramCache(@Nullable Path folder) {
    this.folder = folder;
  }

  /// {@return the cache in the folder that `ligature.opencl.cache` names, else where the user's
  /// caches are, but for drivers that do better without}
  static ProgramCache of(Traits traits, Map<String, String> environment) {
    var asked = System.getProperty("ligature.opencl.cache", "");
    if (!asked.isBlank()) {
      return new ProgramCache(Path.of(asked));
    }
    if (traits.isPocl()) { // has a cache itself, and compiles every kernel before it gives a binary
      return new ProgramCache(null);
    }
    var caches = environment.getOrDefault("XDG_CACHE_HOME", "");
    var home = System.getProperty("user.home", ".");
    var base = caches.isBlank() ? Path.of(home, ".cache") : Path.of(caches);
    return new ProgramCache(base.resolve("ligature").resolve("opencl"));
  }

  /// {@return the name of the file for a program}
  ///
  /// @param parts everything that the binary depends on
  static String name(String... parts) {
    var digest = sha256();
    for (var part : parts) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0); // "a", "bc" is not "ab", "c"
    }
    return HexFormat.of().formatHex(digest.digest()) + ".bin";
  }

  /// {@return the binary, if it is there and whole}
  Optional<byte[]> read(String name) {
    if (folder == null) {
      return Optional.empty();
    }
    try {
      var file = folder.resolve(name);
      if (!Files.isRegularFile(file)) {
        return Optional.empty();
      }
      var bytes = Files.readAllBytes(file);
      int begin = MAGIC.length + DIGEST;
      if (bytes.length <= begin || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))) {
        return Optional.empty();
      }
      var binary = Arrays.copyOfRange(bytes, begin, bytes.length);
      var digest = Arrays.copyOfRange(bytes, MAGIC.length, begin);
      return Arrays.equals(digest, sha256().digest(binary))
          ? Optional.of(binary)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Keeps a binary, if the folder can be written to.
  ///
  /// @param compiled gives it, if it is wanted
  void write(String name, Supplier<byte[]> compiled) {
    if (folder == null) {
      return;
    }
    try {
      var binary = compiled.get();
      Files.createDirectories(folder);
      var temporary = Files.createTempFile(folder, name, ".tmp");
      try {
        try (var out = Files.newOutputStream(temporary)) {
          out.write(MAGIC);
          out.write(sha256().digest(binary));
          out.write(binary);
        }
        Files.move(temporary, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(temporary); // where there was no room for all of it
      }
    } catch (IOException | OpenClException e) {
      // compiled again the next time
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
