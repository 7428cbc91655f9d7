package dev.sessionmanager.economics;

import dev.sessionmanager.economics.Amount.Said;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the words before a number say of it: "TNA del", "tasa efectiva mensual de". Texts are
 * folded.
 */
final class UnitBefore {

  private static final Pattern LAST_MARK = Pattern.compile("(?s)^.*[,;.?!]");
  private static final Pattern LETTERS = Pattern.compile("\\p{L}++");

  /** Behind these "mensual" says how often something happens, not of what kind a rate is. */
  private static final Set<String> OTHER_THINGS = Lexicon.FILE.words("not-of-a-rate");

  /** Words before a number that may speak of it; further back they belong to something else. */
  private static final int WORDS_BEFORE = 6;

  /** Where its period is said. */
  @Nullable Said said;

  boolean effective;

  /** TNA, TEA or TEM stands right before the number. */
  boolean acronym;

  private UnitBefore() {}

  /** What is said between {@code floor}, the end of the last number, or a comma, and a number. */
  static UnitBefore of(String text, int floor, int start) {
    UnitBefore unit = new UnitBefore();
    Matcher mark = LAST_MARK.matcher(text).region(floor, start);
    int from = mark.lookingAt() ? mark.end() : floor;
    boolean near = true;
    List<int[]> words =
        LETTERS
            .matcher(text)
            .region(from, start)
            .results()
            .map(word -> new int[] {word.start(), word.end()})
            .toList();
    for (int[] place : words.reversed().stream().limit(WORDS_BEFORE).toList()) {
      String word = text.substring(place[0], place[1]);
      if (OTHER_THINGS.contains(word)) {
        unit.said = null;
        break;
      }
      unit.effective |= Unit.EFFECTIVE.contains(word);
      Period named = Unit.period(word);
      if (unit.said == null
          && named != null
          && (Period.isAdjective(word) || Unit.ACRONYMS.containsKey(word))) {
        unit.said = new Said(named, place[0]);
      }
      if (Unit.ACRONYMS.containsKey(word)) {
        unit.acronym = near;
        break;
      }
      near &= Lexicon.FILLERS.contains(word);
    }
    return unit;
  }
}
