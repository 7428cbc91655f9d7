package dev.sessionmanager.economics;

import dev.sessionmanager.text.Folding;

/** A text that may be read beyond its ends: there stand line breaks. */
record Chars(String text) {

  char at(int index) {
    return index >= 0 && index < text.length() ? text.charAt(index) : '\n';
  }

  boolean isOneOf(int index, String chars) {
    return chars.indexOf(at(index)) >= 0;
  }

  boolean isDigit(int index) {
    char c = at(index);
    return c >= '0' && c <= '9';
  }

  boolean isLetter(int index) {
    return Character.isLetter(at(index));
  }

  /** A space, also one that does not break. */
  boolean isSpace(int index) {
    return isOneOf(index, " \t\u00a0\u202f");
  }

  int skipSpaces(int start) {
    int index = start;
    while (isSpace(index)) {
      index++;
    }
    return index;
  }

  int wordEnd(int start) {
    int end = start;
    while (isLetter(end)) {
      end++;
    }
    return end;
  }

  /** The letters from {@code start} on, folded; empty when there is none. */
  String word(int start) {
    return Folding.ENYE_FOLDED.of(text.substring(start, wordEnd(start)));
  }
}
