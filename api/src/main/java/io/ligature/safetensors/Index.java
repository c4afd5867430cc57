package io.ligature.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Which file holds which tensor.
///
/// ```text
/// {"metadata": {"total_size": 24}, "weight_map": {"0.weight": "model-00001-of-00002.safetensors", ...}}
/// ```
///
/// @param shards the names of files beside the index, by the names of tensors
record Index(SequencedMap<String, String> shards) {
  private static final String WHERE = "the index";
  private static final String MAP = "weight_map";

  /// {@return the index, its text read strictly}
  static Index parse(Path file, byte[] text) {
    var json = new JsonCursor(file, WHERE, text);
    var index = new Index(new LinkedHashMap<>());
    boolean mapSeen = false;
    boolean metadataSeen = false;
    json.expect('{', WHERE);
    do {
      var key = json.string(WHERE);
      json.expect(':', WHERE + " after '" + key + "'");
      if (key.equals(MAP) && !mapSeen) {
        mapSeen = true;
        index.readMap(json);
      } else if (key.equals("metadata") && !metadataSeen) {
        metadataSeen = true;
        skipRemarks(json);
      } else {
        throw json.error("metadata and weight_map once each", WHERE, "'" + key + "'");
      }
    } while (json.skip(','));
    json.expect('}', WHERE);
    json.expectEnd();
    if (!mapSeen) {
      throw json.error("a " + MAP, WHERE);
    }
    return index;
  }

  private void readMap(JsonCursor json) {
    json.expect('{', MAP);
    if (json.skip('}')) {
      return;
    }
    do {
      var name = json.string(MAP);
      json.expect(':', MAP + " after '" + name + "'");
      var shard = json.string("the file of '" + name + "' in " + MAP);
      if (shard.isEmpty() || shard.contains("/") || shard.contains("\\") || shard.startsWith(".")) {
        throw json.error(
            "the name of a file beside the index", "the file of '" + name + "'", "'" + shard + "'");
      }
      if (shards.put(name, shard) != null) {
        throw json.error("every name once", MAP, "'" + name + "' again");
      }
    } while (json.skip(','));
    json.expect('}', MAP);
  }

  /// The total size is among them, but who wrote an index did not always agree what counts, and
  /// each file checks its own.
  private static void skipRemarks(JsonCursor json) {
    json.expect('{', "metadata");
    if (json.skip('}')) {
      return;
    }
    do {
      var key = json.string("metadata");
      json.expect(':', "metadata after '" + key + "'");
      if (json.at('"')) {
        json.string("the text of '" + key + "' in metadata");
      } else {
        json.word("the value of '" + key + "' in metadata");
      }
    } while (json.skip(','));
    json.expect('}', "metadata");
  }

  /// {@return the index as a file, a line a tensor}
  ///
  /// @param totalSize of all tensors, in bytes
  byte[] format(long totalSize) {
    var json = new StringBuilder();
    json.append("{\n  \"metadata\": {\n    \"total_size\": ").append(totalSize);
    json.append("\n  },\n  \"").append(MAP).append("\": {");
    var separator = "\n";
    for (var shard : shards.entrySet()) {
      json.append(separator).append("    ").append(JsonCursor.quote(shard.getKey()));
      json.append(": ").append(JsonCursor.quote(shard.getValue()));
      separator = ",\n";
    }
    return json.append("\n  }\n}\n").toString().getBytes(UTF_8);
  }
}
