package io.ligature.npy;

import io.ligature.Device;
import io.ligature.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// An array in a zip file.
///
/// @param file the path of the zip file, for messages
record ZippedArray(Path file, ZipFile zip, ZipEntry entry) {
  private static final String SUFFIX = ".npy";

  /// Deflate cannot do better: 258 bytes for two bits.
  ///
  /// @see <a href="https://zlib.net/zlib_tech.html">zlib Technical Details</a>
  private static final long MAX_RATIO = 1032;

  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0); // same bytes

  // ---- reading

  /// {@return the name of the array}
  ///
  /// @throws NpyException if this is no array
  String name() {
    var name = entry.getName();
    if (!name.endsWith(SUFFIX)) {
      throw new NpyException(
          file, "expected arrays alone, found '%s', which is no .npy file.".formatted(name));
    }
    return name.substring(0, name.length() - SUFFIX.length());
  }

  Tensor read(Device device) throws IOException {
    long packed = entry.getCompressedSize();
    boolean stored = entry.getMethod() == ZipEntry.STORED;
    if (entry.getSize() > (stored ? packed : packed * MAX_RATIO)) {
      throw refusal("%d bytes cannot hold the %d it claims.".formatted(packed, entry.getSize()));
    }
    try (var in = new CheckedInputStream(zip.getInputStream(entry), new CRC32())) {
      var tensor = ArrayStream.read(in, entry.getSize(), device, this::refusal);
      if (!device.isDry() && in.read() >= 0) {
        throw refusal("it goes on after the %d bytes it claims.".formatted(entry.getSize()));
      }
      if (!device.isDry() && in.getChecksum().getValue() != entry.getCrc()) {
        throw refusal("its CRC-32 is not the one it claims. It was damaged; save it again.");
      }
      return tensor;
    } catch (ZipException e) {
      throw refusal(
          "it cannot be unpacked, %s. It was damaged; save it again.".formatted(e.getMessage()));
    }
  }

  private NpyException refusal(String problem) {
    return new NpyException(file, "array '%s': %s".formatted(name(), problem));
  }

  // ---- writing

  static void writeAll(FileChannel channel, Map<String, Tensor> tensors, boolean compressed)
      throws IOException {
    var out = new BufferedOutputStream(new Open(Channels.newOutputStream(channel)));
    try (var zip = new ZipOutputStream(out)) {
      for (var tensor : tensors.entrySet()) {
        var entry = new ZipEntry(tensor.getKey() + SUFFIX);
        entry.setTimeLocal(NO_TIME);
        if (!compressed) {
          store(entry, tensor.getValue());
        }
        zip.putNextEntry(entry);
        ArrayStream.write(zip, tensor.getValue());
        zip.closeEntry();
      }
    }
  }

  /// Size and sum stand before the bytes, so all are computed twice.
  private static void store(ZipEntry entry, Tensor tensor) throws IOException {
    var sum = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
    ArrayStream.write(sum, tensor);
    entry.setMethod(ZipEntry.STORED);
    entry.setCrc(sum.getChecksum().getValue());
    entry.setSize(ArrayStream.length(tensor));
  }

  /// A stream that stays open when the zip stream around it is closed: the file is synced after.
  private static final class Open extends OutputStream {
    private final OutputStream out;

    Open(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int count) throws IOException {
      out.write(bytes, from, count);
    }
  }
}
