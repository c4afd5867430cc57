package io.ligature.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.ligature.DType;
import io.ligature.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {
  private static final String FLOWERS =
      """
      length,width,species
      5.1,3.5,setosa
      7,3.2,versicolor
      -.5e1,+2.,setosa
      """;

  @TempDir private Path folder;

  private static Csv csv(String text) {
    return Csv.of(text, ',', true);
  }

  private static void assertSays(String message, Executable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work).getMessage());
  }

  // ---- what it gives

  @Test
  void columnsOfNumbersAreATensor() {
    var csv = csv(FLOWERS);
    assertEquals(3, csv.size());
    assertEquals(List.of("length", "width", "species"), csv.columns());
    var x = csv.numbers(DType.FLOAT64, "width", "length");
    assertEquals(Shape.of(3, 2), x.shape());
    assertArrayEquals(new double[] {3.5, 5.1, 3.2, 7, 2, -5}, x.toDoubleArray());
    assertEquals(DType.FLOAT32, csv.numbers("width").dtype());
    assertEquals("the text: 3 records of [length, width, species]", csv.toString());
  }

  @Test
  void columnsOfWordsAreClasses() {
    var csv = csv(FLOWERS);
    assertEquals(List.of("setosa", "versicolor"), csv.labels("species"));
    assertArrayEquals(new long[] {0, 1, 0}, csv.classes("species").toLongArray());
    assertArrayEquals(
        new long[] {2, 0, 2},
        csv.classes("species", List.of("versicolor", "virginica", "setosa")).toLongArray());
    assertEquals(List.of("5.1", "7", "-.5e1"), csv.strings("length"));
  }

  @Test
  void columnsWithoutNamesHaveNumbers() {
    var csv = Csv.of("1;2\r\n3;4", ';', false);
    assertEquals(List.of("0", "1"), csv.columns());
    assertArrayEquals(new float[] {1, 2, 3, 4}, csv.numbers().toFloatArray());
    assertArrayEquals(new float[] {2, 4}, csv.numbers("1").toFloatArray());
  }

  @Test
  void spacesAroundNumbersDoNotMatter() {
    assertArrayEquals(new float[] {1, 2}, csv("a,b\n 1, 2 \n").numbers().toFloatArray());
  }

  @Test
  void quotedFieldsHoldAnything() {
    var csv = csv("a,b\n\"x, \"\"y\"\"\nz\",\"\"\n\"\",2\n");
    assertEquals(List.of("x, \"y\"\nz", ""), csv.strings("a"));
    assertEquals(List.of("", "2"), csv.strings("b"));
  }

  @Test
  void aTableMayHaveNoRecords() {
    assertEquals(Shape.of(0, 2), csv("a,b\n").numbers().shape());
  }

  @Test
  void filesMayBePacked() throws IOException {
    var packed = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(packed)) {
      gzip.write(FLOWERS.getBytes(StandardCharsets.UTF_8));
    }
    var path = Files.write(folder.resolve("flowers.csv.gz"), packed.toByteArray());
    assertEquals(csv(FLOWERS).strings("species"), Csv.read(path).strings("species"));
  }

  @Test
  void theMarkOfTheByteOrderIsNoPartOfAName() throws IOException {
    var path = Files.writeString(folder.resolve("a.csv"), "\ufeffa,ä\n1,2\n");
    assertEquals(List.of("a", "ä"), Csv.read(path).columns());
  }

  // ---- what is refused

  @ParameterizedTest
  @ValueSource(strings = {"x", "1,5", "0x1p3", "1f", "NaN", "1e", "--1", "1 2"})
  void whatIsNoNumberHasALineAndAColumn(String field) {
    var csv = csv("a,b\n1,2\n3,\"" + field + "\"\n");
    assertSays(
        "the text, line 3, column 2 (b): found '" + field + "'; expected a number.", csv::numbers);
  }

  @Test
  void anEmptyFieldIsNoNumber() {
    assertSays(
        "the text, line 2, column 1 (a): found an empty field; expected a number.",
        csv("a,b\n,2\n")::numbers);
  }

  @Test
  void linesAreCountedThroughQuotes() {
    assertSays(
        "the text, line 4, column 1 (a): found 'y'; expected a number.",
        () -> csv("a,b\n1,\"x\nx\"\ny,1\n").numbers("a"));
  }

  @Test
  void whatIsTooLargeIsRefused() {
    assertSays(
        "the text, line 2, column 1 (a): found 1e39; expected a number of at most"
            + " 3.4028234663852886E38.",
        csv("a\n1e39\n")::numbers);
    assertEquals(1e39, csv("a\n1e39\n").numbers(DType.FLOAT64, "a").item());
    assertSays(
        "the text, line 2, column 1 (a): found 1e999; expected a number of at most"
            + " 1.7976931348623157E308.",
        () -> csv("a\n1e999\n").numbers(DType.FLOAT64, "a"));
    assertSays(
        "numbers needs FLOAT32 or FLOAT64; found i64. Cast the result with to.",
        () -> csv("a\n1\n").numbers(DType.INT64, "a"));
  }

  @Test
  void anUnknownLabelIsRefused() {
    assertSays(
        "the text, line 3, column 3 (species): found 'versicolor'; expected one of [setosa].",
        () -> csv(FLOWERS).classes("species", List.of("setosa")));
  }

  @Test
  void anUnknownColumnIsRefused() {
    assertSays(
        "the text has no column 'height'; it has [length, width, species].",
        () -> csv(FLOWERS).numbers("height"));
  }

  @Test
  void recordsAreOfOneLength() {
    assertSays(
        "the text, line 3: found 3 fields; the first line has 2.", () -> csv("a,b\n1,2\n1,2,3\n"));
    assertSays(
        "the text, line 3: found 1 fields; the first line has 2.", () -> csv("a,b\n1,2\n\n3,4\n"));
  }

  @Test
  void quotesOutOfPlaceAreRefused() {
    assertSays(
        "the text, line 2, character 4: a quote within a field that does not begin with one. Quote"
            + " the whole field, and double the quotes in it.",
        () -> csv("a,b\n1,x\"y\"\n"));
    assertSays(
        "the text, line 2, character 6: 'y' behind the quote that ends a field. Double the quotes"
            + " within fields.",
        () -> csv("a,b\n1,\"x\"y\n"));
    assertSays(
        "the text, line 2, character 3: the quote that begins here has no end. Close it.",
        () -> csv("a,b\n1,\"x\n3,4\n"));
  }

  @Test
  void aCarriageReturnAloneEndsNoLine() {
    assertSays(
        "the text, line 1, character 5: a carriage return without a line feed. End lines with LF or"
            + " CR LF.",
        () -> csv("a,b\r1,2"));
  }

  @Test
  void namesAreUnique() {
    assertSays(
        "the text names two columns 'a'. Rename one, or read it without a header.",
        () -> csv("a,b,a\n"));
  }

  @Test
  void nothingIsNoTable() {
    assertSays("the text is empty.", () -> csv(""));
  }

  @Test
  void separatorsAreNeitherQuotesNorEndsOfLines() {
    assertSays(
        "Csv needs a separator other than quotes and ends of lines.", () -> Csv.of("", '"', true));
  }

  @Test
  void otherEncodingsAreRefused() throws IOException {
    var path = folder.resolve("a.csv");
    Files.write(path, "a\n\u00e4\n".getBytes(StandardCharsets.ISO_8859_1));
    assertSays(
        path + ", near line 1: bytes that are no UTF-8. Save the file as UTF-8.",
        () -> Csv.read(path));
  }

  @Test
  void aMissingFileIsNamed() {
    var path = folder.resolve("none.csv");
    assertEquals(
        "There is no file " + path.toAbsolutePath() + ".",
        assertThrows(UncheckedIOException.class, () -> Csv.read(path)).getMessage());
  }
}
