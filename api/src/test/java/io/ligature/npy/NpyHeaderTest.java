package io.ligature.npy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.DTypeException;
import io.ligature.Shape;
import io.ligature.op.TensorType;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpyHeaderTest {
  private static Header parse(String text) {
    return Header.parse(
        text.getBytes(ISO_8859_1), problem -> new NpyException(Path.of("a.npy"), problem));
  }

  private static String refusal(String text) {
    return assertThrows(NpyException.class, () -> parse(text)).getMessage();
  }

  @Test
  void theKeysStandInAnyOrderWithOrWithoutSpaces() {
    var expected =
        new Header(new TensorType(DType.FLOAT32, Shape.of(2, 3)), ByteOrder.LITTLE_ENDIAN, false);
    assertEquals(
        expected, parse("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }  \n"));
    assertEquals(expected, parse("{\"shape\":(2,3,),\"descr\":\"<f4\",\"fortran_order\":False}"));
  }

  @ParameterizedTest
  @CsvSource({
    "<f4, f32, LITTLE_ENDIAN",
    ">f4, f32, BIG_ENDIAN",
    ">f8, f64, BIG_ENDIAN",
    "<f2, f16, LITTLE_ENDIAN",
    "<i4, i32, LITTLE_ENDIAN",
    "<i8, i64, LITTLE_ENDIAN",
    "|i1, i8, LITTLE_ENDIAN",
    "|u1, u8, LITTLE_ENDIAN",
    "|b1, bool, LITTLE_ENDIAN"
  })
  void aTypeIsOrderKindAndSize(String descr, String dtype, String order) {
    var header = parse("{'descr': '%s', 'fortran_order': True, 'shape': ()}".formatted(descr));
    assertEquals(
        new Header(new TensorType(DType.of(dtype), Shape.of()), order(order), true), header);
  }

  private static ByteOrder order(String name) {
    return name.equals("BIG_ENDIAN") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[] | '{' in the header, found '[]'",
        "{} | descr, fortran_order and shape in the header, found the end",
        "{'descr': '<f4' 'shape' | '}' in the header, found ''shape''",
        "{descr: 1} | a string in quotes in the header, found 'descr: 1}'",
        "{'descr': 'a\\n'} | a string in quotes in descr, found ''a\\n'}'",
        "{'descr': '<f4} | a string in quotes in descr, found ''<f4}'",
        "{'descr': None} | a string in quotes in descr, found 'None}'",
        "{'fortran_order': 1} | True or False in fortran_order, found '1}'",
        "{'fortran_order': False, 'fortran_order' : | descr, fortran_order and shape once each in"
            + " the header, found 'fortran_order'",
        "{'strides': (1,)} | descr, fortran_order and shape once each in the header, found"
            + " 'strides'",
        "{'shape': [2]} | '(' in shape, found '[2]}'",
        "{'shape': (2)} | a comma after a single extent in shape, found ')}'",
        "{'shape': (-2,)} | a whole number, 0 or more in shape, found '-2,)}'",
        "{'shape': (02,)} | a whole number, 0 or more in shape, found '02,)}'",
        "{'shape': (2 3)} | a comma after a single extent in shape, found '3)}'",
        "{'shape': (2, 3 4)} | ')' in shape, found '4)}'",
        "{'shape': (9223372036854775808,)} | at most 9223372036854775807 in shape, found"
            + " '922337203685'",
        "{'shape': (2,)} | descr, fortran_order and shape in the header, found the end",
        "{'shape': (2,)} x | only spaces in the header after its closing brace, found 'x'"
      })
  void whatIsNoHeaderIsRefused(String text, String problem) {
    assertEquals("a.npy: expected " + problem + ".", refusal(text));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'|O'; numbers in descr, found '|O', Python objects, which are not read.",
        "[('x', '<f4')]; the type of plain numbers in descr, found the fields of a structure. Save"
            + " each by itself.",
        "'<u4'; one of <f4, <f8, <i4, <i8, |b1, <f2, |i1, |u1 in descr, found '<u4'. Convert it"
            + " with astype.",
        "'|f4'; one of <f4, <f8, <i4, <i8, |b1, <f2, |i1, |u1 in descr, found '|f4'. Convert it"
            + " with astype.",
        "'<c16'; one of <f4, <f8, <i4, <i8, |b1, <f2, |i1, |u1 in descr, found '<c16'. Convert it"
            + " with astype."
      })
  void elementsThatNoTensorHasAreRefused(String descr, String problem) {
    assertEquals(
        "a.npy: expected " + problem,
        refusal("{'descr': %s, 'fortran_order': False, 'shape': ()}".formatted(descr)));
  }

  @Test
  void aSizeThatOverflowsIsRefusedEvenBehindAZero() {
    assertEquals(
        "a.npy: expected a size that 63 bits can count in shape, found [0, 4294967296,"
            + " 4294967296].",
        refusal("{'descr': '|u1', 'fortran_order': False, 'shape': (0, 4294967296, 4294967296)}"));
  }

  @Test
  void moreThan64AxesAreRefused() {
    assertEquals(
        "a.npy: expected at most 64 extents in shape, found '1,)}'.",
        refusal("{'shape': (" + "1,".repeat(65) + ")}"));
  }

  /// As numpy.save writes a matrix of 2 times 3.
  @Test
  void whatIsWrittenIsPaddedToABlockOf64() {
    var expected =
        "934e554d50590100760"
            + "07b276465736372273a20273c6634272c2027666f727472616e5f6f72646572273a2046616c73652c20"
            + "277368617065273a2028322c2033292c207d"
            + "20".repeat(58)
            + "0a";
    assertArrayEquals(
        HexFormat.of().parseHex(expected),
        Header.format(new TensorType(DType.FLOAT32, Shape.of(2, 3))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"[]; ()", "[3]; (3,)", "[2, 0, 1]; (2, 0, 1)"})
  void extentsAreWrittenAsATuple(String extents, String tuple) {
    var shape =
        extents.equals("[]") ? Shape.of() : extents.equals("[3]") ? Shape.of(3) : Shape.of(2, 0, 1);
    var text = new String(Header.format(new TensorType(DType.BOOL, shape)), ISO_8859_1);
    assertEquals(
        "{'descr': '|b1', 'fortran_order': False, 'shape': " + tuple + ", }",
        text.substring(10).strip());
    assertEquals(0, text.length() % 64);
  }

  @Test
  void bfloat16IsNotWritten() {
    assertEquals(
        "NumPy has no bf16. Cast it with to(DType.FLOAT32), or save it with Tensors.save.",
        assertThrows(
                DTypeException.class,
                () -> Header.format(new TensorType(DType.BFLOAT16, Shape.of())))
            .getMessage());
  }
}
