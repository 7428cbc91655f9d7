package dev.sessionmanager.text;

/** Texts that are cut where they are longer than whoever takes them reads. Any thread. */
public final class ShortText {

  private ShortText() {}

  /**
   * A text of at most so many characters, the ellipsis included where it had more. A character that
   * takes two chars is one, and never cut.
   */
  public static String of(String text, int max) {
    return text.length() <= max || text.codePointCount(0, text.length()) <= max
        ? text
        : text.substring(0, text.offsetByCodePoints(0, max - 1)) + '…';
  }
}
