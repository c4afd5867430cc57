package io.ligature.nn.data;

import io.ligature.DType;
import io.ligature.Tensor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/// A table of text, such as a file of comma-separated values in UTF-8, packed with gzip or not.
///
/// ```text
/// var csv = Csv.read(Path.of("iris.csv"));
/// var data = Dataset.of(csv.numbers("length", "width"), csv.classes("species"));
/// ```
///
/// It is read strictly: what is not a number where one is wanted, a record that is longer than the
/// others, or a quote out of place is an error with line and column.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
public final class Csv {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?");

  private final String name;
  private final List<String> columns;
  private final List<CsvRecords.Fields> records;

  private Csv(String name, List<String> columns, List<CsvRecords.Fields> records) {
    this.name = name;
    this.columns = columns;
    this.records = records;
  }

  // ---- reading

  /// {@return the table in a file with commas, whose first line names the columns}
  ///
  /// @throws UncheckedIOException if the file is missing or cannot be read
  /// @throws DataException if it is no such table; says where
  public static Csv read(Path path) {
    return read(path, ',', true);
  }

  /// {@return the table in a file}
  ///
  /// @param separator between fields, such as a comma, a semicolon or a tab
  /// @param header whether the first line names the columns; else their names are 0, 1, ...
  /// @throws UncheckedIOException if the file is missing or cannot be read
  /// @throws DataException if it is no such table; says where
  public static Csv read(Path path, char separator, boolean header) {
    check(separator);
    return DataFile.read(
        path,
        in -> {
          var strict = StandardCharsets.UTF_8.newDecoder(); // reports what is malformed
          var reader = new BufferedReader(new InputStreamReader(in, strict));
          return parse(path.toString(), reader, separator, header);
        });
  }

  /// {@return the table in a text}
  ///
  /// @param separator between fields
  /// @param header whether the first line names the columns; else their names are 0, 1, ...
  /// @throws DataException if it is no such table; says where
  public static Csv of(String text, char separator, boolean header) {
    check(separator);
    try {
      return parse("the text", new StringReader(text), separator, header);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void check(char separator) {
    if (separator == '"' || separator == '\n' || separator == '\r') {
      throw new IllegalArgumentException(
          "Csv needs a separator other than quotes and ends of lines.");
    }
  }

  private static Csv parse(String name, Reader in, char separator, boolean header)
      throws IOException {
    var parser = new CsvRecords(name, in, separator);
    var first = parser.next();
    if (first == null) {
      throw new DataException(name + " is empty.");
    }
    var columns = header ? first.values() : numbered(first.values().size());
    checkNames(name, columns);
    var records = new ArrayList<CsvRecords.Fields>();
    for (var record = header ? parser.next() : first; record != null; record = parser.next()) {
      checkLength(name, first, record);
      records.add(record);
    }
    return new Csv(name, List.copyOf(columns), records);
  }

  private static List<String> numbered(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  private static void checkNames(String name, List<String> columns) {
    var seen = new HashSet<String>();
    for (var column : columns) {
      if (!seen.add(column)) {
        throw new DataException(
            "%s names two columns '%s'. Rename one, or read it without a header."
                .formatted(name, column));
      }
    }
  }

  private static void checkLength(String name, CsvRecords.Fields first, CsvRecords.Fields record) {
    if (record.values().size() != first.values().size()) {
      throw new DataException(
          "%s, line %d: found %d fields; the first line has %d."
              .formatted(name, record.line(), record.values().size(), first.values().size()));
    }
  }

  // ---- what is in it

  /// {@return how many records there are}
  public long size() {
    return records.size();
  }

  /// {@return the names of the columns}
  public List<String> columns() {
    return columns;
  }

  /// {@return the fields of a column}
  ///
  /// @throws IllegalArgumentException if there is no such column; lists them
  public List<String> strings(String column) {
    int at = column(column);
    return records.stream().map(record -> record.values().get(at)).toList();
  }

  private int column(String column) {
    int at = columns.indexOf(column);
    if (at < 0) {
      throw new IllegalArgumentException(
          "%s has no column '%s'; it has %s.".formatted(name, column, columns));
    }
    return at;
  }

  /// {@return the numbers of some columns, FLOAT32 (n, columns); of all of them if none is named}
  ///
  /// @throws DataException if a field is no number, or too large; says where
  /// @throws IllegalArgumentException if there is no such column
  public Tensor numbers(String... names) {
    return numbers(DType.FLOAT32, names);
  }

  /// {@return the numbers of some columns (n, columns); of all of them if none is named}
  ///
  /// @param dtype FLOAT32 or FLOAT64
  /// @throws DataException if a field is no number, or too large; says where
  /// @throws IllegalArgumentException if there is no such column, or another type is asked for
  public Tensor numbers(DType dtype, String... names) {
    if (dtype != DType.FLOAT32 && dtype != DType.FLOAT64) {
      throw new IllegalArgumentException(
          "numbers needs FLOAT32 or FLOAT64; found %s. Cast the result with to.".formatted(dtype));
    }
    double most = dtype == DType.FLOAT32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    var chosen = (names.length == 0 ? columns : List.of(names)).stream().map(this::column).toList();
    var values = new double[Math.multiplyExact(records.size(), chosen.size())];
    int i = 0;
    for (var record : records) {
      for (int at : chosen) {
        values[i++] = number(record, at, most);
      }
    }
    return Tensor.of(values, records.size(), chosen.size()).to(dtype);
  }

  private double number(CsvRecords.Fields record, int at, double most) {
    var text = record.values().get(at).strip();
    if (!NUMBER.matcher(text).matches()) {
      throw wrong(record, at, text.isEmpty() ? "an empty field" : "'" + text + "'", "a number");
    }
    double value = Double.parseDouble(text);
    if (Math.abs(value) > most) {
      throw wrong(record, at, text, "a number of at most " + most);
    }
    return value;
  }

  private DataException wrong(CsvRecords.Fields record, int at, String found, String needed) {
    return new DataException(
        "%s, line %d, column %d (%s): found %s; expected %s."
            .formatted(name, record.line(), at + 1, columns.get(at), found, needed));
  }

  /// {@return what occurs in a column, in alphabetical order}
  ///
  /// @throws IllegalArgumentException if there is no such column
  public List<String> labels(String column) {
    return strings(column).stream().distinct().sorted().toList();
  }

  /// {@return the number of each field among the [#labels] of a column, INT64 (n)}
  ///
  /// @throws IllegalArgumentException if there is no such column
  public Tensor classes(String column) {
    return classes(column, labels(column));
  }

  /// {@return the number of each field among labels, such as those of the data that a model was
  /// trained with; INT64 (n)}
  ///
  /// @throws DataException if a field is none of them; says where
  /// @throws IllegalArgumentException if there is no such column
  public Tensor classes(String column, List<String> labels) {
    int at = column(column);
    var byLabel = new HashMap<String, Integer>();
    for (int i = 0; i < labels.size(); i++) {
      byLabel.putIfAbsent(labels.get(i), i);
    }
    var numbers = new long[records.size()];
    for (int i = 0; i < numbers.length; i++) {
      var record = records.get(i);
      var number = byLabel.get(record.values().get(at));
      if (number == null) {
        throw wrong(record, at, "'" + record.values().get(at) + "'", "one of " + labels);
      }
      numbers[i] = number;
    }
    return Tensor.of(numbers);
  }

  @Override
  public String toString() {
    return "%s: %d records of %s".formatted(name, size(), columns);
  }
}
