package io.ligature.safetensors;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ligature.DType;
import io.ligature.Shape;
import io.ligature.op.TensorType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTest {
  private static final Path FILE = Path.of("m.safetensors");

  private static Header parse(String json, long dataBytes) {
    return Header.parse(FILE, json.getBytes(UTF_8), dataBytes);
  }

  private static String refusal(String json, long dataBytes) {
    return assertThrows(SafetensorsException.class, () -> parse(json, dataBytes)).getMessage();
  }

  private static void isRefused(String json, long dataBytes, String problem) {
    assertEquals("m.safetensors: " + problem, refusal(json, dataBytes));
  }

  // ---- what is read

  @Test
  void namesTensorsInTheOrderOfTheText() {
    var header =
        parse(
            """
            {"b":{"dtype":"F32","shape":[2,1],"data_offsets":[8,16]},
             "__metadata__": {"format":"pt", "c":"b"},
             "a":{"shape":[], "data_offsets":[0,8], "dtype":"I64"}}   \
            """,
            16);
    assertEquals(List.of("b", "a"), List.copyOf(header.tensors().keySet()));
    assertEquals(
        new Header.Entry(new TensorType(DType.FLOAT32, Shape.of(2, 1)), 8, 16),
        header.tensors().get("b"));
    assertEquals(Map.of("format", "pt", "c", "b"), header.metadata());
  }

  @ParameterizedTest
  @EnumSource
  void everyTypeHasItsName(DType dtype) {
    int bytes = 3 * dtype.bytes();
    var json =
        "{\"x\":{\"dtype\":\"%s\",\"shape\":[3],\"data_offsets\":[0,%d]}}"
            .formatted(dtype.fileName(), bytes);
    assertEquals(dtype, parse(json, bytes).tensors().get("x").type().dtype());
  }

  @Test
  void emptyTensorsTakeNoBytesWhereverTheyStand() {
    var header =
        parse(
            """
            {"a":{"dtype":"F32","shape":[0,3],"data_offsets":[4,4]},\
            "b":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},\
            "c":{"dtype":"F32","shape":[0],"data_offsets":[0,0]}}\
            """,
            4);
    assertEquals(3, header.tensors().size());
  }

  @Test
  void aFileWithoutTensorsIsOne() {
    assertTrue(parse("{}", 0).tensors().isEmpty());
    assertTrue(parse("{\"__metadata__\":{}}      ", 0).metadata().isEmpty());
  }

  @Test
  void escapesAreDecoded() {
    var header =
        parse("{\"__metadata__\":{\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é\":\"\"}}", 0);
    assertEquals("\"\\/\b\f\n\r\té😀é", header.metadata().firstEntry().getKey());
  }

  // ---- what is refused

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          ` {}`; expected '{' in the header's first byte, found ' {}' at byte 0 of the header.
          `[]`; expected '{' in the header's first byte, found '[]' at byte 0 of the header.
          `{`; expected '"' in the name of a tensor, found the end at byte 1 of the header.
          `{"a"}`; expected ':' in the header after 'a', found '}' at byte 4 of the header.
          `{"a":1}`; expected '{' in tensor 'a', found '1}' at byte 5 of the header.
          `{"a":{}}`; expected '"' in tensor 'a', found '}}' at byte 6 of the header.
          `{"a":{"dtype":"F32"}}`; expected dtype, shape and data_offsets in tensor 'a', found '}' at byte 20 of the header.
          `{"a":{"dtype":"F8_E4M3"}}`; expected one of [F32, F64, I32, I64, BOOL, F16, BF16, I8, U8] in the dtype of tensor 'a', found 'F8_E4M3'.
          `{"a":{"dtype":"f32"}}`; expected one of [F32, F64, I32, I64, BOOL, F16, BF16, I8, U8] in the dtype of tensor 'a', found 'f32'.
          `{"a":{"dtype":7}}`; expected '"' in the dtype of tensor 'a', found '7}}' at byte 14 of the header.
          `{"a":{"stride":[1]}}`; expected dtype, shape and data_offsets once each in tensor 'a', found 'stride'.
          `{"a":{"dtype":"F32","dtype":"F32"}}`; expected dtype, shape and data_offsets once each in tensor 'a', found 'dtype'.
          `{"a":{"shape":[-1]}}`; expected a whole number, 0 or more in the shape of tensor 'a', found '-1]}}' at byte 15 of the header.
          `{"a":{"shape":[1.5]}}`; expected a whole number, 0 or more in the shape of tensor 'a', found '1.5]}}' at byte 15 of the header.
          `{"a":{"shape":[1e3]}}`; expected a whole number, 0 or more in the shape of tensor 'a', found '1e3]}}' at byte 15 of the header.
          `{"a":{"shape":[01]}}`; expected a whole number, 0 or more in the shape of tensor 'a', found '01]}}' at byte 15 of the header.
          `{"a":{"shape":[9223372036854775808]}}`; expected at most 9223372036854775807 in the shape of tensor 'a', found '922337203685' at byte 15 of the header.
          `{"a":{"shape":[1,]}}`; expected a whole number, 0 or more in the shape of tensor 'a', found ']}}' at byte 17 of the header.
          `{"a":{"shape":null}}`; expected '[' in the shape of tensor 'a', found 'null}}' at byte 14 of the header.
          `{"a":{"data_offsets":[0,1,2]}}`; expected at most 2 numbers in the data_offsets of tensor 'a', found '2]}}' at byte 26 of the header.
          `{"a":{"dtype":"F32","shape":[],"data_offsets":[0]}}`; expected [begin, end] in the data_offsets of tensor 'a', found [0].
          `{"a":{"dtype":"F32","shape":[],"data_offsets":[4,0]}}`; expected [begin, end] in the data_offsets of tensor 'a', found [4, 0].
          `{"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,8]}}`; expected 16 bytes for f32[2, 2] in the data_offsets of tensor 'a', found [0, 8], which are 8.
          `{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}`; expected a size that 63 bits can count in the shape of tensor 'a', found [4294967296, 4294967296].
          `{"a":{"dtype":"F64","shape":[0,1152921504606846976,2],"data_offsets":[0,0]}}`; expected a size that 63 bits can count in the shape of tensor 'a', found [0, 1152921504606846976, 2].
          `{} x`; expected only spaces in the header after its closing brace, found 'x' at byte 3 of the header.
          `{"__metadata__":{"a":1}}`; expected '"' in the text of 'a' in __metadata__, found '1}}' at byte 21 of the header.
          `{"__metadata__":null}`; expected '{' in __metadata__, found 'null}' at byte 16 of the header.
          `{"__metadata__":{"a":"1","a":"1"}}`; expected every key once in __metadata__, found 'a' again.
          `{"__metadata__":{},"__metadata__":{}}`; expected every name once in the header, found '__metadata__' again.
          `{"a\\x":1}`; expected an escape of JSON in the name of a tensor, found '\\x":1}' at byte 3 of the header.
          `{"a\\u12g4":1}`; expected \\u and four hexadecimal digits in the name of a tensor, found '\\u12g4":1}' at byte 3 of the header.
          `{"a\\ud800":1}`; expected no unpaired surrogate in the name of a tensor, found \\ud800 alone.
          `{"a`; expected a closing quote in the name of a tensor, found the end at byte 3 of the header.
          `{'a':1}`; expected '"' in the name of a tensor, found ''a':1}' at byte 1 of the header.
          """)
  void isRefused(String json, String problem) {
    isRefused(json, 0, problem);
  }

  @Test
  void aNameTwiceIsRefusedHoweverItIsWritten() {
    isRefused(
        """
        {"a":{"dtype":"I8","shape":[1],"data_offsets":[0,1]},\
        "\\u0061":{"dtype":"I8","shape":[1],"data_offsets":[1,2]}}\
        """,
        2,
        "expected every name once in the header, found 'a' again.");
  }

  @Test
  void aControlCharacterIsRefused() {
    isRefused(
        "{\"a\nb\":1}",
        0,
        "expected a string without control characters in the name of a tensor, found '?b\":1}' at"
            + " byte 3 of the header.");
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"\u00ff", "\u00c0\u0080", "\u00ed\u00a0\u0080", "\u00e2\u0082"})
  void textThatIsNotUtf8IsRefused(String bytes) {
    var json = ("{\"a" + bytes + "\":1}").getBytes(ISO_8859_1);
    var error = assertThrows(SafetensorsException.class, () -> Header.parse(FILE, json, 0));
    assertTrue(
        error
            .getMessage()
            .startsWith("m.safetensors: expected text in UTF-8 in the name of a tensor, found 'a?"),
        error.getMessage());
  }

  @Test
  void overlappingTensorsAreRefused() {
    isRefused(
        """
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},\
        "b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}\
        """,
        12,
        "tensor 'b' begins at byte 4 of the data, expected 8, where tensor 'a' ends: they"
            + " overlap.");
  }

  @Test
  void aHoleIsRefused() {
    isRefused(
        """
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}}\
        """,
        12,
        "tensor 'a' begins at byte 4 of the data, expected 0, where the header ends: there is a"
            + " hole.");
  }

  @Test
  void dataThatEndsEarlyIsRefused() {
    isRefused(
        """
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}\
        """,
        7,
        "7 bytes of data follow the header, expected 8, where tensor 'a' ends. The file was cut"
            + " short; fetch or save it again.");
  }

  @Test
  void bytesAfterTheLastTensorAreRefused() {
    isRefused(
        """
        {"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}\
        """,
        9,
        "9 bytes of data follow the header, expected 8, where tensor 'a' ends. Something was added"
            + " to the file; fetch or save it again.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":", "{\"__metadata__\":{\"a\":", "{\"a\":{\"shape\":["})
  void nestingIsRefusedWhereTheFormatHasNone(String opening) {
    var first = opening.equals("[") ? "{\"a\":{\"shape\":" : "";
    assertTrue(refusal(first + opening.repeat(100_000), 0).contains("expected"));
  }

  @Test
  void aTensorOfMoreThan64AxesIsRefused() {
    var shape = "1,".repeat(1_000_000) + "1";
    assertTrue(
        refusal("{\"a\":{\"shape\":[" + shape + "]}}", 0)
            .startsWith("m.safetensors: expected at most 64 numbers in the shape of tensor 'a'"));
  }

  // ---- what is written

  @Test
  void layOutIsByDescendingSizeOfElementAndOtherwiseInOrder() {
    var types = new LinkedHashMap<String, TensorType>();
    types.put("bytes", new TensorType(DType.INT8, Shape.of(3)));
    types.put("b", new TensorType(DType.FLOAT32, Shape.of(2)));
    types.put("a", new TensorType(DType.FLOAT32, Shape.of()));
    types.put("long", new TensorType(DType.INT64, Shape.of(1)));
    var bytes = Header.of(types, new TreeMap<>(Map.of("k", "v"))).format();
    var json =
        """
        {"__metadata__":{"k":"v"},\
        "bytes":{"dtype":"I8","shape":[3],"data_offsets":[20,23]},\
        "b":{"dtype":"F32","shape":[2],"data_offsets":[8,16]},\
        "a":{"dtype":"F32","shape":[],"data_offsets":[16,20]},\
        "long":{"dtype":"I64","shape":[1],"data_offsets":[0,8]}}\
        """;
    assertEquals(json, new String(bytes, 8, bytes.length - 8, UTF_8).strip());
    assertEquals(0, bytes.length % 8);
    assertEquals(bytes.length - 8, (bytes[0] & 0xFF) | (bytes[1] << 8));
    assertEquals(types.keySet(), parse(json, 23).tensors().keySet());
  }

  @Test
  void textIsEscapedSoThatItComesBack() {
    var text = "\"\\/\b\f\n\r\t\u0000\u001f\u007fé😀";
    var bytes = Header.of(new TreeMap<>(), new TreeMap<>(Map.of(text, text))).format();
    var json = new String(bytes, 8, bytes.length - 8, UTF_8);
    assertEquals(Map.of(text, text), parse(json, 0).metadata());
  }

  @Test
  void anUnpairedSurrogateCannotBeSaved() {
    var header = Header.of(new TreeMap<>(), new TreeMap<>(Map.of("\ud800", "")));
    assertEquals(
        "Names and metadata must be Unicode text; found an unpaired surrogate.",
        assertThrows(IllegalArgumentException.class, header::format).getMessage());
  }

  @Test
  void aHeaderThatNoReaderAcceptsIsNotWritten() {
    var header = Header.of(new TreeMap<>(), new TreeMap<>(Map.of("k", "v".repeat(100))));
    assertEquals(
        "A header of 0 tensors needs 128 bytes; readers accept 120. Save in several files.",
        assertThrows(IllegalArgumentException.class, () -> header.format(120)).getMessage());
  }
}
