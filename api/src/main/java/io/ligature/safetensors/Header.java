package io.ligature.safetensors;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/// What a file says of itself: its tensors, in the order it names them, and its remarks.
record Header(SequencedMap<String, Entry> tensors, SequencedMap<String, String> metadata) {
  /// A header above this is refused, as the reference implementation does.
  static final int MAX_BYTES = 100_000_000;

  static final String METADATA = "__metadata__";

  static final Comparator<Entry> BY_OFFSET =
      Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end);

  private static final int MAX_RANK = 64; // as many as other software can read

  /// A tensor and the bytes that hold it, counted from the end of the header.
  record Entry(TensorType type, long begin, long end) {}

  // ---- reading

  /// {@return the header, if all it says is true of a file with so many bytes of data}
  ///
  /// @throws SafetensorsException if not
  static Header parse(Path file, byte[] json, long dataBytes) {
    if (json.length == 0 || json[0] != '{') {
      throw new JsonCursor(file, "the header", json).error("'{'", "the header's first byte");
    }
    var header = new Header(new LinkedHashMap<>(), new LinkedHashMap<>());
    header.read(new JsonCursor(file, "the header", json));
    header.checkOffsets(file, dataBytes);
    return header;
  }

  private void read(JsonCursor json) {
    json.expect('{', "the header");
    boolean metadataSeen = false;
    if (json.skip('}')) {
      json.expectEnd();
      return;
    }
    do {
      var name = json.string("the name of a tensor");
      boolean isMetadata = name.equals(METADATA);
      if (isMetadata ? metadataSeen : tensors.containsKey(name)) {
        throw json.error("every name once", "the header", "'" + name + "' again");
      }
      json.expect(':', "the header after '" + name + "'");
      if (isMetadata) {
        metadataSeen = true;
        readMetadata(json);
      } else {
        tensors.put(name, readEntry(json, "tensor '" + name + "'"));
      }
    } while (json.skip(','));
    json.expect('}', "the header");
    json.expectEnd();
  }

  private void readMetadata(JsonCursor json) {
    json.expect('{', METADATA);
    if (json.skip('}')) {
      return;
    }
    do {
      var key = json.string(METADATA);
      json.expect(':', METADATA);
      var value = json.string("the text of '" + key + "' in " + METADATA);
      if (metadata.put(key, value) != null) {
        throw json.error("every key once", METADATA, "'" + key + "' again");
      }
    } while (json.skip(','));
    json.expect('}', METADATA);
  }

  private static Entry readEntry(JsonCursor json, String tensor) {
    DType dtype = null;
    long[] shape = null;
    long[] offsets = null;
    json.expect('{', tensor);
    do {
      var key = json.string(tensor);
      json.expect(':', tensor + " after '" + key + "'");
      var where = "the " + key + " of " + tensor;
      if (key.equals("dtype") && dtype == null) {
        dtype = readDType(json, where);
      } else if (key.equals("shape") && shape == null) {
        shape = readNumbers(json, where, MAX_RANK);
      } else if (key.equals("data_offsets") && offsets == null) {
        offsets = readNumbers(json, where, 2);
      } else {
        throw json.error("dtype, shape and data_offsets once each", tensor, "'" + key + "'");
      }
    } while (json.skip(','));
    json.expect('}', tensor);
    if (dtype == null || shape == null || offsets == null) {
      throw json.error("dtype, shape and data_offsets", tensor);
    }
    return entry(json, tensor, dtype, shape, offsets);
  }

  private static DType readDType(JsonCursor json, String where) {
    var name = json.string(where);
    for (var dtype : DType.values()) {
      if (dtype.fileName().equals(name)) {
        return dtype;
      }
    }
    var known = Arrays.stream(DType.values()).map(DType::fileName).toList();
    throw json.error("one of " + known, where, "'" + name + "'");
  }

  private static long[] readNumbers(JsonCursor json, String where, int most) {
    var numbers = new long[most];
    int count = 0;
    json.expect('[', where);
    if (json.skip(']')) {
      return new long[0];
    }
    do {
      if (count == most) {
        throw json.error("at most " + most + " numbers", where);
      }
      numbers[count++] = json.wholeNumber(where);
    } while (json.skip(','));
    json.expect(']', where);
    return Arrays.copyOf(numbers, count);
  }

  private static Entry entry(
      JsonCursor json, String tensor, DType dtype, long[] shape, long[] offsets) {
    if (offsets.length != 2 || offsets[0] > offsets[1]) {
      throw json.error("[begin, end]", "the data_offsets of " + tensor, Arrays.toString(offsets));
    }
    long bytes = dtype.bytes();
    try {
      for (long extent : shape) {
        bytes = Math.multiplyExact(bytes, Math.max(extent, 1)); // zeros must not hide an overflow
      }
    } catch (ArithmeticException e) {
      throw json.error(
          "a size that 63 bits can count", "the shape of " + tensor, Arrays.toString(shape));
    }
    var type = new TensorType(dtype, Shape.of(shape));
    long needed = type.shape().size() * dtype.bytes();
    if (offsets[1] - offsets[0] != needed) {
      throw json.error(
          "%d bytes for %s".formatted(needed, type),
          "the data_offsets of " + tensor,
          "%s, which are %d".formatted(Arrays.toString(offsets), offsets[1] - offsets[0]));
    }
    return new Entry(type, offsets[0], offsets[1]);
  }

  /// Checks that the tensors fill the data, one beginning where another ends.
  private void checkOffsets(Path file, long dataBytes) {
    var inOrder =
        tensors.entrySet().stream().sorted(Map.Entry.comparingByValue(BY_OFFSET)).toList();
    long end = 0;
    var before = "the header";
    for (var tensor : inOrder) {
      long begin = tensor.getValue().begin();
      if (begin != end) {
        throw new SafetensorsException(
            file,
            "tensor '%s' begins at byte %d of the data, expected %d, where %s ends: %s."
                .formatted(
                    tensor.getKey(),
                    begin,
                    end,
                    before,
                    begin < end ? "they overlap" : "there is a hole"));
      }
      end = tensor.getValue().end();
      before = "tensor '" + tensor.getKey() + "'";
    }
    if (end != dataBytes) {
      throw new SafetensorsException(
          file,
          "%d bytes of data follow the header, expected %d, where %s ends. %s"
              .formatted(
                  dataBytes,
                  end,
                  before,
                  dataBytes < end
                      ? "The file was cut short; fetch or save it again."
                      : "Something was added to the file; fetch or save it again."));
    }
  }

  /// {@return the remarks that say of a name without a tensor that it stands for one that has}
  static SequencedMap<String, String> aliases(Map<String, String> metadata, Set<String> names) {
    var aliases = new LinkedHashMap<String, String>();
    metadata.forEach(
        (name, stored) -> {
          if (names.contains(stored) && !names.contains(name)) {
            aliases.put(name, stored);
          }
        });
    return Collections.unmodifiableSequencedMap(aliases);
  }

  // ---- writing

  /// {@return the header of tensors in this order}. Their data is laid out by descending size of
  /// element, so that each is aligned for its type.
  static Header of(SequencedMap<String, TensorType> types, SequencedMap<String, String> metadata) {
    var entries = new LinkedHashMap<String, Entry>();
    types.forEach((name, type) -> entries.put(name, new Entry(type, 0, 0))); // the order
    long end = 0;
    for (int bytes = 8; bytes > 0; bytes /= 2) {
      for (var tensor : types.entrySet()) {
        var type = tensor.getValue();
        if (type.dtype().bytes() == bytes) {
          long begin = end;
          end = Math.addExact(end, Math.multiplyExact(type.shape().size(), bytes));
          entries.put(tensor.getKey(), new Entry(type, begin, end));
        }
      }
    }
    return new Header(entries, metadata);
  }

  /// {@return the length and the JSON, padded so that the data after it begins at a multiple of 8}
  byte[] format() {
    return format(MAX_BYTES);
  }

  byte[] format(int maxBytes) {
    var json = new StringBuilder("{");
    if (!metadata.isEmpty()) {
      json.append(JsonCursor.quote(METADATA)).append(":{");
      metadata.forEach(
          (key, text) ->
              json.append(JsonCursor.quote(key))
                  .append(':')
                  .append(JsonCursor.quote(text))
                  .append(','));
      json.setCharAt(json.length() - 1, '}');
      json.append(',');
    }
    tensors.forEach(
        (name, entry) ->
            json.append(JsonCursor.quote(name))
                .append(":{\"dtype\":\"")
                .append(entry.type().dtype().fileName())
                .append("\",\"shape\":")
                .append(entry.type().shape().toString().replace(" ", ""))
                .append(",\"data_offsets\":[")
                .append(entry.begin())
                .append(',')
                .append(entry.end())
                .append("]},"));
    if (json.length() > 1) {
      json.setLength(json.length() - 1); // the last comma
    }
    var text = encode(json.append('}'));
    int padded = (text.remaining() + 7) / 8 * 8;
    if (padded > maxBytes) {
      throw new IllegalArgumentException(
          "A header of %d tensors needs %d bytes; readers accept %d. Save in several files."
              .formatted(tensors.size(), padded, maxBytes));
    }
    var bytes = ByteBuffer.allocate(8 + padded).order(ByteOrder.LITTLE_ENDIAN);
    bytes.putLong(padded).put(text);
    Arrays.fill(bytes.array(), bytes.position(), bytes.capacity(), (byte) ' ');
    return bytes.array();
  }

  private static ByteBuffer encode(StringBuilder json) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(json));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(
          "Names and metadata must be Unicode text; found an unpaired surrogate.", e);
    }
  }
}
