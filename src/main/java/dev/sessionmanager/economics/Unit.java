package dev.sessionmanager.economics;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the words on one side of a number say of it: behind it "millones", "% nominal anual",
 * "meses", "cuotas"; before it "TNA del", "tasa efectiva mensual de". Texts are folded.
 */
final class Unit {

  /** Spaces, those that do not break among them. */
  static final String SPACES = " \t\u00a0\u202f";

  /** One of them, as a regular expression. */
  static final String SPACE = "[" + SPACES + "]";

  private static final Pattern WORD = Pattern.compile(SPACE + "*+(\\p{L}++)");
  private static final Pattern PERCENT =
      Pattern.compile(
          "%s*+(?:%%|(?:%s)(?!\\p{L}))"
              .formatted(
                  SPACE,
                  String.join("|", Lexicon.FILE.entries("percent")).replace(" ", SPACE + "++")));
  private static final Pattern LAST_MARK = Pattern.compile("(?s)^.*[,;.?!]");
  private static final Pattern NO_LETTERS = Pattern.compile("\\P{L}++");

  private static final Map<String, Double> FACTORS = Lexicon.values("factors", Double::valueOf);
  private static final Set<String> COUNTED = Lexicon.FILE.words("counted");

  /** Between a percentage and its period. */
  private static final Set<String> LINKS = Lexicon.FILE.words("links");

  /** TNA, TEA, TEM: what follows is a percentage, with or without its sign. */
  private static final Map<String, Period> ACRONYMS = Lexicon.values("acronyms", Period::named);

  private static final Set<String> EFFECTIVE = Lexicon.FILE.words("effective");
  private static final Set<String> NOMINAL = Lexicon.FILE.words("nominal");

  /** Behind these "mensual" says how often something happens, not of what kind a rate is. */
  private static final Set<String> OTHER_THINGS = Lexicon.FILE.words("not-of-a-rate");

  /** Words before a number that may speak of it; further back they belong to something else. */
  private static final int WORDS_BEFORE = 6;

  /** Words behind a percentage in which its period is looked for. */
  private static final int WORDS_BEHIND = 4;

  double factor = 1;
  Amount.Kind kind = Amount.Kind.PLAIN;
  @Nullable Period period;
  boolean effective;
  boolean nominal;

  /** TNA, TEA or TEM stands right before the number. */
  boolean acronym;

  /** Behind the last word that belongs to the number. */
  int end;

  private Unit() {}

  /** What is said between {@code floor}, the end of the last number, or a comma, and a number. */
  static Unit before(String text, int floor, int start) {
    Unit unit = new Unit();
    String clause = LAST_MARK.matcher(text.substring(floor, start)).replaceFirst("");
    boolean near = true;
    for (String word :
        List.of(NO_LETTERS.split(clause)).reversed().stream().limit(WORDS_BEFORE).toList()) {
      if (OTHER_THINGS.contains(word)) {
        unit.period = null;
        break;
      }
      unit.effective |= EFFECTIVE.contains(word);
      if (unit.period == null && (Period.isAdjective(word) || ACRONYMS.containsKey(word))) {
        unit.period = period(word);
      }
      if (ACRONYMS.containsKey(word)) {
        unit.acronym = near;
        break;
      }
      near &= Lexicon.FILLERS.contains(word);
    }
    return unit;
  }

  /**
   * What is said behind a number.
   *
   * @param end behind its last digit
   */
  static Unit behind(String text, int end) {
    Unit unit = new Unit();
    unit.end = end;
    unit.read(WORD.matcher(text), PERCENT.matcher(text));
    return unit;
  }

  private void read(Matcher words, Matcher percent) {
    String word = word(words, end);
    for (Double by = FACTORS.get(word); by != null; by = FACTORS.get(word)) {
      factor *= by;
      end = words.end();
      word = word(words, end);
    }
    Period named = Period.of(word);
    if (percent.region(end, percent.regionEnd()).lookingAt()) {
      kind = Amount.Kind.PERCENT;
      end = percent.end();
      readPeriod(words);
    } else if (COUNTED.contains(word)) {
      kind = Amount.Kind.TIME;
      end = words.end();
      readPeriod(words);
    } else if (named != null && !Period.isAdjective(word)) {
      kind = Amount.Kind.TIME;
      end = words.end();
      period = named;
    }
  }

  /** "nominal anual", "por mes", "TEA"; stops at the first word that is something else. */
  private void readPeriod(Matcher words) {
    int at = end;
    for (int i = 0; i < WORDS_BEHIND && period == null; i++) {
      String word = word(words, at);
      if (word.isEmpty()) {
        return;
      }
      at = words.end();
      period = period(word);
      effective |= EFFECTIVE.contains(word);
      nominal |= NOMINAL.contains(word);
      if (period != null || effective || nominal) {
        end = at;
      } else if (!LINKS.contains(word)) {
        return;
      }
    }
  }

  /** The word at a place, or behind spaces there; empty when there is none. */
  private static String word(Matcher words, int at) {
    return words.region(at, words.regionEnd()).lookingAt() ? words.group(1) : "";
  }

  /** The period that an acronym or a word of time names; null for another word. */
  private static @Nullable Period period(String word) {
    Period period = ACRONYMS.get(word);
    return period == null ? Period.of(word) : period;
  }
}
