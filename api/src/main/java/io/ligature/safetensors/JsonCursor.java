package io.ligature.safetensors;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;

/// Walks over the JSON of a header or an index, token by token: objects, arrays, strings and
/// numbers, which is all that they have.
///
/// The caller asks for what the format has at each place, so nothing nests deeper than the format
/// does, and nothing is built of what it does not ask for.
///
/// @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259, The JavaScript Object
///   Notation</a>
final class JsonCursor {
  private static final Pattern WORD =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?|true|false|null");

  private final Path file;
  private final String document;
  private final byte[] text;
  private int at;

  /// @param document what the text is, for messages, such as `the header`
  JsonCursor(Path file, String document, byte[] text) {
    this.file = file;
    this.document = document;
    this.text = text;
  }

  /// {@return whether the next token is `token`}
  boolean at(char token) {
    skipSpace();
    return at < text.length && text[at] == token;
  }

  /// {@return whether the next token is `token`, which is then read}
  boolean skip(char token) {
    boolean found = at(token);
    at += found ? 1 : 0;
    return found;
  }

  /// Reads a token that must come here.
  ///
  /// @param where for the message, such as `the shape of tensor 'a'`
  void expect(char token, String where) {
    if (!skip(token)) {
      throw error("'" + token + "'", where);
    }
  }

  /// Checks that nothing but space is left.
  void expectEnd() {
    skipSpace();
    if (at < text.length) {
      throw error("only spaces", document + " after its closing brace");
    }
  }

  /// {@return a whole number, 0 or more}
  long wholeNumber(String where) {
    skipSpace();
    int start = at;
    long number = 0;
    while (at < text.length && isDigit(text[at])) {
      int digit = text[at++] - '0';
      if (number > (Long.MAX_VALUE - digit) / 10) {
        at = start;
        throw error("at most " + Long.MAX_VALUE, where);
      }
      number = 10 * number + digit;
    }
    boolean leadingZero = at > start + 1 && text[start] == '0';
    boolean goesOn = at < text.length && ".eE+-".indexOf(text[at]) >= 0;
    if (at == start || leadingZero || goesOn) {
      at = start;
      throw error("a whole number, 0 or more", where);
    }
    return number;
  }

  /// {@return a string}
  String string(String where) {
    expect('"', where);
    var decoded = new StringBuilder();
    int start = at;
    while (true) {
      if (at == text.length) {
        throw error("a closing quote", where);
      }
      int c = text[at];
      if (c == '"') {
        decode(start, decoded, where);
        at++;
        break;
      } else if (c == '\\') {
        decode(start, decoded, where);
        escape(decoded, where);
        start = at;
      } else if (c >= 0 && c < ' ') {
        throw error("a string without control characters", where);
      } else {
        at++;
      }
    }
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (Character.isHighSurrogate(c)
          && i + 1 < decoded.length()
          && Character.isLowSurrogate(decoded.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw error("no unpaired surrogate", where, "\\u%04x alone".formatted((int) c));
      }
    }
    return decoded.toString();
  }

  /// Appends the bytes from `start` to here.
  private void decode(int start, StringBuilder to, String where) {
    try {
      to.append(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text, start, at - start)));
    } catch (CharacterCodingException e) {
      at = start;
      throw error("text in UTF-8", where);
    }
  }

  private void escape(StringBuilder to, String where) {
    int backslash = at++;
    int kind = at < text.length ? text[at++] : -1;
    switch (kind) {
      case '"', '\\', '/' -> to.append((char) kind);
      case 'b' -> to.append('\b');
      case 'f' -> to.append('\f');
      case 'n' -> to.append('\n');
      case 'r' -> to.append('\r');
      case 't' -> to.append('\t');
      case 'u' -> to.append(hexadecimal(backslash, where));
      default -> {
        at = backslash;
        throw error("an escape of JSON", where);
      }
    }
  }

  private char hexadecimal(int backslash, String where) {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      int digit = at < text.length ? Character.digit(text[at++], 16) : -1;
      if (digit < 0) {
        at = backslash;
        throw error("\\u and four hexadecimal digits", where);
      }
      code = 16 * code + digit;
    }
    return (char) code;
  }

  /// {@return any other value than text, as it is written: a number, true, false or null}
  String word(String where) {
    skipSpace();
    int start = at;
    while (at < text.length
        && (Character.isLetterOrDigit(text[at]) || "+-.".indexOf(text[at]) >= 0)) {
      at++;
    }
    var word = new String(text, start, at - start, StandardCharsets.ISO_8859_1);
    if (!WORD.matcher(word).matches()) {
      at = start;
      throw error("a string or a number", where);
    }
    return word;
  }

  /// {@return text as JSON writes it}
  static String quote(String text) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        default -> {
          if (c < ' ') {
            quoted.append("\\u%04x".formatted((int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }

  private void skipSpace() {
    while (at < text.length && " \t\n\r".indexOf(text[at]) >= 0) {
      at++;
    }
  }

  private static boolean isDigit(byte b) {
    return b >= '0' && b <= '9';
  }

  /// {@return the error that something else than `expected` stands here}
  SafetensorsException error(String expected, String where) {
    return error(expected, where, rest() + " at byte " + at + " of " + document);
  }

  /// {@return the error that something else than `expected` was read}
  SafetensorsException error(String expected, String where, String found) {
    return new SafetensorsException(
        file, "expected %s in %s, found %s.".formatted(expected, where, found));
  }

  /// {@return the next few characters, printable}
  private String rest() {
    if (at >= text.length) {
      return "the end";
    }
    var shown = new StringBuilder("'");
    for (int i = at; i < Math.min(text.length, at + 12); i++) {
      shown.append(text[i] >= ' ' && text[i] < 127 ? (char) text[i] : '?');
    }
    return shown.append("'").toString();
  }
}
