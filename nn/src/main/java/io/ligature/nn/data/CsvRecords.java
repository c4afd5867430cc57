package io.ligature.nn.data;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Text with separators, read record by record and strictly.
///
/// ```text
/// record = field {separator field} (LF | CR LF | end)
/// field  = {any but separator, quote, CR, LF}  |  " {any but quote | ""} "
/// ```
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc4180">RFC 4180</a>
final class CsvRecords {
  private static final int END = -1;
  private static final char MARK = '\ufeff'; // of the byte order, which some programs put in front

  private final String name;
  private final Reader in;
  private final char separator;
  private int next;
  private long line = 1; // of the character ahead
  private long column = 1;

  /// A record.
  ///
  /// @param line where it begins, from 1
  record Fields(long line, List<String> values) {}

  CsvRecords(String name, Reader in, char separator) throws IOException {
    this.name = name;
    this.in = in;
    this.separator = separator;
    next = read();
    if (next == MARK) {
      next = read();
    }
  }

  /// {@return the next record; null at the end}
  @Nullable Fields next() throws IOException {
    if (next == END) {
      return null;
    }
    long begun = line;
    var values = new ArrayList<String>();
    values.add(field());
    while (next == separator) {
      advance();
      values.add(field());
    }
    endLine();
    return new Fields(begun, values);
  }

  private String field() throws IOException {
    return next == '"' ? quoted() : plain();
  }

  private String plain() throws IOException {
    var text = new StringBuilder();
    while (!endsField()) {
      if (next == '"') {
        throw wrong(
            "a quote within a field that does not begin with one. Quote the whole field,"
                + " and double the quotes in it");
      }
      text.append((char) next);
      advance();
    }
    return text.toString();
  }

  private String quoted() throws IOException {
    var unended = wrong("the quote that begins here has no end. Close it");
    var text = new StringBuilder();
    advance();
    while (true) {
      if (next == END) {
        throw unended;
      }
      if (next == '"') {
        advance();
        if (next != '"') {
          break;
        }
      }
      text.append((char) next);
      advance();
    }
    if (!endsField()) {
      throw wrong(
          "'%c' behind the quote that ends a field. Double the quotes within fields"
              .formatted((char) next));
    }
    return text.toString();
  }

  private boolean endsField() {
    return next == separator || next == '\n' || next == '\r' || next == END;
  }

  private void endLine() throws IOException {
    if (next == '\r') {
      advance();
      if (next != '\n') {
        throw wrong("a carriage return without a line feed. End lines with LF or CR LF");
      }
    }
    if (next == '\n') {
      advance();
    }
  }

  private void advance() throws IOException {
    if (next == '\n') {
      line++;
      column = 1;
    } else {
      column++;
    }
    next = read();
  }

  private int read() throws IOException {
    try {
      return in.read();
    } catch (CharacterCodingException e) {
      throw new DataException(
          "%s, near line %d: bytes that are no UTF-8. Save the file as UTF-8."
              .formatted(name, line),
          e);
    }
  }

  private DataException wrong(String problem) {
    return new DataException(
        "%s, line %d, character %d: %s.".formatted(name, line, column, problem));
  }
}
