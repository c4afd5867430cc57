package io.ligature.nn.data;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// A file of data, as it is or packed with gzip, which its first two bytes tell.
final class DataFile {
  private static final int MAGIC = 0x1f8b;

  private DataFile() {}

  /// Reads something from a stream.
  interface Reading<T> {
    T from(InputStream in) throws IOException;
  }

  /// {@return what was read}
  ///
  /// @throws UncheckedIOException if the file is missing or cannot be read
  static <T> T read(Path path, Reading<T> reading) {
    try (var in = open(path)) {
      return reading.from(in);
    } catch (NoSuchFileException e) {
      throw new UncheckedIOException("There is no file " + path.toAbsolutePath() + ".", e);
    } catch (EOFException e) {
      throw new UncheckedIOException("Cannot unpack %s: it ends too early.".formatted(path), e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read %s: %s.".formatted(path, e.getMessage()), e);
    }
  }

  private static InputStream open(Path path) throws IOException {
    var in = new BufferedInputStream(Files.newInputStream(path));
    try {
      in.mark(2);
      int magic = in.read() << 8 | in.read();
      in.reset();
      return magic == MAGIC ? new GZIPInputStream(in) : in;
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }
}
