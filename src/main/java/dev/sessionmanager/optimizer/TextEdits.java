package dev.sessionmanager.optimizer;

import java.util.BitSet;
import java.util.TreeMap;

/** Deletions and one-character changes gathered over a text, then carried out in one go. */
final class TextEdits {

  private final String text;
  private final BitSet fixed;
  private final BitSet deleted;
  private final TreeMap<Integer, String> replaced = new TreeMap<>();

  TextEdits(String text, BitSet fixed) {
    this.text = text;
    this.fixed = fixed;
    this.deleted = new BitSet(text.length());
  }

  /** Deletes that range; never anything that is fixed. */
  void delete(int start, int end) {
    deleted.set(start, end);
    deleted.andNot(fixed);
  }

  void replace(int at, String with) {
    if (!fixed.get(at)) {
      replaced.put(at, with);
    }
  }

  String apply() {
    if (deleted.isEmpty() && replaced.isEmpty()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      if (!deleted.get(i)) {
        String other = replaced.get(i);
        out.append(other == null ? text.substring(i, i + 1) : other);
      }
    }
    return out.toString();
  }
}
