package io.ligature.npy;

import java.util.function.Function;

/// Walks over the header of an array, which is a dictionary as Python writes it: strings without
/// escapes, `True` and `False`, and tuples of whole numbers.
///
/// The caller asks for what the format has at each place; nothing else is understood, and nothing
/// nests.
final class Literal {
  private final byte[] text;
  private final Function<String, NpyException> refusal;
  private int at;

  /// @param refusal makes the error of a problem, and knows where the array is
  Literal(byte[] text, Function<String, NpyException> refusal) {
    this.text = text;
    this.refusal = refusal;
  }

  /// {@return whether the next token is `token`, which is then read}
  boolean skip(char token) {
    skipSpace();
    boolean found = at < text.length && text[at] == token;
    at += found ? 1 : 0;
    return found;
  }

  /// Reads a token that must come here.
  void expect(char token, String where) {
    if (!skip(token)) {
      throw error("'" + token + "'", where);
    }
  }

  /// Checks that nothing but space is left.
  void expectEnd() {
    skipSpace();
    if (at < text.length) {
      throw error("only spaces", "the header after its closing brace");
    }
  }

  /// {@return a string, in quotes of either kind}
  String string(String where) {
    skipSpace();
    int quote = at < text.length ? text[at] : -1;
    var string = new StringBuilder();
    int end = at + 1;
    while (end < text.length && text[end] != quote && text[end] >= ' ' && text[end] != '\\') {
      string.append((char) text[end++]);
    }
    if ((quote != '\'' && quote != '"') || end >= text.length || text[end] != quote) {
      throw error("a string in quotes", where);
    }
    at = end + 1;
    return string.toString();
  }

  /// {@return True or False}
  boolean truth(String where) {
    skipSpace();
    for (boolean value : new boolean[] {true, false}) {
      var word = value ? "True" : "False";
      if (rest(word.length()).equals(word)) {
        at += word.length();
        return value;
      }
    }
    throw error("True or False", where);
  }

  /// {@return a whole number, 0 or more}
  long wholeNumber(String where) {
    skipSpace();
    int start = at;
    long number = 0;
    while (at < text.length && text[at] >= '0' && text[at] <= '9') {
      int digit = text[at++] - '0';
      if (number > (Long.MAX_VALUE - digit) / 10) {
        at = start;
        throw error("at most " + Long.MAX_VALUE, where);
      }
      number = 10 * number + digit;
    }
    if (at == start || (at > start + 1 && text[start] == '0')) {
      at = start;
      throw error("a whole number, 0 or more", where);
    }
    return number;
  }

  private void skipSpace() {
    while (at < text.length && " \t\n\r".indexOf(text[at]) >= 0) {
      at++;
    }
  }

  /// {@return the error that something else than `expected` stands here}
  NpyException error(String expected, String where) {
    var rest = rest(12);
    return error(expected, where, rest.isEmpty() ? "the end" : "'" + rest + "'");
  }

  /// {@return the error that something else than `expected` was read}
  NpyException error(String expected, String where, String found) {
    return refusal.apply("expected %s in %s, found %s.".formatted(expected, where, found));
  }

  /// {@return the next few characters, printable}
  private String rest(int most) {
    var rest = new StringBuilder();
    for (int i = at; i < Math.min(text.length, at + most); i++) {
      rest.append(text[i] >= ' ' && text[i] < 127 ? (char) text[i] : '?');
    }
    return rest.toString();
  }
}
