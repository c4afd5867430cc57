package io.ligature.safetensors;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IndexTest {
  private static Index parse(String json) {
    return Index.parse(Path.of("m.index.json"), json.getBytes(UTF_8));
  }

  @Test
  void namesTheFileOfEachTensorInOrder() {
    var index =
        parse(
            """
            {"metadata": {"total_size": 1.6e1, "made": "by hand", "tied": null},
             "weight_map": {"b": "m-2", "a": "m-1"}}
            """);
    assertEquals(List.of("b", "a"), List.copyOf(index.shards().keySet()));
    assertEquals("m-1", index.shards().get("a"));
    assertEquals(0, parse("{\"weight_map\": {}}").shards().size());
  }

  @Test
  void isWrittenAsItIsRead() {
    var shards = new LinkedHashMap<String, String>();
    shards.put("b \"é\"", "m-2");
    shards.put("a", "m-1");
    var text = new String(new Index(shards).format(16), UTF_8);
    assertEquals(
        """
        {
          "metadata": {
            "total_size": 16
          },
          "weight_map": {
            "b \\"é\\"": "m-2",
            "a": "m-1"
          }
        }
        """,
        text);
    assertEquals(shards, parse(text).shards());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | '{' in the index, found '[]' at byte 0 of the index",
        "{} | '\"' in the index, found '}' at byte 1 of the index",
        "{\"metadata\":{}} | a weight_map in the index, found the end at byte 15 of the index",
        "{\"weight_map\":{},\"weight_map\":{}} | metadata and weight_map once each in the index,"
            + " found 'weight_map'",
        "{\"weights\":{}} | metadata and weight_map once each in the index, found 'weights'",
        "{\"weight_map\":{\"a\":1}} | '\"' in the file of 'a' in weight_map, found '1}}' at byte 19"
            + " of the index",
        "{\"weight_map\":{\"a\":\"m\",\"a\":\"m\"}} | every name once in weight_map, found 'a'"
            + " again",
        "{\"weight_map\":{\"a\":\"../m\"}} | the name of a file beside the index in the file of"
            + " 'a', found '../m'",
        "{\"weight_map\":{\"a\":\".m\"}} | the name of a file beside the index in the file of 'a',"
            + " found '.m'",
        "{\"metadata\":{\"x\":[1]}} | a string or a number in the value of 'x' in metadata, found"
            + " '[1]}}' at byte 17 of the index",
        "{\"metadata\":{\"x\":01}} | a string or a number in the value of 'x' in metadata, found"
            + " '01}}' at byte 17 of the index",
        "{\"weight_map\":{}} x | only spaces in the index after its closing brace, found 'x' at"
            + " byte 18 of the index"
      })
  void whatIsNoIndexIsRefused(String json, String problem) {
    assertEquals(
        "m.index.json: expected " + problem + ".",
        assertThrows(SafetensorsException.class, () -> parse(json)).getMessage());
  }
}
