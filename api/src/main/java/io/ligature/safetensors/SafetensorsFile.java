package io.ligature.safetensors;

import io.ligature.Device;
import io.ligature.Dispatch;
import io.ligature.Tensor;
import io.ligature.files.AtomicFile;
import io.ligature.files.Bytes;
import io.ligature.files.Chunks;
import io.ligature.files.Failure;
import io.ligature.op.TensorType;
import io.ligature.spi.Storage;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.TreeMap;

/// A file of named tensors, open for reading one at a time.
///
/// Opening reads and checks the header alone, so it costs nothing but its length and gives names
/// and types; a header that lies is refused before anything is allocated for it. May be read from
/// many threads.
public final class SafetensorsFile implements TensorFile {
  private final Path path;
  private final FileChannel channel;
  private final Header header;
  private final long dataBegin;

  private SafetensorsFile(Path path, FileChannel channel, Header header, long dataBegin) {
    this.path = path;
    this.channel = channel;
    this.header = header;
    this.dataBegin = dataBegin;
  }

  /// {@return the file, its header read and checked}
  ///
  /// @throws SafetensorsException if it is not a safetensors file, or damaged
  /// @throws UncheckedIOException if it is missing or cannot be read
  public static SafetensorsFile open(Path path) {
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new SafetensorsException(path, "expected a file, found a folder or a device.");
    }
    try {
      var channel = FileChannel.open(path, StandardOpenOption.READ);
      try {
        return open(path, channel);
      } catch (Throwable e) {
        channel.close();
        throw e;
      }
    } catch (IOException e) {
      throw Failure.of("read", path, e);
    }
  }

  private static SafetensorsFile open(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < 10) {
      throw new SafetensorsException(
          path, "expected a header of at least 10 bytes, found a file of " + size + ".");
    }
    var length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    Bytes.readFully(channel, length, 0);
    long headerBytes = length.getLong(0);
    if (headerBytes < 0 || headerBytes > Header.MAX_BYTES) {
      throw new SafetensorsException(
          path,
          "expected a header of at most %d bytes, found one that claims %s. Is this a safetensors file?"
              .formatted(Header.MAX_BYTES, Long.toUnsignedString(headerBytes)));
    }
    if (headerBytes > size - 8) {
      throw new SafetensorsException(
          path,
          "expected a header of %d bytes, found %d to the end of the file. It was cut short; fetch or save it again."
              .formatted(headerBytes, size - 8));
    }
    var json = ByteBuffer.allocate((int) headerBytes);
    Bytes.readFully(channel, json, 8);
    long dataBegin = 8 + headerBytes;
    return new SafetensorsFile(
        path, channel, Header.parse(path, json.array(), size - dataBegin), dataBegin);
  }

  @Override
  public Path path() {
    return path;
  }

  /// {@return the types of the tensors by name, in the order of the header}
  @Override
  public SequencedMap<String, TensorType> types() {
    var types = new LinkedHashMap<String, TensorType>();
    header.tensors().forEach((name, entry) -> types.put(name, entry.type()));
    return Collections.unmodifiableSequencedMap(types);
  }

  /// {@return the remarks that the file carries}
  @Override
  public SequencedMap<String, String> metadata() {
    return Collections.unmodifiableSequencedMap(header.metadata());
  }

  @Override
  public SequencedMap<String, String> aliases() {
    return Header.aliases(header.metadata(), header.tensors().keySet());
  }

  @Override
  public Tensor read(String name, Device device) {
    var entry = header.tensors().get(name);
    if (entry == null) {
      throw new IllegalArgumentException(
          "%s has no tensor '%s'; it has %s.".formatted(path, name, header.tensors().keySet()));
    }
    var tensor = Dispatch.allocate(device, entry.type());
    if (!device.isDry()) {
      try {
        fill(tensor.view().storage(), name, entry);
      } catch (EOFException e) {
        throw new SafetensorsException(path, "the file was cut short while it was open.");
      } catch (IOException e) {
        throw Failure.of("read", path, e);
      }
    }
    return tensor;
  }

  private void fill(Storage storage, String name, Header.Entry entry) throws IOException {
    Chunks.read(
        storage,
        ByteOrder.LITTLE_ENDIAN,
        (bytes, done) -> {
          Bytes.readFully(channel, bytes.asByteBuffer(), dataBegin + entry.begin() + done);
          var fault = Chunks.fault(storage.dtype(), bytes, done);
          if (!fault.isEmpty()) {
            throw new SafetensorsException(
                path, "expected 0 or 1 in tensor '%s' of BOOL, found %s.".formatted(name, fault));
          }
        });
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw Failure.of("close", path, e);
    }
  }

  /// Writes tensors into a file, as a whole or not at all.
  ///
  /// They are written to a temporary file beside it, which is forced to the disk and renamed, so
  /// that a crash leaves the old file or the new one. The header names them in the order of the
  /// map; a map without an order (neither linked nor sorted) is sorted by name, so that the same
  /// tensors give the same bytes.
  ///
  /// @param metadata remarks, such as which names stand for others
  /// @throws IllegalArgumentException if a name is empty or `__metadata__`, or a tensor is dry
  /// @throws UncheckedIOException if the file cannot be written; it is then as it was
  public static void write(Path path, Map<String, Tensor> tensors, Map<String, String> metadata) {
    try (var prepared = prepare(path, ordered(tensors), metadata)) {
      prepared.commit();
    } catch (IOException e) {
      throw Failure.of("write", path, e);
    }
  }

  /// {@return the file, written beside its place}
  static AtomicFile prepare(
      Path path, SequencedMap<String, Tensor> tensors, Map<String, String> metadata)
      throws IOException {
    var types = new LinkedHashMap<String, TensorType>();
    tensors.forEach((name, tensor) -> types.put(name, writable(name, tensor)));
    var header = Header.of(types, ordered(metadata));
    var begin = header.format();
    var byOffset =
        header.tensors().entrySet().stream()
            .sorted(Map.Entry.comparingByValue(Header.BY_OFFSET))
            .map(entry -> Objects.requireNonNull(tensors.get(entry.getKey())))
            .toList();
    return AtomicFile.prepare(
        path,
        channel -> {
          Bytes.writeFully(channel, ByteBuffer.wrap(begin));
          for (var tensor : byOffset) {
            Chunks.write(tensor, (bytes, _) -> Bytes.writeFully(channel, bytes.asByteBuffer()));
          }
        });
  }

  static <T> SequencedMap<String, T> ordered(Map<String, T> map) {
    return map instanceof SequencedMap<String, T> inOrder ? inOrder : new TreeMap<>(map);
  }

  static TensorType writable(String name, Tensor tensor) {
    if (name.isEmpty() || name.equals(Header.METADATA)) {
      throw new IllegalArgumentException(
          "A tensor in a file needs a name, and not '%s'; the file uses that for itself."
              .formatted(name));
    }
    if (tensor.device().isDry()) {
      throw new IllegalArgumentException(
          "Tensor '%s' %s is dry and has no values to save.".formatted(name, tensor.type()));
    }
    return tensor.type();
  }

  @Override
  public String toString() {
    return path + " " + types();
  }
}
