package dev.sessionmanager.economics;

import org.jspecify.annotations.Nullable;

/** What the words before a number say of it: "TNA del", "tasa efectiva mensual de". */
final class UnitBefore {

  /** Further back a word belongs to something else. */
  private static final int WORDS = 6;

  @Nullable Period period;
  boolean effective;

  /** TNA, TEA or TEM stands right before it. */
  boolean acronym;

  /** Looks back from {@code start} to {@code floor}, the end of the last number, or to a comma. */
  UnitBefore(Chars text, int floor, int start) {
    boolean near = true;
    int at = start;
    for (int words = 0; words < WORDS; words++) {
      int end = at;
      while (end > floor && !text.isLetter(end - 1) && !text.isOneOf(end - 1, ",;.?!")) {
        end--;
      }
      at = end;
      while (at > floor && text.isLetter(at - 1)) {
        at--;
      }
      String word = text.word(at);
      if (at == end || !read(word, near)) {
        return;
      }
      near &= Lexicon.FILLERS.contains(word);
    }
  }

  /** Returns whether to look further back. */
  private boolean read(String word, boolean near) {
    if (RateNames.isOfOtherThings(word)) {
      period = null;
      return false;
    }
    effective |= RateNames.isEffective(word);
    if (RateNames.isAcronym(word)) {
      period = period == null ? RateNames.period(word) : period;
      acronym = near;
      return false;
    }
    if (period == null && Period.isAdjective(word)) {
      period = Period.of(word);
    }
    return true;
  }
}
