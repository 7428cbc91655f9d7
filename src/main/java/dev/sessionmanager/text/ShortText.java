package dev.sessionmanager.text;

/** Texts that are cut where they are longer than whoever takes them reads. Any thread. */
public final class ShortText {

  private ShortText() {}

  /** As {@link #of}, but cut between two words where one ends in the second half of the room. */
  public static String words(String text, int max) {
    String cut = of(text, max);
    if (cut.equals(text)) {
      return text;
    }
    String kept = cut.substring(0, cut.length() - 1);
    int space = text.startsWith(kept + ' ') ? kept.length() : kept.lastIndexOf(' ');
    String whole = space > kept.length() / 2 ? kept.substring(0, space) : kept;
    return whole.replaceAll("[\\s,;:.–—-]+$", "") + '…';
  }

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
